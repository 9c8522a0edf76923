"""A 督办 ends by an answer and by nothing else: whoever asked is told when none will come, and a merger takes it along."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import Notify
from shouwen.engine.events import TimeReached
from shouwen.engine.supervisions import carried

HOUR = timedelta(hours=1)
LIMIT = MORNING + 3 * HOUR
RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {post: worker, title: 师傅, superior: boss}
- procedure: matter
  roles: {tracker: {set: opener, fixed: true}}
  steps: {look: {by: {role: tracker}, out: {seen: end}}}
"""


@pytest.fixture
def town(small: Any, world_of: Any) -> Town:
    world: Town = world_of(small(RULES))
    world.start()
    return world


def supervise(town: Town, case: str = "matter-1", *, by: str = "经理", whom: str = "师傅") -> str:
    after = town.act(
        "supervise", by, case=case, facts={"person": whom, "limit": LIMIT.isoformat()}, reason="为何超时九天"
    ).after
    return [active.task for active in after.active if not active.step][-1]


def told(town: Town, kind: str) -> list[tuple[str | None, str]]:
    return [(each.to[0].person, each.say) for each in town.effects(Notify) if each.kind == kind]


def merged(town: Town, at: datetime = MORNING + HOUR, by: str = "专员") -> str:
    """The first case goes on in a second one."""
    other = town.start()
    rows = carried(town.cases["matter-1"])
    town.act("merge", by, at=at, facts={"into": other}, reason="同一件事")
    town.act("link", by, at=at, case=other, facts={"other": "matter-1", "supervised": rows}, reason="同一件事")
    return other


@pytest.mark.parametrize("act", ["void", "withdraw"])
def test_who_asked_learns_that_no_answer_will_come_and_why(town: Town, act: str) -> None:
    supervise(town)
    town.act(act, "专员", reason="客户不要了")
    assert told(town, "case.supervision_dropped") == [("经理", "客户不要了")]
    assert told(town, "case.supervision_answered") == []


def test_who_ends_the_case_himself_is_told_nothing(town: Town) -> None:
    supervise(town)
    town.act("void", "经理", reason="登记重复")
    assert told(town, "case.supervision_dropped") == []


def test_a_merger_takes_it_along_with_people_limit_reason_and_asker(town: Town) -> None:
    supervise(town)
    other = merged(town)
    assert town.cases["matter-1"].active == ()
    (task,) = [active for active in town.cases[other].active if not active.step]
    assert (task.title, [seat.person for seat in task.assignees]) == ("督办", ["师傅"])
    clock = town.cases[other].clocks[f"supervise.limit#{task.task}"]
    assert (clock.from_at, clock.due_at) == (MORNING, LIMIT)
    assert told(town, "case.supervision_moved") == [("经理", "为何超时九天")]
    assert told(town, "case.supervision_dropped") == []
    town.act("done", "师傅", at=MORNING + 2 * HOUR, case=other, task=task.task, reason="漏派了")
    assert told(town, "case.supervision_answered") == [("经理", "漏派了")]
    assert town.cases[other].clocks[clock.clock].result == "met"


def test_each_of_several_goes_along_and_a_second_merger_takes_them_on(town: Town) -> None:
    supervise(town)
    supervise(town, whom="专员")
    other = merged(town)
    third = town.start()
    rows = carried(town.cases[other])
    assert [(row["by"], row["why"], row["limit"]) for row in rows] == [("经理", "为何超时九天", LIMIT.isoformat())] * 2
    town.act("link", "专员", case=third, facts={"other": other, "supervised": rows}, reason="又是同一件")
    held = [active.assignees[0].person for active in town.cases[third].active if not active.step]
    assert held == ["师傅", "专员"]


def test_one_whose_limit_is_over_comes_along_late(town: Town) -> None:
    supervise(town)
    other = merged(town, at=LIMIT + HOUR)
    town.do(other, TimeReached(at=LIMIT + 2 * HOUR))
    (task,) = [active.task for active in town.cases[other].active if not active.step]
    town.act("done", "师傅", at=LIMIT + 2 * HOUR, case=other, task=task, reason="漏派了")
    assert town.cases[other].clocks[f"supervise.limit#{task}"].result == "late"


def test_where_nobody_of_them_is_here_it_is_with_whoever_works_on_it(town: Town) -> None:
    supervise(town)
    rows = [
        {**row, "seats": ({"person": None, "post": "nowhere", "unit": None},)}
        for row in carried(town.cases["matter-1"])
    ]
    other = town.start()
    town.act("link", "专员", case=other, facts={"other": "matter-1", "supervised": tuple(rows)}, reason="同一件")
    (task,) = [active for active in town.cases[other].active if not active.step]
    assert [seat.person for seat in task.assignees] == ["专员"]
