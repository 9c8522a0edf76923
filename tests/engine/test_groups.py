"""Steps that hold others: members at once, laps among them, how they join, and lists whose members come and go."""

from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import (
    EndFlow,
    EnterStep,
    LeaveStep,
    Notify,
    StopClock,
    WithdrawTask,
)
from shouwen.engine.events import Happened

HOUR = timedelta(hours=1)


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
    assert [(each.about, each.cites) for each in town.effects(Notify)] == [("joint#1.0", ("SMALL-4.2",))]


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


def test_a_lap_beside_one_that_is_open_is_another_visit(town_of: Any) -> None:
    town = town_of(joint())
    town.finish("matter-1", "joint.a", "more", "专员")
    assert open_now(town) == ["joint#1", "joint.b#1", "joint.more#1", "joint.more#2"]


def test_a_member_whose_rounds_are_used_up_stays_out_and_the_flow_goes_on(town_of: Any) -> None:
    again = "last: {by: agent, out: {done: end, again: joint}, rounds: {most: none, why: 直至同意}}"
    town = town_of(joint().replace("last: {by: agent, out: {done: end}}", again))
    for n in range(2):
        for step, outcome in (("joint.a", "good"), ("joint.b", "good"), ("joint.more", "done")):
            town.finish("matter-1", step, outcome, at=MORNING + n * HOUR)
        town.finish("matter-1", "last", "again", at=MORNING + (n + 1) * HOUR)
    assert open_now(town) == ["joint#3", "joint.a#3", "joint.b#3"]
    assert not town.effects(EndFlow)


NESTED = """
    start: {by: agent, fill: [plan], out: {planned: joint}}
    joint:
      join: JOIN
      together:
        a: {together: {x: {by: agent, due: {x: {from: step.opened, within: 2h}}}, y: {by: other}}, out: {joined: joined}}
        list: {for_each: plan.units, by: {unit: each}, out: {joined: joined}}
        b: {by: boss}
      out: {joined: last}
    last: {by: agent, out: {done: end}}
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


def nested(town: Town, units: tuple[str, ...] = ("a", "b")) -> None:
    town.do("matter-1", Happened(at=MORNING, name="go"))
    planned(town, units)


BESIDE = "  anytime: [{upon: go, do: [{task: 看现场, by: boss}]}]\n"


def test_a_group_inside_a_group_joins_by_itself_first(town_of: Any) -> None:
    town = town_of(NESTED.replace("JOIN", "all"), BESIDE)
    nested(town)
    for step, who in (("joint.a.x", None), ("joint.a.y", None), ("joint.list", "a"), ("joint.list", "b")):
        assert len(town.effects(LeaveStep)) == {"joint.a.x": 0, "joint.a.y": 0, "joint.list": 1}[step]
        town.finish("matter-1", step, "done", member=who)
    assert [each.task for each in town.effects(LeaveStep)] == ["joint.a#1", "joint.list#1"]
    town.finish("matter-1", "joint.b", "done")
    assert [active.step for active in town.cases["matter-1"].active] == ["", "last"]


def test_a_part_of_an_inner_group_does_not_count_for_the_outer_one(town_of: Any) -> None:
    town = town_of(NESTED.replace("JOIN", "2"), BESIDE)
    nested(town)
    for step, who in (("joint.a.x", None), ("joint.list", "a"), ("joint.list", "b")):
        town.finish("matter-1", step, "done", member=who)
    assert [each.task for each in town.effects(LeaveStep)] == ["joint.list#1"]
    town.finish("matter-1", "joint.a.y", "done")
    assert [each.task for each in town.effects(LeaveStep)] == ["joint.list#1", "joint.a#1", "joint#1"]


def test_an_inner_group_falls_away_with_all_that_is_in_it(town_of: Any) -> None:
    town = town_of(NESTED.replace("JOIN", "any"), BESIDE)
    nested(town)
    decision = town.finish("matter-1", "joint.b", "done")
    assert sorted(each.task for each in decision.effects if isinstance(each, WithdrawTask)) == [
        "joint.a#1",
        "joint.a.x#1",
        "joint.a.y#1",
        "joint.list#1",
        "joint.list#1[a]",
        "joint.list#1[b]",
    ]
    assert [(each.clock, each.result) for each in town.effects(StopClock)] == [("matter.joint.a.x.x#1", "excused")]
    assert [active.step for active in decision.after.active] == ["", "last"]


def test_a_group_that_joins_stays_joined_whatever_its_members_said(town_of: Any) -> None:
    town = town_of(joint(out="{bad: other_way, joined: last}"))
    for step, outcome in (("joint.more", "done"), ("joint.a", "bad"), ("joint.b", "bad")):
        town.finish("matter-1", step, outcome)
    assert open_now(town) == ["last#1"]


def test_a_group_without_exits_ends_the_flow(town_of: Any) -> None:
    town = town_of("    joint: {together: {a: {by: agent}, b: {by: other}}}\n")
    town.finish("matter-1", "joint.a", "done")
    town.finish("matter-1", "joint.b", "done")
    assert [each.outcome for each in town.effects(EndFlow)] == ["joined"]
