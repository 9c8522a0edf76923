"""The way back from an end: instants counted by hand, and the way forth as the outside fact."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.calendar import LimitError, WorkCalendar, calendar_from_days
from shouwen.engine.lookback import before
from shouwen.engine.worktime import add, elapsed_working
from shouwen.rulebook.span import Span, parse_span

DAY = ((540, 720), (810, 1080))
OFFICE = calendar_from_days(
    "office", "Asia/Shanghai", (*(DAY,) * 5, (), ()), off_days=tuple(date(2026, 10, day) for day in range(1, 8))
)
NEW_YORK = WorkCalendar("office", "America/New_York", (((540, 1020),),) * 7)
NIGHT = WorkCalendar("night", "Asia/Shanghai", (((1320, 360),),) * 7)
ONCE = WorkCalendar("once", "Asia/Shanghai", ((),) * 7, {date(2026, 6, 10): DAY})


def at(text: str, cal: WorkCalendar = OFFICE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(cal.timezone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("end", "span", "expected"),
    [
        ("2026-06-09T10:00", "24h", "2026-06-08T10:00"),
        ("2026-06-09T10:00", "30min", "2026-06-09T09:30"),
        # open time: over lunch, over night, over National Day, over the turn of the year
        ("2026-06-09T14:00", "2wh", "2026-06-09T10:30"),
        ("2026-06-09T10:00", "90wmin", "2026-06-08T17:30"),
        ("2026-10-08T10:00", "2wh", "2026-09-30T17:00"),
        ("2027-01-01T10:00", "2wh", "2026-12-31T17:00"),
        # the first open hour of a year, not the last close of the year before
        ("2026-01-01T10:00", "1wh", "2026-01-01T09:00"),
        ("2026-06-08T08:00", "1wh", "2026-06-05T17:00"),
        ("2026-06-08T08:00", "0wh", "2026-06-08T08:00"),
        # the last instant: all of lunch leaves the same four and a half hours
        ("2026-06-08T18:00", "270wmin", "2026-06-08T13:30"),
        # days are whole, and midnight closes the day before it
        ("2026-06-09T00:00", "0d", "2026-06-08T00:00"),
        ("2026-06-09T00:00", "1d", "2026-06-07T00:00"),
        ("2026-06-09T00:00:00.000001", "0d", "2026-06-09T00:00"),
        ("2026-06-09T00:01", "1d", "2026-06-08T00:00"),
        ("2026-06-09T00:00", "1w", "2026-06-01T00:00"),
        ("2026-04-01T00:00", "1mo", "2026-02-28T00:00"),
        ("2026-04-01T00:00", "1q", "2025-12-31T00:00"),
        ("2026-04-01T00:00", "1y", "2025-03-31T00:00"),
        # working days begin with their first window
        ("2026-06-09T18:00", "1wd", "2026-06-08T09:00"),
        ("2026-06-08T18:00", "1wd", "2026-06-05T09:00"),
        ("2026-10-08T18:00", "2wd", "2026-09-29T09:00"),
        ("2027-01-01T18:00", "1wd", "2026-12-31T09:00"),
        ("2026-01-02T18:00", "1wd", "2026-01-01T09:00"),
        ("2028-12-31T18:00", "0wd", "2028-12-31T18:00"),
        ("2026-06-07T18:00", "1wd", "2026-06-05T09:00"),
        ("2026-06-08T18:00", "0wd", "2026-06-08T09:00"),
        ("2026-06-07T18:00", "0wd", "2026-06-07T18:00"),
        ("2026-06-08T08:00", "0wd", "2026-06-08T08:00"),
    ],
)
def test_the_way_back(end: str, span: str, expected: str) -> None:
    assert before(at(end), parse_span(span), OFFICE) == at(expected)


def test_over_the_change_of_clocks_and_past_midnight() -> None:
    assert before(at("2026-03-08T12:00", NEW_YORK), Span(24, "h"), NEW_YORK) == at("2026-03-07T11:00", NEW_YORK)
    assert before(at("2026-03-08T12:00", NEW_YORK), Span(0, "d"), NEW_YORK) == at("2026-03-08T00:00", NEW_YORK)
    assert before(at("2026-03-08T12:00", NEW_YORK), Span(4, "wh"), NEW_YORK) == at("2026-03-07T16:00", NEW_YORK)
    assert before(at("2027-01-01T07:00", NIGHT), Span(7, "wh"), NIGHT) == at("2026-12-31T23:00", NIGHT)


@given(st.integers(0, 60 * 24 * 60), st.integers(1, 5000))
def test_what_is_left_from_there_is_the_span_and_no_later_instant_has_it(minute: int, amount: int) -> None:
    end = at("2026-09-20T00:00") + timedelta(minutes=minute)
    found = before(end, Span(amount, "wmin"), OFFICE)
    assert elapsed_working(found, end, OFFICE) == timedelta(minutes=amount)
    assert elapsed_working(found + timedelta(microseconds=1), end, OFFICE) < timedelta(minutes=amount)
    due = add(found, Span(amount, "wmin"), OFFICE).at
    assert due is not None
    assert due <= end


@pytest.mark.parametrize("span", ["450wmin", "1wd"])
def test_the_first_year_counts(span: str) -> None:
    first = WorkCalendar("first", "UTC", ((),) * 7, {date(1900, 6, 1): DAY})
    assert before(datetime(1902, 1, 1, tzinfo=UTC), parse_span(span), first) == datetime(1900, 6, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("span", ["1wh", "1wd"])
def test_a_calendar_that_had_not_begun_is_refused(span: str) -> None:
    with pytest.raises(LimitError, match="There are no"):
        before(at("2026-06-09T10:00"), parse_span(span), ONCE)
