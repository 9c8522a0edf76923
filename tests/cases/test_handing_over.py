"""All open work of one person goes to another in one act: named tasks, taken ones, approvals; what a rule keeps stays and says so."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, House

from shouwen.cases import actions, queries
from shouwen.people import actions as people
from shouwen.people.actions import ChangeRefused
from shouwen.people.models import AuditEntry

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=10)


def hand_over(house: House, person: str, to: str, reason: str = "调岗") -> actions.HandedOver:
    return actions.hand_over_all(person=house[person], to=house[to], reason=reason, by=house["dora"], at=LATER)


def cases_of(house: House, person: str) -> set[int]:
    return {task.case_id for task in queries.open_tasks(house[person])}


def to_sign(house: House) -> int:
    """A case that waits for its two signatures."""
    case_id = house.open()
    house.record(case_id)
    house.finish(case_id, "review#1", "serious", by="lee")
    return case_id


def test_what_was_taken_from_the_pool_goes_too(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    assert queries.open_tasks(house["frank"]) == ()
    actions.take(case_id=case_id, task="handle#1", by=house["frank"], at=AT)
    assert cases_of(house, "frank") == {case_id}
    assert queries.count_open_tasks([house["frank"], house["fay"]]) == {house["frank"]: 1}
    assert hand_over(house, "frank", "fay").moved == 1
    assert queries.open_tasks(house["frank"]) == ()
    assert case_id in {duty.case_id for duty in queries.my_tasks(house.viewer("fay", LATER), LATER)}


def test_many_cases_go_at_once_and_each_has_it_on_record(house: House) -> None:
    opened = {house.open(title=f"漏水{number}") for number in range(4)}
    assert cases_of(house, "alice") == opened
    assert hand_over(house, "alice", "amy") == actions.HandedOver(4, ())
    assert cases_of(house, "amy") == opened
    for case_id in opened:
        entries = queries.case_page(house.viewer("dora", LATER), case_id, LATER).timeline
        assert any("调岗" in str(entry) for entry in entries)
    entry = AuditEntry.objects.get(act="work_handed_over")
    assert (entry.person_id, entry.subject) == (int(house["dora"]), f"person:{house['alice']}")
    assert hand_over(house, "alice", "amy").moved == 0


def test_without_reason_or_to_nobody_nothing_moves(house: House) -> None:
    case_id = house.open()
    for to, reason in (("amy", " "), ("alice", "调岗")):
        with pytest.raises(ChangeRefused):
            hand_over(house, "alice", to, reason)
    people.leave(person=int(house["amy"]), last_day=(AT - timedelta(days=3)).date(), by=None, at=AT)
    with pytest.raises(ChangeRefused):
        hand_over(house, "alice", "amy")
    assert cases_of(house, "alice") == {case_id}


def test_a_signature_that_waits_goes_by_the_approval_s_own_verb(house: House) -> None:
    case_id = to_sign(house)
    actions.hand_over(case_id=case_id, task="sign#1", person=house["olga"], opinion="请代", by=house["dora"], at=AT)
    assert cases_of(house, "olga") == {case_id}
    assert hand_over(house, "olga", "amy") == actions.HandedOver(1, ())
    assert cases_of(house, "olga") == set()
    duties = queries.my_tasks(house.viewer("amy", LATER), LATER)
    assert [duty.case_id for duty in duties if duty.approve] == [case_id]


def test_nothing_goes_to_another_company(house: House) -> None:
    case_id = house.open()
    stranger = people.hire(name="外人", by=None, at=AT).pk
    house.people["stranger"] = str(stranger)
    done = hand_over(house, "alice", "stranger")
    assert (done.moved, [case for case, _ in done.stayed]) == (0, [case_id])
    assert cases_of(house, "alice") == {case_id}


def test_work_of_whoever_is_in_no_post_any_more_counts_as_nobody_s(house: House) -> None:
    case_id = house.open()
    dora = house.viewer("dora", LATER)
    assert queries.listing(dora, queries.Filters(unassigned=True)).rows == ()
    seat = dora.organisation.held_by_person[int(house["alice"])][0]
    people.end_holding(holding=seat.id, last_day=AT.date() - timedelta(days=1), by=None, at=AT)
    rows = queries.listing(house.viewer("dora", LATER), queries.Filters(unassigned=True)).rows
    assert [row.id for row in rows] == [case_id]
