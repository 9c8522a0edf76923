"""One door for events: once for each key, never over somebody else's change, refusals on record."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.runtime.models import Finding, Ledger, Subject, Task
from shouwen.runtime.subjects import Refused, Stale
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import verify


def test_a_repeated_key_gets_the_first_answer(house: House) -> None:
    first = house.opened(key="form-1")
    again = house.opened(key="form-1")
    assert (again.subject, again.seq, again.repeated) == (first.subject, first.seq, True)
    assert Case.objects.count() == 1


def test_another_persons_key_is_another_key(house: House) -> None:
    one = house.opened(key="form-1")
    two = house.opened(key="form-1", by="amy")
    assert one.subject != two.subject


def test_a_double_click_finishes_a_step_once(house: House) -> None:
    case_id = house.open()
    for _ in range(2):
        house.finish(case_id, "record#1", "recorded", by="alice", fields=RECORD, key="click")
    assert Ledger.objects.filter(subject=case_id).count() == 2
    assert house.open_tasks(case_id) == {"review#1"}


def test_a_refusal_is_on_record_and_changes_nothing(house: House) -> None:
    case_id = house.open()
    with pytest.raises(Refused) as refusal:
        house.finish(case_id, "record#1", "recorded", by="lee", fields=RECORD)
    assert refusal.value.lacks == ("person:",)
    row = Ledger.objects.get(subject=case_id, seq=2)
    assert row.refused
    assert house.open_tasks(case_id) == {"record#1"}


def test_a_repeated_refusal_is_the_same_refusal(house: House) -> None:
    case_id = house.open()
    for _ in range(2):
        with pytest.raises(Refused) as refusal:
            house.finish(case_id, "record#1", "recorded", by="lee", fields=RECORD, key="k")
        assert refusal.value.lacks == ("person:",)
    assert Ledger.objects.filter(subject=case_id).count() == 2


def test_an_act_on_a_changed_case_shows_what_changed(house: House) -> None:
    case_id = house.open()
    actions.urge(case_id=case_id, reason="客户又来电", by=house["lee"], at=AT + HOUR)
    with pytest.raises(Stale) as stale:
        house.finish(case_id, "record#1", "recorded", by="alice", fields=RECORD, expected_seq=1)
    (change,) = stale.value.changes
    assert (change.kind, change.event["act"], change.by) == ("ActRequested", "urge", house["lee"])
    assert Ledger.objects.filter(subject=case_id).count() == 2


def test_time_and_refusals_make_no_page_stale(house: House) -> None:
    case_id = house.open()
    sweep(now=AT + 2 * HOUR)
    with pytest.raises(Refused):
        house.finish(case_id, "record#1", "recorded", by="lee", fields=RECORD)
    house.finish(case_id, "record#1", "recorded", by="alice", fields=RECORD, expected_seq=1, at=AT + 2 * HOUR)
    assert house.open_tasks(case_id) == {"review#1"}


def test_a_merge_that_is_refused_leaves_both_as_they_were(house: House) -> None:
    one, two = house.open(), house.open()
    house.record(two)
    actions.void(case_id=two, reason="录错", by=house["dora"], at=AT)
    actions.reopen(case_id=two, reason="其实没错", by=house["dora"], at=AT)
    with pytest.raises(Refused):
        actions.merge(case_id=one, into=two, reason="", by=house["alice"], at=AT)
    assert Case.objects.get(pk=one).closed_at is None


def test_a_merge_ends_one_and_names_it_in_the_other(house: House) -> None:
    one, two = house.open(), house.open()
    actions.merge(case_id=one, into=two, reason="同一件事", by=house["alice"], at=AT)
    assert Case.objects.get(pk=one).closed_at == AT
    assert house.open_tasks(one) == set()
    assert [link.relation for link in house.page(two, "alice").links] == ["merged"]


def test_what_was_opened_for_a_void_case_ends_with_it(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    house.handle(case_id)
    chase = house.child(case_id)
    actions.void(case_id=case_id, reason="录错", by=house["lee"], at=AT)
    assert Case.objects.get(pk=chase).state == "void"
    assert house.open_tasks(chase) == set()
    assert house.open_tasks(case_id) == set()
    assert list(verify()) == []


def test_an_import_keeps_its_own_time_and_the_ledger_both(house: House) -> None:
    past = AT - timedelta(days=30)
    receipt = actions.open_case(
        intake=actions.Intake("complaint", str(house.branch), "旧投诉"), by=None, at=past, recorded_at=AT, checked=False
    )
    row = Ledger.objects.get(subject=receipt.subject)
    assert (row.at, row.recorded_at) == (past, AT)


def test_a_finished_step_closes_its_task_with_person_and_outcome(house: House) -> None:
    case_id = house.open()
    house.record(case_id, AT + HOUR / 2)
    task = Task.objects.get(subject=case_id, key="record#1")
    assert (task.state, task.outcome, task.finished_by) == ("done", "recorded", house["alice"])
    assert task.due_at == AT + HOUR
    assert Finding.objects.get(subject=case_id, clause="DESK-1.1", is_limit=True).took_seconds == 1800


def test_the_parent_hears_of_its_child_in_the_same_breath(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    house.handle(case_id)
    chase = house.child(case_id)
    assert Subject.objects.get(pk=case_id).closed_at is None
    house.finish(chase, "ask#1", "satisfied", by="alice")
    kinds = list(Ledger.objects.filter(subject=case_id).order_by("seq").values_list("kind", flat=True))
    assert kinds[-1] == "ChildClosed"
    assert Subject.objects.get(pk=case_id).closed_at == AT
    actions.reopen(case_id=chase, reason="客户又来电", by=house["lee"], at=AT + HOUR)
    assert Ledger.objects.filter(subject=case_id).latest("seq").kind == "ChildReopened"
