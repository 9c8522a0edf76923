"""The end of a case: what it waits for, who is asked, what falls away, where the file goes, and that nobody is forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.closing import closers
from shouwen.engine.effects import (
    ArchiveCase,
    CloseCase,
    FinishTask,
    OpenTask,
    RaiseAlarm,
    RecordFinding,
    SetState,
    StopClock,
    WithdrawTask,
)
from shouwen.engine.events import ActRequested, FactSet, Happened, Overridden, PaperReceived
from shouwen.engine.plan import Compiled
from shouwen.engine.work import Work

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {post: file, title: 档案员, superior: boss}
- {paper: survey, title: 勘察表}
- procedure: matter
  due: {answer: {title: 答复, within: 2h, until: customer.answered, mode: MODE, override: boss, cites: []}}
  steps: {work: {by: agent, out: {done: {then: end, do: [DO]}}}}
  anytime: [{upon: alarm.raised, do: [{task: 看现场, by: boss}]}]
  CLOSE
- {procedure: side, steps: {look: {by: boss, out: {seen: end}}}}
- {procedure: call, steps: {ask: {by: boss, state: to_call_back, out: {pleased: end}}}}
GATE
"""


@pytest.fixture
def ended(small: Small, world_of: Any) -> Callable[..., Town]:
    """A case whose flow ended in its first hour."""

    def make(close: str = "", do: str = "", mode: str = "warn", gate: str = "", **given: Any) -> Town:
        held = given.pop("held", {})
        line = f"close: {{{close}}}" if close else ""
        text = RULES.replace("CLOSE", line).replace("DO", do).replace("MODE", mode).replace("GATE", gate)
        town: Town = world_of(small(text), given, **held)
        town.start()
        town.finish("matter-1", "work", "done", "专员")
        return town

    return make


def state(town: Town) -> Any:
    return town.cases["matter-1"]


def tasks(town: Town) -> list[tuple[str, list[str | None]]]:
    return [(each.title, [seat.post or seat.person for seat in each.assignees]) for each in state(town).active]


def test_a_case_that_lacks_nothing_closes_by_itself_and_is_filed(ended: Any) -> None:
    town = ended("folder: [customer.name, case.year], cites: [SMALL-4]", **{"customer.name": "王某"})
    assert state(town).closed_at == state(town).archived_at == MORNING
    assert [(each.outcome, each.cites) for each in town.effects(CloseCase)] == [("done", ("SMALL-4",))]
    assert [(each.folder, each.cites) for each in town.effects(ArchiveCase)] == [(("王某", ""), ("SMALL-4",))]
    assert [each.state for each in town.effects(SetState)][-2:] == ["done", "archived"]
    (finding,) = [each for each in town.effects(RecordFinding) if each.rule == "matter.close"]
    assert (finding.result, finding.cites) == ("kept", ("SMALL-4",))


def test_without_a_clause_there_is_nothing_to_have_kept(ended: Any) -> None:
    assert not [each for each in ended("folder: [x]").effects(RecordFinding) if each.rule == "matter.close"]


def test_the_limits_of_a_closed_case_end_with_it(ended: Any) -> None:
    town = ended()
    assert [(each.clock, each.at) for each in town.effects(StopClock)] == [("matter.answer#1", MORNING)]


def test_whoever_is_named_closes_it_and_nobody_else(ended: Any) -> None:
    town = ended("by: file, cites: [SMALL-4]")
    assert tasks(town) == [("办结归档", ["file"])]
    assert state(town).state == "to_review"
    assert [each.cites for each in town.effects(OpenTask)][-1] == ("SMALL-4",)
    assert town.act("close", "专员").refusals[0].lacks == ("person:",)
    town.act("close", "档案员")
    assert state(town).closed_at == MORNING
    assert [each.outcome for each in town.effects(CloseCase)] == ["done"]
    assert [(each.outcome, each.cites) for each in town.effects(FinishTask)][-1] == ("closed", ("SMALL-4",))
    assert not town.effects(WithdrawTask)


def test_the_task_of_closing_is_given_once_and_again_when_the_case_comes_back(ended: Any) -> None:
    town = ended("by: file")
    town.do("matter-1", FactSet(at=MORNING, facts={"x": 1}))
    assert tasks(town) == [("办结归档", ["file"])]
    first = state(town).active[0].task
    town.act("close", "档案员")
    town.act("reopen", reason="客户不认可")
    town.finish("matter-1", "work", "done", "专员")
    assert tasks(town) == [("办结归档", ["file"])]
    assert state(town).active[0].task != first


def test_where_nobody_is_named_the_owner_is_asked_for_what_lacks(ended: Any) -> None:
    town = ended("needs: {customer.satisfied: true}, papers: [{paper: survey}]")
    assert tasks(town) == [("办结归档", ["专员"])]
    assert town.act("close").refusals[0].lacks == ("fact:customer.satisfied", "paper:survey")
    town.do("matter-1", FactSet(at=MORNING, facts={"customer.satisfied": True}))
    assert state(town).closed_at is None
    town.do("matter-1", PaperReceived(at=MORNING, paper="survey", paper_id="s1"))
    assert state(town).closed_at == MORNING


def test_it_cannot_be_closed_by_hand_before_its_flow_ended(small: Small, world_of: Any) -> None:
    town: Town = world_of(
        small(RULES.replace("CLOSE", "").replace("DO", "").replace("MODE", "warn").replace("GATE", ""))
    )
    town.start()
    assert town.act("close").refusals[0].lacks == ("flow:",)
    assert state(town).active


def test_it_waits_for_the_cases_it_opened_if_the_rules_say_so(ended: Any) -> None:
    town = ended("waits: side", do="{open: side}")
    assert (state(town).closed_at, tasks(town), state(town).state) == (None, [], "working")
    child = next(case for case in town.cases if case != "matter-1")
    town.finish(child, "look", "seen", "经理")
    assert state(town).closed_at == MORNING
    other = ended("waits: matter", do="{open: side}")
    assert state(other).closed_at == MORNING


def test_it_waits_for_tasks_beside_the_flow_and_says_that_it_is_worked_on(small: Small, world_of: Any) -> None:
    town: Town = world_of(
        small(RULES.replace("CLOSE", "").replace("DO", "").replace("MODE", "warn").replace("GATE", ""))
    )
    town.start()
    town.do("matter-1", Happened(at=MORNING, name="alarm.raised"))
    town.finish("matter-1", "work", "done", "专员")
    beside = state(town).active[0].task
    assert (state(town).closed_at, state(town).state, tasks(town)) == (None, "working", [("看现场", ["boss"])])
    assert town.act("close").refusals[0].lacks == (f"task:{beside}",)
    town.act("done", "经理", task=beside)
    assert state(town).closed_at == MORNING


def test_with_a_case_and_a_task_to_wait_for_the_customer_hears_later(ended: Any) -> None:
    town = ended("waits: call", do="{open: call}, {task: 看现场, by: boss}")
    assert (state(town).state, tasks(town)) == ("to_call_back", [("看现场", ["boss"])])


def test_only_a_case_that_calls_the_customer_makes_it_wait_for_a_call(ended: Any) -> None:
    both = ended("waits: [side, call]", do="{open: side}, {open: call}")
    assert state(both).state == "to_call_back"
    assert state(ended("waits: side", do="{open: side}")).state == "working"


def test_only_a_case_that_was_closed_as_it_should_be_is_archived(ended: Any) -> None:
    town = ended("waits: side", do="{open: side}")
    town.act("withdraw", reason="客户撤回")
    assert town.act("archive").refusals[0].lacks == ("closed:",)
    assert (state(town).state, state(town).archived_at) == ("withdrawn", None)


def test_a_child_that_is_opened_again_is_waited_for_again(ended: Any) -> None:
    town = ended("by: boss, waits: side", do="{open: side}")
    child = next(case for case in town.cases if case != "matter-1")
    town.finish(child, "look", "seen", "经理")
    town.act("reopen", "经理", case=child, reason="漏看一处")
    assert town.act("close", "经理").refusals[0].lacks == ("child:side",)
    town.finish(child, "look", "seen", "经理")
    assert town.act("close", "经理").refusals == ()


def test_what_lacks_besides_a_child_is_asked_for_at_once(ended: Any) -> None:
    town = ended("waits: side, needs: {customer.satisfied: true}", do="{open: side}")
    assert [title for title, _ in tasks(town)] == ["办结归档"]


def test_a_missed_limit_that_blocks_asks_why(ended: Any) -> None:
    town = ended("needs: {customer.satisfied: true}", mode="block")
    late = MORNING + 3 * HOUR
    town.run_to(late)
    town.do("matter-1", FactSet(at=late, facts={"customer.satisfied": True}))
    assert town.act("close", at=late).refusals[0].lacks == ("reason:matter.answer#1",)
    assert not town.act("close", at=late, reason="客户出差").refusals
    assert state(town).closed_at == late


@pytest.mark.parametrize(
    "way",
    [
        FactSet(at=MORNING + 3 * HOUR, facts={"case.late_reason": "客户出差"}),
        Overridden(at=MORNING + 3 * HOUR, by="经理", rule="matter.answer", reason="停电"),
    ],
)
def test_a_reason_once_given_or_a_pass_is_enough(ended: Any, way: Any) -> None:
    town = ended("needs: {customer.satisfied: true}", mode="block")
    town.run_to(way.at)
    town.do("matter-1", FactSet(at=way.at, facts={"customer.satisfied": True}))
    assert state(town).closed_at is None
    town.do("matter-1", way)
    assert state(town).closed_at == way.at


def test_a_pass_given_before_is_enough_as_well(ended: Any) -> None:
    town = ended("needs: {customer.satisfied: true}", mode="block")
    late = MORNING + 3 * HOUR
    town.do("matter-1", Overridden(at=late, by="经理", rule="matter.answer", reason="停电"))
    town.do("matter-1", FactSet(at=late, facts={"customer.satisfied": True}))
    assert state(town).closed_at == late


def test_a_missed_limit_that_only_warns_asks_nothing(ended: Any) -> None:
    town = ended("needs: {customer.satisfied: true}")
    late = MORNING + 3 * HOUR
    town.run_to(late)
    town.do("matter-1", FactSet(at=late, facts={"customer.satisfied": True}))
    assert state(town).closed_at == late


def test_a_gate_keeps_the_case_open_and_the_owner_is_asked(ended: Any) -> None:
    town = ended(gate="- {gate: settled, act: close, needs: {paid: true}}", paid=False)
    assert tasks(town) == [("办结归档", ["专员"])]
    assert town.act("close").refusals[0].lacks == ("rule:paid",)


def test_a_gate_keeps_the_file_open_after_closing(ended: Any) -> None:
    town = ended(gate="- {gate: complete, act: archive, needs: {bound: true}}", bound=False)
    assert (state(town).closed_at, state(town).archived_at, state(town).state) == (MORNING, None, "done")


@pytest.mark.parametrize(("act", "shown"), [("void", "void"), ("withdraw", "withdrawn")])
def test_a_case_that_is_given_up_leaves_nothing_open_and_is_not_filed(ended: Any, act: str, shown: str) -> None:
    town = ended("by: file, cites: [SMALL-4]")
    decision = town.act(act, reason="客户不要了")
    assert (state(town).closed_at, state(town).archived_at, state(town).state) == (MORNING, None, shown)
    assert [each.why for each in decision.effects if isinstance(each, WithdrawTask)] == ["closed"]
    assert [each.cites for each in decision.effects if isinstance(each, CloseCase)] == [()]
    assert not [each for each in decision.findings if each.rule == "matter.close"]
    assert tasks(town) == []


def test_a_case_at_rest_does_not_close_before_it_goes_on(ended: Any) -> None:
    town = ended("needs: {customer.satisfied: true}")
    until = (MORNING + HOUR).isoformat()
    town.act("suspend", facts={"until": until}, reason="客户出差")
    town.do("matter-1", FactSet(at=MORNING, facts={"customer.satisfied": True}))
    assert state(town).closed_at is None
    town.run_to(MORNING + HOUR)
    assert state(town).closed_at == MORNING + HOUR


def test_a_post_that_nobody_holds_is_said_when_closing_is_asked_for(ended: Any) -> None:
    town = ended("by: file", held={"holders": {"档案员": []}})
    task = state(town).active[0].task
    assert [(each.post, [seat.post for seat in each.to], each.task) for each in town.effects(RaiseAlarm)] == [
        ("file", ["boss"], task)
    ]


def test_those_who_close_are_those_named_or_the_owner(ended: Any) -> None:
    for close, post in (("by: file", "file"), ("needs: {x: 1}", None)):
        town = ended(close)
        asked = Work(
            town.subject("matter-1"), ActRequested(at=MORNING, by="专员", act="see"), town.compiled, town.calendars
        )
        assert [seat.post for seat in closers(asked)] == [post]


def test_a_case_that_waits_for_another_or_for_its_hour_needs_no_attention(ended: Any) -> None:
    assert not [each for each in ended("waits: side", do="{open: side}").effects(OpenTask) if each.title == "跟进"]
    resting = ended("waits: side", do="{open: side}")
    child = next(case for case in resting.cases if case != "matter-1")
    resting.act("suspend", facts={"until": (MORNING + HOUR).isoformat()}, reason="等客户")
    resting.finish(child, "look", "seen", "经理")
    assert not [each for each in resting.effects(OpenTask) if each.title == "跟进"]
    resting.run_to(MORNING + HOUR)
    assert state(resting).closed_at is not None
