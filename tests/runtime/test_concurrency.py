"""Several people and several workers at once, on a real database."""

import pytest
from tests.cases.house import AT, HOUR, RECORD, House
from tests.runtime.together import together

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.engine.events import ActRequested
from shouwen.runtime import outbox
from shouwen.runtime.models import Clock, Ledger, Notice, Outbox, Task
from shouwen.runtime.subjects import Act, Receipt, Refused
from shouwen.runtime.submit import submit_all
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import verify


@pytest.mark.slow
def test_fifty_who_take_the_same_task_give_one_owner(real_house: House) -> None:
    house = real_house
    case_id = house.open()
    house.to_handling(case_id)
    who = [house["frank"], house["fay"]]
    answers = together(
        50, lambda n: actions.take(case_id=case_id, task="handle#1", by=who[n % 2], at=AT, key=f"take-{n}")
    )
    owner = Task.objects.get(subject=case_id, key="handle#1").taken_by
    assert owner in who
    losers = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(losers) == 25
    assert {lack for refused in losers for lack in refused.lacks} == {f"taken:{owner}"}
    assert list(verify()) == []


def test_the_same_form_sent_by_two_tabs_opens_one_case(real_house: House) -> None:
    answers = together(8, lambda _: real_house.opened(key="one-form"))
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert len({receipt.subject for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert Case.objects.count() == 1


def test_numbers_have_no_gaps_and_no_doubles(real_house: House) -> None:
    together(8, lambda n: [real_house.open(title=f"{n}-{i}") for i in range(3)])
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"TS20260302-{n:04}" for n in range(1, 25)]


def test_two_workers_fire_each_clock_once(real_house: House) -> None:
    house = real_house
    for n in range(30):
        house.open(title=f"第{n}件")
    together(4, lambda _: sweep(now=AT + 2 * HOUR, batch=4))
    assert Clock.objects.filter(rule__endswith="record.record", missed_at=AT + HOUR).count() == 30
    assert Notice.objects.filter(person=house["lee"]).count() == 30
    assert list(verify()) == []


def test_people_act_while_the_sweep_runs(real_house: House) -> None:
    house = real_house
    cases = [house.open(title=f"第{n}件") for n in range(12)]

    def work(n: int) -> None:
        if n % 2:
            sweep(now=AT + 2 * HOUR, batch=3)
        else:
            for case_id in cases[n // 2 :: 3]:
                house.finish(case_id, "record#1", "recorded", by="alice", at=AT + 2 * HOUR, fields=RECORD)

    answers = together(6, work)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Task.objects.filter(key="record#1", state="done").count() == 12
    assert list(verify()) == []


def test_parent_and_child_changed_at_once_never_wait_for_each_other(real_house: House) -> None:
    house = real_house
    families = []
    for _ in range(6):
        case_id = house.open()
        house.to_handling(case_id)
        house.handle(case_id)
        families.append((case_id, house.child(case_id)))

    def work(n: int) -> None:
        parent, child = families[n // 2]
        if n % 2:
            house.finish(child, "ask#1", "satisfied", by="alice", at=AT + HOUR)
        else:
            actions.urge(case_id=parent, reason="客户来电", by=house["lee"], at=AT + HOUR)

    answers = together(12, work)
    assert not [a for a in answers if isinstance(a, Exception) and not isinstance(a, Refused)]
    assert Case.objects.filter(closed_at__isnull=False, case_type="complaint").count() == 6


def test_two_senders_send_each_message_once(real_house: House) -> None:
    sent: list[str] = []
    outbox.register_transport("post", lambda message: sent.append(message.dedupe_key))
    for n in range(40):
        outbox.add(channel="post", to="somebody", payload={}, dedupe_key=f"m{n}", at=AT)
    together(4, lambda _: [outbox.send_waiting(now=AT, limit=5) for _ in range(8)])
    assert sorted(sent) == sorted(f"m{n}" for n in range(40))
    assert Outbox.objects.filter(state="sent").count() == 40


def test_a_rolled_back_act_leaves_no_trace(real_house: House) -> None:
    case_id = real_house.open()
    before = Ledger.objects.count()
    ends = ActRequested(at=AT, by=None, act="merge", facts={"into": "999999"}, reason="x")
    told = ActRequested(at=AT, by=None, act="link", facts={"other": str(case_id)}, reason="x")
    answers = together(2, lambda _: submit_all(acts=[Act(case_id, ends), Act(999_999, told)], actor=None))
    assert all(isinstance(answer, LookupError) for answer in answers)
    assert Ledger.objects.count() == before
