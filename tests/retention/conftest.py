"""What the tests of terms of keeping start from: the small company of the tests of cases, with administrators."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cases.house import House


@pytest.fixture
def house(db: None) -> "House":
    from tests.cases.house import AT, found_house  # noqa: PLC0415  # Django is not ready when this file is imported

    from shouwen.people import actions as people  # noqa: PLC0415  # as above

    found = found_house()
    for name, office in (("amy", "security"), ("olga", "audit"), ("fay", "system")):
        people.appoint_administrator(person=int(found[name]), office=office, by=None, at=AT)
    return found
