"""Limits inside cases at exact instants: anchors, warnings, misses, promises, repeats, rests, corrections, calendars."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.engine.effects import Escalate, MarkClock, Notify, StartClock
from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    FactCorrected,
    FactSet,
    Happened,
    PaperReceived,
    PromiseMade,
    StepFinished,
    TimeReached,
)
from shouwen.engine.expectations import expectations
from shouwen.engine.plan import Compiled

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
MICRO = timedelta(microseconds=1)
Small = Callable[[str], Compiled]
SOME = settings(max_examples=max(15, settings().max_examples // 2))
HEAD = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {paper: notice, title: 通知单}
"""


def rules(due: str, step: str = "") -> str:
    return HEAD + (
        "- procedure: matter\n"
        f"  due: {{{due}}}\n"
        f"  steps: {{work: {{by: agent, due: {{{step}}}, out: {{done: end, again: work}}, rounds: {{most: none, why: 直至完成}}}}}}\n"
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def marks(world: Any) -> list[tuple[str, str, datetime]]:
    return [(each.clock, each.mark, each.at) for each in world.effects(MarkClock)]


ANSWER = "answer: {title: 答复, within: 24h, until: customer.answered, on_warn: [{notify: boss}], on_miss: [{escalate: boss}], cites: []}"


def test_it_warns_at_three_quarters_and_is_missed_just_after_its_instant(small: Small, world_of: Any) -> None:
    world = world_of(small(rules(ANSWER)))
    world.start()
    world.run_to(at("2026-03-03 02:59:59"))
    assert not marks(world)
    world.run_to(at("2026-03-03 03:00"))
    assert marks(world) == [("matter.answer#1", "warned", at("2026-03-03 03:00"))]
    world.run_to(at("2026-03-03 09:00"))
    assert len(marks(world)) == 1
    world.run_to(at("2026-03-03 09:00") + MICRO)
    assert marks(world)[1:] == [("matter.answer#1", "missed", at("2026-03-03 09:00"))]
    assert [effect.to[0].post for effect in world.effects(Escalate)] == ["boss"]


@pytest.mark.parametrize(
    ("answered", "result", "late"),
    [
        (at("2026-03-03 08:59"), "met", 0),
        (at("2026-03-03 09:00"), "met", 0),
        (at("2026-03-03 09:00:01"), "late", 1),
        (at("2026-03-04 09:00"), "late", 86400),
    ],
)
def test_a_late_close_is_late_although_nobody_looked(
    small: Small, world_of: Any, answered: datetime, result: str, late: int
) -> None:
    world = world_of(small(rules(ANSWER)))
    case = world.start()
    world.happen(case, Happened(at=answered, by="专员", name="customer.answered"))
    assert world.clock("matter.answer#1").result == result
    finding = world.told[-1].decision.findings[-1]
    assert (finding.result, finding.late_seconds) == ("broken" if late else "kept", late)
    assert bool(world.effects(Escalate)) == bool(late)


@SOME
@given(st.integers(0, 3000), st.lists(st.integers(0, 4000), max_size=4), st.randoms(use_true_random=False))
def test_law_2_neither_looks_nor_their_order_change_the_verdict(
    small: Small, world_of: Any, answered: int, looks: list[int], order: Any
) -> None:
    events: list[AnyEvent] = [TimeReached(at=AT + timedelta(minutes=minutes)) for minutes in looks]
    events.append(Happened(at=AT + timedelta(minutes=answered), name="customer.answered"))
    order.shuffle(events)
    world = world_of(small(rules(ANSWER)))
    case = world.start()
    for event in events:
        world.happen(case, event)
    stopped = world.clock("matter.answer#1")
    assert stopped.result == ("met" if answered <= 24 * 60 else "late")
    assert stopped.missed == (answered > 24 * 60)
    assert world.cases[case].findings["matter.answer|1"].startswith("kept" if answered <= 24 * 60 else "broken")


def test_a_limit_of_a_step_runs_once_for_each_visit(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("", "reply: {from: step.opened, within: 2h}")))
    case = world.start()
    for visit, (outcome, minutes) in enumerate([("again", 60), ("again", 60), ("done", 301)], start=1):
        world.happen(case, StepFinished(at=AT + timedelta(minutes=minutes), step="work", visit=visit, outcome=outcome))
    found = [world.clock(f"matter.work.reply#{n}") for n in (1, 2, 3)]
    assert [each.result for each in found] == ["met", "met", "late"]
    assert [each.due_at for each in found] == [AT + timedelta(minutes=m) for m in (120, 180, 180)]


def test_an_anchor_that_came_before_the_step_counts_and_is_judged_once(small: Small, world_of: Any) -> None:
    world = world_of(small(rules(ANSWER, "report: {from: notice.received, within: 24h}")))
    case = world.start()
    world.happen(case, PaperReceived(at=AT + timedelta(hours=1), paper="notice", paper_id="n1"))
    assert world.clock("matter.work.report#1").due_at == AT + timedelta(hours=25)
    world.happen(case, StepFinished(at=AT + timedelta(hours=2), step="work", visit=1, outcome="again"))
    assert world.clock("matter.work.report#1").result == "met"
    assert "matter.work.report#2" not in world.cases[case].clocks


PROMISE = "promise: {title: 约定, from: promise.made, by: {fact: promise.reply_at}, until: customer.answered}"


def test_a_new_promise_takes_the_place_of_one_not_yet_broken(small: Small, world_of: Any) -> None:
    world = world_of(small(rules(PROMISE)))
    case = world.start()
    for i, hours in enumerate((4, 8)):
        world.happen(
            case, PromiseMade(at=AT + timedelta(hours=i), promise_id=str(i), reply_at=AT + timedelta(hours=hours))
        )
    world.happen(case, Happened(at=AT + timedelta(hours=5), name="customer.answered"))
    assert world.clock("matter.promise#1").result == "excused"
    assert world.clock("matter.promise#1.2").result == "met"


def test_a_new_promise_does_not_erase_a_broken_one(small: Small, world_of: Any) -> None:
    world = world_of(small(rules(PROMISE)))
    case = world.start()
    for i, hours in ((0, 4), (5, 8)):
        world.happen(
            case, PromiseMade(at=AT + timedelta(hours=i), promise_id=str(i), reply_at=AT + timedelta(hours=hours))
        )
    world.happen(case, Happened(at=AT + timedelta(hours=7), name="customer.answered"))
    first, second = world.clock("matter.promise#1"), world.clock("matter.promise#1.2")
    assert (first.result, first.due_at, first.stopped_at) == ("late", AT + timedelta(hours=4), AT + timedelta(hours=7))
    assert (second.result, second.due_at) == ("met", AT + timedelta(hours=8))


def test_a_repeat_counts_from_the_anchor_never_from_the_result_before(small: Small, world_of: Any) -> None:
    due = "inform: {from: case.opened, repeat: {every: 2d, times: 3}, until: customer.informed}"
    world = world_of(small(rules(due)))
    case = world.start()
    world.happen(case, ActRequested(at=at("2026-03-03 12:00"), by="专员", act="reply", facts={"interim": True}))
    world.run_to(at("2026-03-20 00:00"))
    ends = [world.clock(key).due_at for key in ("matter.inform#1", "matter.inform#1.2", "matter.inform#1.3")]
    # Days counted as the Civil Code counts: 2 days from 2 March end with 4 March.
    assert ends == [at("2026-03-05 00:00"), at("2026-03-07 00:00"), at("2026-03-09 00:00")]
    assert world.clock("matter.inform#1").result == "met"
    assert world.clock("matter.inform#1.2").missed
    assert "matter.inform#1.4" not in world.cases[case].clocks


def test_a_milestone_has_a_window_on_both_sides(small: Small, world_of: Any) -> None:
    due = "call: {from: contract.started, at: 25d, about: 3d, repeat: {every: 15d, times: 1}, until: customer.called}"
    world = world_of(small(rules(due)), {"contract.started": "2026-03-02"})
    world.start()
    world.happen("matter-1", Happened(at=AT, name="contract.started"))
    call = world.clock("matter.call#1")
    assert (call.opens_at, call.target_at, call.due_at) == (
        at("2026-03-24 00:00"), at("2026-03-28 00:00"), at("2026-03-31 00:00"),
    )  # fmt: skip
    world.happen("matter-1", Happened(at=at("2026-03-26 10:00"), name="customer.called"))
    assert world.clock("matter.call#1.2").due_at == at("2026-04-15 00:00")


def test_a_rest_holds_limits_and_no_promise(small: Small, world_of: Any) -> None:
    world = world_of(
        small(rules(ANSWER + ", told: {title: 承诺, within: 24h, until: customer.answered, promise: true}"))
    )
    case = world.start()
    facts = {"until": at("2026-03-04 10:00").isoformat()}
    assert world.cases[case].state == "working"
    world.happen(
        case, ActRequested(at=at("2026-03-02 10:00"), by="专员", act="suspend", facts=facts, reason="客户出差")
    )
    assert world.cases[case].state == "suspended"
    assert world.clock("matter.answer#1").due_at is None
    assert world.clock("matter.told#1").due_at == at("2026-03-03 09:00")
    world.run_to(at("2026-03-05 00:00"))
    assert world.cases[case].state == "working"
    assert world.clock("matter.answer#1").due_at == at("2026-03-05 09:00")
    assert not world.clock("matter.answer#1").missed
    assert world.clock("matter.told#1").missed


@SOME
@given(st.integers(1, 2000), st.integers(1, 3000), st.booleans())
def test_a_rest_moves_a_limit_by_its_own_length_whoever_looks(
    small: Small,
    world_of: Any,
    before: int,
    rest: int,
    looked: bool,  # noqa: FBT001 - drawn
) -> None:
    world = world_of(small(rules("answer: {within: 24h, until: customer.answered}")))
    case = world.start()
    paused = AT + timedelta(minutes=min(before, 1439))
    until = (paused + timedelta(days=10)).isoformat()
    world.happen(case, ActRequested(at=paused, by="专员", act="suspend", facts={"until": until}, reason="等件"))
    if looked:
        world.run_to(paused + timedelta(minutes=rest))
    world.happen(case, ActRequested(at=paused + timedelta(minutes=rest), by="专员", act="resume"))
    assert world.clock("matter.answer#1").due_at == AT + timedelta(hours=24, minutes=rest)


def test_a_limit_rests_while_its_own_condition_holds(small: Small, world_of: Any) -> None:
    due = "fix: {within: 24h, until: fixed.now, pause: {waiting_parts: true}}, answer: {within: 24h, until: customer.answered}"
    world = world_of(small(rules(due)))
    case = world.start()
    world.happen(case, FactSet(at=AT + timedelta(hours=2), facts={"waiting_parts": True}))
    assert world.clock("matter.fix#1").due_at is None
    world.happen(case, FactSet(at=AT + timedelta(hours=12), facts={"waiting_parts": False}))
    assert world.clock("matter.fix#1").due_at == AT + timedelta(hours=34)
    assert world.clock("matter.answer#1").due_at == AT + timedelta(hours=24)


def test_two_limits_with_exclusive_conditions_change_places(small: Small, world_of: Any) -> None:
    due = (
        "normal: {within: 24h, until: customer.answered, while: {case.urgent: false}}, "
        "urgent: {from: case.urgent.set, within: 2h, until: customer.answered, while: {case.urgent: true}}"
    )
    world = world_of(small(rules(due)))
    case = world.start()
    world.happen(case, FactSet(at=AT + timedelta(hours=3), facts={"case.urgent": True}))
    assert world.clock("matter.normal#1").result == "excused"
    assert world.clock("matter.urgent#1").due_at == AT + timedelta(hours=5)


def test_a_corrected_anchor_moves_the_open_limit_and_unmarks_it(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("", "report: {from: notice.received, within: 24h}")))
    case = world.start()
    world.happen(case, PaperReceived(at=AT, paper="notice", paper_id="n1"))
    world.run_to(at("2026-03-03 09:30"))
    assert world.clock("matter.work.report#1").missed
    right = {"notice.received": at("2026-03-02 17:00").isoformat()}
    world.happen(case, FactCorrected(at=at("2026-03-03 10:00"), by="专员", facts=right, reason="签收时间登记错"))
    moved = world.clock("matter.work.report#1")
    assert (moved.due_at, moved.missed, moved.warned) == (at("2026-03-03 17:00"), False, False)
    world.happen(case, StepFinished(at=at("2026-03-03 16:00"), step="work", visit=1, outcome="done"))
    assert world.cases[case].findings["matter.work.report|1"] == "kept:0"


def test_a_rule_without_a_figure_sleeps(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("answer: {within: {value: , confirm: 源文未给}, until: customer.answered}")))
    case = world.start()
    assert not world.cases[case].clocks
    assert not world.effects(StartClock)


def test_a_missed_limit_that_blocks_asks_for_a_reason_before_closing(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("answer: {within: 2h, until: customer.answered, mode: block}")))
    case = world.start()
    world.happen(case, StepFinished(at=AT + timedelta(hours=3), by="专员", step="work", visit=1, outcome="done"))
    assert world.cases[case].closed_at is None
    refused = ActRequested(at=AT + timedelta(hours=4), by="专员", act="close")
    world.happen(case, refused)
    assert world.told[-1].decision.refusals[0].lacks == ("reason:matter.answer#1",)
    world.happen(case, ActRequested(at=AT + timedelta(hours=5), by="专员", act="close", reason="客户不在线"))
    assert world.cases[case].closed_at == AT + timedelta(hours=5)
    assert world.clock("matter.answer#1").result == "late"


def test_what_screens_count_down(small: Small, world_of: Any) -> None:
    world = world_of(small(rules(ANSWER)))
    case = world.start()
    for hours, standing, left in ((1, "open", 23), (20, "warned", 4), (30, "missed", -6)):
        found = expectations(world.cases[case], AT + timedelta(hours=hours), world.compiled, world.calendars)
        assert [(each.standing, each.remaining) for each in found] == [(standing, timedelta(hours=left))]


def test_those_who_have_to_act_are_told_whatever_the_rule_says(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("", "reply: {from: step.opened, within: 2h}")))
    world.start()
    world.run_to(AT + timedelta(hours=3))
    told = [(effect.kind, [seat.post for seat in effect.to]) for effect in world.effects(Notify)]
    assert told == [("clock.warned", ["agent"]), ("clock.missed", ["agent"])]
