"""Tasks of several people, in the flow and beside it: every part counts once, whoever does it and in whatever order."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import FinishTask, PartDone
from shouwen.engine.events import Happened, PartyChanged
from shouwen.engine.offers import offers
from shouwen.engine.state import Active

RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {post: design, title: 设计, superior: boss}
- {post: works, title: 工程, superior: boss}
- procedure: matter
  roles: {tracker: {set: opener, fixed: true}, handler: {set: works}}
  steps:
    look: {by: {all: [design, works]}, out: {seen: end, nothing: end}}
  anytime:
  - {upon: alarm.raised, do: [{task: 现场会勘, by: {all: [design, works, {role: handler}]}, due: {from: alarm.raised, within: 2h}}]}
  - {upon: turn.raised, do: [{task: 逐一看过, by: {turn: [design, works]}}]}
"""


@pytest.fixture(scope="session")
def town_of(small: Any, world_of: Any) -> Any:
    compiled = small(RULES.replace(", {role: handler}", ""))

    def make(name: str = "alarm.raised", **given: Any) -> Town:
        world: Town = world_of(compiled, **given)
        world.start()
        world.do("matter-1", Happened(at=MORNING, name=name))
        return world

    return make


def beside(town: Town) -> Active | None:
    return next((active for active in town.cases["matter-1"].active if not active.step), None)


def done(town: Town, by: str | None) -> tuple[str, ...]:
    """What stands against this part; nothing if it counts."""
    active = beside(town)
    assert active is not None
    return tuple(lack for refusal in town.act("done", by, task=active.task).refusals for lack in refusal.lacks)


@given(order=st.lists(st.sampled_from(["设计", "工程", "专员", "经理"]), max_size=12))
def test_the_task_ends_with_the_last_part_in_any_order(town_of: Any, order: list[str]) -> None:
    town: Town = town_of()
    parts: set[str] = set()
    for by in order:
        if beside(town) is None:
            break
        counts = by in {"设计", "工程"} - parts
        assert done(town, by) == (() if counts else ("person:",))
        parts |= {by} if counts else set()
        assert (beside(town) is None) == (parts == {"设计", "工程"})
    assert len(town.effects(PartDone)) == len(parts)
    assert len(town.effects(FinishTask)) == (len(parts) == 2)


def test_its_limit_runs_until_the_last_part(town_of: Any) -> None:
    town: Town = town_of()
    done(town, "设计")
    assert [clock.result for clock in town.cases["matter-1"].clocks.values()] == [None]
    done(town, "工程")
    assert [clock.result for clock in town.cases["matter-1"].clocks.values()] == ["met"]


def test_parts_in_turn_wait_for_each_other(town_of: Any) -> None:
    town: Town = town_of("turn.raised")
    assert done(town, "工程") == ("person:",)
    assert done(town, "设计") == ()
    assert done(town, "工程") == ()
    assert beside(town) is None


def test_a_stand_in_does_the_part_of_the_absent_and_his_own(town_of: Any) -> None:
    town: Town = town_of(absent=["设计"], substitutes={"设计": ["工程"]})
    assert [done(town, "工程"), done(town, "工程")] == [(), ()]
    assert beside(town) is None


def test_whoever_stands_above_a_vacant_post_does_its_part(town_of: Any) -> None:
    town: Town = town_of(holders={"设计": []})
    assert done(town, "工程") == ()
    assert beside(town) is not None
    assert done(town, "专员") == ("person:",)
    assert done(town, "经理") == ()
    assert beside(town) is None


def test_a_step_with_a_vacant_post_ends_too(town_of: Any) -> None:
    town: Town = town_of(holders={"设计": []})
    town.finish("matter-1", "look", "seen", "经理")
    assert "look" in {active.step for active in town.cases["matter-1"].active}
    town.finish("matter-1", "look", "seen", "工程")
    assert town.cases["matter-1"].flow_ended == "seen"


def test_handing_on_moves_ones_own_part_and_no_other(town_of: Any) -> None:
    town: Town = town_of()
    active = beside(town)
    assert active is not None
    done(town, "设计")
    town.act("transfer", "工程", task=active.task, facts={"person": "专员"}, reason="出差")
    assert done(town, "设计") == ("person:",)
    assert done(town, "工程") == ("person:",)
    assert done(town, "专员") == ()
    assert beside(town) is None


def test_who_has_no_part_of_his_own_hands_on_all_that_are_open(town_of: Any) -> None:
    town: Town = town_of()
    active = beside(town)
    assert active is not None
    town.act("transfer", "经理", task=active.task, facts={"person": "专员"}, reason="另派")
    assert done(town, "设计") == ("person:",)
    assert done(town, "专员") == ()
    assert beside(town) is None


def test_a_part_refused_goes_back_and_the_others_stay(town_of: Any) -> None:
    town: Town = town_of()
    active = beside(town)
    assert active is not None
    done(town, "设计")
    town.act("refuse", "工程", task=active.task, reason="不归我管")
    assert done(town, "工程") == ("person:",)
    assert done(town, "专员") == ()
    assert beside(town) is None


def test_the_case_stays_open_while_a_part_is(town_of: Any) -> None:
    town: Town = town_of()
    for by in ("设计", "工程"):
        town.finish("matter-1", "look", "seen", by)
    active = beside(town)
    assert active is not None
    done(town, "设计")
    refusals = town.act("close", "专员", reason="办完").refusals
    assert refusals[0].lacks == (f"task:{active.task}",)
    done(town, "工程")
    assert town.cases["matter-1"].closed_at == MORNING


def test_a_case_that_is_voided_takes_the_open_parts_with_it(town_of: Any) -> None:
    town: Town = town_of()
    done(town, "设计")
    town.act("void", "专员", reason="重复")
    assert town.cases["matter-1"].active == ()
    assert town.cases["matter-1"].void


def test_only_who_has_an_open_part_is_offered_the_task(town_of: Any) -> None:
    town: Town = town_of()
    done(town, "设计")
    shown = {
        person: [
            each.mine for each in offers(subject, person, town.compiled, town.calendars, MORNING).tasks if not each.step
        ]
        for subject in [town.subject("matter-1")]
        for person in ("设计", "工程")
    }
    assert shown == {"设计": [False], "工程": [True]}


def test_a_role_that_changes_hands_takes_its_open_part_along(small: Any, world_of: Any) -> None:
    town: Town = world_of(small(RULES.replace("[design, works, {role: handler}]", "[design, {role: handler}]")))
    town.start()
    town.do("matter-1", Happened(at=MORNING, name="alarm.raised"))
    done(town, "设计")
    town.do("matter-1", PartyChanged(at=MORNING, by="经理", role="handler", person="专员", reason="换人"))
    assert done(town, "工程") == ("person:",)
    assert done(town, "专员") == ()
    assert beside(town) is None


def test_one_alone_does_it_whole_and_no_part_is_noted(small: Any, world_of: Any) -> None:
    rules = RULES.replace("by: {all: [design, works]}, out", "by: {all: [design]}, out").replace(
        ", {role: handler}", ""
    )
    town: Town = world_of(small(rules))
    town.start()
    decision = town.finish("matter-1", "look", "seen", "设计")
    assert decision.after.closed_at == MORNING
    assert not town.effects(PartDone)


def test_a_trusted_source_does_one_part_at_a_time(town_of: Any) -> None:
    town = town_of()
    assert not town.finish("matter-1", "look", "seen").refusals
    assert [each.seat for each in town.effects(PartDone)] == [0]
    assert "look" in {active.step for active in town.cases["matter-1"].active}


def test_where_one_of_several_is_there_nobody_stands_in_for_the_other(small: Any, world_of: Any) -> None:
    rules = RULES.replace("by: {all: [design, works]}, out", "by: [design, works], out").replace(
        ", {role: handler}", ""
    )
    town: Town = world_of(small(rules))
    town.start()
    seats = {**town.roster.seats, "design": replace(town.roster.seats["design"], persons=())}
    town.roster = replace(town.roster, seats=seats)
    assert town.finish("matter-1", "look", "seen", "经理").refusals[0].lacks == ("person:",)
    assert not town.finish("matter-1", "look", "seen", "工程").refusals


def test_nobody_beside_fills_the_part_of_a_vacant_post(town_of: Any) -> None:
    town: Town = town_of(holders={"设计": []})
    active = beside(town)
    assert active is not None
    own = [i for i, seat in enumerate(active.assignees) if seat.post == "works"]
    assert done(town, "工程") == ()
    assert [each.seat for each in town.effects(PartDone)] == own[:1]


def test_with_nobody_above_a_vacant_post_its_part_stays_open(town_of: Any) -> None:
    town: Town = town_of(holders={"设计": [], "经理": []})
    assert done(town, "工程") == ()
    assert beside(town) is not None
    assert len(town.effects(PartDone)) == 1


def test_handing_on_leaves_the_open_parts_of_others(town_of: Any) -> None:
    town: Town = town_of()
    active = beside(town)
    assert active is not None
    town.act("transfer", "工程", task=active.task, facts={"person": "专员"}, reason="出差")
    assert done(town, "设计") == ()
    assert done(town, "专员") == ()
    assert beside(town) is None


def test_two_parts_handed_to_one_person_are_one(town_of: Any) -> None:
    town: Town = town_of()
    active = beside(town)
    assert active is not None
    for by in ("工程", "设计"):
        town.act("transfer", by, task=active.task, facts={"person": "专员"}, reason="出差")
    assert done(town, "专员") == ()
    assert beside(town) is None


def test_a_task_of_one_among_several_is_handed_on_whole(small: Any, world_of: Any) -> None:
    rules = RULES.replace("{all: [design, works]}, out", "[design, works], out").replace(", {role: handler}", "")
    town: Town = world_of(small(rules))
    town.start()
    town.act("transfer", "工程", task="look#1", facts={"person": "专员"}, reason="出差")
    assert town.finish("matter-1", "look", "seen", "设计").refusals[0].lacks == ("person:",)
    assert not town.finish("matter-1", "look", "seen", "专员").refusals
