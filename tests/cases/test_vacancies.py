"""The only holder of a post goes: whoever stands above is told, and whoever enters it sees it beforehand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.house import AT, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.models import Holding
from shouwen.runtime.models import Notice

pytestmark = pytest.mark.django_db


def vacancies(house: House, name: str) -> list[str]:
    return list(Notice.objects.filter(person=house[name], kind="post.vacant").values_list("text", flat=True))


def test_the_superior_learns_that_the_only_holder_leaves_and_what_waits_at_the_post(house: House) -> None:
    case_id = house.open()
    house.record(case_id)
    people.leave(person=int(house["lee"]), last_day=AT.date(), by=None, at=AT + timedelta(hours=1))
    assert vacancies(house, "dora") == ["客服主管 · 华东一分 3月2日之后没有人，岗位上有 1 件待办"]


def test_nobody_is_told_while_a_colleague_holds_the_post(house: House) -> None:
    people.leave(person=int(house["alice"]), last_day=AT.date(), by=None, at=AT)
    assert vacancies(house, "lee") == []
    people.leave(person=int(house["amy"]), last_day=AT.date(), by=None, at=AT)
    assert vacancies(house, "lee") == ["客服专员 · 华东一分 3月2日之后没有人，岗位上现在没有待办"]


def test_nobody_is_told_where_somebody_takes_the_post_up_the_next_day(house: House) -> None:
    day = AT.date()
    people.place(
        person=int(house["amy"]), post="leader", unit=house.branch, starts_on=day + timedelta(days=1), by=None, at=AT
    )
    held = Holding.objects.get(person=int(house["lee"]))
    people.end_holding(holding=held.pk, last_day=day, by=None, at=AT)
    assert vacancies(house, "dora") == []


def test_a_post_without_one_above_is_the_administrators(house: House) -> None:
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=AT)
    held = Holding.objects.get(person=int(house["dora"]))
    people.end_holding(holding=held.pk, last_day=AT.date(), by=None, at=AT)
    assert vacancies(house, "fay") == ["总监 · 集团 3月2日之后没有人，岗位上现在没有待办"]


def test_the_form_says_beforehand_that_nobody_else_can_do_what_waits_at_the_post(house: House) -> None:
    case_id = house.open()
    house.record(case_id)
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    system = signed_in("fay")
    said = "只有此人在岗：客服主管 · 华东一分（岗位待办 1 件）"
    assert said in text_of(system.get(reverse("admin-person-act", args=[house["lee"], "leave"])))
    row = Holding.objects.get(person=int(house["lee"])).pk
    assert said in text_of(system.get(reverse("admin-person-row", args=[house["lee"], "end", row])))
    assert "只有此人在岗" not in text_of(system.get(reverse("admin-person-act", args=[house["alice"], "leave"])))
