"""Who leaves stands in for nobody, and their turns of duty are seen to: somebody is told of each."""

from datetime import timedelta

import pytest
from tests.cases.house import House
from tests.web.signed_in import listed, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions as cases
from shouwen.dispatch.actions import Shift, set_duty
from shouwen.dispatch.models import DutyShift
from shouwen.people import actions as people
from shouwen.people.models import Absence
from shouwen.runtime.models import Notice

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def leave(house: House, name: str, successor: str | None = None) -> None:
    heir = int(house[successor]) if successor else None
    yesterday = (now() - DAY).date()
    people.leave(person=int(house[name]), last_day=yesterday, successor=heir, by=None, at=now())


def away(house: House, name: str, substitute: str) -> None:
    people.set_absence(
        person=int(house[name]),
        starts_at=now() - HOUR,
        ends_at=now() + DAY,
        substitute=int(house[substitute]),
        by=None,
        at=now(),
    )


def told(house: House, name: str) -> list[str]:
    return list(Notice.objects.filter(person=house[name], kind="absence.substitute").values_list("text", flat=True))


def test_the_successor_goes_on_standing_in(house: House) -> None:
    away(house, "frank", "amy")
    leave(house, "amy", "fay")
    assert Absence.objects.get().substitute_id == int(house["fay"])
    assert told(house, "frank") == told(house, "fay") == ["Amy离职，不再代理Frank：由Fay代理。"]


def test_without_one_those_who_are_away_are_told_and_the_work_stands_under_unassigned(house: House) -> None:
    case_id = house.open(now())
    cases.transfer(case_id=case_id, task="record#1", person=house["frank"], reason="x", by=house["lee"], at=now())
    away(house, "frank", "amy")
    assert listed(signed_in("lee"), "/cases/?unassigned=1") == 0
    leave(house, "amy")
    assert Absence.objects.get().substitute_id is None
    assert told(house, "frank") == ["Amy离职，不再代理Frank：目前无人代理，请另行安排。"]
    assert listed(signed_in("lee"), "/cases/?unassigned=1") == 1


def test_the_form_of_leaving_names_them_and_asks_for_a_successor(house: House) -> None:
    people.appoint_administrator(person=int(house["lee"]), office="system", by=None, at=now())
    away(house, "frank", "amy")
    page = f"/admin/people/{house['amy']}/leave/"
    assert "正在或将要代理：Frank" in text_of(signed_in("lee").get(page))
    sent = {"last": now().date().isoformat(), "to": "", "reason": "搬家"}
    assert signed_in("lee").post(page, sent).status_code == 422


def test_whoever_wrote_the_roster_learns_which_turns_stand_empty(house: House) -> None:
    start = now() + DAY
    turn = Shift(int(house["amy"]), start, start + 8 * HOUR)
    set_duty(unit=house.branch, post="agent", shifts=[turn], by=house["lee"], at=now())
    leave(house, "amy", "fay")
    assert not DutyShift.objects.exists()
    (text,) = Notice.objects.filter(person=house["lee"], kind="duty.freed").values_list("text", flat=True)
    assert text.startswith("Amy离职，值班空出：")
