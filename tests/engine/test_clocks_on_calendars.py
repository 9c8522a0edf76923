"""Limits of cases on calendars, counted by hand from facts that stand outside this program."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.calendars import calendars_of
from shouwen.engine.effects import MarkClock
from shouwen.engine.events import (
    CalendarPublished,
    FactCorrected,
    FactSet,
    Happened,
    TimeReached,
)
from shouwen.engine.plan import Compiled

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
Small = Callable[[str], Compiled]
HEAD = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {paper: notice, title: 通知单}
"""


def rules(due: str, step: str = "") -> str:
    return HEAD + (
        "- procedure: matter\n"
        f"  due: {{{due}}}\n"
        f"  steps: {{work: {{by: agent, due: {{{step}}}, out: {{done: end, again: work}}, rounds: {{most: none, why: 直至完成}}}}}}\n"
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# Outside facts: the State Council's calendar of 2026 (1 to 7 October off, 10 October worked), counted by hand.
NATIONAL = [date(2026, 10, day) for day in (1, 2, 5, 6, 7)]


@pytest.mark.parametrize(
    ("within", "opened", "due"),
    [
        ("3wd", "2026-09-29 10:00", "2026-10-09 18:00"),
        ("4wd", "2026-09-29 10:00", "2026-10-10 18:00"),
        ("9wh", "2026-09-30 17:00", "2026-10-08 18:00"),
        ("24h", "2026-09-30 17:00", "2026-10-01 17:00"),
        ("3d", "2026-09-30 17:00", "2026-10-04 00:00"),
        ("1mo", "2026-01-31 10:00", "2026-03-01 00:00"),
        ("30min", "2026-12-31 23:45", "2027-01-01 00:15"),
    ],
)
def test_limits_on_the_national_calendar_counted_by_hand(
    small: Small, world_of: Any, within: str, opened: str, due: str
) -> None:
    compiled = small(rules(f"answer: {{within: {within}, until: customer.answered}}"))
    world = world_of(compiled)
    world.calendars = calendars_of(compiled.rulebook.header, off=NATIONAL, work=[date(2026, 10, 10)])
    world.start(at(opened))
    assert world.clock("matter.answer#1").due_at == at(due)


def test_a_published_calendar_moves_what_was_provisional(small: Small, world_of: Any) -> None:
    compiled = small(rules("answer: {within: 3wd, until: customer.answered}"))
    world = world_of(compiled)
    world.calendars = calendars_of(compiled.rulebook.header, known_until=date(2026, 9, 30))
    case = world.start(at("2026-09-29 10:00"))
    assert world.clock("matter.answer#1").provisional
    assert world.clock("matter.answer#1").due_at == at("2026-10-02 18:00")
    world.calendars = calendars_of(compiled.rulebook.header, off=NATIONAL, work=[date(2026, 10, 10)])
    world.happen(case, CalendarPublished(at=at("2026-09-30 09:00"), calendar="office"))
    moved = world.clock("matter.answer#1")
    assert (moved.due_at, moved.provisional) == (at("2026-10-09 18:00"), False)


def test_same_day_ends_with_the_civil_day_of_the_unit(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("answer: {from: case.opened, by: end_of_day, until: customer.answered}")))
    world.start(at("2026-03-02 23:30"))
    assert world.clock("matter.answer#1").due_at == at("2026-03-03 00:00")


def test_a_limit_that_fell_away_runs_again_from_its_anchor_when_it_holds_again(small: Small, world_of: Any) -> None:
    world = world_of(small(rules("normal: {within: 24h, until: customer.answered, while: {case.urgent: false}}")))
    case = world.start()
    world.do(case, FactSet(at=AT + timedelta(hours=3), facts={"case.urgent": True}))
    assert world.clock("matter.normal#1").result == "excused"
    world.do(case, FactSet(at=AT + timedelta(hours=5), facts={"case.urgent": False}))
    assert (world.clock("matter.normal#1").result, world.clock("matter.normal#1").due_at) == (
        None,
        AT + timedelta(hours=24),
    )
    world.do(case, Happened(at=AT + timedelta(hours=6), name="customer.answered"))
    world.do(case, FactSet(at=AT + timedelta(hours=7), facts={"case.urgent": False}))
    assert world.clock("matter.normal#1").result == "met"


def test_a_limit_that_was_stopped_by_a_rule_stays_stopped(small: Small, world_of: Any) -> None:
    text = rules("answer: {within: 24h, until: customer.answered}").replace(
        "  steps:", "  anytime: [{upon: customer.agreed, do: [{stop: answer}]}]\n  steps:"
    )
    world = world_of(small(text))
    case = world.start()
    world.do(case, Happened(at=AT + timedelta(hours=1), name="customer.agreed"))
    world.do(case, Happened(at=AT + timedelta(hours=2), name="case.opened"))
    assert world.clock("matter.answer#1").result == "excused"


def test_a_correction_of_something_else_moves_nothing(small: Small, world_of: Any) -> None:
    world = world_of(
        small(rules("answer: {within: 24h, until: customer.answered}", "reply: {from: step.opened, within: 2h}"))
    )
    case = world.start()
    other = FactCorrected(at=AT + timedelta(hours=1), by="专员", facts={"case.via": "phone"}, reason="录错")
    assert world.do(case, other).effects == ()
    assert world.do(case, CalendarPublished(at=AT + timedelta(hours=1), calendar="office")).effects == ()


def test_a_day_that_a_fact_names_ends_the_limit_and_moves_it(small: Small, world_of: Any) -> None:
    due = "reply: {from: case.opened, by: {fact: plan.reply_on}, until: customer.answered}"
    world = world_of(small(rules(due)))
    case = world.start()
    assert not world.cases[case].clocks
    world.do(case, FactSet(at=AT + timedelta(hours=1), facts={"plan.reply_on": "2026-03-05"}))
    assert world.clock("matter.reply#1").due_at == at("2026-03-06 00:00")
    world.do(case, FactSet(at=AT + timedelta(hours=2), facts={"plan.reply_on": "2026-03-04T15:00:00+08:00"}))
    assert world.clock("matter.reply#1").due_at == at("2026-03-04 15:00")


@pytest.mark.parametrize(
    ("by", "opened", "due"),
    [
        ("next_month.10", "2026-03-02 09:00", "2026-04-11 00:00"),
        ("this_month.end", "2026-03-02 09:00", "2026-04-01 00:00"),
        ("this_year.6.end", "2026-03-02 09:00", "2026-07-01 00:00"),
        ("next_month.end", "2026-01-31 09:00", "2026-03-01 00:00"),
        ("next_week.5", "2026-03-04 09:00", "2026-03-14 00:00"),
        ("next_year.1.end", "2026-05-05 09:00", "2027-02-01 00:00"),
        ("next_quarter.1", "2026-05-05 09:00", "2026-07-02 00:00"),
    ],
)
def test_days_of_periods_counted_by_hand(small: Small, world_of: Any, by: str, opened: str, due: str) -> None:
    world = world_of(small(rules(f"report: {{from: case.opened, by: {by}, until: report.sent}}")))
    world.start(at(opened))
    assert world.clock("matter.report#1").due_at == at(due)


@pytest.mark.parametrize(
    ("warn", "within", "warned"),
    [
        ("50%", "4h", "2026-03-02 11:00"),
        ("30min", "4h", "2026-03-02 12:30"),
        ("1wh", "8wh", "2026-03-02 17:00"),
        ("2wh", "1wd", "2026-03-03 16:00"),
        ("1d", "3d", "2026-03-05 00:00"),
        ("1w", "1mo", "2026-03-27 00:00"),
        ("3d", "2h", "2026-03-02 09:00"),
    ],
)
def test_warnings_come_a_share_or_a_span_before_the_end(
    small: Small, world_of: Any, warn: str, within: str, warned: str
) -> None:
    world = world_of(small(rules(f"answer: {{within: {within}, warn: {warn}, until: customer.answered}}")))
    world.start()
    assert world.clock("matter.answer#1").warn_at == at(warned)


def test_a_row_of_limits_ends_when_its_condition_does(small: Small, world_of: Any) -> None:
    due = "care: {from: case.opened, repeat: {every: 1d}, while: {case.urgent: false}, until: customer.called}"
    for urgent in (False, True):
        world = world_of(small(rules(due)))
        case = world.start()
        world.do(case, Happened(at=AT + timedelta(hours=1), name="customer.called", facts={"case.urgent": urgent}))
        assert world.clock("matter.care#1").result == "met"
        assert ("matter.care#1.2" in world.cases[case].clocks) is not urgent


def test_a_late_look_tells_what_came_in_the_order_in_which_it_came(small: Small, world_of: Any) -> None:
    due = "late: {within: 3h, until: customer.answered}, early: {within: 2h, until: customer.answered}"
    world = world_of(small(rules(due)))
    case = world.start()
    world.happen(case, TimeReached(at=AT + timedelta(hours=5)))
    marks = [(each.at - AT) / timedelta(minutes=1) for each in world.effects(MarkClock)]
    assert marks == [90, 120, 135, 180]


def test_a_row_of_limits_ends_with_its_step(small: Small, world_of: Any) -> None:
    step = "inform: {from: step.opened, repeat: {every: 2h}, until: customer.informed}"
    world = world_of(small(rules("", step)))
    case = world.start()
    world.do(case, Happened(at=AT + timedelta(hours=1), name="customer.informed"))
    world.run_to(AT + timedelta(hours=5))
    world.finish(case, "work", "again", at=AT + timedelta(hours=7))
    ends = {key: clock.result for key, clock in world.cases[case].clocks.items()}
    assert ends == {
        "matter.work.inform#1": "met",
        "matter.work.inform#1.2": "late",
        "matter.work.inform#1.3": "late",
        "matter.work.inform#1.4": "excused",
        "matter.work.inform#2": None,
    }


def test_a_limit_whose_condition_fails_does_not_start_with_its_anchor(small: Small, world_of: Any) -> None:
    due = "reply: {from: customer.called, within: 2h, until: customer.answered, while: {case.urgent: true}}"
    world = world_of(small(rules(due)))
    case = world.start()
    world.do(case, Happened(at=AT + timedelta(hours=1), name="customer.called"))
    assert not world.cases[case].clocks
    world.do(case, FactSet(at=AT + timedelta(hours=2), facts={"case.urgent": True}))
    assert world.clock("matter.reply#1").due_at == AT + timedelta(hours=3)
