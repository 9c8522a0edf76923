"""Limits whose end was worked out by hand: holidays, shifts, clock changes, pauses."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.calendar import WorkCalendar, always_open, calendar_from_days
from shouwen.engine.worktime import (
    Due,
    Pause,
    add,
    add_open,
    elapsed_working,
    end_of_day,
)
from shouwen.rulebook.span import Span, parse_span

WEEKDAY = ((540, 720), (810, 1080))  # 09:00-12:00 13:30-18:00, 7.5 hours
SPRING_FESTIVAL = tuple(date(2026, 2, day) for day in range(15, 24))
MID_AUTUMN = (date(2026, 9, 25),)
NATIONAL_DAY = tuple(date(2026, 10, day) for day in range(1, 8))
MADE_UP = {date(2026, 2, 14): WEEKDAY, date(2026, 2, 28): WEEKDAY, date(2026, 10, 10): WEEKDAY}
OFFICE = calendar_from_days(
    "office",
    "Asia/Shanghai",
    (*(WEEKDAY,) * 5, (), ()),
    off_days=(*SPRING_FESTIVAL, *MID_AUTUMN, *NATIONAL_DAY),
    work_days=MADE_UP,
    known_until=date(2026, 12, 31),
)
NIGHT = WorkCalendar("night", "Asia/Shanghai", (((1320, 360),),) * 7)
EVENING = WorkCalendar("evening", "Asia/Shanghai", (((1200, 1440),),) * 7, known_until=date(2026, 12, 31))
NEW_YORK_NIGHT = WorkCalendar("night", "America/New_York", (((1320, 360),),) * 7)
NEW_YORK = WorkCalendar("office", "America/New_York", (*(((540, 1020),),) * 5, (), ()))
BEIRUT = always_open("desk", "Asia/Beirut")


def at(text: str, calendar: WorkCalendar = OFFICE) -> datetime:
    """A wall-clock reading of the calendar's zone; 24:00 is the midnight after."""
    day, clock = text.split()
    if clock == "24:00":
        midnight = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min)
        return midnight.replace(tzinfo=ZoneInfo(calendar.timezone)).astimezone(UTC)
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(calendar.timezone)).astimezone(UTC)


def due(start: str, span: str, *pauses: tuple[str, str | None], cal: WorkCalendar = OFFICE, roll: bool = False) -> Due:
    breaks: list[Pause] = [(at(s, cal), None if e is None else at(e, cal)) for s, e in pauses]
    return add(at(start, cal), parse_span(span), cal, breaks, roll=roll)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-03-02 10:00", "24h", "2026-03-03 10:00"),
        ("2026-02-14 17:50", "30min", "2026-02-14 18:20"),
        # civil days: the first is left out, holidays count, a month's missing day is its last
        ("2026-09-30 10:00", "1d", "2026-10-01 24:00"),
        ("2026-09-30 23:59", "1d", "2026-10-01 24:00"),
        ("2026-10-01 00:00", "1d", "2026-10-02 24:00"),
        ("2026-03-02 10:00", "0d", "2026-03-02 24:00"),
        ("2026-03-02 10:00", "2w", "2026-03-16 24:00"),
        ("2026-01-31 09:00", "1mo", "2026-02-28 24:00"),
        ("2026-01-31 09:00", "2mo", "2026-03-31 24:00"),
        ("2026-01-31 09:00", "3mo", "2026-04-30 24:00"),
        ("2028-01-31 09:00", "1mo", "2028-02-29 24:00"),
        ("2026-11-30 09:00", "1q", "2027-02-28 24:00"),
        ("2026-12-15 09:00", "1mo", "2027-01-15 24:00"),
        ("2028-02-29 09:00", "1y", "2029-02-28 24:00"),
        # working days around Mid-Autumn, National Day and the Saturday worked in exchange
        ("2026-09-24 10:00", "1wd", "2026-09-28 18:00"),
        ("2026-09-24 10:00", "5wd", "2026-10-09 18:00"),
        ("2026-09-24 10:00", "6wd", "2026-10-10 18:00"),
        ("2026-09-24 10:00", "7wd", "2026-10-12 18:00"),
        ("2026-10-03 10:00", "1wd", "2026-10-08 18:00"),
        ("2026-02-13 20:00", "1wd", "2026-02-14 18:00"),
        ("2026-02-14 10:00", "1wd", "2026-02-24 18:00"),
        ("2026-02-27 10:00", "1wd", "2026-02-28 18:00"),
        # no working day at all: the first close not before the start
        ("2026-03-02 10:00", "0wd", "2026-03-02 18:00"),
        ("2026-03-02 18:00", "0wd", "2026-03-02 18:00"),
        ("2026-03-02 18:01", "0wd", "2026-03-03 18:00"),
        ("2026-03-01 10:00", "0wd", "2026-03-02 18:00"),
        # working hours: over lunch, over the made-up Saturday, over Spring Festival
        ("2026-03-02 11:30", "1wh", "2026-03-02 14:00"),
        ("2026-03-02 11:30", "30wmin", "2026-03-02 12:00"),
        ("2026-03-02 11:30", "31wmin", "2026-03-02 13:31"),
        ("2026-03-02 12:30", "0wh", "2026-03-02 12:30"),
        ("2026-02-13 16:00", "8wh", "2026-02-14 16:30"),
        ("2026-02-13 16:00", "16wh", "2026-02-24 17:00"),
        ("2026-12-31 17:00", "2wh", "2027-01-01 10:00"),
    ],
)
def test_a_limit_ends_at_the_instant_counted_by_hand(start: str, span: str, end: str) -> None:
    assert due(start, span).at == at(end)


@pytest.mark.parametrize(
    ("calendar", "start", "span", "end"),
    [
        # a shift past midnight belongs to the day it starts on
        (NIGHT, "2026-06-01 23:00", "8wh", "2026-06-02 23:00"),
        (NIGHT, "2026-06-01 23:00", "7wh", "2026-06-02 06:00"),
        (NIGHT, "2026-06-02 05:00", "2wh", "2026-06-02 23:00"),
        (NIGHT, "2026-12-31 23:00", "8wh", "2027-01-01 23:00"),
        (NIGHT, "2026-12-31 05:00", "9wh", "2027-01-01 06:00"),
        (NIGHT, "2026-06-01 23:00", "1wd", "2026-06-03 06:00"),
        (NIGHT, "2026-06-02 05:00", "0wd", "2026-06-02 06:00"),
        (NIGHT, "2027-01-01 05:00", "0wd", "2027-01-01 06:00"),
        (EVENING, "2026-06-01 23:00", "1wh", "2026-06-01 24:00"),
        (EVENING, "2026-06-01 23:00", "2wh", "2026-06-02 21:00"),
        (EVENING, "2026-06-01 23:00", "1wd", "2026-06-02 24:00"),
        # New York: 2026-03-08 lacks the hour from two to three, 2026-11-01 has the hour from one to two twice
        (NEW_YORK_NIGHT, "2026-03-07 22:00", "7wh", "2026-03-08 06:00"),
        (NEW_YORK_NIGHT, "2026-10-31 22:00", "9wh", "2026-11-01 06:00"),
        (NEW_YORK, "2026-03-06 16:00", "2wh", "2026-03-09 10:00"),
        (NEW_YORK, "2026-10-30 16:00", "2wh", "2026-11-02 10:00"),
        (NEW_YORK, "2026-03-07 12:00", "24h", "2026-03-08 13:00"),
        (NEW_YORK, "2026-10-31 12:00", "24h", "2026-11-01 11:00"),
        (NEW_YORK, "2026-03-07 12:00", "1d", "2026-03-08 24:00"),
        (NEW_YORK, "2026-10-31 23:30", "1wd", "2026-11-02 17:00"),
    ],
)
def test_shifts_and_clock_changes(calendar: WorkCalendar, start: str, span: str, end: str) -> None:
    assert due(start, span, cal=calendar).at == at(end, calendar)


@pytest.mark.parametrize(
    ("window", "day", "opens", "shuts"),
    [
        # 02:30 is skipped on 8 March: the window opens as the clock jumps from 02:00 to 03:00 at 07:00 UTC
        ((150, 480), "2026-03-08", "2026-03-08T07:00+00:00", "2026-03-08T12:00+00:00"),
        ((137, 480), "2026-03-08", "2026-03-08T07:00+00:00", "2026-03-08T12:00+00:00"),
        ((179, 480), "2026-03-08", "2026-03-08T07:00+00:00", "2026-03-08T12:00+00:00"),
        ((60, 150), "2026-03-08", "2026-03-08T06:00+00:00", "2026-03-08T07:00+00:00"),
        # 01:30 comes twice on 1 November: the first counts, at 05:30 UTC
        ((90, 360), "2026-11-01", "2026-11-01T05:30+00:00", "2026-11-01T11:00+00:00"),
        ((30, 90), "2026-11-01", "2026-11-01T04:30+00:00", "2026-11-01T05:30+00:00"),
        ((60, 120), "2026-11-01", "2026-11-01T05:00+00:00", "2026-11-01T07:00+00:00"),
    ],
)
def test_a_window_that_begins_or_ends_in_a_clock_change(
    window: tuple[int, int], day: str, opens: str, shuts: str
) -> None:
    calendar = WorkCalendar("x", "America/New_York", ((),) * 7, {date.fromisoformat(day): (window,)})
    opened, shut = datetime.fromisoformat(opens), datetime.fromisoformat(shuts)
    assert add_open(opened - timedelta(days=1), timedelta(minutes=1), calendar).at == opened + timedelta(minutes=1)
    assert elapsed_working(opened - timedelta(days=1), shut + timedelta(days=1), calendar) == shut - opened


def test_a_window_inside_the_skipped_hour_has_no_time_but_its_day_closes() -> None:
    day = date(2026, 3, 8)
    calendar = WorkCalendar("x", "America/New_York", ((),) * 7, {day: ((125, 150),)})
    start = datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert elapsed_working(start, start + timedelta(days=3), calendar) == timedelta()
    assert add(start, Span(1, "wd"), calendar).at == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_a_day_that_begins_at_one_because_midnight_is_skipped() -> None:
    # Lebanon puts its clocks forward at midnight: 29 March 2026 begins at 01:00 summer time, 22:00 UTC.
    assert end_of_day(datetime(2026, 3, 28, 12, tzinfo=UTC), BEIRUT) == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert end_of_day(datetime(2026, 3, 28, 22, tzinfo=UTC), BEIRUT) == datetime(2026, 3, 29, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "span", "pauses", "end"),
    [
        # elapsed time: the pause is added
        ("2026-06-08 10:00", "24h", [("2026-06-08 12:00", "2026-06-08 15:00")], "2026-06-09 13:00"),
        ("2026-06-08 10:00", "24h", [("2026-06-08 12:00", "2026-06-08 15:00")] * 2, "2026-06-09 13:00"),
        ("2026-06-08 10:00", "24h", [("2026-06-08 08:00", "2026-06-08 11:00")], "2026-06-09 11:00"),
        ("2026-06-08 10:00", "24h", [("2026-06-08 08:00", "2026-06-08 09:00")], "2026-06-09 10:00"),
        ("2026-06-08 10:00", "24h", [("2026-06-09 10:00", None)], "2026-06-09 10:00"),
        ("2026-06-08 10:00", "24h", [("2026-06-09 09:59", None)], None),
        (
            "2026-06-08 10:00",
            "24h",
            [("2026-06-09 09:00", "2026-06-09 12:00"), ("2026-06-09 12:30", "2026-06-09 13:00")],
            "2026-06-09 13:30",
        ),
        ("2026-06-08 10:00", "24h", [("2026-06-08 12:00", None), ("2026-06-08 11:00", "2026-06-08 13:00")], None),
        # working hours: only open time inside the pause is taken out
        ("2026-06-08 10:00", "4wh", [("2026-06-08 11:00", "2026-06-08 14:00")], "2026-06-08 17:00"),
        ("2026-06-08 16:00", "4wh", [("2026-06-08 19:00", "2026-06-09 08:00")], "2026-06-09 11:00"),
        ("2026-06-08 16:00", "2wh", [("2026-06-08 18:00", None)], "2026-06-08 18:00"),
        ("2026-06-08 16:00", "3wh", [("2026-06-08 18:00", None)], None),
        # days: those at whose close the clock stands still do not count
        ("2026-06-08 10:00", "2wd", [("2026-06-09 17:00", "2026-06-10 09:00")], "2026-06-11 18:00"),
        ("2026-06-08 10:00", "2wd", [("2026-06-09 17:00", "2026-06-09 17:59")], "2026-06-10 18:00"),
        ("2026-06-08 10:00", "2wd", [("2026-06-09 17:00", "2026-06-09 18:00")], "2026-06-11 18:00"),
        ("2026-06-08 10:00", "2wd", [("2026-06-09 18:00", "2026-06-10 10:00")], "2026-06-10 18:00"),
        ("2026-06-08 10:00", "2wd", [("2026-06-10 18:00", None)], "2026-06-10 18:00"),
        ("2026-06-08 10:00", "2wd", [("2026-06-10 17:59", None)], None),
        ("2026-06-08 10:00", "2wd", [("2026-06-08 17:00", "2026-06-09 10:00")], "2026-06-10 18:00"),
        ("2026-06-08 10:00", "2wd", [("2026-06-05 17:00", "2026-06-11 10:00")], "2026-06-12 18:00"),
        ("2026-06-08 10:00", "0wd", [("2026-06-08 17:00", "2026-06-08 19:00")], "2026-06-09 18:00"),
        ("2026-06-08 10:00", "2d", [("2026-06-09 20:00", "2026-06-10 08:00")], "2026-06-11 24:00"),
        ("2026-06-08 10:00", "2d", [("2026-06-09 20:00", "2026-06-09 24:00")], "2026-06-11 24:00"),
        ("2026-06-08 10:00", "2d", [("2026-06-09 24:00", "2026-06-10 08:00")], "2026-06-10 24:00"),
        ("2026-06-08 10:00", "2d", [("2026-06-10 24:00", None)], "2026-06-10 24:00"),
        ("2026-06-08 10:00", "2d", [("2026-06-10 20:00", None)], None),
        ("2026-06-08 10:00", "2d", [("2026-06-08 11:00", "2026-06-09 10:00")], "2026-06-10 24:00"),
        ("2026-06-08 10:00", "0d", [("2026-06-08 11:00", "2026-06-09 10:00")], "2026-06-09 24:00"),
        ("2026-06-08 10:00", "1mo", [("2026-06-10 10:00", "2026-06-20 10:00")], "2026-07-18 24:00"),
    ],
)
def test_pauses(start: str, span: str, pauses: list[tuple[str, str | None]], end: str | None) -> None:
    assert due(start, span, *pauses).at == (None if end is None else at(end))


@pytest.mark.parametrize(
    ("start", "span", "pauses", "end"),
    [
        ("2026-09-01 10:00", "1mo", [], "2026-10-08 24:00"),
        ("2026-09-24 10:00", "2d", [], "2026-09-28 24:00"),
        ("2026-09-27 10:00", "1d", [], "2026-09-28 24:00"),
        # the day rolled to ends in a pause: the next working day after it
        ("2026-09-24 10:00", "2d", [("2026-09-28 12:00", "2026-09-29 12:00")], "2026-09-29 24:00"),
        ("2026-09-24 10:00", "2d", [("2026-09-28 12:00", "2026-09-30 12:00")], "2026-09-30 24:00"),
        ("2026-09-24 10:00", "2d", [("2026-09-28 12:00", None)], None),
        ("2026-09-24 10:00", "2d", [("2026-09-28 24:00", None)], "2026-09-28 24:00"),
        ("2026-09-24 10:00", "2d", [("2026-09-27 08:00", "2026-09-28 08:00")], "2026-09-28 24:00"),
    ],
)
def test_rolling_to_a_working_day(start: str, span: str, pauses: list[tuple[str, str | None]], end: str | None) -> None:
    assert due(start, span, *pauses, roll=True).at == (None if end is None else at(end))
