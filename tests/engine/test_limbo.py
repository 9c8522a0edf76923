"""No case hangs where nobody sees it: a task that reaches nobody, and a case that nothing would wake."""

from collections.abc import Callable
from typing import Any

from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import OpenTask, RaiseAlarm
from shouwen.engine.events import FactSet
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
LIMBO = """
- {post: boss, title: 经理}
- procedure: matter
  steps:
    work: {out: {done: joint}}
    joint: {for_each: case.departments, by: {unit: each}, out: {joined: end}}
"""


def test_a_task_that_reaches_nobody_at_all_raises_the_alarm_once(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(LIMBO))
    town.start(by=None)
    town.do("matter-1", FactSet(at=MORNING, facts={"x": 1}))
    assert [(each.post, each.to, each.task) for each in town.effects(RaiseAlarm)] == [("", (), "work#1")]


def test_a_task_that_reaches_somebody_raises_none(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(LIMBO))
    town.start(by="经理")
    assert not town.effects(RaiseAlarm)


def test_a_case_that_nothing_would_wake_is_attended_to_or_the_alarm_is_raised(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(LIMBO))
    town.start(by=None)
    town.finish("matter-1", "work", "done")
    assert [each.task for each in town.effects(RaiseAlarm)] == ["work#1", "attend!2"]
    assert [each.title for each in town.cases["matter-1"].active if not each.group] == ["跟进"]
    town.do("matter-1", FactSet(at=MORNING, facts={"x": 1}))
    assert len([each for each in town.effects(OpenTask) if each.title == "跟进"]) == 1
