"""A pasted duty roster, one shift a line: day, hours, names; read without knowing who anybody is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_LINES = 2000
BETWEEN = re.compile(r"[\s,，、;；]+")
DAY = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$")
HOURS = re.compile(r"^(\d{1,2})[:：](\d{2})[-–—~～至](?:次日)?(\d{1,2})[:：](\d{2})$")
LAST_HOUR = 24


@dataclass(frozen=True, slots=True)
class Told:
    """One line: from when to when, and who."""

    line: int
    starts_at: datetime
    ends_at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that says no shift: which part, and why."""

    line: int
    text: str
    why: str


def told_in(text: str, *, year: int, zone: str) -> Iterator[Told | Unread]:
    """`2026-12-01 08:00-20:00 张三 李四`; hours that end before they begin run into the next day; no year is this one."""
    for number, line in enumerate(text.splitlines()[: MOST_LINES + 1], 1):
        parts = [part for part in BETWEEN.split(line.strip()) if part]
        if parts:
            yield Unread(number, line, "lines") if number > MOST_LINES else _line(number, line, parts, year, zone)


def _line(number: int, line: str, parts: list[str], year: int, zone: str) -> Told | Unread:
    day = _day(parts[0], year)
    if day is None:
        return Unread(number, parts[0], "day")
    hours = _hours(parts[1]) if len(parts) > 1 else None
    if hours is None:
        return Unread(number, parts[1] if len(parts) > 1 else line, "hours")
    if not parts[2:]:
        return Unread(number, line, "names")
    starts_at, ends_at = span(day, *hours, zone=zone)
    return Told(number, starts_at, ends_at, tuple(dict.fromkeys(parts[2:])))


def span(day: date, begin: timedelta, end: timedelta, *, zone: str) -> tuple[datetime, datetime]:
    """As clocks on the wall show it; the end is the first time that hour comes after the beginning."""
    last = end if end > begin else end + timedelta(days=1)
    return _instant(day, begin, zone), _instant(day, last, zone)


def _instant(day: date, since: timedelta, zone: str) -> datetime:
    return (datetime.combine(day, time()) + since).replace(tzinfo=ZoneInfo(zone))


def _day(text: str, year: int) -> date | None:
    found = DAY.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _hours(text: str) -> tuple[timedelta, timedelta] | None:
    found = HOURS.match(text)
    if found is None:
        return None
    begin, end = hour_of(found[1], found[2]), hour_of(found[3], found[4])
    return None if begin is None or end is None else (begin, end)


def hour_of(hour: str, minute: str) -> timedelta | None:
    """Since midnight; 24:00 is the end of the day."""
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    found = timedelta(hours=int(hour), minutes=int(minute))
    return found if found <= timedelta(hours=LAST_HOUR) and int(minute) < 60 else None  # minutes
