"""What holds for every decision: rules that feed each other end loudly, time is caught up with first, a refusal changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.decide import MOST_HAPPENINGS, EndlessRulesError, decide, open_state
from shouwen.engine.effects import SetFact
from shouwen.engine.events import CaseOpened, FactCorrected, FactSet, Happened, TimeReached
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Subject

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {fact: complainant, title: 投诉人}
- {paper: form, title: 登记, fields: {name: {type: text, fact: complainant}}}
- procedure: matter
  opens: {by: agent}
  due: {answer: {title: 答复, within: 24h, until: customer.answered}}
  steps: {work: {by: agent, out: {done: end}}}
  close: {needs: {moved_in: {past: 3mo}}}
"""


def feeding(times: int) -> str:
    """One happening sets off this many."""
    lines = (f"  - {{upon: go.{n}.set, do: [{{set: go.{n + 1}, value: x}}]}}" for n in range(times))
    return (
        "- {post: agent, title: 专员}\n"
        "- procedure: matter\n"
        "  steps: {work: {by: agent, out: {done: end}}}\n"
        "  anytime:\n"
        "  - {upon: tick, do: [{set: go.0, value: x}]}\n" + "\n".join(lines)
    )


def test_rules_that_set_each_other_off_without_end_are_stopped(small: Small, world_of: Any) -> None:
    rules = """
- {post: agent, title: 专员}
- procedure: matter
  steps: {work: {by: agent, out: {done: end}}}
  anytime:
  - {upon: ping, do: [{set: one, value: x}]}
  - {upon: one.set, do: [{set: two, value: x}]}
  - {upon: two.set, do: [{set: one, value: x}]}
"""
    world = world_of(small(rules))
    case = world.start()
    with pytest.raises(EndlessRulesError, match=r"matter: rules set each other off without end, last (one|two)"):
        world.do(case, Happened(at=MORNING, name="ping"))


def test_long_chains_of_rules_come_to_their_end(small: Small, world_of: Any) -> None:
    world = world_of(small(feeding(40)))
    case = world.start()
    decision = world.do(case, Happened(at=MORNING, name="tick"))
    assert [each.fact for each in decision.effects if isinstance(each, SetFact)][-1] == "go.40"
    assert MOST_HAPPENINGS > 1000


@pytest.mark.parametrize("kind", [FactSet, FactCorrected])
def test_a_field_that_gives_a_declared_fact_gives_it_however_it_comes(small: Small, world_of: Any, kind: Any) -> None:
    world = world_of(small(RULES))
    case = world.start()
    more = {"reason": "写错了"} if kind is FactCorrected else {}
    world.do(case, kind(at=MORNING, facts={"form.name": "王某"}, **more))
    assert world.cases[case].facts["complainant"] == "王某"


def test_an_opening_that_is_refused_leaves_a_blank_case_that_never_wakes(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(RULES), {"moved_in": "2026-01-15"})
    blank = open_state("matter-9", town.compiled, "matter", "本单位")
    subject = Subject(blank, town.subject(town.start()).around, None)
    opened = CaseOpened(at=MORNING, by="经理", case_type="matter", unit="本单位")
    decision = decide(subject, opened, town.compiled, town.calendars)
    assert [refusal.lacks for refusal in decision.refusals] == [("person:",)]
    assert decision.next_wake is None
    assert (decision.after.opened_at, decision.after.active) == (None, ())


def test_a_refused_event_leaves_the_next_wake_where_it_was(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(RULES), {"moved_in": "2026-01-15"})
    town.start()
    wake = town.told[-1].decision.next_wake
    assert wake == MORNING + 18 * HOUR
    decision = town.act("reopen", reason="客户不认可")
    assert decision.refusals
    assert decision.next_wake == wake


def test_a_case_that_was_given_up_while_at_rest_comes_back_at_work(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(RULES))
    town.start()
    town.act("suspend", facts={"until": (MORNING + 9 * HOUR).isoformat()}, reason="客户出差")
    town.act("void", at=MORNING + HOUR, reason="登记错了")
    assert town.cases["matter-1"].suspended_until is None
    after = town.act("reopen", at=MORNING + 2 * HOUR, reason="没有错").after
    assert (after.state, after.closed_at, [each.step for each in after.active]) == ("working", None, ["work"])
    assert after.pauses == ((MORNING, MORNING + HOUR),)


def test_time_passed_is_caught_up_with_before_the_event_is_answered(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(RULES))
    town.start()
    until = MORNING + 2 * HOUR
    town.act("suspend", facts={"until": until.isoformat()}, reason="客户出差")
    subject = town.subject("matter-1")
    for at, resting in ((until - timedelta(seconds=1), True), (until, False), (until + HOUR, False)):
        after = decide(subject, FactSet(at=at, facts={"x": 1}), town.compiled, town.calendars).after
        assert (after.suspended_until is not None) == resting
        assert resting or after.pauses == ((MORNING, until),)
    late = decide(subject, TimeReached(at=MORNING + 40 * HOUR), town.compiled, town.calendars)
    assert late.after.clocks["matter.answer#1"].missed
