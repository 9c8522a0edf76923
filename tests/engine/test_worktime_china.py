"""Working days against the published Chinese holidays, and against their number fixed by law."""

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.calendar import WorkCalendar, calendar_from_days
from shouwen.engine.worktime import add, working_days_between
from shouwen.rulebook.span import Span

DAY = timedelta(days=1)
OFFICE = ((540, 720), (810, 1080))
FIRST, LAST = date(2011, 1, 1), date(2026, 12, 31)


def china() -> WorkCalendar:
    """Monday to Friday, with every published day that differs from it."""
    days = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
    off = tuple(day for day in days if day.weekday() < 5 and chinese_calendar.is_holiday(day))
    worked = {day: OFFICE for day in days if day.weekday() >= 5 and chinese_calendar.is_workday(day)}
    week = (*(OFFICE,) * 5, (), ())
    return calendar_from_days("china", "Asia/Shanghai", week, off_days=off, work_days=worked, known_until=LAST)


CHINA = china()


def close(day: date) -> datetime:
    """Ten in the morning UTC is six in the evening in China, all year round."""
    return datetime.combine(day, time(10), UTC)


@given(st.integers(0, (date(2026, 6, 30) - FIRST).days), st.integers(0, 1439), st.integers(1, 60))
def test_the_nth_working_day_is_the_one_the_published_list_gives(days: int, minute: int, n: int) -> None:
    day = FIRST + days * DAY
    start = datetime.combine(day, time.min, UTC) - timedelta(hours=8) + timedelta(minutes=minute)
    left, last = n, day
    while left:
        last += DAY
        left -= chinese_calendar.is_workday(last)
    assert add(start, Span(n, "wd"), CHINA).at == close(last)
    assert working_days_between(day, last, CHINA) == n


@given(st.integers(0, (date(2025, 12, 31) - FIRST).days), st.integers(0, 300))
def test_working_days_between_two_days_are_those_of_the_list(days: int, length: int) -> None:
    first = FIRST + days * DAY
    last = first + length * DAY
    published = chinese_calendar.get_workdays(first, last)
    assert working_days_between(first - DAY, last, CHINA) == len(published)


@pytest.mark.parametrize(
    ("year", "days", "weekends", "holidays"),
    [(2014, 365, 104, 11), (2023, 365, 105, 11), (2024, 366, 104, 11), (2025, 365, 104, 13), (2026, 365, 104, 13)],
)
def test_a_year_has_its_days_less_weekends_and_legal_holidays(
    year: int, days: int, weekends: int, holidays: int
) -> None:
    # The days worked in exchange make up for the bridges, so only the holidays of the law are lost.
    counted = working_days_between(date(year - 1, 12, 31), date(year, 12, 31), CHINA)
    assert counted == days - weekends - holidays


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 9, 24), 6, date(2026, 10, 10)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),
        (date(2026, 4, 30), 1, date(2026, 5, 6)),
    ],
)
def test_known_holidays(start: date, n: int, last: date) -> None:
    assert add(datetime.combine(start, time(3), UTC), Span(n, "wd"), CHINA).at == close(last)
