"""Steps for each member of a list: who comes and goes, when they join, and what one of them wants again."""

from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import (
    LeaveStep,
    OpenTask,
    RequestFact,
    WithdrawTask,
)
from shouwen.engine.events import FactSet
from shouwen.engine.offers import offers
from shouwen.engine.steps import members_of

HOUR = timedelta(hours=1)


def open_now(town: Town) -> list[str]:
    return [active.task for active in town.cases["matter-1"].active]


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


def test_each_member_is_offered_what_is_accepted_of_them_and_the_joining_is_nobodys(town_of: Any) -> None:
    town = town_of(EACH)
    planned(town, ("a", "b"))
    while members(town):
        active = next(each for each in town.cases["matter-1"].active if each.member)
        told = offers(town.subject("matter-1"), "专员", town.compiled, town.calendars, MORNING).tasks
        (offered,) = next(task for task in told if task.task == active.task).outcomes
        town.finish("matter-1", "joint", offered.name, member=active.member)
    assert open_now(town) == ["last#1"]


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
    town.finish("matter-1", "last", "again")
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


@pytest.mark.parametrize(("join", "finished"), [("any", ["a"]), ("2", ["a", "c"])])
def test_a_list_joins_with_as_many_of_its_members_as_it_says(town_of: Any, join: str, finished: list[str]) -> None:
    town = town_of(EACH.replace("rounds:", f"join: {join}, rounds:"))
    planned(town, ("a", "b", "c"))
    for member in finished:
        assert not town.effects(LeaveStep)
        town.finish("matter-1", "joint", "done", member=member)
    assert open_now(town) == ["last#1"]


def test_who_has_left_a_list_does_not_count(town_of: Any) -> None:
    town = town_of(EACH.replace("rounds:", "join: 2, rounds:"))
    planned(town, ("a", "b", "c"))
    town.finish("matter-1", "joint", "done", member="a")
    town.do("matter-1", FactSet(at=MORNING, facts={"plan.units": ("b", "c")}))
    town.finish("matter-1", "joint", "done", member="b")
    assert not town.effects(LeaveStep)
    town.finish("matter-1", "joint", "done", member="c")
    assert open_now(town) == ["last#1"]


@pytest.mark.parametrize(
    ("a", "b", "stands"),
    [
        ("agreed", "again", ["joint#2", "joint#2[a]", "joint#2[b]"]),
        ("again", "agreed", ["joint#2", "joint#2[a]", "joint#2[b]"]),
        ("agreed", "agreed", ["last#1"]),
    ],
)
def test_what_one_member_wants_again_all_do_again(town_of: Any, a: str, b: str, stands: list[str]) -> None:
    town = town_of(EACH.replace("out: {joined: last}", "out: {again: joint, agreed: last}"))
    planned(town, ("a", "b"))
    town.finish("matter-1", "joint", a, member="a")
    town.finish("matter-1", "joint", b, member="b")
    assert open_now(town) == stands
