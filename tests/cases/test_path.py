"""One complaint from the call to the archive."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.models import Case
from shouwen.runtime.models import Clock, Finding, Ledger, Notice, Task
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import verify


def test_opening_gives_number_task_clocks_and_a_first_contact(house: House) -> None:
    case_id = house.open()
    case = Case.objects.get(pk=case_id)
    assert (case.number, case.state, case.first_contact) == ("TS20260302-0001", "working", house["alice"])
    task = Task.objects.get(subject=case_id)
    assert (task.key, task.title, task.due_at) == ("record#1", "登记", AT + HOUR)
    due = dict(Clock.objects.filter(subject=case_id).values_list("title", "due_at"))
    assert due == {"24小时内答复": AT + timedelta(hours=24), "1小时内登记": AT + HOUR}
    assert case.next_due_at == AT + HOUR


def test_from_the_call_to_the_end(house: House) -> None:
    case_id = house.open()
    house.record(case_id, AT + timedelta(minutes=30))
    assert house.open_tasks(case_id) == {"review#1"}
    house.finish(case_id, "review#1", "general", by="lee", at=AT + HOUR)
    assert Case.objects.get(pk=case_id).state == "to_take"
    actions.take(case_id=case_id, task="handle#1", by=house["frank"], at=AT + HOUR)
    actions.reply(case_id=case_id, text="今天下午上门", by=house["alice"], at=AT + 2 * HOUR)
    house.handle(case_id, AT + 3 * HOUR)
    case = Case.objects.get(pk=case_id)
    assert case.closed_at is None
    chase = house.child(case_id)
    assert Case.objects.get(pk=chase).number == "ZF20260302-0001"
    house.finish(chase, "ask#1", "satisfied", by="alice", at=AT + 4 * HOUR)
    case.refresh_from_db()
    assert case.closed_at == AT + 4 * HOUR
    kept = Finding.objects.filter(subject=case_id, result="kept").values_list("clause", flat=True)
    assert {"DESK-1.1", "DESK-1.2", "DESK-3.1"} <= set(kept)
    assert not Clock.objects.filter(subject__in=[case_id, chase], stopped_at__isnull=True).exists()
    assert list(verify()) == []


def test_a_limit_that_passes_is_marked_told_and_found_once(house: House) -> None:
    case_id = house.open()
    now = AT + 2 * HOUR
    assert sweep(now=now) > 0
    clock = Clock.objects.get(subject=case_id, rule__contains="record")
    assert clock.missed_at == AT + HOUR
    told = Notice.objects.filter(subject=case_id, person=house["lee"])
    assert told.count() == 1
    entries = Ledger.objects.filter(subject=case_id).count()
    assert sweep(now=now) == 0
    assert Ledger.objects.filter(subject=case_id).count() == entries
    assert told.count() == 1
    house.record(case_id, now)
    broken = Finding.objects.get(subject=case_id, clause="DESK-1.1", is_limit=True)
    assert (broken.result, broken.late_seconds, broken.person) == ("broken", 3600, house["alice"])


def test_who_is_told_of_a_limit_reads_which_one_it_was(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    sweep(now=AT + timedelta(days=9))
    told = Notice.objects.filter(subject=case_id)
    (escalated,) = told.filter(kind="case.escalated").values_list("text", flat=True).distinct()
    title = Clock.objects.get(subject=case_id, rule__contains="handle").title
    assert title
    assert escalated == f"超时：{title}"
    assert f"预警：{title}" in set(told.filter(kind="rule").values_list("text", flat=True))
    assert set(told.filter(kind="clock.missed").values_list("text", flat=True)) >= {title}


def test_the_first_page_of_the_day(house: House) -> None:
    case_id = house.open()
    (duty,) = queries.my_tasks(house.viewer("alice"), AT)
    assert (duty.case_id, duty.button, duty.group, duty.clauses[0]) == (case_id, "填写登记表", "today", "DESK-1.1")
    (late,) = queries.my_tasks(house.viewer("alice"), AT + 2 * HOUR)
    assert late.group == "late"
    assert queries.my_tasks(house.viewer("amy"), AT) == ()


def test_the_page_of_a_case(house: House) -> None:
    case_id = house.open()
    page = house.page(case_id, "alice")
    assert [step.title for step in page.steps] == ["登记"]
    assert page.steps[0].is_mine
    assert [form.title for form in page.steps[0].papers] == ["登记表"]
    assert [outcome.title for outcome in page.steps[0].outcomes] == ["已登记", "无需处理"]
    assert [node.stands for node in page.flow] == ["now", "ahead", "ahead", "ahead"]
    assert page.timeline[0].title == "登记"
    assert page.clauses["DESK-1.1"].title == "一小时内登记"


def test_a_case_is_not_seen_from_another_branch(house: House) -> None:
    case_id = house.open()
    with pytest.raises(queries.NoSuchCase):
        house.page(case_id, "olga")
    assert queries.listing(house.viewer("olga"), queries.Filters()).rows == ()
    assert [row.id for row in queries.listing(house.viewer("lee"), queries.Filters()).rows] == [case_id]
