"""A small company at work, and a browser of the test's own signed in as somebody."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from tests.cases.house import House

    from shouwen.authoring.models import Draft


@pytest.fixture
def house(db: None) -> "House":
    from tests.cases.house import found_house  # noqa: PLC0415  # Django is not ready when this file is imported

    return found_house()


@pytest.fixture
def real_house(transactional_db: None) -> "House":
    """For tests in which several requests see each other's commits."""
    from tests.cases.house import found_house  # noqa: PLC0415  # as above

    return found_house()


@pytest.fixture
def dora(house: "House") -> "Client":
    """She may everything; with her the leader, who may write and publish too."""
    from tests.web.signed_in import signed_in  # noqa: PLC0415  # as above

    from shouwen.base.clock import now  # noqa: PLC0415
    from shouwen.people import actions as people  # noqa: PLC0415

    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    return signed_in("dora")


@pytest.fixture
def draft(dora: "Client") -> "Draft":
    """A copy of the edition in force."""
    from shouwen.authoring.models import Draft  # noqa: PLC0415  # as above

    dora.post("/drafts/", {"way": "copy", "edition": "DESK/1", "name": "明年版"})
    return Draft.objects.get()
