"""A step that nobody can do says why, and who can put that right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db
NOBODY = "这一环节现在无人可办"


def page(house: House, name: str, case_id: int) -> str:
    return text_of(signed_in(name).get(reverse("case", args=[case_id])))


@pytest.fixture
def case_id(house: House) -> int:
    """It waits for a fixer."""
    found = recent(house)
    house.to_handling(found, now())
    return found


def leave(house: House, *names: str) -> None:
    for name in names:
        people.leave(person=int(house[name]), last_day=(now() - timedelta(days=2)).date(), by=None, at=now())


def test_while_somebody_can_do_it_nothing_is_said(house: House, case_id: int) -> None:
    assert NOBODY not in page(house, "lee", case_id)


def test_a_vacant_post_is_told_with_those_who_place_people(house: House, case_id: int) -> None:
    people.appoint_administrator(person=int(house["dora"]), office="system", by=None, at=now())
    leave(house, "frank", "fay")
    shown = page(house, "lee", case_id)
    assert NOBODY in shown
    assert "能安排人员的有：Dora" in shown


def test_without_anybody_who_places_people_the_operator_is_named(house: House, case_id: int) -> None:
    leave(house, "frank", "fay")
    assert "请系统运维安排人员" in page(house, "lee", case_id)
