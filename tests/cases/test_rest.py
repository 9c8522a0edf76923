"""Who lets a case rest, for how long, and that a rest hides nothing that is late."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.actions import Refused
from shouwen.cases.models import Case
from shouwen.cases.queries import Filters
from shouwen.people.access import NotAllowedError

LATER = AT + 5 * HOUR


@pytest.mark.parametrize("name", ["lee", "alice"])
def test_a_rest_hides_no_limit_that_was_missed_before(house: House, name: str) -> None:
    case_id = house.open()
    actions.suspend(case_id=case_id, reason="等配件", until=LATER + 9 * HOUR, by=house[name], at=LATER)
    viewer = house.viewer("lee", LATER + HOUR)
    assert [row.id for row in queries.listing(viewer, Filters(late=True)).rows] == [case_id]
    assert [row.id for row in queries.board(viewer, LATER + HOUR).late.rows] == [case_id]
    (duty,) = queries.my_tasks(house.viewer("alice", LATER + HOUR), LATER + HOUR)
    assert (duty.group, Case.objects.get(pk=case_id).state) == ("late", "suspended")


def test_who_only_sees_a_case_neither_parks_it_nor_takes_it_up(house: House) -> None:
    case_id = house.open()
    actions.note(case_id=case_id, text="我看过了", by=house["amy"], at=AT)
    assert not {act.act for act in house.page(case_id, "amy", LATER).acts} & {"suspend", "resume"}
    with pytest.raises(NotAllowedError):
        actions.suspend(case_id=case_id, reason="等", until=LATER + HOUR, by=house["amy"], at=LATER)
    actions.suspend(case_id=case_id, reason="等配件", until=LATER + HOUR, by=house["alice"], at=LATER)
    with pytest.raises(NotAllowedError):
        actions.resume(case_id=case_id, by=house["amy"], at=LATER)
    actions.resume(case_id=case_id, by=house["lee"], at=LATER)
    assert Case.objects.get(pk=case_id).suspended_at is None


def test_a_rest_longer_than_the_rulebook_calls_long_takes_a_superior(house: House) -> None:
    case_id, far = house.open(), AT + timedelta(days=2600)
    with pytest.raises(Refused) as refusal:
        actions.suspend(case_id=case_id, reason="以后再说", until=far, by=house["alice"], at=AT)
    assert refusal.value.lacks == ("rest:",)
    actions.suspend(case_id=case_id, reason="以后再说", until=far, by=house["lee"], at=AT)
    assert Case.objects.get(pk=case_id).state == "suspended"


def test_only_an_open_case_is_urged_and_with_a_reason(house: House) -> None:
    case_id = house.open()
    with pytest.raises(Refused) as refusal:
        actions.urge(case_id=case_id, reason=" ", by=house["lee"], at=AT)
    assert refusal.value.lacks == ("reason:",)
    actions.void(case_id=case_id, reason="重复录入", by=house["lee"], at=AT)
    with pytest.raises(Refused) as refusal:
        actions.urge(case_id=case_id, reason="客户来电", by=house["lee"], at=AT)
    assert refusal.value.lacks == ("open:",)
    assert Case.objects.get(pk=case_id).urged_count == 0
