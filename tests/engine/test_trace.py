"""Clocks read at an instant: what was worked out by hand, and laws against a walk through the minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.trace import TraceError
from shouwen.engine.trace_input import limit_from, trace
from shouwen.rulebook.span import Span

OFFICE = {
    "timezone": "Asia/Shanghai",
    "week": {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "days": {"2026-10-01": [], "2026-10-02": [], "2026-10-10": [["09:00", "18:00"]]},
}
NIGHT = {"timezone": "America/New_York", "week": {"sat": [["22:00", "06:00"]], "sun": [["20:00", "24:00"]]}}
DESK = {"timezone": "Asia/Shanghai", "always": True}


def clock(within: str, start: str, at: str, *events: tuple[str, str], calendar: object = OFFICE) -> dict[str, object]:
    """Instants of Monday 8 June 2026 and the days after, as '8 10:00' in China."""
    written = [{"at": instant(when), "type": kind} for kind, when in events]
    return {
        "calendar": calendar,
        "limit": {"within": within},
        "from": instant(start),
        "events": written,
        "at": instant(at),
    }


def instant(text: str) -> str:
    day, hour = text.split()
    return f"2026-06-{int(day):02}T{hour}:00+08:00"


HOUR = 3600
READINGS = [
    # open time; lunch and night do not count
    (clock("PT4H", "8 10:00", "8 11:00"), "8 15:00", 1, 3, "running", 0),
    (clock("PT4H", "8 10:00", "8 12:30"), "8 15:00", 2, 2, "running", 0),
    (clock("PT4H", "8 10:00", "8 15:00"), "8 15:00", 4, 0, "running", 0),
    (clock("PT4H", "8 10:00", "8 16:00"), "8 15:00", 5, 0, "breached", 1),
    (clock("PT8H", "8 10:00", "8 23:00"), "9 10:00", 7, 1, "running", 0),
    (clock("PT1H", "8 17:00", "8 20:00"), "8 18:00", 1, 0, "breached", 0),
    (clock("PT1H", "7 10:00", "7 11:00"), "8 10:00", 0, 1, "running", 0),
    (clock("P1D", "8 09:00", "8 18:00"), "10 18:00", 8, 16, "running", 0),
    (clock("2 working hours", "8 10:00", "8 11:00"), "8 12:00", 1, 1, "running", 0),
    # pauses
    (clock("PT4H", "8 10:00", "8 16:00", ("pause", "8 11:00")), None, 1, 3, "paused", 0),
    (clock("PT4H", "8 10:00", "8 16:00", ("pause", "8 11:00"), ("resume", "8 14:00")), "8 17:00", 3, 1, "running", 0),
    (clock("PT4H", "8 10:00", "8 16:00", ("resume", "8 14:00"), ("pause", "8 11:00")), "8 17:00", 3, 1, "running", 0),
    (clock("PT4H", "8 10:00", "8 18:00", ("pause", "8 16:00")), "8 15:00", 5, 0, "breached", 1),
    (clock("PT4H", "8 10:00", "8 11:00", ("pause", "8 11:00")), None, 1, 3, "paused", 0),
    (clock("PT4H", "8 10:00", "8 14:00", ("pause", "8 11:00"), ("resume", "8 14:00")), "8 17:00", 1, 3, "running", 0),
    (clock("PT4H", "8 10:00", "8 16:00", ("pause", "8 11:00"), ("resume", "8 17:00")), None, 1, 3, "paused", 0),
    (clock("PT4H", "8 10:00", "8 15:00", ("pause", "8 15:00")), "8 15:00", 4, 0, "paused", 0),
    (clock("PT4H", "8 10:00", "8 11:00", ("pause", "8 10:00")), None, 0, 4, "paused", 0),
    # stops
    (clock("PT4H", "8 10:00", "9 10:00", ("stop", "8 14:00")), "8 15:00", 3, 1, "met", 0),
    (clock("PT4H", "8 10:00", "9 10:00", ("stop", "8 15:00")), "8 15:00", 4, 0, "met", 0),
    (clock("PT4H", "8 10:00", "9 10:00", ("stop", "8 16:00")), "8 15:00", 5, 0, "breached", 1),
    (clock("PT4H", "8 10:00", "8 11:00", ("stop", "8 14:00")), "8 15:00", 1, 3, "running", 0),
    (clock("PT4H", "8 10:00", "9 10:00", ("pause", "8 11:00"), ("stop", "8 16:00")), "9 10:00", 1, 3, "met", 0),
    # elapsed and civil limits count day and night
    (clock("24 hours", "8 10:00", "9 09:00"), "9 10:00", 23, 1, "running", 0),
    (clock("2 days", "8 10:00", "9 10:00"), "11 00:00", 24, 38, "running", 0),
    (clock("2d", "8 10:00", "11 02:00"), "11 00:00", 64, 0, "breached", 2),
    (clock("3 working days", "8 10:00", "8 11:00"), "11 18:00", 1, 30, "running", 0),
    (clock("1 working day", "8 10:00", "10 10:00"), "9 18:00", 16, 0, "breached", 1),
    (clock("1 week", "8 10:00", "8 10:00"), "16 00:00", 0, 182, "running", 0),
    (clock("PT4H", "8 10:00", "8 11:00", calendar=DESK), "8 14:00", 1, 3, "running", 0),
]


@pytest.mark.parametrize(("written", "due", "used", "remaining", "state", "late"), READINGS)
def test_a_clock_reads_as_counted_by_hand(
    written: object, due: str | None, used: int, remaining: int, state: str, late: int
) -> None:
    assert trace(written) == {
        "due": None if due is None else instant(due),
        "used_seconds": used * HOUR,
        "remaining_seconds": remaining * HOUR,
        "state": state,
        "late_seconds": late * HOUR,
    }


def test_a_list_in_gives_a_list_out() -> None:
    assert trace([row[0] for row in READINGS]) == [trace(row[0]) for row in READINGS]
    assert trace([]) == []


def test_a_night_shift_over_the_change_of_clocks_in_new_york() -> None:
    written = {
        "calendar": NIGHT,
        "limit": {"within": "PT8H"},
        "from": "2026-03-07T22:00:00-05:00",
        "at": "2026-03-08T12:00:00Z",
    }
    # seven hours that night, the eighth on Sunday evening, already in summer time
    assert trace(written) == {
        "due": "2026-03-08T21:00:00-04:00",
        "used_seconds": 7 * HOUR,
        "remaining_seconds": HOUR,
        "state": "running",
        "late_seconds": 0,
    }


def test_parts_of_a_second_are_kept() -> None:
    written = {**clock("PT0.5S", "8 10:00", "8 10:00"), "at": "2026-06-08T10:00:00.250000+08:00"}
    answer = trace(written)
    assert isinstance(answer, dict)
    assert (answer["due"], answer["used_seconds"]) == ("2026-06-08T10:00:00.500000+08:00", 0.25)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("PT4H", timedelta(hours=4)),
        ("PT1H30M", timedelta(minutes=90)),
        ("PT90S", timedelta(seconds=90)),
        ("PT1.5H", timedelta(minutes=90)),
        ("PT1,5H", timedelta(minutes=90)),
        ("P1DT2H", timedelta(hours=26)),
        ("P2W", timedelta(days=14)),
        (" PT0S ", timedelta()),
        ("3 working days", Span(3, "wd")),
        ("1 working day", Span(1, "wd")),
        ("8 working hours", Span(8, "wh")),
        ("30 working minutes", Span(30, "wmin")),
        ("24 hours", Span(24, "h")),
        ("3 minutes", Span(3, "min")),
        ("2 days", Span(2, "d")),
        ("1 month", Span(1, "mo")),
        ("1 quarter", Span(1, "q")),
        ("2  years", Span(2, "y")),
        ("3wd", Span(3, "wd")),
    ],
)
def test_a_limit_is_read(text: str, limit: object) -> None:
    assert limit_from(text) == limit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("P", "not an amount of open time"),
        ("PT", "not an amount of open time"),
        ("P1DT", "not an amount of open time"),
        ("PT1.2.3H", "not an amount of open time"),
        ("PT1H1.2.3M", "not an amount of open time"),
        ("PT1M1H", "not an amount of open time"),
        ("PT-1H", "not an amount of open time"),
        ("P1M", "write '1 month'"),
        ("P1Y", "write '1 month'"),
        ("P999999999W", "longer than anybody can wait"),
        ("soon", "write open time as PT4H"),
        ("1.5 days", "write open time as PT4H"),
        ("-1 days", "write open time as PT4H"),
        ("1 working month", "can be working ones"),
        ("9999999 days", "out of range"),
    ],
)
def test_what_is_no_limit_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        limit_from(text)


GOOD = clock("PT4H", "8 10:00", "8 11:00")
REFUSED = [
    (3, "", "write an object with calendar"),
    ({**GOOD, "event": []}, "event", "unknown key"),
    ({k: v for k, v in GOOD.items() if k != "at"}, "at", "missing"),
    ({k: v for k, v in GOOD.items() if k != "calendar"}, "calendar", "missing"),
    ({**GOOD, "limit": "PT4H"}, "limit", "write an object with within"),
    ({**GOOD, "limit": {}}, "limit.within", "missing"),
    ({**GOOD, "limit": {"within": "x"}}, "limit.within", "'x' is not a limit"),
    ({**GOOD, "limit": {"within": "101 years"}}, "limit.within", "further than 100 years"),
    ({**GOOD, "limit": {"within": "PT9999999H"}}, "limit.within", "never due"),
    ({**GOOD, "limit": {"within": "P999999999D"}}, "limit.within", "never due"),
    ({**GOOD, "from": 1}, "from", "write an instant"),
    ({**GOOD, "from": "yesterday"}, "from", "'yesterday' is not an instant"),
    ({**GOOD, "from": "2026-06-08T10:00:00"}, "from", "has no time zone"),
    ({**GOOD, "at": "0001-01-01T00:00:00+08:00"}, "at", "outside the years"),
    ({**GOOD, "at": "2026-06-08T09:59:59+08:00"}, "at", "before it starts"),
    ({**GOOD, "events": {}}, "events", "write a list of events"),
    ({**GOOD, "events": [1]}, "events[0]", "write an object with at, type"),
    ({**GOOD, "events": [{"type": "stop"}]}, "events[0].at", "missing"),
    ({**GOOD, "events": [{"at": GOOD["from"], "type": "start"}]}, "events[0].type", "pause, resume or stop"),
    ({**GOOD, "events": [{"at": GOOD["from"]}]}, "events[0].type", "None is not an event"),
    (clock("PT4H", "8 10:00", "8 11:00", ("pause", "8 09:00")), "events[0]", "the pause comes before the clock starts"),
    (clock("PT4H", "8 10:00", "8 11:00", ("resume", "8 10:30")), "events[0]", "not paused"),
    (
        clock("PT4H", "8 10:00", "8 11:00", ("pause", "8 10:50"), ("pause", "8 10:30")),
        "events[0]",
        "a pause while the clock is paused already",
    ),
    (
        clock("PT4H", "8 10:00", "8 11:00", ("stop", "8 10:30"), ("pause", "8 10:40")),
        "events[1]",
        "a pause after the clock was stopped",
    ),
    (
        clock("PT4H", "8 10:00", "8 11:00", ("stop", "9 10:30"), ("stop", "9 10:40")),
        "events[1]",
        "a stop after the clock was stopped",
    ),
    ({**GOOD, "calendar": {**OFFICE, "timezone": "Mars"}}, "calendar.timezone", "not a known time zone"),
    ({**GOOD, "calendar": {**OFFICE, "week": {"mon": [["09:00", "25:00"]]}}}, "calendar.week.mon[0]", "after 24:00"),
    ({**GOOD, "calendar": 1}, "calendar", "write an object"),
]


@pytest.mark.parametrize(("written", "where", "reason"), REFUSED)
def test_a_refusal_names_its_place(written: object, where: str, reason: str) -> None:
    with pytest.raises(TraceError) as alone:
        trace(written)
    assert alone.value.where == where
    assert reason in alone.value.reason
    assert str(alone.value) == (f"{where}: {alone.value.reason}" if where else alone.value.reason)


@pytest.mark.parametrize(("written", "where", "reason"), REFUSED)
def test_a_list_with_a_bad_clock_answers_the_others(written: object, where: str, reason: str) -> None:
    answers: Any = trace([GOOD, written, GOOD])
    first, error, last = answers
    assert first == last == trace(GOOD)
    assert set(error) == {"error"}
    assert error["error"].startswith(f"{where}: " if where else reason)
    assert reason in error["error"]


MINUTE = timedelta(minutes=1)
MONDAY = datetime(2026, 6, 8, 1, tzinfo=UTC)


def is_open(at: datetime) -> bool:
    wall = at.astimezone(ZoneInfo("Asia/Shanghai"))
    return wall.weekday() < 5 and (9 <= wall.hour < 12 or 13 <= wall.hour < 18)


def walked(
    limit: int, events: list[tuple[datetime, str]], now: datetime
) -> tuple[timedelta, timedelta, datetime | None, str]:
    """Minute by minute: how much was used within the limit, how much beyond it, when it was over, and how it stands."""
    used, late, over, at = timedelta(), timedelta(), None, MONDAY
    while at < now:
        if is_open(at) and not _paused(events, at):
            if used == limit * MINUTE:
                late += MINUTE
            else:
                used += MINUTE
            over = at + MINUTE if used == limit * MINUTE and over is None else over
        at += MINUTE
    state = "breached" if over is not None and now > over else "paused" if _paused(events, now) else "running"
    return used, late, over, state


def _paused(events: list[tuple[datetime, str]], at: datetime) -> bool:
    return sum(1 for when, _ in events if when <= at) % 2 == 1


@given(
    st.integers(1, 900),
    st.lists(st.integers(0, 6000), max_size=6, unique=True).map(sorted),
    st.integers(0, 6000),
    st.randoms(use_true_random=False),
)
def test_a_reading_is_what_a_walk_through_the_minutes_gives(
    limit: int, marks: list[int], looked: int, random: object
) -> None:
    events = [(MONDAY + m * MINUTE, "pause" if i % 2 == 0 else "resume") for i, m in enumerate(marks)]
    now = MONDAY + looked * MINUTE
    used, late, over, state = walked(limit, events, now)
    random.shuffle(events)  # type: ignore[attr-defined]  # a seeded Random
    answer = trace(
        {
            "calendar": {**OFFICE, "days": {}},
            "limit": {"within": f"PT{limit}M"},
            "from": MONDAY.isoformat(),
            "events": [{"at": when.isoformat(), "type": kind} for when, kind in events],
            "at": now.isoformat(),
        }
    )
    assert isinstance(answer, dict)
    assert answer["used_seconds"] == (used + late).total_seconds()
    assert answer["remaining_seconds"] == (limit * MINUTE - used).total_seconds()
    assert answer["late_seconds"] == late.total_seconds()
    assert answer["state"] == state
    if over is not None:
        assert datetime.fromisoformat(answer["due"]) == over
