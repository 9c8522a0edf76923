"""What cases do by themselves and what they show: missed limits by mode, reactions, refusals of events, offers, progress."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.effects import Escalate, OpenTask, RecordFinding
from shouwen.engine.events import (
    ActRequested,
    CaseOpened,
    FactCorrected,
    FactSet,
    Happened,
    Overridden,
    PaperIssued,
    PromiseMade,
)
from shouwen.engine.footprint import needs
from shouwen.engine.offers import offers
from shouwen.engine.plan import Compiled
from shouwen.engine.progress import progress
from shouwen.engine.story_world import World

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)
Small = Callable[[str], Compiled]
RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {post: worker, title: 师傅, superior: boss}
- {fact: grade, title: 等级, scale: [general, serious]}
- {paper: record, title: 记录, fields: {text: text}}
- {paper: letter, title: 函, approve: boss}
- {paper: agreement, title: 协议}
- procedure: matter
  roles: {tracker: {set: opener, fixed: true}, handler: {title: 主办, set: worker}}
  due: {answer: {title: 答复, within: 24h, until: customer.answered, mode: MODE, override: boss, on_miss: [{escalate: boss}]}}
  steps:
    take: {by: {role: tracker}, fill: [record], judge: grade, out: {general: work, serious: work}}
    work:
      by: {role: handler}
      take: true
      needs: {plan.ready: true}
      rounds: {most: 2, then: last}
      due: {work: {title: 处理, from: step.opened, within: 8h, override: boss}}
      out: {done: last, again: {then: work, reason: true}}
    last: {by: {role: tracker}, papers: [{paper: agreement, signed: [{outside: customer}]}], out: {done: end}}
  anytime:
  - {upon: alarm.raised, when: {case.urgent: true}, goto: last}
  - {upon: alarm.raised, when: {weather: bad}, do: [{task: 看现场, by: boss, due: {from: alarm.raised, within: 2h}}]}
  close: {waits: [side]}
- {procedure: side, opens: {upon: [matter.serious]}, steps: {look: {by: boss, out: {seen: end}}}}
"""


@pytest.fixture
def told(small: Small, world_of: Any) -> Callable[..., World]:
    def make(mode: str = "warn", facts: dict[str, Any] | None = None, **given: Any) -> World:
        world: World = world_of(small(RULES.replace("MODE", mode)), {"plan.ready": True, **(facts or {})}, **given)
        world.open(CaseOpened(at=AT, by="专员", case_type="matter", unit="本单位"))
        return world

    return make


def to_work(world: Any, grade: str = "general") -> None:
    assert not world.finish("matter-1", "take", grade, "专员", papers=("record",)).refusals


def tasks(world: Any) -> list[tuple[str, str | None]]:
    return [(each.title or each.step, each.taken_by) for each in world.cases["matter-1"].active]


@pytest.mark.parametrize(("mode", "escalated"), [("warn", True), ("record", False), ("block", True)])
def test_the_mode_of_a_limit_says_what_missing_it_means(told: Any, mode: str, escalated: bool) -> None:  # noqa: FBT001
    world = told(mode)
    world.run_to(AT + 25 * HOUR)
    assert any(isinstance(e, Escalate) for each in world.told for e in each.decision.effects) == escalated
    assert world.cases["matter-1"].findings["matter.answer|1"] == "broken:0"


def test_a_missed_limit_let_pass_is_overridden_and_stays_so(told: Any) -> None:
    world = told("block")
    world.run_to(AT + 25 * HOUR)
    assert world.do("matter-1", Overridden(at=AT + 26 * HOUR, by="专员", rule="matter.answer", reason="停电")).refusals
    world.do("matter-1", Overridden(at=AT + 26 * HOUR, by="经理", rule="matter.answer", reason="停电"))
    assert world.cases["matter-1"].findings["matter.answer|1"] == "overridden:0"
    assert world.effects(RecordFinding)[-1].note == "停电"
    world.do("matter-1", Happened(at=AT + 27 * HOUR, by="专员", name="customer.answered"))
    assert world.cases["matter-1"].findings["matter.answer|1"] == f"overridden:{3 * 3600}"


def test_the_reason_for_lateness_stands_with_the_finding(told: Any) -> None:
    world = told()
    late = ActRequested(at=AT + 25 * HOUR, by="专员", act="reply", reason="客户电话不通")
    assert [each.note for each in world.do("matter-1", late).findings] == ["客户电话不通"]


def test_a_reaction_that_cannot_know_yet_asks_and_fires_once_it_does(told: Any) -> None:
    world = told()
    decision = world.do("matter-1", Happened(at=AT + HOUR, name="alarm.raised"))
    assert len(decision.after.pending) == 1
    assert not [e for e in decision.effects if isinstance(e, OpenTask)]
    after = world.do("matter-1", FactSet(at=AT + 2 * HOUR, facts={"weather": "bad"})).after
    assert [each.title for each in after.active] == ["take", "看现场"]
    assert after.pending == ()
    assert next(clock for clock in after.clocks.values() if clock.title == "看现场").due_at == AT + 3 * HOUR
    assert not world.do("matter-1", FactSet(at=AT + 3 * HOUR, facts={"weather": "bad"})).effects


def test_a_reaction_leaves_the_flow_for_the_step_it_names(told: Any) -> None:
    world = told()
    world.do("matter-1", FactSet(at=AT, facts={"case.urgent": True, "weather": "fine"}))
    after = world.do("matter-1", Happened(at=AT + HOUR, name="alarm.raised")).after
    assert [each.step for each in after.active] == ["last"]


def test_a_letter_that_needs_approval_does_not_leave_without_it(told: Any) -> None:
    world = told()
    issue = PaperIssued(at=AT, by="专员", paper="letter", paper_id="l1")
    refusal = world.do("matter-1", issue).refusals[0]
    assert refusal.lacks == ("fact:letter.approved",)
    assert refusal.may_override[0].post == "boss"
    world.do("matter-1", FactSet(at=AT, by="经理", facts={"letter.approved": True}))
    assert not world.do("matter-1", PaperIssued(at=AT + HOUR, by="专员", paper="letter", paper_id="l1")).refusals


def test_a_promise_lies_ahead_and_a_correction_says_why(told: Any) -> None:
    world = told()
    assert world.do("matter-1", PromiseMade(at=AT + HOUR, promise_id="p", reply_at=AT)).refusals
    assert world.do("matter-1", FactCorrected(at=AT + HOUR, facts={"weather": "bad"}, reason=" ")).refusals


def test_the_flow_strip_shows_done_now_and_ahead(told: Any) -> None:
    world = told()
    to_work(world)
    stands = [(each.step, each.stands) for each in progress(world.cases["matter-1"], world.compiled)]
    assert stands == [("take", "done"), ("work", "now"), ("last", "ahead")]


def test_offers_say_who_may_and_what_lacks(told: Any) -> None:
    world = told()
    mine = offers(world.subject("matter-1"), "专员", world.compiled, world.calendars, AT)
    assert [(task.title, task.mine, task.fill, [o.name for o in task.outcomes]) for task in mine.tasks] == [
        ("take", True, ("record",), ["general", "serious"])
    ]
    assert mine.closing == ("flow:",)
    theirs = offers(world.subject("matter-1"), "师傅", world.compiled, world.calendars, AT)
    assert [task.mine for task in theirs.tasks] == [False]


def test_the_footprint_names_every_fact_that_rules_read(told: Any) -> None:
    world = told()
    found = needs(world.compiled, ActRequested(at=AT, act="urge"), world.cases["matter-1"])
    assert {"plan.ready", "weather", "case.urgent"} <= found.facts
    assert found.posts == {"boss", "worker"}
    assert not found.parent


def test_decor_asks_for_its_tallies(decor: Compiled) -> None:
    found = needs(decor, CaseOpened(at=AT, case_type="complaint", unit="u"))
    assert "repeats" in found.tallies
