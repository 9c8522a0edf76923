"""The way through the steps: visits and their bound, people of a task, what an outcome does, and the end of the flow."""

from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import (
    EndFlow,
    Notify,
    OpenTask,
    RaiseAlarm,
    SetState,
)
from shouwen.engine.events import CaseOpened, Happened

HOUR = timedelta(hours=1)


def open_now(town: Town) -> list[str]:
    return [active.task for active in town.cases["matter-1"].active]


LAPS = """
    work: {by: agent, out: {done: check}}
    check: {by: boss, out: {good: end, bad: again}}
    again: {by: agent, rounds: {most: MOST, then: last}, out: {done: check}}
    last: {by: boss, out: {done: end}}
"""


def laps(town: Town, times: int) -> None:
    town.finish("matter-1", "work", "done", "专员")
    for n in range(times):
        if n:
            town.finish("matter-1", "again", "done", "专员")
        town.finish("matter-1", "check", "bad", "经理")


@pytest.mark.parametrize(("times", "stands"), [(1, "again#1"), (2, "again#2"), (3, "last#1")])
def test_a_step_is_entered_as_often_as_it_may_and_then_another_takes_over(
    town_of: Any, times: int, stands: str
) -> None:
    town = town_of(LAPS.replace("MOST", "2"))
    laps(town, times)
    assert open_now(town) == [stands]
    rules = town.told[-1].decision.explanation.rules
    assert ("matter.again" in rules) == (stands == "last#1")


def test_a_step_without_a_bound_goes_on(town_of: Any) -> None:
    town = town_of(
        LAPS.replace("most: MOST, then: last", "most: none, why: 直至满意").replace("    last:", "    none:")
    )
    laps(town, 5)
    assert open_now(town) == ["again#5"]


def test_rounds_used_up_may_end_the_flow(town_of: Any) -> None:
    steps = """
    work: {by: agent, rounds: {most: 1, then: end}, out: {done: look}}
    look: {by: boss, out: {bad: work}}
"""
    town = town_of(steps)
    town.finish("matter-1", "work", "done", "专员")
    town.finish("matter-1", "look", "bad", "经理")
    assert [each.outcome for each in town.effects(EndFlow)] == ["ended"]
    assert town.cases["matter-1"].closed_at == MORNING


def test_two_steps_that_take_over_from_each_other_end_the_flow(town_of: Any) -> None:
    steps = """
    work: {by: agent, rounds: {most: 1, then: look}, out: {done: look}}
    look: {by: boss, rounds: {most: 1, then: work}, out: {bad: work}}
"""
    town = town_of(steps)
    town.finish("matter-1", "work", "done", "专员")
    town.finish("matter-1", "look", "bad", "经理")
    assert town.cases["matter-1"].closed_at == MORNING


def test_a_task_shows_what_it_is_and_in_which_state(town_of: Any) -> None:
    steps = """
    work: {title: 处理, by: agent, take: true, fill: [plan], cites: [SMALL-4.2], do: [{notify: boss}], out: {done: check}}
    check: {by: [agent, boss], state: to_review, out: {good: end, bad: work}}
"""
    town = town_of(steps)
    (task,) = town.effects(OpenTask)
    assert (task.title, task.visit, task.take, task.fill, task.approve) == ("处理", 1, True, ("plan",), False)
    assert (task.state, town.cases["matter-1"].state, task.cites) == ("to_take", "to_take", ("SMALL-4.2",))
    town.act("take", "专员")
    assert not town.finish("matter-1", "work", "done", "专员", papers=("plan",)).refusals
    assert (town.cases["matter-1"].state, town.effects(OpenTask)[-1].join) == ("to_review", "one")
    town.finish("matter-1", "check", "bad", "经理")
    assert open_now(town) == ["work#2"]


@pytest.mark.parametrize(("visit", "state"), [(1, "working"), (2, "redoing")])
def test_work_that_comes_back_is_shown_as_done_again(town_of: Any, visit: int, state: str) -> None:
    steps = """
    work: {by: agent, out: {done: check}}
    check: {by: boss, state: to_review, out: {good: end, bad: work}}
"""
    town = town_of(steps)
    for _ in range(visit - 1):
        town.finish("matter-1", "work", "done", "专员")
        town.finish("matter-1", "check", "bad", "经理")
    assert (open_now(town), town.cases["matter-1"].state) == ([f"work#{visit}"], state)


def test_the_state_is_said_only_where_it_changes(town_of: Any) -> None:
    town = town_of("    one: {by: agent, out: {done: two}}\n    two: {by: agent, out: {done: end}}\n")
    before = len(town.effects(SetState))
    town.finish("matter-1", "one", "done", "专员")
    assert (len(town.effects(SetState)), town.cases["matter-1"].state) == (before, "working")


def test_a_case_at_rest_is_shown_at_rest_whatever_opens(town_of: Any) -> None:
    town = town_of("    one: {by: agent, out: {done: two}}\n    two: {by: boss, state: to_review, out: {done: end}}\n")
    town.act("suspend", facts={"until": (MORNING + 3 * HOUR).isoformat()}, reason="等客户")
    town.finish("matter-1", "one", "done", "专员", at=MORNING + HOUR)
    assert town.cases["matter-1"].state == "suspended"


def test_a_step_of_nobody_in_particular_and_one_whom_nobody_is_named_for_are_the_owners(town_of: Any) -> None:
    town = town_of("    one: {out: {done: two}}\n    two: {by: {role: nobody_yet}, out: {done: end}}\n")
    assert [seat.person for seat in town.cases["matter-1"].active[0].assignees] == ["专员"]
    town.finish("matter-1", "one", "done", "专员")
    assert [seat.person for seat in town.cases["matter-1"].active[0].assignees] == ["专员"]


def test_a_step_for_a_post_that_nobody_holds_raises_the_alarm_for_its_task(town_of: Any) -> None:
    town = town_of("    one: {by: other, out: {done: end}}\n", holders={"协理": []})
    assert [(each.post, each.task) for each in town.effects(RaiseAlarm)] == [("other", "one#1")]


def test_whoever_brings_an_approval_and_whoever_opened_the_case_does_not_sign_it(town_of: Any) -> None:
    steps = "    one: {by: agent, out: {done: sign}}\n    sign: {by: {any: [agent, other, boss]}, approve: true, out: {agreed: end}}\n"
    town = town_of(steps)
    town.finish("matter-1", "one", "done", "专员")
    (active,) = town.cases["matter-1"].active
    assert all(seat.barred == ("专员",) for seat in active.assignees if seat.post == "agent")
    assert active.task in town.cases["matter-1"].approvals


@pytest.mark.parametrize(("own", "cites"), [("", "SMALL-4"), (", cites: [SMALL-4.2]", "SMALL-4.2")])
def test_effects_of_an_outcome_cite_its_clause_or_that_of_the_step(town_of: Any, own: str, cites: str) -> None:
    town = town_of(
        f"    one: {{by: agent, cites: [SMALL-4], out: {{done: {{then: end, do: [{{notify: boss}}]{own}}}}}}}\n"
    )
    town.finish("matter-1", "one", "done", "专员")
    assert [each.cites for each in town.effects(Notify)] == [(cites,)]


def test_effects_of_an_outcome_come_before_what_stands_behind_it(town_of: Any) -> None:
    steps = """
    one: {by: agent, out: {done: {then: two, do: [{set: chosen, value: boss}], cites: [SMALL-4.2]}}}
    two: {by: {from_fact: chosen}, out: {done: end}}
"""
    town = town_of(steps)
    decision = town.finish("matter-1", "one", "done", "专员")
    assert [seat.post for seat in town.cases["matter-1"].active[0].assignees] == ["boss"]
    assert "SMALL-4.2" in decision.explanation.clauses


def test_a_flow_that_is_left_for_its_end_has_ended(town_of: Any) -> None:
    town = town_of("    one: {by: agent, out: {done: end}}\n", "  anytime:\n  - {upon: stop, goto: end}\n")
    town.do("matter-1", Happened(at=MORNING, name="stop"))
    assert len(town.effects(EndFlow)) == 1
    assert town.cases["matter-1"].closed_at == MORNING


def test_a_flow_ends_once(town_of: Any) -> None:
    more = "  anytime:\n  - {upon: stop, goto: end}\n  close: {needs: {settled: true}}\n"
    town = town_of("    one: {by: agent, out: {done: end}}\n", more)
    for _ in range(2):
        town.do("matter-1", Happened(at=MORNING, name="stop"))
    assert len(town.effects(EndFlow)) == 1


def test_the_first_step_opens_with_the_case(town_of: Any) -> None:
    town = town_of("    one: {by: agent, out: {done: end}}\n")
    assert (open_now(town), isinstance(town.told[0].event, CaseOpened)) == (["one#1"], True)
