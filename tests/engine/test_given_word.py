"""What a customer was promised is a limit under any rulebook; and a limit that is asked for too late is judged by what was done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import Notify, StopClock
from shouwen.engine.events import ActRequested, FactSet, Happened, PromiseMade
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
OWN = "matter.given_word#1"
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- procedure: matter
  due: {CASE}
  steps:
    work: {by: agent, out: {done: call}}
    call: {by: agent, act: reply, out: {told: last, not_reached: last}}
    last: {by: boss, out: {done: end}}
"""


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(case: str = "", **facts: Any) -> Town:
        town: Town = world_of(small(RULES.replace("CASE", case)), facts)
        town.start()
        return town

    return make


def promised(town: Town, hours: int, *, at: datetime = MORNING) -> None:
    town.do("matter-1", PromiseMade(at=at, by="专员", promise_id=str(hours), reply_at=MORNING + hours * HOUR))


def answered(town: Town, at: datetime) -> None:
    town.do("matter-1", ActRequested(at=at, by="专员", act="reply"))


def test_it_ends_at_the_promised_instant_whatever_the_calendar_and_cites_nothing(town_of: Any) -> None:
    town = town_of()
    promised(town, 40)
    clock = town.clock(OWN)
    assert (clock.from_at, clock.due_at, clock.promise, clock.cites) == (MORNING, MORNING + 40 * HOUR, True, ())
    town.run_to(MORNING + 41 * HOUR)
    told = [(each.kind, each.about) for each in town.effects(Notify) if each.kind.startswith("clock.")]
    assert told == [("clock.warned", OWN), ("clock.missed", OWN)]


def test_each_way_of_answering_keeps_it(town_of: Any) -> None:
    by_reply, by_step, by_rule = (
        town_of(),
        town_of(),
        town_of("told: {title: 告知, promise: true, within: 9h, until: x.said}"),
    )
    for town in (by_reply, by_step, by_rule):
        promised(town, 4)
    answered(by_reply, MORNING + HOUR)
    by_step.finish("matter-1", "work", "done", "专员", at=MORNING + HOUR)
    assert by_step.clock(OWN).result is None
    by_step.finish("matter-1", "call", "told", "专员", at=MORNING + 2 * HOUR)
    by_rule.do("matter-1", Happened(at=MORNING + HOUR, name="x.said"))
    assert [town.clock(OWN).result for town in (by_reply, by_step, by_rule)] == ["met"] * 3


def test_a_call_that_reached_nobody_does_not_keep_it(town_of: Any) -> None:
    town = town_of()
    promised(town, 4)
    town.finish("matter-1", "work", "done", "专员", at=MORNING + HOUR)
    town.finish("matter-1", "call", "not_reached", "专员", at=MORNING + 2 * HOUR)
    assert town.clock(OWN).result is None


def test_the_rule_of_an_edition_goes_first_and_where_it_does_not_run_the_promise_still_does(town_of: Any) -> None:
    rule = "agreed: {title: 约定, from: promise.made, by: {fact: promise.reply_at}, until: customer.answered, while: {x.on: true}}"
    town = town_of(rule, **{"x.on": True})
    promised(town, 4)
    assert OWN not in town.cases["matter-1"].clocks
    asleep = town_of(rule, **{"x.on": False})
    promised(asleep, 4)
    assert [*asleep.cases["matter-1"].clocks] == [OWN]


def test_a_rule_that_wakes_later_takes_the_promise_over_and_it_is_counted_once(town_of: Any) -> None:
    rule = "agreed: {title: 约定, from: promise.made, by: {fact: promise.reply_at}, until: customer.answered, while: {x.on: true}}"
    town = town_of(rule, **{"x.on": False})
    promised(town, 4)
    town.do("matter-1", FactSet(at=MORNING + HOUR, facts={"x.on": True}))
    clocks = town.cases["matter-1"].clocks
    assert {key: clock.result for key, clock in clocks.items()} == {OWN: "excused", "matter.agreed#1": None}
    assert clocks["matter.agreed#1"].due_at == MORNING + 4 * HOUR
    broken = town_of(rule, **{"x.on": False})
    promised(broken, 4)
    broken.do("matter-1", FactSet(at=MORNING + 5 * HOUR, facts={"x.on": True}))
    assert [*broken.cases["matter-1"].clocks] == [OWN]


def test_what_is_done_already_when_its_condition_comes_to_hold_is_judged_by_its_own_instant(town_of: Any) -> None:
    limit = "same: {title: 当日, within: 3h, until: x.done, while: {x.asked: true}}"
    for hours, verdict, late in ((2, "met", 0), (5, "late", 2 * 3600)):
        town = town_of(limit)
        town.do("matter-1", Happened(at=MORNING + hours * HOUR, name="x.done"))
        town.do("matter-1", FactSet(at=MORNING + 8 * HOUR, facts={"x.asked": True}))
        (stop,) = town.effects(StopClock)
        assert (stop.result, stop.at, stop.late_seconds) == (verdict, MORNING + hours * HOUR, late)
