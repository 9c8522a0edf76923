"""What the tests of imported history start from."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.analytics.files import write

if TYPE_CHECKING:
    from tests.cases.house import House


@pytest.fixture
def empty(db: None) -> None:
    """A database with tables and nothing else; what this process remembers of an earlier one is forgotten."""
    from shouwen.runtime import rulebooks  # noqa: PLC0415  # Django is not ready when this file is imported

    rulebooks.forget()


@pytest.fixture
def house(empty: None) -> "House":
    from tests.cases.house import found_house  # noqa: PLC0415  # as above

    return found_house()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "small.csv")
