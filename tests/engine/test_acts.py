"""Acts of every case: who may, what they ask for, what comes of them, and what stays as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.effects import Escalate, MarkClock, Notify, OpenCase, OpenTask, StopClock
from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    CaseOpened,
    FactCorrected,
    FactSet,
    Happened,
    JudgementMade,
    Overridden,
    PaperIssued,
    PaperSigned,
    PartyChanged,
    PromiseMade,
    StepFinished,
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


def does(world: World, act: str, by: str | None = "专员", after: int = 1, **more: Any) -> Any:
    event = ActRequested(at=AT + after * HOUR, by=by, act=act, **more)
    return happens(world, event)


def happens(world: World, event: AnyEvent, case: str = "matter-1") -> Any:
    world.run_to(event.at)
    world.happen(case, event)
    return next(each.decision for each in reversed(world.told) if each.event is event)


def step(world: World, name: str, outcome: str, by: str, after: int = 1, **more: Any) -> Any:
    visit = next(active.visit for active in world.cases["matter-1"].active if active.step == name)
    event = StepFinished(at=AT + after * HOUR, by=by, step=name, visit=visit, outcome=outcome, **more)
    return happens(world, event)


def to_work(world: World, grade: str = "general") -> None:
    assert not step(world, "take", grade, "专员", papers=("record",)).refusals


def tasks(world: World) -> list[tuple[str, str | None]]:
    return [(each.title or each.step, each.taken_by) for each in world.cases["matter-1"].active]


def test_a_form_that_is_not_filled_is_named(told: Any) -> None:
    refused = step(told(), "take", "general", "专员")
    assert refused.refusals[0].lacks == ("paper:record",)
    assert refused.after.active == told().cases["matter-1"].active


def test_what_is_judged_is_kept_and_opens_the_case_that_waits_for_it(told: Any) -> None:
    world = told()
    to_work(world, "serious")
    assert world.cases["matter-1"].judgements[0].value == "serious"
    assert [
        effect.procedure for each in world.told for effect in each.decision.effects if isinstance(effect, OpenCase)
    ] == ["side"]
    happens(world, JudgementMade(at=AT + 2 * HOUR, by="经理", fact="grade", value="general", reason="复核"))
    assert [each.value for each in world.cases["matter-1"].judgements] == ["serious", "general"]
    wrong = happens(world, JudgementMade(at=AT + 2 * HOUR, by="经理", fact="grade", value="terrible", reason="复核"))
    assert wrong.refusals[0].lacks == ("outcome:terrible",)


def test_a_task_is_taken_by_one(told: Any) -> None:
    world = told(holders={"师傅": ["王师傅", "李师傅"]})
    to_work(world)
    assert world.cases["matter-1"].state == "to_take"
    assert does(world, "take", "专员").refusals[0].lacks == ("person:",)
    does(world, "take", "王师傅")
    assert (tasks(world), world.cases["matter-1"].state) == ([("work", "王师傅")], "working")
    assert does(world, "take", "李师傅").refusals[0].lacks == ("taken:王师傅",)


def test_rounds_end_in_the_step_that_takes_over(told: Any) -> None:
    world = told()
    to_work(world)
    assert step(world, "work", "again", "师傅").refusals[0].lacks == ("reason:",)
    for visit in (1, 2):
        assert next(iter(world.cases["matter-1"].active)).visit == visit
        step(world, "work", "again", "师傅", reason="没修好")
    assert [each.step for each in world.cases["matter-1"].active] == ["last"]


def test_a_condition_that_is_not_known_keeps_the_step_and_names_the_fact(told: Any) -> None:
    world = told(facts={"plan.ready": None})
    to_work(world)
    assert step(world, "work", "done", "师傅").refusals[0].lacks == ("fact:plan.ready",)
    happens(world, FactSet(at=AT + HOUR, facts={"plan.ready": False}))
    assert step(world, "work", "done", "师傅").refusals[0].lacks == ("rule:plan.ready",)
    right = FactCorrected(at=AT + HOUR, by="专员", facts={"plan.ready": True}, reason="录错")
    assert not happens(world, right).refusals
    assert not step(world, "work", "done", "师傅").refusals


def test_a_signature_covers_one_version(told: Any) -> None:
    world = told()
    to_work(world)
    step(world, "work", "done", "师傅")
    assert step(world, "last", "done", "专员").refusals[0].lacks == ("paper:agreement",)
    sign = {"paper": "agreement", "paper_id": "a1"}
    happens(world, PaperSigned(at=AT + HOUR, by=None, party="customer", version="1", **sign))
    happens(world, PaperSigned(at=AT + HOUR, by=None, party="专员", version="2", **sign))
    assert step(world, "last", "done", "专员").refusals[0].lacks == ("signed:agreement:customer",)
    happens(world, PaperSigned(at=AT + HOUR, by=None, party="customer", version="2", **sign))
    assert not step(world, "last", "done", "专员").refusals
    assert world.cases["matter-1"].archived_at is not None


def test_urging_is_counted_and_told_and_moves_nothing(told: Any) -> None:
    world = told()
    to_work(world)
    before = world.cases["matter-1"].active
    for n in (1, 2):
        decision = does(world, "urge", "专员", reason="客户又来电")
        assert decision.after.facts["case.urged_count"] == n
        to = {seat.role for effect in decision.effects if isinstance(effect, Notify) for seat in effect.to}
        assert to == {"handler", "tracker"}
    assert world.cases["matter-1"].active == before


def test_supervision_has_its_own_limit_answer_and_end(told: Any) -> None:
    world = told()
    to_work(world)
    assert does(world, "supervise", "经理", reason="久拖").refusals[0].lacks == ("fact:limit",)
    limit = (AT + 4 * HOUR).isoformat()
    does(world, "supervise", "经理", facts={"limit": limit}, reason="久拖")
    task = world.cases["matter-1"].active[1]
    assert task.title == "督办"
    world.run_to(AT + 5 * HOUR)
    marked = [
        e.at
        for each in world.told
        for e in each.decision.effects
        if isinstance(e, MarkClock) and "supervise" in e.clock
    ]
    assert marked == [AT + 4 * HOUR]
    decision = does(world, "done", "师傅", after=6, task=task.task)
    assert [e.result for e in decision.effects if isinstance(e, StopClock)] == ["late"]


def test_a_helper_gets_a_task_that_closing_waits_for(told: Any) -> None:
    world = told()
    to_work(world)
    assert does(world, "co_handle", "师傅").refusals[0].lacks == ("person:",)
    does(world, "co_handle", "师傅", facts={"post": "boss"})
    help_task = world.cases["matter-1"].active[1].task
    step(world, "work", "done", "师傅")
    happens(world, PaperSigned(at=AT + HOUR, party="customer", version="1", paper="agreement", paper_id="a"))
    step(world, "last", "done", "专员")
    assert offers(world.subject("matter-1"), "专员", world.compiled, world.calendars, AT).closing == (
        f"task:{help_task}",
    )
    does(world, "done", "经理", task=help_task)
    assert world.cases["matter-1"].closed_at is not None


def test_a_transfer_asks_for_a_reason_and_somebody_who_is_there(told: Any) -> None:
    world = told()
    to_work(world)
    to = {"person": "经理"}
    assert does(world, "transfer", "师傅", facts=to).refusals[0].lacks == ("reason:",)
    assert does(world, "transfer", "师傅", facts={"post": "nobody"}, reason="忙").refusals[0].lacks == ("holder:",)
    does(world, "transfer", "师傅", facts=to, reason="忙")
    assert world.cases["matter-1"].active[0].assignees[0].person == "经理"
    assert does(world, "transfer", "师傅", facts=to, reason="忙").refusals[0].lacks == ("person:",)


def test_open_tasks_of_a_role_follow_whoever_plays_it(told: Any) -> None:
    world = told()
    to_work(world)
    happens(world, PartyChanged(at=AT + HOUR, by="经理", role="handler", person="经理"))
    assert world.cases["matter-1"].active[0].assignees[0].person == "经理"
    assert step(world, "work", "done", "师傅").refusals[0].lacks == ("person:",)
    assert not step(world, "work", "done", "经理").refusals


def test_closed_reopened_and_closed_again(told: Any) -> None:
    world = told()
    to_work(world)
    step(world, "work", "done", "师傅")
    happens(world, PaperSigned(at=AT + HOUR, party="customer", version="1", paper="agreement", paper_id="a"))
    step(world, "last", "done", "专员")
    assert does(world, "transfer", "专员", facts={"person": "经理"}, reason="忙").refusals[0].lacks == ("open:",)
    assert does(world, "reopen", "专员").refusals[0].lacks == ("reason:",)
    does(world, "reopen", "专员", facts={"step": "work"}, reason="又漏水")
    assert world.cases["matter-1"].closed_at is None
    assert [each.task for each in world.cases["matter-1"].active] == ["work#2"]
    step(world, "work", "done", "师傅")
    step(world, "last", "done", "专员")
    assert world.cases["matter-1"].closed_at is not None


@pytest.mark.parametrize(
    ("act", "facts", "state"),
    [("void", {}, "void"), ("withdraw", {}, "withdrawn"), ("merge", {"into": "matter-9"}, "void")],
)
def test_a_case_that_ends_early_leaves_nothing_open(told: Any, act: str, facts: dict[str, Any], state: str) -> None:
    world = told()
    to_work(world)
    assert does(world, act, "专员", facts=facts).refusals[0].lacks == ("reason:",)
    after = does(world, act, "专员", facts=facts, reason="登记重复").after
    assert (after.state, after.active, after.void) == (state, (), act == "void")
    assert {clock.result for clock in after.clocks.values()} == {"excused"}
    assert world.wakes == {}


def test_links_are_named_once_and_never_to_itself(told: Any) -> None:
    world = told()
    for other in ("8", "9", "8"):
        does(world, "link", "专员", facts={"other": other})
    assert world.cases["matter-1"].facts["case.links"] == ("8", "9")
    assert does(world, "link", "专员", facts={"other": "matter-1"}).refusals[0].lacks == ("fact:other",)


def test_only_who_may_override_a_limit_lengthens_it(told: Any) -> None:
    world = told()
    to_work(world)
    until = {"clock": "matter.work.work#1", "until": (AT + 30 * HOUR).isoformat()}
    assert does(world, "extend", "师傅", facts=until, reason="等料").refusals[0].lacks == ("only:matter.work.work",)
    does(world, "extend", "经理", facts=until, reason="等料")
    assert world.cases["matter-1"].clocks["matter.work.work#1"].due_at == AT + 30 * HOUR
    world.run_to(AT + 29 * HOUR)
    assert not world.cases["matter-1"].clocks["matter.work.work#1"].missed


@pytest.mark.parametrize(("mode", "escalated"), [("warn", True), ("record", False), ("block", True)])
def test_the_mode_of_a_limit_says_what_missing_it_means(told: Any, mode: str, escalated: bool) -> None:  # noqa: FBT001
    world = told(mode)
    world.run_to(AT + 25 * HOUR)
    assert any(isinstance(e, Escalate) for each in world.told for e in each.decision.effects) == escalated
    assert world.cases["matter-1"].findings["matter.answer|1"] == "broken:0"


def test_a_missed_limit_let_pass_is_overridden_and_stays_so(told: Any) -> None:
    world = told("block")
    world.run_to(AT + 25 * HOUR)
    assert happens(world, Overridden(at=AT + 26 * HOUR, by="专员", rule="matter.answer", reason="停电")).refusals
    happens(world, Overridden(at=AT + 26 * HOUR, by="经理", rule="matter.answer", reason="停电"))
    assert world.cases["matter-1"].findings["matter.answer|1"] == "overridden:0"
    happens(world, Happened(at=AT + 27 * HOUR, by="专员", name="customer.answered"))
    assert world.cases["matter-1"].findings["matter.answer|1"] == f"overridden:{3 * 3600}"


def test_a_reaction_that_cannot_know_yet_asks_and_fires_once_it_does(told: Any) -> None:
    world = told()
    decision = happens(world, Happened(at=AT + HOUR, name="alarm.raised"))
    assert len(decision.after.pending) == 1
    assert not [e for e in decision.effects if isinstance(e, OpenTask)]
    after = happens(world, FactSet(at=AT + 2 * HOUR, facts={"weather": "bad"})).after
    assert [each.title for each in after.active] == ["take", "看现场"]
    assert after.pending == ()
    assert next(clock for clock in after.clocks.values() if clock.title == "看现场").due_at == AT + 3 * HOUR
    assert not happens(world, FactSet(at=AT + 3 * HOUR, facts={"weather": "bad"})).effects


def test_a_reaction_leaves_the_flow_for_the_step_it_names(told: Any) -> None:
    world = told()
    happens(world, FactSet(at=AT, facts={"case.urgent": True, "weather": "fine"}))
    after = happens(world, Happened(at=AT + HOUR, name="alarm.raised")).after
    assert [each.step for each in after.active] == ["last"]


def test_a_letter_that_needs_approval_does_not_leave_without_it(told: Any) -> None:
    world = told()
    issue = PaperIssued(at=AT, by="专员", paper="letter", paper_id="l1")
    refusal = happens(world, issue).refusals[0]
    assert refusal.lacks == ("fact:letter.approved",)
    assert refusal.may_override[0].post == "boss"
    happens(world, FactSet(at=AT, by="经理", facts={"letter.approved": True}))
    assert not happens(world, PaperIssued(at=AT + HOUR, by="专员", paper="letter", paper_id="l1")).refusals


def test_a_promise_lies_ahead_and_a_correction_says_why(told: Any) -> None:
    world = told()
    assert happens(world, PromiseMade(at=AT + HOUR, promise_id="p", reply_at=AT)).refusals
    assert happens(world, FactCorrected(at=AT + HOUR, facts={"weather": "bad"}, reason=" ")).refusals


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
