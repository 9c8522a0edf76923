"""What the tests of notices start from."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cases.house import House


@pytest.fixture
def house(db: None) -> "House":
    from tests.cases.house import found_house  # noqa: PLC0415  # Django is not ready when this file is imported

    return found_house()


@pytest.fixture
def real_house(transactional_db: None) -> "House":
    """For messages, which leave after the commit only."""
    from tests.cases.house import found_house  # noqa: PLC0415  # as above

    return found_house()
