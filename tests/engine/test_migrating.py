"""A running case goes over to another edition: its limits follow the new text, or it stays as it was and says why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING

from shouwen.engine.decide import decide
from shouwen.engine.decision import Decision
from shouwen.engine.events import CaseMigrated
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]

OLD = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- procedure: matter
  due: {whole: {within: 48h, until: answered}}
  steps:
    work: {by: agent, due: {work: {within: 8h}, note: {within: 2h}}, out: {done: check}}
    check: {by: boss, out: {done: end}}
"""
NEW = OLD.replace("work: {within: 8h}, note: {within: 2h}", "work: {within: 4h}, call: {within: 1h}")


def moved(world: Any, case: str, newer: Compiled, after: timedelta, **steps: str) -> Decision:
    event = CaseMigrated(at=MORNING + after, edition="SMALL/2", steps=steps, reason="新版施行")
    found: Decision = decide(world.subject(case), event, newer, world.calendars)
    return found


@pytest.fixture
def newer(small: Small) -> Any:
    return lambda rules: replace(small(rules), key="SMALL/2")


def test_limits_shorten_vanish_and_begin_as_the_new_text_says(small: Small, world_of: Any, newer: Any) -> None:
    world = world_of(small(OLD))
    case = world.start()
    after = moved(world, case, newer(NEW), timedelta(minutes=30)).after
    assert after.edition == "SMALL/2"
    due = {clock.rule: (clock.due_at, clock.result) for clock in after.clocks.values()}
    assert due["matter.work.work"] == (MORNING + timedelta(hours=4), None)
    assert due["matter.work.call"] == (MORNING + timedelta(hours=1), None)
    assert due["matter.work.note"][1] == "excused"
    assert due["matter.whole"] == (MORNING + timedelta(hours=48), None)


def test_what_was_missed_under_the_old_text_stays_missed_however_long_the_new_one_gives(
    small: Small, world_of: Any, newer: Any
) -> None:
    world = world_of(small(OLD))
    case = world.start()
    world.run_to(MORNING + timedelta(hours=9))
    after = moved(world, case, newer(OLD.replace("within: 8h", "within: 80h")), timedelta(hours=9)).after
    clock = next(each for each in after.clocks.values() if each.rule == "matter.work.work")
    assert (clock.missed, clock.due_at) == (True, MORNING + timedelta(hours=8))


@pytest.mark.parametrize(
    ("rules", "lacks"),
    [
        (OLD.replace("procedure: matter", "procedure: other"), ("procedure:matter",)),
        (OLD.replace("    work:", "    labour:"), ("step:work",)),
        (OLD.replace("agent", "clerk"), ("post:agent",)),
    ],
)
def test_a_case_that_does_not_fit_stays_as_it_was_and_says_what_lacks(
    small: Small, world_of: Any, newer: Any, rules: str, lacks: tuple[str, ...]
) -> None:
    world = world_of(small(OLD))
    case = world.start()
    before = world.subject(case).state
    decision = moved(world, case, newer(rules), timedelta(minutes=30))
    assert decision.refusals[0].lacks == lacks
    assert replace(decision.after, seq=before.seq) == before


def test_a_step_goes_over_to_its_new_name_but_not_onto_one_that_was_walked_through(
    small: Small, world_of: Any, newer: Any
) -> None:
    world = world_of(small(OLD))
    case = world.start()
    renamed = newer(OLD.replace("    work:", "    labour:"))
    after = moved(world, case, renamed, timedelta(minutes=30), work="labour").after
    assert [active.task for active in after.active] == ["labour#1"]
    assert {clock.rule for clock in after.clocks.values() if clock.result is None} == {
        "matter.whole",
        "matter.labour.work",
        "matter.labour.note",
    }
    world.finish(case, "work", "done", by="专员")
    back = moved(world, case, newer(OLD), timedelta(hours=1), check="work")
    assert back.refusals[0].lacks == ("step_used:work",)
