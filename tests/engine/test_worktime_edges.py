"""Periods, warnings, unpublished years, and what the arithmetic of limits refuses."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.calendar import WorkCalendar, always_open, calendar_from_days
from shouwen.engine.day_count import after_working_days
from shouwen.engine.worktime import (
    Due,
    LimitError,
    add,
    add_open,
    elapsed_working,
    end_of_day,
    period_of,
    used,
    warn_at,
    working_days_between,
)
from shouwen.rulebook.span import Span, parse_span

SHANGHAI = timezone(timedelta(hours=8))
DAY = ((540, 1080),)
OFFICE = calendar_from_days(
    "office", "Asia/Shanghai", (*(DAY,) * 5, (), ()), off_days=(date(2026, 10, 1),), known_until=date(2026, 12, 31)
)
ONCE = WorkCalendar("once", "Asia/Shanghai", ((),) * 7, {date(2026, 6, 10): DAY})
LAST_NIGHT = WorkCalendar("once", "Asia/Shanghai", ((),) * 7, {date(2026, 12, 31): ((1320, 360),)})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("period", "first_month", "start", "end"),
    [
        ("day", 1, "2026-05-20", "2026-05-21"),
        ("week", 1, "2026-05-18", "2026-05-25"),
        ("month", 1, "2026-05-01", "2026-06-01"),
        ("quarter", 1, "2026-04-01", "2026-07-01"),
        ("half", 1, "2026-01-01", "2026-07-01"),
        ("year", 1, "2026-01-01", "2027-01-01"),
        # a plan year from September, as schools count
        ("year", 9, "2025-09-01", "2026-09-01"),
        ("half", 9, "2026-03-01", "2026-09-01"),
        ("quarter", 9, "2026-03-01", "2026-06-01"),
        ("year", 5, "2026-05-01", "2027-05-01"),
        ("year", 6, "2025-06-01", "2026-06-01"),
    ],
)
def test_the_period_around_an_instant(period: str, first_month: int, start: str, end: str) -> None:
    found = period_of(at("2026-05-20T10:00"), period, OFFICE, first_month=first_month)  # type: ignore[arg-type]  # text
    assert found == (at(start), at(end))


def test_a_period_begins_at_its_first_instant_and_ends_before_its_last() -> None:
    assert period_of(at("2026-12-01T00:00"), "month", OFFICE) == (at("2026-12-01"), at("2027-01-01"))
    assert period_of(at("2026-11-30T23:59:59"), "month", OFFICE) == (at("2026-11-01"), at("2026-12-01"))
    assert period_of(at("2026-12-31T23:59:59"), "year", OFFICE) == (at("2026-01-01"), at("2027-01-01"))
    assert period_of(at("2026-01-01T00:00"), "half", OFFICE) == (at("2026-01-01"), at("2026-07-01"))
    assert period_of(at("2026-05-18T00:00"), "week", OFFICE) == (at("2026-05-18"), at("2026-05-25"))


def test_a_period_is_that_of_the_calendar_s_zone() -> None:
    new_york = always_open("desk", "America/New_York")
    instant = datetime(2026, 6, 1, 2, tzinfo=UTC)  # still the evening of 31 May in New York
    start, end = period_of(instant, "month", new_york)
    assert (start, end) == (datetime(2026, 5, 1, 4, tzinfo=UTC), datetime(2026, 6, 1, 4, tzinfo=UTC))


def test_the_day_ends_at_the_next_local_midnight() -> None:
    assert end_of_day(at("2026-05-20T23:59:59"), OFFICE) == at("2026-05-21")
    assert end_of_day(at("2026-05-20T00:00"), OFFICE) == at("2026-05-21")


@pytest.mark.parametrize(
    ("span", "percent", "pauses", "expected"),
    [
        ("24h", 75, [], "2026-06-09T04:00"),
        ("9wh", 50, [], "2026-06-08T14:30"),
        ("18wh", 50, [], "2026-06-09T10:00"),
        # two working days hold 8 + 9 + 9 open hours from ten o'clock on Monday: half is used after 13
        ("2wd", 50, [], "2026-06-09T14:00"),
        # the civil day ends 38 hours after ten o'clock
        ("1d", 50, [], "2026-06-09T05:00"),
        ("24h", 75, [("2026-06-08T12:00", "2026-06-08T14:00")], "2026-06-09T06:00"),
        ("24h", 75, [("2026-06-09T03:00", None)], None),
        ("24h", 75, [("2026-06-09T05:00", None)], "2026-06-09T04:00"),
        # a pause within the day moves no limit in days, and the warning not past it
        ("0d", 90, [("2026-06-08T11:00", "2026-06-08T23:00")], "2026-06-09T00:00"),
        ("9wh", 50, [("2026-06-08T11:00", "2026-06-08T12:00")], "2026-06-08T15:30"),
        ("24h", 100, [], "2026-06-09T10:00"),
        ("24h", 0, [], "2026-06-08T10:00"),
    ],
)
def test_a_warning(span: str, percent: int, pauses: list[tuple[str, str | None]], expected: str | None) -> None:
    breaks = [(at(s), None if e is None else at(e)) for s, e in pauses]
    warned = warn_at(at("2026-06-08T10:00"), parse_span(span), percent, OFFICE, breaks).at
    assert warned == (None if expected is None else at(expected))


def test_a_warning_of_a_rolled_limit_counts_to_the_rolled_day() -> None:
    # Friday 10:00, one day is Saturday, rolled to the end of Monday: 86 hours, half of them 43
    warned = warn_at(at("2026-06-05T10:00"), Span(1, "d"), 50, OFFICE, roll=True)
    assert warned.at == at("2026-06-07T05:00")
    assert warn_at(at("2026-06-05T10:00"), Span(1, "d"), 50, OFFICE).at == at("2026-06-06T05:00")
    assert warn_at(at("2026-12-31T10:00"), Span(1, "wd"), 50, OFFICE).provisional


@pytest.mark.parametrize(
    ("start", "span", "roll", "provisional"),
    [
        ("2026-12-30T10:00", "1wd", False, False),
        ("2026-12-30T10:00", "2wd", False, True),
        ("2026-12-31T10:00", "8wh", False, False),
        ("2026-12-31T10:00", "9wh", False, True),
        ("2026-12-31T10:00", "24h", False, False),
        ("2026-12-31T10:00", "1d", False, False),
        ("2026-12-31T10:00", "1d", True, True),
        ("2026-12-30T10:00", "1d", True, False),
    ],
)
def test_what_depends_on_holidays_not_published_is_provisional(
    start: str,
    span: str,
    roll: bool,  # noqa: FBT001
    provisional: bool,  # noqa: FBT001
) -> None:
    assert add(at(start), parse_span(span), OFFICE, roll=roll).provisional is provisional


def test_a_limit_that_ends_at_midnight_of_the_last_published_day_is_final() -> None:
    round_the_clock = WorkCalendar("x", "Asia/Shanghai", (((0, 1440),),) * 7, known_until=date(2026, 12, 31))
    assert add(at("2026-12-31T20:00"), Span(4, "wh"), round_the_clock) == Due(at("2027-01-01T00:00"))
    assert add(at("2026-12-31T20:00"), Span(241, "wmin"), round_the_clock).provisional


def test_a_microsecond_into_an_unpublished_year_is_provisional() -> None:
    round_the_clock = WorkCalendar("x", "Asia/Shanghai", (((0, 1440),),) * 7, known_until=date(2026, 12, 31))
    due = add_open(at("2026-12-31T23:00"), timedelta(hours=1, microseconds=1), round_the_clock)
    assert due == Due(at("2027-01-01T00:00:00.000001"), provisional=True)


def test_a_calendar_without_an_end_of_publication_is_final() -> None:
    assert not add(at("2090-01-02T10:00"), Span(9, "wd"), ONCE_A_WEEK).provisional


ONCE_A_WEEK = WorkCalendar("weekly", "Asia/Shanghai", (DAY, *((),) * 6))


def test_time_to_the_microsecond_is_kept() -> None:
    start = at("2026-06-08T17:59:59.999999")
    assert add_open(start, timedelta(microseconds=2), OFFICE).at == at("2026-06-09T09:00:00.000001")


def test_two_readings_of_one_zone_are_counted_by_absolute_time() -> None:
    zone = ZoneInfo("America/New_York")
    start, end = datetime(2026, 3, 8, 1, tzinfo=zone), datetime(2026, 3, 8, 4, tzinfo=zone)
    open_desk = always_open("desk", "America/New_York")
    assert used(start, end, "h", open_desk) == timedelta(hours=2)
    assert elapsed_working(start, end, open_desk) == timedelta(hours=2)


def test_time_is_counted_over_the_turn_of_years() -> None:
    assert elapsed_working(at("2025-12-31T17:00"), at("2026-01-01T10:00"), OFFICE) == timedelta(hours=2)
    # 2027 begins on a Friday: 365 days with 52 Saturdays and 52 Sundays leave 261 days of nine hours
    whole_2027 = elapsed_working(at("2026-12-31T18:00"), at("2028-01-01T00:00"), OFFICE)
    assert whole_2027 == 261 * timedelta(hours=9)
    assert working_days_between(date(2026, 12, 31), date(2028, 1, 1), OFFICE) == 261


def test_no_working_days_after_a_day_is_that_day() -> None:
    saturday, new_year = date(2026, 6, 6), date(2028, 1, 1)
    assert after_working_days(saturday, 0, OFFICE) == saturday
    assert after_working_days(new_year, 0, OFFICE) == new_year


def test_nothing_is_counted_backwards() -> None:
    one, other = at("2026-06-08T10:00"), at("2026-06-08T12:00")
    for unit in ("h", "d", "wh"):
        assert used(other, one, unit, OFFICE) == timedelta()
        assert used(other, one, unit, OFFICE, [(one, other)]) == timedelta()
    assert elapsed_working(other, one, OFFICE) == timedelta()
    assert working_days_between(date(2026, 6, 9), date(2026, 6, 8), OFFICE) == 0


def test_all_instants_given_back_are_utc() -> None:
    start = at("2026-06-08T10:00")
    for span in ("1h", "1d", "1wd", "1wh", "0wh"):
        found = add(start, parse_span(span), OFFICE).at
        assert found is not None
        assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 6, 8, 10)  # noqa: DTZ001  # that is the point
    for span in ("1h", "1d", "1wd", "1wh"):
        with pytest.raises(ValueError, match="has no time zone"):
            add(naive, parse_span(span), OFFICE)
    with pytest.raises(ValueError, match="has no time zone"):
        used(at("2026-06-08T10:00"), naive, "h", OFFICE)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        add(at("2026-06-08T10:00"), Span(1, "h"), OFFICE, [(at("2026-06-08T12:00"), at("2026-06-08T11:59"))])


@pytest.mark.parametrize("span", ["1wd", "1wh", "0wd"])
def test_a_calendar_that_works_no_more_is_refused(span: str) -> None:
    with pytest.raises(LimitError, match=r"never due|none"):
        add(at("2026-06-10T18:01"), parse_span(span), ONCE)


def test_the_last_night_shift_of_a_calendar_counts_into_the_new_year() -> None:
    assert add(at("2026-12-31T20:00"), Span(8, "wh"), LAST_NIGHT).at == at("2027-01-01T06:00")
    assert add(at("2027-01-01T05:00"), Span(0, "wd"), LAST_NIGHT).at == at("2027-01-01T06:00")


def test_days_worked_years_apart_are_found() -> None:
    rare = WorkCalendar("rare", "Asia/Shanghai", ((),) * 7, {date(2026, 6, 10): DAY, date(2031, 6, 10): DAY})
    assert add(at("2026-06-01T10:00"), Span(2, "wd"), rare).at == at("2031-06-10T18:00")
    assert add(at("2026-06-10T17:00"), Span(2, "wh"), rare).at == at("2031-06-10T10:00")


@pytest.mark.parametrize("span", ["36601d", "5229w", "1201mo", "401q", "101y", "30000wd", "999999wh"])
def test_a_limit_beyond_a_hundred_years_is_refused(span: str) -> None:
    with pytest.raises(LimitError, match=r"beyond|further"):
        add(at("2026-06-10T10:00"), parse_span(span), OFFICE)


def test_a_limit_of_a_hundred_years_is_not() -> None:
    assert add(at("2026-06-10T10:00"), parse_span("100y"), OFFICE).at == at("2126-06-11T00:00")
    assert add(at("2026-06-10T10:00"), parse_span("36600d"), OFFICE).at == at("2126-08-26T00:00")


@pytest.mark.parametrize("year", [1899, 2301])
def test_years_out_of_reach_are_refused(year: int) -> None:
    with pytest.raises(ValueError, match="outside the years"):
        add(datetime(year, 6, 1, tzinfo=UTC), Span(1, "d"), OFFICE)


def test_the_first_and_the_last_year_are_within_reach() -> None:
    for year in (1900, 2300):
        assert add(datetime(year, 6, 1, tzinfo=UTC), Span(1, "h"), OFFICE).at == datetime(year, 6, 1, 1, tzinfo=UTC)


def test_a_limit_in_the_hundredth_year_is_due_and_one_beyond_is_not() -> None:
    once_more = WorkCalendar("x", "UTC", (((0, 1440),), *((),) * 6))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    # the Mondays of 2026 to 2126, a hundred years and the one of the start
    mondays = sum(1 for n in range((date(2127, 1, 1) - date(2026, 1, 1)).days) if (n + 3) % 7 == 0)
    assert add(start, Span(mondays, "wd"), once_more).at is not None
    with pytest.raises(LimitError):
        add(start, Span(mondays + 1, "wd"), once_more)
