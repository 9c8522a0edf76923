"""Calendars that can exist are equal by value; those that cannot are refused with the place and the reason."""

import copy
import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from shouwen.engine.calendar import (
    CalendarError,
    WorkCalendar,
    always_open,
    calendar_from,
    calendar_from_days,
)

OFFICE = {"timezone": "Asia/Shanghai", "week": {"mon": [["09:00", "12:00"], ["13:30", "18:00"]]}}


def spec(**changes: object) -> dict[str, object]:
    return {key: value for key, value in {**OFFICE, **changes}.items() if value is not ...}


def week(**days: list[object]) -> dict[str, object]:
    return spec(week=days)


def test_the_written_form_is_read() -> None:
    calendar = calendar_from(
        spec(
            name="office",
            week={
                "mon": [["13:30", "18:00"], ["09:00", "12:00"]],
                "fri": [["22:00", "06:00"]],
                "sun": [["20:00", "24:00"]],
            },
            days={"2026-10-01": [], "2026-10-10": [["06:00", "24:00"]]},
            known_until="2026-12-31",
        )
    )
    assert calendar.windows_on(date(2026, 6, 8)) == ((540, 720), (810, 1080))
    assert calendar.windows_on(date(2026, 6, 9)) == ()
    assert calendar.windows_on(date(2026, 6, 12)) == ((1320, 360),)
    assert calendar.windows_on(date(2026, 6, 14)) == ((1200, 1440),)
    assert calendar.windows_on(date(2026, 10, 1)) == ()
    assert calendar.windows_on(date(2026, 10, 10)) == ((360, 1440),)
    assert calendar.is_working_day(date(2026, 10, 10))
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert (calendar.name, calendar.timezone, calendar.known_until) == ("office", "Asia/Shanghai", date(2026, 12, 31))


def test_a_desk_that_never_closes() -> None:
    written = calendar_from({"name": "desk", "timezone": "Asia/Shanghai", "always": True})
    assert written == always_open("desk", "Asia/Shanghai")
    assert all(written.windows_on(date(2026, 6, day)) == ((0, 1440),) for day in range(8, 15))


REFUSED = [
    ([], "", "write an object"),
    (spec(timezone=...), "timezone", "missing"),
    (spec(timezone=8), "timezone", "missing"),
    (spec(timezone="Asia/Peking"), "timezone", "not a known time zone"),
    (spec(timezone="../etc/passwd"), "timezone", "not a known time zone"),
    (spec(timezone="Asia"), "timezone", "not a known time zone"),
    (spec(timezone=""), "timezone", "not a known time zone"),
    (spec(timezone="Asia/Shang\0hai"), "timezone", "not a known time zone"),
    (spec(name=1), "name", "a name is a text"),
    (spec(weak={}), "weak", "unknown key"),
    (spec(week=...), "week", '"always": true'),
    (spec(always=True), "week", "always open has no week"),
    (spec(week=..., always="yes"), "always", "true or false"),
    (spec(week=[]), "week", "write an object"),
    (week(monday=[]), "week.monday", "unknown weekday"),
    (week(), "week", "no working window at all"),
    (week(mon=[]), "week", "no working window at all"),
    ({**week(mon=[]), "days": {"2026-10-01": []}}, "week", "no working window at all"),
    (spec(week={"mon": "09:00-18:00"}), "week.mon", "list of windows"),
    (week(mon=["09:00-18:00"]), "week.mon[0]", "two times"),
    (week(mon=[["09:00", "10:00"], ["11:00"]]), "week.mon[1]", "two times"),
    (week(mon=[["09:00", "10:00", "11:00"]]), "week.mon[0]", "two times"),
    (week(mon=[["9:00", "18:00"]]), "week.mon[0]", "not a time of day"),
    (week(mon=[["09:00", "18:60"]]), "week.mon[0]", "not a time of day"),
    (week(mon=[["09:00", 18]]), "week.mon[0]", "not a time of day"),
    (week(mon=[["09:00", "24:01"]]), "week.mon[0]", "after 24:00"),
    (week(mon=[["09:00", "25:00"]]), "week.mon[0]", "after 24:00"),
    (week(mon=[["24:00", "06:00"]]), "week.mon[0]", "cannot start at 24:00"),
    (week(mon=[["09:00", "09:00"]]), "week.mon[0]", "no length"),
    (week(mon=[["00:00", "00:00"]]), "week.mon[0]", "no length"),
    (week(mon=[["09:00", "12:00"], ["11:59", "18:00"]]), "week.mon", "09:00-12:00 and 11:59-18:00 overlap"),
    (week(mon=[["22:00", "06:00"], ["23:00", "23:30"]]), "week.mon", "22:00-06:00 and 23:00-23:30 overlap"),
    (week(mon=[["09:00", "12:00"], ["09:00", "12:00"]]), "week.mon", "overlap"),
    (week(mon=[["22:00", "06:00"]], tue=[["05:59", "12:00"]]), "week.mon", "runs past midnight into the first window of tue"),
    (week(mon=[["14:00", "22:00"], ["22:00", "06:00"]], tue=[["05:00", "12:00"]]), "week.mon", "runs past midnight"),
    (week(sun=[["22:00", "06:00"]], mon=[["00:00", "12:00"]]), "week.sun", "runs past midnight into the first window of mon"),
    (spec(days=[]), "days", "write an object"),
    (spec(days={"2026-02-30": []}), "days.2026-02-30", "not a day"),
    (spec(days={"20260201": []}), "days.20260201", "not a day"),
    (spec(days={"0001-01-01": []}), "days.0001-01-01", "outside 1900 to 2300"),
    (spec(days={"9999-12-31": []}), "days.9999-12-31", "outside 1900 to 2300"),
    (spec(days={"2026-10-01": None}), "days.2026-10-01", "list of windows"),
    (spec(days={"2026-10-01": [["09:00", "08:00"]], "2026-10-02": [["07:59", "09:00"]]}), "days.2026-10-01", "past midnight"),
    # the night before a Monday at nine, and the morning after it
    (spec(days={"2026-06-07": [["22:00", "09:01"]]}), "days.2026-06-07", "runs past midnight"),
    ({**week(mon=[["22:00", "06:00"]]), "days": {"2026-06-09": [["05:00", "12:00"]]}}, "days.2026-06-09", "past midnight"),
    (spec(known_until="soon"), "known_until", "not a day"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "where", "reason"), REFUSED)
def test_an_impossible_calendar_is_refused_with_its_place(written: object, where: str, reason: str) -> None:
    with pytest.raises(CalendarError) as refused:
        calendar_from(written)
    assert refused.value.where == where
    assert reason in refused.value.reason
    assert str(refused.value) == (f"{where}: {refused.value.reason}" if where else refused.value.reason)


@pytest.mark.parametrize(
    "written",
    [
        week(mon=[["09:00", "12:00"], ["12:00", "18:00"]]),
        week(mon=[["22:00", "06:00"]], tue=[["06:00", "12:00"]]),
        week(sun=[["22:00", "00:00"]], mon=[["00:00", "12:00"]]),
        week(sun=[["22:00", "24:00"]], mon=[["00:00", "12:00"]]),
        spec(days={"2026-06-07": [["22:00", "09:00"]]}),
        {**week(mon=[]), "days": {"2026-10-10": [["09:00", "18:00"]]}},
        # the ordinary Monday night would run into it, but this Monday is off
        {**week(mon=[["22:00", "06:00"]]), "days": {"2026-06-08": [], "2026-06-09": [["05:00", "12:00"]]}},
        spec(days={"1900-01-01": [], "2300-12-31": []}),
    ],
)
def test_windows_may_touch(written: object) -> None:
    assert calendar_from(written).timezone == "Asia/Shanghai"


def test_a_week_has_seven_days_and_windows_lie_in_the_day() -> None:
    with pytest.raises(CalendarError, match="a week has seven days, this one has 6"):
        WorkCalendar("x", "Asia/Shanghai", (((540, 720),),) * 6)
    for window in ((-1, 60), (1440, 60), (60, 1441), (60, -1)):
        with pytest.raises(CalendarError, match="ends at 24:00 at the latest"):
            WorkCalendar("x", "Asia/Shanghai", ((window,), *((),) * 6))
    with pytest.raises(CalendarError, match="10:00-10:00 has no length"):
        WorkCalendar("x", "Asia/Shanghai", (((600, 600),), *((),) * 6))
    for window in ((0, 1440), (1439, 0), (0, 1)):
        assert WorkCalendar("x", "Asia/Shanghai", ((window,), *((),) * 6)).week[0] == (window,)


def test_calendars_are_equal_by_value() -> None:
    one = calendar_from(spec(days={"2026-10-02": [], "2026-10-01": []}))
    other = calendar_from(spec(days={"2026-10-01": [], "2026-10-02": []}))
    assert one.year(2026) is one.year(2026)
    assert one == other
    assert repr(one) == repr(other)
    assert repr(one).endswith("known_until=None)")
    assert hash(one) == hash(other)
    assert {one: 1}[other] == 1
    for changed in (spec(name="other"), spec(timezone="Asia/Tokyo"), spec(), spec(known_until="2026-12-31")):
        assert calendar_from(changed) != one
    assert copy.deepcopy(one) == one
    with pytest.raises(TypeError, match="does not support item assignment"):
        one.days[date(2026, 10, 3)] = ()  # type: ignore[index]  # what a caller without types may do


def test_a_calendar_that_another_process_made_is_the_same() -> None:
    make = "import pickle, sys; from shouwen.engine.calendar import always_open as make"
    write = "sys.stdout.buffer.write(pickle.dumps(make('desk', 'Asia/Shanghai')))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    made = subprocess.run([sys.executable, "-c", f"{make}; {write}"], capture_output=True, check=True, env=environment)
    found = pickle.loads(made.stdout)  # noqa: S301  # our own bytes
    assert found == always_open("desk", "Asia/Shanghai")
    assert hash(found) == hash(always_open("desk", "Asia/Shanghai"))


def test_a_week_with_holidays_and_days_worked_in_exchange() -> None:
    day = ((540, 1080),)
    off, worked = date(2026, 10, 1), date(2026, 10, 10)
    calendar = calendar_from_days("x", "Asia/Shanghai", (*(day,) * 5, (), ()), off_days=(off,), work_days={worked: day})
    assert calendar.windows_on(off) == ()
    assert calendar.windows_on(worked) == day
    with pytest.raises(CalendarError, match="2026-10-01: the day is listed as off and as worked"):
        calendar_from_days("x", "Asia/Shanghai", (day,) * 7, off_days=(off,), work_days={off: day})
