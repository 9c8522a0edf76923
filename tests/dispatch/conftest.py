"""The small company, under an edition that gives a fixer's tasks to persons."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cases.house import House


@pytest.fixture
def house(db: None) -> "House":
    from tests.dispatch.giving import giving_house  # noqa: PLC0415  # Django is not ready when this file is imported

    return giving_house()


@pytest.fixture
def real_house(transactional_db: None) -> "House":
    """For tests in which several act at once on a real database."""
    from tests.dispatch.giving import giving_house  # noqa: PLC0415  # as above

    return giving_house()
