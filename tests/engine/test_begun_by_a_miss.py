"""What a missed limit sets going begins at the limit itself, however late the miss is noticed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import OpenCase, StartClock
from shouwen.engine.events import Happened
from shouwen.engine.plan import Compiled

HOUR = timedelta(hours=1)
LIMIT = MORNING + 2 * HOUR
BY_THE_LIMIT = (
    "{answer: {title: 答复, within: 2h, until: customer.answered, on_miss: "
    "[{open: side}, {task: 追问, by: boss, due: {from: answer.missed, within: 3h}}]}}"
)
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- procedure: matter
  due: DUE
  steps: {work: {by: agent, out: {done: end}}}
  anytime: [REACTION]
- procedure: side
  due: {whole: {title: 办结, within: 4h}}
  steps: {look: {by: boss, out: {seen: end}}}
"""
HOW = {
    "by the limit": (BY_THE_LIMIT, ""),
    "by a reaction to the miss": (
        "{answer: {title: 答复, within: 2h, until: customer.answered}}",
        "{upon: answer.missed, do: [{open: side}, {task: 追问, by: boss, due: {from: answer.missed, within: 3h}}]}",
    ),
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("noticed", ["at once", "by an act hours later"])
def test_it_begins_at_the_limit(small: Callable[[str], Compiled], world_of: Any, how: str, noticed: str) -> None:
    due, reaction = HOW[how]
    town: Town = world_of(small(RULES.replace("DUE", due).replace("REACTION", reaction)))
    town.start()
    if noticed == "at once":
        town.run_to(LIMIT + HOUR)
    else:
        town.wakes.clear()
        town.do("matter-1", Happened(at=LIMIT + 2 * HOUR, name="customer.called"))
    (opened,) = town.effects(OpenCase)
    child = town.cases[opened.key]
    assert child.opened_at == LIMIT
    assert [clock.due_at for clock in child.clocks.values()] == [LIMIT + 4 * HOUR]
    (task,) = [each for each in town.effects(StartClock) if each.title == "追问"]
    assert (task.from_at, task.due_at) == (LIMIT, LIMIT + 3 * HOUR)


def test_what_a_person_sets_going_begins_with_the_act(small: Callable[[str], Compiled], world_of: Any) -> None:
    reaction = "{upon: customer.called, do: [{open: side}]}"
    town: Town = world_of(small(RULES.replace("DUE", BY_THE_LIMIT).replace("REACTION", reaction)))
    town.start()
    town.wakes.clear()
    town.do("matter-1", Happened(at=LIMIT + 2 * HOUR, name="customer.called"))
    begun = [town.cases[each.key].opened_at for each in town.effects(OpenCase)]
    assert begun == [LIMIT, LIMIT + 2 * HOUR]


def test_what_a_step_finished_after_a_late_miss_sets_going_begins_with_the_act(
    small: Callable[[str], Compiled], world_of: Any
) -> None:
    rules = RULES.replace("DUE", BY_THE_LIMIT).replace("REACTION", "{upon: second.opened, do: [{open: side}]}")
    rules = rules.replace("out: {done: end}}}", "out: {done: second}}, second: {by: boss, out: {done: end}}}")
    town: Town = world_of(small(rules))
    town.start()
    town.wakes.clear()
    town.finish("matter-1", "work", "done", by="专员", at=LIMIT + 2 * HOUR)
    begun = [town.cases[each.key].opened_at for each in town.effects(OpenCase)]
    assert begun == [LIMIT, LIMIT + 2 * HOUR]


def test_what_a_warning_sets_going_begins_at_the_warning(small: Callable[[str], Compiled], world_of: Any) -> None:
    due = "{answer: {title: 答复, within: 2h, warn: 30min, until: customer.answered, on_warn: [{open: side}]}}"
    town: Town = world_of(small(RULES.replace("DUE", due).replace("REACTION", "")))
    town.start()
    town.wakes.clear()
    town.do("matter-1", Happened(at=LIMIT + 2 * HOUR, name="customer.called"))
    warned = LIMIT - timedelta(minutes=30)
    (opened,) = town.effects(OpenCase)
    assert town.cases[opened.key].opened_at == warned
