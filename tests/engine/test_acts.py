"""Acts of every case: who may, what they ask for, what comes of them, and what stays as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.effects import MarkClock, Notify, OpenCase, StopClock
from shouwen.engine.events import (
    CaseOpened,
    FactCorrected,
    FactSet,
    JudgementMade,
    PaperSigned,
    PartyChanged,
)
from shouwen.engine.offers import offers
from shouwen.engine.plan import Compiled
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


def test_a_form_that_is_not_filled_is_named(told: Any) -> None:
    refused = told().finish("matter-1", "take", "general", "专员")
    assert refused.refusals[0].lacks == ("paper:record",)
    assert refused.after.active == told().cases["matter-1"].active


def test_what_is_judged_is_kept_and_opens_the_case_that_waits_for_it(told: Any) -> None:
    world = told()
    to_work(world, "serious")
    assert world.cases["matter-1"].judgements[0].value == "serious"
    assert [
        effect.procedure for each in world.told for effect in each.decision.effects if isinstance(effect, OpenCase)
    ] == ["side"]
    world.do("matter-1", JudgementMade(at=AT + 2 * HOUR, by="经理", fact="grade", value="general", reason="复核"))
    assert [each.value for each in world.cases["matter-1"].judgements] == ["serious", "general"]
    wrong = world.do(
        "matter-1", JudgementMade(at=AT + 2 * HOUR, by="经理", fact="grade", value="terrible", reason="复核")
    )
    assert wrong.refusals[0].lacks == ("outcome:terrible",)


def test_a_task_is_taken_by_one(told: Any) -> None:
    world = told(holders={"师傅": ["王师傅", "李师傅"]})
    to_work(world)
    assert world.cases["matter-1"].state == "to_take"
    assert world.act("take", "专员").refusals[0].lacks == ("person:",)
    world.act("take", "王师傅")
    assert (tasks(world), world.cases["matter-1"].state) == ([("work", "王师傅")], "working")
    assert world.act("take", "李师傅").refusals[0].lacks == ("taken:王师傅",)


def test_rounds_end_in_the_step_that_takes_over(told: Any) -> None:
    world = told()
    to_work(world)
    assert world.finish("matter-1", "work", "again", "师傅").refusals[0].lacks == ("reason:",)
    for visit in (1, 2):
        assert next(iter(world.cases["matter-1"].active)).visit == visit
        world.finish("matter-1", "work", "again", "师傅", reason="没修好")
    assert [each.step for each in world.cases["matter-1"].active] == ["last"]


def test_a_condition_that_is_not_known_keeps_the_step_and_names_the_fact(told: Any) -> None:
    world = told(facts={"plan.ready": None})
    to_work(world)
    assert world.finish("matter-1", "work", "done", "师傅").refusals[0].lacks == ("fact:plan.ready",)
    world.do("matter-1", FactSet(at=AT + HOUR, facts={"plan.ready": False}))
    assert world.finish("matter-1", "work", "done", "师傅").refusals[0].lacks == ("rule:plan.ready",)
    right = FactCorrected(at=AT + HOUR, by="专员", facts={"plan.ready": True}, reason="录错")
    assert not world.do("matter-1", right).refusals
    assert not world.finish("matter-1", "work", "done", "师傅").refusals


def test_a_signature_covers_one_version(told: Any) -> None:
    world = told()
    to_work(world)
    world.finish("matter-1", "work", "done", "师傅")
    assert world.finish("matter-1", "last", "done", "专员").refusals[0].lacks == ("paper:agreement",)
    sign = {"paper": "agreement", "paper_id": "a1"}
    world.do("matter-1", PaperSigned(at=AT + HOUR, by=None, party="customer", version="1", **sign))
    world.do("matter-1", PaperSigned(at=AT + HOUR, by=None, party="专员", version="2", **sign))
    assert world.finish("matter-1", "last", "done", "专员").refusals[0].lacks == ("signed:agreement:customer",)
    world.do("matter-1", PaperSigned(at=AT + HOUR, by=None, party="customer", version="2", **sign))
    assert not world.finish("matter-1", "last", "done", "专员").refusals
    assert world.cases["matter-1"].archived_at is not None


def test_urging_is_counted_and_told_and_moves_nothing(told: Any) -> None:
    world = told()
    to_work(world)
    before = world.cases["matter-1"].active
    for n in (1, 2):
        decision = world.act("urge", "专员", reason="客户又来电")
        assert decision.after.facts["case.urged_count"] == n
        to = {seat.role for effect in decision.effects if isinstance(effect, Notify) for seat in effect.to}
        assert to == {"handler"}
    assert world.cases["matter-1"].active == before


def test_supervision_has_its_own_limit_answer_and_end(told: Any) -> None:
    world = told()
    to_work(world)
    assert world.act("supervise", "经理", reason="久拖").refusals[0].lacks == ("fact:limit",)
    limit = (AT + 4 * HOUR).isoformat()
    world.act("supervise", "经理", facts={"limit": limit}, reason="久拖")
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
    assert world.act("done", "师傅", at=AT + 6 * HOUR, task=task.task).refusals[0].lacks == ("reason:",)
    decision = world.act("done", "师傅", at=AT + 6 * HOUR, task=task.task, reason="已办")
    assert [e.result for e in decision.effects if isinstance(e, StopClock)] == ["late"]


def test_a_helper_gets_a_task_that_closing_waits_for(told: Any) -> None:
    world = told()
    to_work(world)
    assert world.act("co_handle", "师傅").refusals[0].lacks == ("person:",)
    world.act("co_handle", "师傅", facts={"post": "boss"})
    help_task = world.cases["matter-1"].active[1].task
    world.finish("matter-1", "work", "done", "师傅")
    world.do("matter-1", PaperSigned(at=AT + HOUR, party="customer", version="1", paper="agreement", paper_id="a"))
    world.finish("matter-1", "last", "done", "专员")
    assert offers(world.subject("matter-1"), "专员", world.compiled, world.calendars, AT).closing == (
        f"task:{help_task}",
    )
    world.act("done", "经理", task=help_task)
    assert world.cases["matter-1"].closed_at is not None


def test_a_transfer_asks_for_a_reason_and_somebody_who_is_there(told: Any) -> None:
    world = told()
    to_work(world)
    to = {"person": "经理"}
    assert world.act("transfer", "师傅", facts=to).refusals[0].lacks == ("reason:",)
    assert world.act("transfer", "师傅", facts={"post": "nobody"}, reason="忙").refusals[0].lacks == ("holder:",)
    world.act("transfer", "师傅", facts=to, reason="忙")
    assert world.cases["matter-1"].active[0].assignees[0].person == "经理"
    assert world.act("transfer", "师傅", facts=to, reason="忙").refusals[0].lacks == ("person:",)


def test_open_tasks_of_a_role_follow_whoever_plays_it(told: Any) -> None:
    world = told()
    to_work(world)
    world.do("matter-1", PartyChanged(at=AT + HOUR, by="经理", role="handler", person="经理"))
    assert world.cases["matter-1"].active[0].assignees[0].person == "经理"
    assert world.finish("matter-1", "work", "done", "师傅").refusals[0].lacks == ("person:",)
    assert not world.finish("matter-1", "work", "done", "经理").refusals


def test_closed_reopened_and_closed_again(told: Any) -> None:
    world = told()
    to_work(world)
    world.finish("matter-1", "work", "done", "师傅")
    world.do("matter-1", PaperSigned(at=AT + HOUR, party="customer", version="1", paper="agreement", paper_id="a"))
    world.finish("matter-1", "last", "done", "专员")
    assert world.act("transfer", "专员", facts={"person": "经理"}, reason="忙").refusals[0].lacks == ("open:",)
    assert world.act("reopen", "专员").refusals[0].lacks == ("reason:",)
    world.act("reopen", "专员", facts={"step": "work"}, reason="又漏水")
    assert world.cases["matter-1"].closed_at is None
    assert [each.task for each in world.cases["matter-1"].active] == ["work#2"]
    world.finish("matter-1", "work", "done", "师傅")
    world.finish("matter-1", "last", "done", "专员")
    assert world.cases["matter-1"].closed_at is not None


@pytest.mark.parametrize(
    ("act", "facts", "state"),
    [("void", {}, "void"), ("withdraw", {}, "withdrawn"), ("merge", {"into": "matter-9"}, "void")],
)
def test_a_case_that_ends_early_leaves_nothing_open(told: Any, act: str, facts: dict[str, Any], state: str) -> None:
    world = told()
    to_work(world)
    assert world.act(act, "专员", facts=facts).refusals[0].lacks == ("reason:",)
    after = world.act(act, "专员", facts=facts, reason="登记重复").after
    assert (after.state, after.active, after.void) == (state, (), act == "void")
    assert {clock.result for clock in after.clocks.values()} == {"excused"}
    assert world.wakes == {}


def test_links_are_named_once_and_never_to_itself(told: Any) -> None:
    world = told()
    for other in ("8", "9", "8"):
        world.act("link", "专员", facts={"other": other})
    assert world.cases["matter-1"].facts["case.links"] == ("8", "9")
    assert world.act("link", "专员", facts={"other": "matter-1"}).refusals[0].lacks == ("fact:other",)


def test_an_archived_file_is_only_read(told: Any) -> None:
    world = told()
    to_work(world)
    world.finish("matter-1", "work", "done", "师傅")
    world.do("matter-1", PaperSigned(at=AT + HOUR, party="customer", version="1", paper="agreement", paper_id="a"))
    world.finish("matter-1", "last", "done", "专员")
    for event in (
        FactCorrected(at=AT + 2 * HOUR, facts={"grade": "serious"}, reason="看错"),
        JudgementMade(at=AT + 2 * HOUR, fact="grade", value="serious", reason="看错"),
        PartyChanged(at=AT + 2 * HOUR, role="handler", person="经理"),
    ):
        assert world.do("matter-1", event).refusals[0].lacks == ("archived:",)


def test_only_who_may_override_a_limit_lengthens_it(told: Any) -> None:
    world = told()
    to_work(world)
    until = {"clock": "matter.work.work#1", "until": (AT + 30 * HOUR).isoformat()}
    assert world.act("extend", "师傅", facts=until, reason="等料").refusals[0].lacks == ("only:matter.work.work",)
    world.act("extend", "经理", facts=until, reason="等料")
    assert world.cases["matter-1"].clocks["matter.work.work#1"].due_at == AT + 30 * HOUR
    world.run_to(AT + 29 * HOUR)
    assert not world.cases["matter-1"].clocks["matter.work.work#1"].missed
