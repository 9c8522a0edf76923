"""The supervisor's wall as a page: a column for what nobody can do, and the list behind its count."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db


def test_tasks_that_nobody_can_do_are_counted_and_listed(house: House) -> None:
    at = now() - timedelta(minutes=9)
    case_id = house.open(at, title="无人可办")
    house.open(at, title="有人在办")
    house.to_handling(case_id, at)
    for name in ("frank", "fay"):
        people.set_absence(person=int(house[name]), starts_at=at, ends_at=at + timedelta(days=5), by=None, at=at)
    lee = signed_in("lee")
    board = text_of(lee.get("/board/"))
    assert "未指派" in board
    assert f'href="{reverse("cases")}?unassigned=1">1</a>' in board
    behind = text_of(lee.get("/cases/?unassigned=1"))
    assert '<input type="hidden" name="unassigned" value="1">' in behind
    assert "无人可办" in behind
    assert "有人在办" not in behind
