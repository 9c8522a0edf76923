"""The verbs of tasks, cases and approvals, as people meet them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases import actions, queries
from shouwen.cases.actions import Refused
from shouwen.cases.models import Case, Message
from shouwen.people.access import NotAllowedError
from shouwen.runtime.models import Clock, Ledger, Notice, Task, TaskSeat
from shouwen.runtime.sweep import sweep


def to_sign(house: House) -> int:
    case_id = house.open()
    house.record(case_id)
    house.finish(case_id, "review#1", "serious", by="lee")
    return case_id


def test_a_task_of_a_post_is_everybodys_until_one_takes_it(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    for name in ("frank", "fay"):
        (duty,) = queries.my_tasks(house.viewer(name), AT)
        assert (duty.case_id, duty.button) == (case_id, "接单")
    actions.take(case_id=case_id, task="handle#1", by=house["fay"], at=AT)
    assert queries.my_tasks(house.viewer("frank"), AT) == ()
    assert queries.my_tasks(house.viewer("fay"), AT)[0].button == "填写处理结果"


def test_a_task_is_transferred_with_a_reason(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    actions.take(case_id=case_id, task="handle#1", by=house["frank"], at=AT)
    with pytest.raises(Refused) as refusal:
        actions.transfer(case_id=case_id, task="handle#1", reason="", person=house["fay"], by=house["frank"], at=AT)
    assert refusal.value.lacks == ("reason:",)
    actions.transfer(case_id=case_id, task="handle#1", reason="请假", person=house["fay"], by=house["frank"], at=AT)
    assert [seat.person for seat in TaskSeat.objects.filter(task__key="handle#1")] == [house["fay"]]
    assert queries.my_tasks(house.viewer("fay"), AT)
    assert queries.my_tasks(house.viewer("frank"), AT) == ()
    assert Notice.objects.filter(person=house["fay"], kind="task.transferred").exists()


def test_an_urged_case_counts_and_tells_whoever_works_on_it(house: House) -> None:
    case_id = house.open()
    for _ in range(2):
        actions.urge(case_id=case_id, reason="客户又来电", by=house["lee"], at=AT)
    assert Case.objects.get(pk=case_id).urged_count == 2
    (notice,) = queries.notices(house["alice"])
    words = "催办 2 次，最近：客户又来电"
    assert (notice.title, notice.text, notice.number) == ("上级催办", words, "TS20260302-0001")
    assert actions.read_notices(person=house["alice"], at=AT) == 1
    assert queries.notices(house["alice"], unread_only=True) == ()


def test_a_suspended_case_rests_but_for_its_promise(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    actions.suspend(case_id=case_id, reason="等配件", until=AT + 48 * HOUR, by=house["lee"], at=AT + HOUR)
    case = Case.objects.get(pk=case_id)
    assert case.state == "suspended"
    due = dict(Clock.objects.filter(subject=case_id, stopped_at__isnull=True).values_list("title", "due_at"))
    assert due["24小时内答复"] == AT + 24 * HOUR
    assert due["8小时内处理"] is None
    actions.resume(case_id=case_id, by=house["lee"], at=AT + 3 * HOUR)
    assert Clock.objects.get(subject=case_id, title="8小时内处理").due_at == AT + 10 * HOUR


def test_a_rest_ends_at_its_planned_instant_by_itself(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    actions.suspend(case_id=case_id, reason="等配件", until=AT + 20 * HOUR, by=house["lee"], at=AT + HOUR)
    sweep(now=AT + 21 * HOUR)
    assert Case.objects.get(pk=case_id).state != "suspended"
    assert Clock.objects.get(subject=case_id, title="8小时内处理").due_at == AT + 27 * HOUR


def test_supervision_is_a_task_with_a_limit_of_its_own(house: House) -> None:
    case_id = house.open()
    actions.supervise(case_id=case_id, reason="领导批示", limit=AT + 5 * HOUR, by=house["dora"], at=AT)
    task = Task.objects.get(subject=case_id, step="")
    assert task.due_at == AT + 5 * HOUR
    actions.done(case_id=case_id, task=task.key, reason="已办", by=house["alice"], at=AT + HOUR)
    task.refresh_from_db()
    assert task.state == "done"


def test_a_void_case_is_over_and_comes_back_only_by_reopening(house: House) -> None:
    case_id = house.open()
    actions.void(case_id=case_id, reason="重复录入", by=house["lee"], at=AT)
    assert house.open_tasks(case_id) == set()
    assert not Clock.objects.filter(subject=case_id, stopped_at__isnull=True).exists()
    with pytest.raises(Refused):
        actions.suspend(case_id=case_id, reason="x", until=AT + HOUR, by=house["lee"], at=AT)
    actions.reopen(case_id=case_id, reason="误作废", by=house["lee"], at=AT + HOUR)
    assert Case.objects.get(pk=case_id).closed_at is None
    assert house.open_tasks(case_id)


def test_a_reply_answers_the_customer_and_a_note_does_not(house: House) -> None:
    case_id = house.open()
    actions.note(case_id=case_id, text="先查监控", by=house["alice"], at=AT)
    assert Clock.objects.filter(subject=case_id, title="24小时内答复", stopped_at__isnull=True).exists()
    actions.reply(case_id=case_id, text="您好，明天上门", by=house["alice"], at=AT + HOUR)
    clock = Clock.objects.get(subject=case_id, title="24小时内答复")
    assert clock.result == "met"
    assert clock.stopped_at == AT + HOUR
    kinds = [entry.kind for entry in house.page(case_id, "alice", AT + HOUR).timeline]
    assert kinds.count("note") == 1
    assert kinds.count("reply") == 1


def test_a_message_delivered_twice_is_taken_once(house: House) -> None:
    case_id = house.open()
    for _ in range(2):
        actions.inbound(case_id=case_id, text="还没来", channel="email", source_key="<1@example.com>", at=AT)
    assert Message.objects.filter(kind="inbound").count() == 1


def test_all_signers_sign_and_nobody_twice(house: House) -> None:
    case_id = to_sign(house)
    (duty,) = [each for each in queries.my_tasks(house.viewer("dora"), AT) if each.approve]
    assert duty.button == "审批"
    actions.agree(case_id=case_id, task="sign#1", by=house["dora"], at=AT)
    assert house.open_tasks(case_id) == {"sign#1"}
    assert not [each for each in queries.my_tasks(house.viewer("dora"), AT) if each.approve]
    with pytest.raises(Refused):
        actions.agree(case_id=case_id, task="sign#1", by=house["dora"], at=AT)


def test_a_refused_approval_says_why_and_goes_back(house: House) -> None:
    case_id = to_sign(house)
    with pytest.raises(Refused) as refusal:
        actions.reject(case_id=case_id, task="sign#1", opinion="", by=house["dora"], at=AT)
    assert refusal.value.lacks == ("approval:opinion_missing",)
    actions.reject(case_id=case_id, task="sign#1", opinion="依据不足", by=house["dora"], at=AT)
    assert house.open_tasks(case_id) == {"review#2"}
    assert "依据不足" in [entry.text for entry in house.page(case_id, "lee").timeline]


def test_who_asked_and_who_signed_may_take_an_approval_back(house: House) -> None:
    case_id = to_sign(house)

    def may_take_back(name: str) -> bool:
        return "approve.withdraw" in {act.act for act in house.page(case_id, name).acts}

    assert [name for name in ("lee", "dora", "frank", "alice") if may_take_back(name)] == ["lee"]
    actions.agree(case_id=case_id, task="sign#1", by=house["dora"], at=AT)
    assert may_take_back("dora")
    actions.take_back_approval(case_id=case_id, task="sign#1", by=house["dora"], at=AT)
    assert [each.approve for each in queries.my_tasks(house.viewer("dora"), AT)] == [True]
    actions.take_back_approval(case_id=case_id, task="sign#1", opinion="方案要改", by=house["lee"], at=AT)
    assert house.open_tasks(case_id) == {"review#2"}
    assert not may_take_back("lee")


def test_a_lent_approval_comes_back_to_its_owner(house: House) -> None:
    case_id = to_sign(house)
    actions.lend(case_id=case_id, task="sign#1", person=house["amy"], by=house["dora"], at=AT)
    assert [each.approve for each in queries.my_tasks(house.viewer("amy"), AT)] == [True]
    actions.give_back(case_id=case_id, task="sign#1", opinion="建议同意", by=house["amy"], at=AT)
    assert queries.my_tasks(house.viewer("amy"), AT) == ()
    assert [each.approve for each in queries.my_tasks(house.viewer("dora"), AT)] == [True]


def test_a_promise_of_a_reply_is_kept_in_the_log(house: House) -> None:
    case_id = house.open()
    actions.promise(case_id=case_id, reply_at=AT + 5 * HOUR, words="下午给您答复", by=house["alice"], at=AT)
    entry = house.page(case_id, "alice").timeline[-1]
    assert (entry.title, entry.text) == ("约定回复", "下午给您答复")


def test_the_page_offers_only_what_the_viewer_may_do(house: House) -> None:
    case_id = house.open()
    offered = {act.act for act in house.page(case_id, "lee").acts}
    assert {"supervise", "void", "suspend"} <= offered
    assert "resume" not in offered
    assert "void" not in {act.act for act in house.page(case_id, "alice").acts}


def test_an_act_needs_the_right_of_a_post_and_a_part_in_the_case(house: House) -> None:
    case_id = house.open()
    before = Ledger.objects.count()
    tried: tuple[Callable[[], object], ...] = (
        lambda: actions.void(case_id=case_id, reason="x", by=house["alice"], at=AT),
        lambda: actions.urge(case_id=case_id, reason="x", by=house["olga"], at=AT),
        lambda: actions.reply(case_id=case_id, text="x", by=house["olga"], at=AT),
        lambda: actions.merge(case_id=case_id, into=house.open(by="amy"), reason="x", by=house["frank"], at=AT),
        lambda: actions.void(case_id=999_999, reason="x", by=house["lee"], at=AT),
    )
    for act in tried:
        with pytest.raises(NotAllowedError):
            act()
    assert Ledger.objects.count() == before + 1


def test_late_work_shows_on_the_timeline_with_its_clause(house: House) -> None:
    case_id = house.open()
    sweep(now=AT + 2 * HOUR)
    entries = house.page(case_id, "lee", AT + 2 * HOUR).timeline
    (late,) = [entry for entry in entries if "超时：1小时内登记" in entry.consequences]
    assert late.clauses == ("DESK-1.1",)
    assert late.at - AT < timedelta(hours=1, seconds=1)


def test_a_vacancy_names_the_unit_and_the_post(house: House) -> None:
    case_id = house.open(by="olga", unit=str(house.other))
    house.finish(case_id, "record#1", "recorded", by="olga", fields=RECORD)
    said = [line for entry in house.page(case_id, "dora").timeline for line in entry.consequences]
    assert any(line.startswith("岗位空缺：华东二分 客服主管，已告知") for line in said)
