"""A promise outlives the edition under which it was made: the customer was told a time, whatever the new text says of promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import Notify, RecordFinding, StopClock
from shouwen.engine.events import ActRequested, CaseMigrated, PromiseMade
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Running

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
CASE = "matter-1"
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- procedure: matter
  due: {LIMITS}
  steps:
    work: {by: agent, out: {done: check}}
    check: {by: boss, out: {done: end}}
"""
AGREED = "agreed: {title: 约定时间答复, from: promise.made, by: {fact: promise.reply_at}, until: customer.answered, promise: true}"
SOON = "soon: {title: 约定后尽快答复, from: promise.made, within: 90min, until: customer.answered}"
ASLEEP = AGREED.replace("promise: true", "while: {x.on: true}, promise: true")
OTHER = AGREED.replace("agreed:", "kept_word:")
WORDS = {"": "given_word", AGREED: "agreed", OTHER: "kept_word", ASLEEP: "given_word"}


@pytest.fixture(scope="module")
def towns(small: Small, world_of: Any) -> Callable[[str, str], tuple[Town, Compiled]]:
    """A case under one text of the limits, and the edition with the other."""
    made: dict[str, Compiled] = {}

    def compiled(limits: str) -> Compiled:
        if limits not in made:
            made[limits] = small(RULES.replace("LIMITS", limits))
        return made[limits]

    def town(older: str, newer: str) -> tuple[Town, Compiled]:
        found: Town = world_of(compiled(older), {"x.on": False})
        found.start()
        return found, replace(compiled(newer), key="SMALL/2")

    return town


def promise(town: Town, at: datetime, reply_at: datetime) -> None:
    town.do(CASE, PromiseMade(at=at, by="专员", promise_id=f"{at}", reply_at=reply_at))


def move(town: Town, newer: Compiled, at: datetime) -> None:
    town.run_to(at)
    town.compiled = newer
    town.happen(CASE, CaseMigrated(at=at, edition="SMALL/2", steps={}, reason="新版施行"))


def running(town: Town) -> list[Running]:
    return [clock for clock in town.cases[CASE].clocks.values() if clock.promise and clock.result is None]


def test_the_story_of_a_promise_that_went_over_and_was_broken(towns: Any) -> None:
    town, newer = towns(AGREED, "")
    promise(town, MORNING, MORNING + 6 * HOUR)
    move(town, newer, MORNING + HOUR)
    (kept,) = running(town)
    assert (kept.title, kept.from_at, kept.due_at) == ("答应客户的时间", MORNING, MORNING + 6 * HOUR)
    town.run_to(MORNING + 7 * HOUR)
    told = [(each.kind, each.about) for each in town.effects(Notify) if each.kind == "clock.missed"]
    assert told == [("clock.missed", kept.clock)]
    town.do(CASE, ActRequested(at=MORNING + 8 * HOUR, by="专员", act="reply"))
    assert town.effects(StopClock)[-1].late_seconds == 2 * 3600


def test_the_story_of_one_that_was_kept_or_replaced_afterwards(towns: Any) -> None:
    kept, newer = towns(AGREED, "")
    promise(kept, MORNING, MORNING + 6 * HOUR)
    move(kept, newer, MORNING + HOUR)
    kept.do(CASE, ActRequested(at=MORNING + 5 * HOUR, by="专员", act="reply"))
    assert (kept.effects(StopClock)[-1].result, running(kept)) == ("met", [])
    replaced, newer = towns(AGREED, "")
    promise(replaced, MORNING, MORNING + 6 * HOUR)
    move(replaced, newer, MORNING + HOUR)
    promise(replaced, MORNING + 2 * HOUR, MORNING + 9 * HOUR)
    assert [clock.due_at for clock in running(replaced)] == [MORNING + 9 * HOUR]


def test_what_was_answered_or_broken_before_does_not_begin_again(towns: Any) -> None:
    answered, newer = towns(AGREED, "")
    promise(answered, MORNING, MORNING + 6 * HOUR)
    answered.do(CASE, ActRequested(at=MORNING + HOUR, by="专员", act="reply"))
    move(answered, newer, MORNING + 2 * HOUR)
    assert running(answered) == []
    broken, newer = towns(AGREED, "")
    promise(broken, MORNING, MORNING + 2 * HOUR)
    move(broken, newer, MORNING + 3 * HOUR)
    assert running(broken) == []
    (old,) = (clock for clock in broken.cases[CASE].clocks.values() if clock.promise)
    assert (old.missed, old.result) == (True, "late")


def test_a_span_of_the_old_text_gives_way_to_the_time_that_was_told(towns: Any) -> None:
    town, newer = towns(SOON, "")
    promise(town, MORNING, MORNING + 6 * HOUR)
    assert [clock.due_at for clock in running(town)] == [MORNING + timedelta(minutes=90)]
    move(town, newer, MORNING + HOUR)
    assert [clock.due_at for clock in running(town)] == [MORNING + 6 * HOUR]


def test_one_of_two_rules_that_is_left_counts_on_alone(towns: Any) -> None:
    town, newer = towns(f"{AGREED}, {SOON}", AGREED)
    promise(town, MORNING, MORNING + 6 * HOUR)
    before = town.cases[CASE].clocks["matter.agreed#1"]
    move(town, newer, MORNING + HOUR)
    assert running(town) == [before]


@settings(max_examples=60, deadline=None)
@given(
    older=st.sampled_from(sorted(WORDS)),
    newer=st.sampled_from(sorted(WORDS)),
    made=st.lists(st.tuples(st.integers(5, 90), st.integers(60, 600)), min_size=1, max_size=3),
    wait=st.integers(1, 50),
)
def test_law_the_newest_promise_has_one_limit_at_its_time_under_any_edition(
    towns: Any, older: str, newer: str, made: list[tuple[int, int]], wait: int
) -> None:
    town, edition = towns(older, newer)
    at = reply_at = MORNING
    for minutes, ahead in made:
        at += timedelta(minutes=minutes)
        reply_at = at + timedelta(minutes=ahead)
        promise(town, at, reply_at)
    move(town, edition, at + timedelta(minutes=wait))
    newest = [clock for clock in running(town) if clock.from_at == at]
    # Each promise was given for an hour ahead at least, so the newest is still to be kept.
    assert [clock.due_at for clock in newest] == [reply_at]
    # The text of the new edition goes first; what nobody wrote stands in for it.
    assert newest[0].rule == f"matter.{WORDS[newer]}"


@pytest.mark.parametrize("newer", sorted(WORDS))
@pytest.mark.parametrize("older", sorted(WORDS))
def test_law_what_was_judged_is_not_judged_again(towns: Any, older: str, newer: str) -> None:
    for how in ("broken", "kept"):
        town, edition = towns(older, newer)
        promise(town, MORNING, MORNING + 2 * HOUR)
        if how == "kept":
            town.do(CASE, ActRequested(at=MORNING + HOUR, by="专员", act="reply"))
        move(town, edition, MORNING + 3 * HOUR)
        town.run_to(MORNING + 9 * HOUR)
        told = [each.result for each in town.effects(RecordFinding)]
        assert told.count("broken" if how == "broken" else "kept") >= 1
        judged = {clock.rule for clock in town.cases[CASE].clocks.values() if clock.promise}
        assert len(judged) == 1
