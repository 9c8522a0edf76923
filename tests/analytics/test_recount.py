"""Limits counted from the file agree with a count written in another way, and with the engine's."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from tests.analytics.files import REAL, needs_real_file

from shouwen.analytics.recount import Answered, Limit, NotCountable, disagreements, end_of, verdict
from shouwen.analytics.source import Message, read_source
from shouwen.engine.calendar import calendar_from_days
from shouwen.engine.worktime import add
from shouwen.rulebook.model import CalendarRule
from shouwen.rulebook.span import parse_span

ZONE = ZoneInfo("Asia/Shanghai")
CHINA = CalendarRule(days="china")
FAR = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN = {"72h": 15.9, "168h": 35.2, "360h": 61.5, "720h": 83.6}


def limit(span: str, calendar: CalendarRule = CHINA) -> Limit:
    return Limit(span, span, (), parse_span(span), calendar, "Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("span", "opened", "end"),
    [
        ("72h", "2019-04-22 09:32:09", "2019-04-25 09:32:09"),
        # Sunday the 29th of September and Saturday the 12th of October 2019 were worked.
        ("5wd", "2019-09-27 16:00:00", "2019-10-11 00:00:00"),
        ("7wd", "2019-09-27 16:00:00", "2019-10-13 00:00:00"),
        # A message on a day off counts from the first day worked.
        ("1wd", "2019-10-05 08:00:00", "2019-10-09 00:00:00"),
        # Saturday the 31st of December 2011 was worked for the Tuesday of the New Year.
        ("1wd", "2011-12-30 10:00:00", "2012-01-01 00:00:00"),
        ("2wd", "2011-12-30 10:00:00", "2012-01-05 00:00:00"),
        ("3d", "2019-04-22 23:59:59", "2019-04-26 00:00:00"),
    ],
)
def test_where_a_limit_ends(span: str, opened: str, end: str) -> None:
    assert end_of(at(opened), limit(span)) == at(end)


def test_a_calendar_with_hours_closes_with_its_last_window() -> None:
    office = CalendarRule(days="weekdays", hours=("09:00-12:00", "13:30-18:00"))
    assert end_of(at("2019-10-04 10:00:00"), limit("1wd", office)) == at("2019-10-07 18:00:00")


def test_what_it_cannot_count_is_said() -> None:
    with pytest.raises(NotCountable, match="1mo"):
        end_of(at("2019-10-04 10:00:00"), limit("1mo"))


def test_the_instant_of_the_limit_is_still_in_time_and_nothing_is_late_before_it_is_over() -> None:
    opened, end = at("2019-04-22 09:32:09"), at("2019-04-25 09:32:09")
    second = timedelta(seconds=1)
    assert verdict(Answered("1", opened, end), limit("72h"), FAR) == "kept"
    assert verdict(Answered("1", opened, end + second), limit("72h"), FAR) == "late"
    assert verdict(Answered("1", opened, None), limit("72h"), end) == "open"
    assert verdict(Answered("1", opened, None), limit("72h"), end + second) == "late"
    # A reply that is still to come at that instant is none.
    assert verdict(Answered("1", opened, end - second), limit("72h"), end - 2 * second) == "open"


def test_disagreements_name_what_each_side_says() -> None:
    found = disagreements({("1", "a"): "kept", ("2", "a"): "late"}, {("1", "a"): "late", ("2", "a"): "late"})
    assert found == [("1", "a", "kept", "late")]


def real() -> tuple[Message, ...]:
    return read_source(REAL, zone="Asia/Shanghai", now=FAR).messages


def worked_between(first: date, last: date) -> int:
    """Days worked strictly between two days."""
    days = (last - first).days
    return sum(1 for n in range(1, days) if chinese_calendar.is_workday(first + timedelta(days=n)))


@needs_real_file
@pytest.mark.parametrize(("span", "known"), KNOWN.items())
def test_known_shares_of_the_real_messages(span: str, known: float) -> None:
    rows = real()
    kept = sum(
        verdict(Answered(row.source_id, row.opened_at, row.replied_at), limit(span), FAR) == "kept" for row in rows
    )
    assert round(100 * kept / len(rows), 1) == known


@needs_real_file
@pytest.mark.parametrize("days", [5, 7, 15])
def test_working_days_of_the_real_messages_three_times_counted(days: int) -> None:
    """Day by day from the start, by the days worked in between, and by the engine."""
    off = tuple(day for day in chinese_calendar.constants.holidays if day.weekday() < 5)
    worked = {day: ((0, 1440),) for day in chinese_calendar.constants.workdays if day.weekday() >= 5}
    week = (((0, 1440),),) * 5 + ((),) * 2
    calendar = calendar_from_days("china", "Asia/Shanghai", week, off_days=off, work_days=worked)
    span = parse_span(f"{days}wd")
    for row in real():
        assert row.replied_at is not None
        came, answered = row.opened_at.astimezone(ZONE), row.replied_at.astimezone(ZONE)
        by_days = worked_between(came.date(), answered.date()) < days
        by_walk = verdict(Answered(row.source_id, came, answered), limit(f"{days}wd"), FAR) == "kept"
        due = add(row.opened_at, span, calendar).at
        assert due is not None
        assert by_days == by_walk == (answered <= due), row.source_id
