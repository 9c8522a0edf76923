"""Tasks beside the flow: made by a rule, by supervision, by closing; each ends by `done`, and nothing else breaks on them."""

from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import RecordFinding
from shouwen.engine.events import Happened, StepFinished

HOUR = timedelta(hours=1)
RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- procedure: matter
  roles: {tracker: {set: opener, fixed: true}}
  steps:
    look: {by: {role: tracker}, out: {seen: sign}}
    sign: {by: boss, approve: true, out: {agreed: end, refused: look}}
  anytime:
  - {upon: alarm.raised, do: [{task: 看现场, by: boss, due: {from: alarm.raised, within: 2h}}]}
  close: {by: boss}
"""


@pytest.fixture
def town(small: Any, world_of: Any) -> Town:
    world: Town = world_of(small(RULES))
    world.start()
    world.do("matter-1", Happened(at=MORNING, name="alarm.raised"))
    return world


def beside(town: Town) -> str:
    return next(active.task for active in town.cases["matter-1"].active if not active.step)


@pytest.mark.parametrize(("hours", "result", "finding"), [(1, "met", "kept"), (3, "late", "broken")])
def test_a_task_of_a_rule_is_done_and_its_limit_ends(town: Town, hours: int, result: str, finding: str) -> None:
    task = beside(town)
    decision = town.act("done", "经理", at=MORNING + hours * HOUR, task=task)
    assert not decision.refusals
    (clock,) = (clock for clock in decision.after.clocks.values() if clock.task == task)
    assert (clock.result, clock.stopped_at) == (result, MORNING + hours * HOUR)
    assert [each.result for each in town.effects(RecordFinding) if each.rule == clock.rule][-1] == finding
    assert [active.step for active in decision.after.active] == ["look"]


def test_the_case_waits_for_the_task_and_then_closes(town: Town) -> None:
    town.finish("matter-1", "look", "seen", "专员")
    town.finish("matter-1", "sign", "agreed", "经理")
    assert [active.title for active in town.cases["matter-1"].active] == ["看现场"]
    town.act("done", "经理", task=beside(town))
    closing = beside(town)
    assert closing.startswith("close#")
    assert town.act("done", "专员", task=closing).refusals[0].lacks == ("person:",)
    assert town.act("done", "经理", task=closing).after.closed_at == MORNING


@pytest.mark.parametrize(("step", "visit"), [("", 1), ("task!3.6", 1), ("nowhere", 2), ("look", 7)])
def test_a_step_that_is_none_is_refused(town: Town, step: str, visit: int) -> None:
    before = town.cases["matter-1"].active
    event = StepFinished(at=MORNING, by="经理", step=step, visit=visit, outcome="done")
    decision = town.do("matter-1", event)
    assert [refusal.lacks for refusal in decision.refusals] == [("task:",)]
    assert decision.after.active == before


def test_a_task_beside_the_flow_has_no_other_outcome(town: Town) -> None:
    decision = town.act("done", "经理", task=beside(town), facts={"outcome": "explode"})
    assert decision.refusals[0].lacks == ("outcome:explode",)
    assert beside(town) in {active.task for active in decision.after.active}


@pytest.mark.parametrize(("before", "step", "by"), [((), "look", "专员"), (("look",), "sign", "经理")])
def test_an_outcome_that_is_not_listed_is_refused(town: Town, before: tuple[str, ...], step: str, by: str) -> None:
    for each in before:
        town.finish("matter-1", each, "seen", "专员")
    decision = town.finish("matter-1", step, "explode", by)
    assert decision.refusals[0].lacks == ("outcome:explode",)
    assert step in {active.step for active in decision.after.active}


def test_an_act_that_nobody_names_is_refused(town: Town) -> None:
    before = town.cases["matter-1"].facts
    decision = town.act("explode", "经理", facts={"case.urgent": True})
    assert decision.refusals[0].lacks == ("act:explode",)
    assert decision.after.facts == before
    assert not town.act("accept", "经理").refusals
