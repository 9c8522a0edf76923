"""Steps that hold others: members at once, laps among them, how they join, and lists whose members come and go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import (
    EnterStep,
    LeaveStep,
    OpenTask,
    RequestFact,
    StopClock,
    WithdrawTask,
)
from shouwen.engine.events import FactSet, Happened
from shouwen.engine.plan import Compiled
from shouwen.engine.steps import members_of

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
POSTS = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {post: other, title: 协理, superior: boss}
- {paper: plan, title: 方案, fields: {units: {type: several, choices: {a: 甲, b: 乙, c: 丙}}}}
"""
UNITS = {name: (f"{name}长",) for name in "abc"}


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(steps: str, more: str = "", facts: dict[str, Any] | None = None, **given: Any) -> Town:
        text = f"{POSTS}- procedure: matter\n  cites: [SMALL-4]\n{more}  steps:\n{steps}"
        town: Town = world_of(small(text), facts or {}, units=UNITS, **given)
        town.start()
        return town

    return make


def open_now(town: Town) -> list[str]:
    return [active.task for active in town.cases["matter-1"].active]


TOGETHER = """
    joint:
      title: 会办
      cites: [SMALL-4.2]
      do: [{notify: boss}]
      together:
        a: {by: agent, out: {good: joined, bad: joined, more: more}}
        b: {by: other, out: {good: joined, bad: joined}}
        more: {by: boss, rounds: {most: 2, then: end}, out: {done: joined}}
      join: JOIN
      due: {all: {from: step.opened, within: 2h}}
      out: OUT
    last: {by: agent, out: {done: end}}
    other_way: {by: boss, out: {done: end}}
"""


def joint(join: str = "all", out: str = "{joined: last}") -> str:
    return TOGETHER.replace("JOIN", join).replace("OUT", out).replace("        more: {", "        more: {")


def test_a_group_opens_with_all_its_members(town_of: Any) -> None:
    town = town_of(joint())
    assert open_now(town) == ["joint#1", "joint.a#1", "joint.b#1", "joint.more#1"]
    (entered,) = town.effects(EnterStep)
    assert (entered.task, entered.step, entered.visit, entered.cites) == ("joint#1", "joint", 1, ("SMALL-4.2",))


def test_any_member_is_enough_and_the_others_fall_away_with_their_limits(town_of: Any) -> None:
    town = town_of(
        joint("any").replace("{by: other, out", "{by: other, due: {b: {from: step.opened, within: 9h}}, out")
    )
    town.finish("matter-1", "joint.a", "good", "专员")
    assert [(each.task, each.why) for each in town.effects(WithdrawTask)] == [
        ("joint.b#1", "joined"),
        ("joint.more#1", "joined"),
    ]
    (left,) = town.effects(LeaveStep)
    assert (left.task, left.outcome, left.cites) == ("joint#1", "joined", ("SMALL-4.2",))
    assert sorted((each.clock, each.result) for each in town.effects(StopClock)) == [
        ("matter.joint.all#1", "met"),
        ("matter.joint.b.b#1", "excused"),
    ]
    assert open_now(town) == ["last#1"]


def test_more_than_there_are_members_means_all_of_them(town_of: Any) -> None:
    town = town_of(joint("7"))
    for step, outcome in (("joint.a", "good"), ("joint.b", "good")):
        town.finish("matter-1", step, outcome)
        assert not town.effects(LeaveStep)
    town.finish("matter-1", "joint.more", "done")
    assert open_now(town) == ["last#1"]


@pytest.mark.parametrize(
    ("a", "b", "stands"), [("good", "good", "last#1"), ("good", "bad", "other_way#1"), ("bad", "bad", "other_way#1")]
)
def test_exits_named_after_what_members_decided_take_the_first_listed(
    town_of: Any, a: str, b: str, stands: str
) -> None:
    town = town_of(joint(out="{bad: other_way, good: last}"))
    town.finish("matter-1", "joint.more", "done")
    town.finish("matter-1", "joint.a", a)
    town.finish("matter-1", "joint.b", b)
    assert open_now(town) == [stands]


def test_a_member_may_have_another_lap_before_the_group_joins(town_of: Any) -> None:
    town = town_of(joint())
    town.finish("matter-1", "joint.more", "done")
    town.finish("matter-1", "joint.b", "good")
    town.finish("matter-1", "joint.a", "more")
    assert open_now(town) == ["joint#1", "joint.more#2"]
    town.finish("matter-1", "joint.more", "done")
    assert open_now(town) == ["last#1"]


def test_a_group_entered_again_asks_its_members_again(town_of: Any) -> None:
    town = town_of(
        joint().replace(
            "last: {by: agent, out: {done: end}}",
            "last: {by: agent, out: {done: end, again: joint}, rounds: {most: 3, then: end}}",
        )
    )
    for step, outcome in (("joint.a", "good"), ("joint.b", "good"), ("joint.more", "done")):
        town.finish("matter-1", step, outcome)
    town.finish("matter-1", "last", "again", at=MORNING + HOUR)
    assert open_now(town) == ["joint#2", "joint.a#2", "joint.b#2", "joint.more#2"]
    town.finish("matter-1", "joint.a", "good", at=MORNING + HOUR)
    assert open_now(town) == ["joint#2", "joint.b#2", "joint.more#2"]


EACH = """
    start: {by: agent, fill: [plan], out: {planned: joint}}
    joint: {for_each: plan.units, by: {unit: each}, cites: [SMALL-4.2], rounds: {most: 3, then: end}, out: {joined: last}}
    last: {by: agent, out: {done: end, again: joint}}
"""


def planned(town: Town, units: Any) -> None:
    town.finish(
        "matter-1",
        "start",
        "planned",
        "专员",
        facts={"plan.units": units} if units is not None else {},
        papers=("plan",),
    )


def members(town: Town) -> list[str | None]:
    return [active.member for active in town.cases["matter-1"].active if active.member]


def test_a_list_that_nobody_knows_is_asked_for_and_waited_for(town_of: Any) -> None:
    town = town_of(EACH)
    planned(town, None)
    (asked,) = town.effects(RequestFact)
    assert (asked.fact, [seat.person for seat in asked.to], asked.cites) == ("plan.units", ["专员"], ("SMALL-4.2",))
    assert town.cases["matter-1"].pending == ("step:joint",)
    assert [(each.title, seat.person) for each in town.cases["matter-1"].active for seat in each.assignees] == [
        ("跟进", "专员")
    ]
    town.do("matter-1", FactSet(at=MORNING, facts={"plan.units": ("a", "b")}))
    assert (members(town), town.cases["matter-1"].pending) == (["a", "b"], ())


def test_a_list_that_changes_gives_and_takes_tasks_and_never_twice(town_of: Any) -> None:
    town = town_of(EACH)
    planned(town, ("a", "b"))
    assert [each.task for each in town.effects(OpenTask)][1:] == ["joint#1[a]", "joint#1[b]"]
    town.finish("matter-1", "joint", "done", member="a")
    decision = town.do("matter-1", FactSet(at=MORNING, facts={"plan.units": ("a", "c")}))
    assert [each.why for each in decision.effects if isinstance(each, WithdrawTask)] == ["left"]
    assert members(town) == ["c"]
    town.finish("matter-1", "joint", "done", member="c")
    assert open_now(town) == ["last#1"]


def test_an_empty_list_has_nothing_to_wait_for(town_of: Any) -> None:
    town = town_of(EACH)
    planned(town, ())
    assert open_now(town) == ["last#1"]


def test_a_list_walked_again_asks_every_member_again(town_of: Any) -> None:
    town = town_of(EACH)
    planned(town, ("a",))
    town.finish("matter-1", "joint", "done", member="a")
    town.finish("matter-1", "last", "again", at=MORNING + HOUR)
    assert open_now(town) == ["joint#2", "joint#2[a]"]


@pytest.mark.parametrize(
    ("value", "members"),
    [
        (None, ()),
        ("a", ("a",)),
        (("a", "b", "a"), ("a", "b")),
        ((1, 2), ("1", "2")),
        (({"unit": "a", "id": "7"}, {"id": "7", "name": "x"}, {"name": "x"}), ("a", "7", "x")),
        (({"department": "d", "person": "p"}, {"person": "p"}), ("d", "p")),
        (({"unit": "", "text": "?"}, {"text": "?"}), ("1", "2")),
    ],
)
def test_members_of_a_list_are_known_by_unit_number_or_name(value: Any, members: tuple[str, ...]) -> None:
    assert members_of(value) == members


def test_leaving_the_flow_takes_groups_and_members_along_and_leaves_tasks_beside_it(town_of: Any) -> None:
    more = "  anytime:\n  - {upon: stop, goto: last}\n  - {upon: go, do: [{task: 看现场, by: boss}]}\n"
    town = town_of(joint(), more)
    town.do("matter-1", Happened(at=MORNING, name="go"))
    town.do("matter-1", Happened(at=MORNING, name="stop"))
    assert sorted(each.task for each in town.effects(WithdrawTask)) == [
        "joint#1",
        "joint.a#1",
        "joint.b#1",
        "joint.more#1",
    ]
    titles = [active.step or active.title for active in town.cases["matter-1"].active]
    assert titles == ["看现场", "last"]
