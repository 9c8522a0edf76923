"""When a case asks to be looked at again: its limits, the end of a rest, and days on which a condition changes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, ZONE, Town

from shouwen.engine.effects import Notify
from shouwen.engine.events import FactSet, Happened
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
PAST = datetime(2026, 4, 16, tzinfo=ZONE)
RULES = """
- {post: agent, title: 专员}
- procedure: matter
  due: {DUE}
  steps: {work: {by: agent, out: {done: end}}}
  anytime: [REACTION]
  CLOSE
MORE
"""


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(due: str = "", reaction: str = "", close: str = "", more: str = "", **facts: Any) -> Town:
        text = RULES.replace("DUE", due).replace("REACTION", reaction).replace("CLOSE", close).replace("MORE", more)
        town: Town = world_of(small(text), {"moved_in": "2026-01-15", **facts})
        town.start()
        return town

    return make


def wake(town: Town) -> datetime | None:
    return town.told[-1].decision.next_wake


TWO = "a: {within: 4h, until: x.done}, b: {within: 8h, until: y.done}"


def test_without_anything_to_wait_for_nothing_wakes_it(town_of: Any) -> None:
    assert wake(town_of()) is None


def test_the_earliest_warning_or_miss_wakes_it(town_of: Any) -> None:
    town = town_of(TWO)
    expected = [3 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR]
    for after in expected:
        seen = wake(town)
        assert seen is not None
        assert seen - MORNING - after <= timedelta(microseconds=1)
        assert seen - MORNING - after >= timedelta(0)
        town.run_to(seen)
    assert wake(town) is None


def test_the_end_of_a_rest_wakes_it(town_of: Any) -> None:
    town = town_of()
    town.act("suspend", facts={"until": (MORNING + 5 * HOUR).isoformat()}, reason="等客户")
    assert wake(town) == MORNING + 5 * HOUR


def test_a_closed_case_sleeps_whatever_it_still_had(town_of: Any) -> None:
    town = town_of(TWO, close="close: {needs: {moved_in: {past: 3mo}}}")
    assert town.act("void", reason="登记错了").next_wake is None


@pytest.mark.parametrize("due", ["a: {within: 900d, while: {moved_in: {past: 3mo}}, until: x.done}"])
def test_a_condition_of_a_limit_wakes_it_on_the_day_it_changes(town_of: Any, due: str) -> None:
    town = town_of(due)
    assert wake(town) == PAST
    town.run_to(PAST)
    assert town.cases["matter-1"].clocks["matter.a#1"].result is None


def test_what_closing_needs_wakes_it(town_of: Any) -> None:
    town = town_of(close="close: {needs: {moved_in: {past: 3mo}}}")
    assert wake(town) == PAST
    town.finish("matter-1", "work", "done", "专员")
    town.run_to(PAST)
    assert town.cases["matter-1"].closed_at == PAST


def test_a_gate_of_closing_wakes_it_once_the_flow_has_ended(town_of: Any) -> None:
    town = town_of(
        more="- {gate: settled, act: close, needs: {moved_in: {past: 3mo}}}\n- {gate: other, act: close, only: agent}"
    )
    assert wake(town) is None
    town.finish("matter-1", "work", "done", "专员")
    assert wake(town) == PAST
    town.run_to(PAST)
    assert wake(town) is None


def test_a_reaction_that_waits_for_a_fact_wakes_it_when_its_day_comes(town_of: Any) -> None:
    both = "{any: [{all: [{moved_in: {past: 3mo}}, {big: true}]}, {small: true}]}"
    town = town_of(
        reaction=f"{{upon: go, when: {both}, do: [{{notify: agent}}]}}, {{upon: no, do: [{{notify: agent}}]}}", big=True
    )
    assert wake(town) is None
    town.do("matter-1", Happened(at=MORNING, name="go"))
    assert wake(town) == PAST
    town.run_to(PAST)
    assert len(town.effects(Notify)) == 1
    assert wake(town) is None


def test_a_fact_that_was_asked_for_wakes_nothing_by_itself(town_of: Any) -> None:
    town = town_of(reaction="{upon: go, do: [{ask: customer.name}]}")
    town.do("matter-1", Happened(at=MORNING, name="go"))
    assert wake(town) is None


def test_a_day_that_is_over_wakes_nothing(town_of: Any) -> None:
    town = town_of("a: {within: 900d, while: {moved_in: {past: 3mo}}, until: x.done}", moved_in="2025-01-15")
    seen = wake(town)
    assert seen is not None
    assert seen > MORNING + timedelta(days=500)
    town.do("matter-1", FactSet(at=MORNING, facts={"x": 1}))
    assert wake(town) == seen
