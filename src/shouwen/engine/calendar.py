"""A working calendar: the windows of each weekday, the days that differ, and the zone whose wall clock they mean."""  # noqa: A005  the absolute import keeps the two apart

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from shouwen.engine.year_table import YearTable, build_year, first_instant

Window = tuple[int, int]
Windows = tuple[Window, ...]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 1440
HORIZON = 100  # years; a limit that needs more never falls due for anybody alive
EARLIEST, LATEST = 1900, 2300  # years that this arithmetic is asked about; the rest is a slip of the pen


class CalendarError(ValueError):
    """A calendar that cannot exist; `where` is the place inside its description."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason = reason
        self.where = where


class LimitError(ValueError):
    """A limit that never falls due within the horizon."""


@dataclass(frozen=True)
class WorkCalendar:
    """Windows are (first minute, last minute) of the wall clock; one whose end is not after its start runs past midnight.

    A window belongs to the day it starts on, so a night shift of Friday still runs into a Saturday that is off.
    """

    name: str
    timezone: str
    week: tuple[Windows, ...]
    days: Mapping[date, Windows] = field(default_factory=dict)
    known_until: date | None = None
    zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)
    _years: dict[int, YearTable] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != len(WEEKDAYS):
            raise CalendarError(f"a week has seven days, this one has {len(self.week)}", "week")
        week = tuple(tidy(windows, f"week.{name}") for name, windows in zip(WEEKDAYS, self.week, strict=True))
        for day in self.days:
            if not EARLIEST <= day.year <= LATEST:
                raise CalendarError(f"the year is outside {EARLIEST} to {LATEST}", f"days.{day}")
        days = {day: tidy(windows, f"days.{day}") for day, windows in sorted(self.days.items())}
        for name, value in (
            ("week", week),
            ("days", MappingProxyType(days)),
            ("zone", load_zone(self.timezone)),
            ("_years", {}),
            ("_hash", hash((self.name, self.timezone, week, tuple(days.items()), self.known_until))),
        ):
            object.__setattr__(self, name, value)
        self._refuse_if_never_open()
        self._refuse_overlaps_past_midnight()

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type["WorkCalendar"], tuple[object, ...]]:
        # Hashes of texts differ from process to process, so a copy made elsewhere is built anew.
        return WorkCalendar, (self.name, self.timezone, self.week, dict(self.days), self.known_until)

    def windows_on(self, day: date) -> Windows:
        """The windows that start on this day, in order; none on a day off."""
        exception = self.days.get(day)
        return self.week[day.weekday()] if exception is None else exception

    def is_working_day(self, day: date) -> bool:
        return bool(self.windows_on(day))

    def local(self, at: datetime) -> datetime:
        """The same instant on this calendar's wall clock, for labels; do arithmetic on UTC."""
        return at.astimezone(self.zone)

    def midnight(self, day: date) -> datetime:
        """The instant the day begins."""
        return first_instant(self.zone, datetime.combine(day, datetime.min.time()))

    def close_of(self, day: date) -> datetime:
        """The instant a working day's last window ends."""
        table = self.year(day.year)
        return table.closes[bisect_left(table.days, day)]

    def unpublished(self, day: date) -> bool:
        """Whether holidays may still be announced that change a count up to this day."""
        return self.known_until is not None and day > self.known_until

    def year(self, year: int) -> YearTable:
        """The open intervals of one local year; computed once for each calendar."""
        table = self._years.get(year)
        if table is None:
            table = build_year(year, self.zone, self.windows_on)
            self._years[year] = table
        return table

    def years_from(self, year: int) -> Iterator[YearTable]:
        """The years in which a limit may still fall due: to the horizon, or to the last day that is ever open."""
        last = year + HORIZON
        if not any(self.week):
            last = min(last, max(self.days).year + 1)  # a night shift of New Year's Eve
        for each in range(year, last + 1):
            yield self.year(each)

    def _refuse_if_never_open(self) -> None:
        if not any(self.week) and not any(self.days.values()):
            raise CalendarError("the calendar has no working window at all; no working time would ever pass", "week")

    def _refuse_overlaps_past_midnight(self) -> None:
        for weekday, name in enumerate(WEEKDAYS):
            if overlap(self.week[weekday], self.week[(weekday + 1) % 7]):
                after = WEEKDAYS[(weekday + 1) % 7]
                raise CalendarError(
                    f"the last window runs past midnight into the first window of {after}", f"week.{name}"
                )
        for day in self.days:
            for evening in (day - timedelta(days=1), day):
                morning = evening + timedelta(days=1)
                if overlap(self.windows_on(evening), self.windows_on(morning)):
                    reason = f"the last window of {evening} runs past midnight into the first window of {morning}"
                    raise CalendarError(reason, f"days.{day}")


def load_zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        reason = f"{timezone!r} is not a known time zone; write a name such as Asia/Shanghai"
        raise CalendarError(reason, "timezone") from None


def tidy(windows: Windows, where: str) -> Windows:
    """The windows of one day in order, each possible in itself and none overlapping another."""
    for start, end in windows:
        if not 0 <= start < DAY or not 0 <= end <= DAY:
            raise CalendarError("a window starts from 00:00 to 23:59 and ends at 24:00 at the latest", where)
        if start == end:
            raise CalendarError(f"the window {show(start)}-{show(end)} has no length", where)
    ordered = tuple(sorted(windows))
    for (start, end), (after, last) in pairwise(ordered):
        if end <= start or end > after:
            pair = f"{show(start)}-{show(end)} and {show(after)}-{show(last)}"
            raise CalendarError(f"the windows {pair} overlap", where)
    return ordered


def overlap(evening: Windows, morning: Windows) -> bool:
    """Whether the last window of one day runs into the first of the next."""
    if not evening or not morning:
        return False
    start, end = evening[-1]
    return end <= start and end > morning[0][0]


def show(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def always_open(name: str, timezone: str) -> WorkCalendar:
    """The calendar of a desk that never closes (7×24)."""
    return WorkCalendar(name, timezone, week=(((0, DAY),),) * 7)


def calendar_from_days(
    name: str,
    timezone: str,
    week: tuple[Windows, ...],
    *,
    off_days: tuple[date, ...] = (),
    work_days: Mapping[date, Windows] | None = None,
    known_until: date | None = None,
) -> WorkCalendar:
    """A week with days off (holidays) and days worked although the week says otherwise (调休)."""
    both = set(off_days) & set(work_days or {})
    if both:
        raise CalendarError("the day is listed as off and as worked", f"days.{min(both)}")
    days: dict[date, Windows] = dict.fromkeys(off_days, ())
    return WorkCalendar(name, timezone, week, days | dict(work_days or {}), known_until)


_CLOCK = re.compile(r"([0-9]{2}):([0-5][0-9])")
_KEYS = {"name", "timezone", "week", "days", "known_until", "always"}


def calendar_from(spec: object) -> WorkCalendar:
    """Read the written form: `{"timezone", "week": {"mon": [["09:00", "12:00"]]}, "days": {"2026-10-01": []}}`.

    A weekday left out is off. `"always": true` stands in place of the week for a desk that never closes.
    """
    entries = _mapping(spec, "")
    unknown = sorted(set(entries) - _KEYS)
    if unknown:
        raise CalendarError(f"unknown key; a calendar has {', '.join(sorted(_KEYS))}", unknown[0])
    name, timezone = entries.get("name", "calendar"), entries.get("timezone")
    if not isinstance(name, str):
        raise CalendarError("a name is a text", "name")
    if not isinstance(timezone, str):
        raise CalendarError("missing; write the name of a zone such as Asia/Shanghai", "timezone")
    known = entries.get("known_until")
    days = {
        _date(day, f"days.{day}"): _windows(w, f"days.{day}")
        for day, w in _mapping(entries.get("days", {}), "days").items()
    }
    return WorkCalendar(name, timezone, _week(entries), days, None if known is None else _date(known, "known_until"))


def _week(entries: Mapping[str, object]) -> tuple[Windows, ...]:
    if entries.get("always", False) is True:
        if "week" in entries:
            raise CalendarError("a calendar that is always open has no week", "week")
        return (((0, DAY),),) * 7
    if entries.get("always", False) is not False:
        raise CalendarError("write true or false", "always")
    if "week" not in entries:
        raise CalendarError(
            'missing; write the windows of each weekday, or "always": true for a desk that never closes', "week"
        )
    week = _mapping(entries["week"], "week")
    for key in week:
        if key not in WEEKDAYS:
            raise CalendarError(f"unknown weekday; write {', '.join(WEEKDAYS)}", f"week.{key}")
    return tuple(_windows(week.get(name, []), f"week.{name}") for name in WEEKDAYS)


def _windows(written: object, where: str) -> Windows:
    if not isinstance(written, list):
        raise CalendarError('write a list of windows such as [["09:00", "12:00"]], or [] for a day off', where)
    return tuple(_window(window, f"{where}[{i}]") for i, window in enumerate(written))


def _window(written: object, where: str) -> Window:
    if not isinstance(written, list) or len(written) != 2:
        raise CalendarError('a window is two times, such as ["09:00", "12:00"]', where)
    start, end = (_minute(text, where) for text in written)
    if start == DAY:
        raise CalendarError("a window cannot start at 24:00; write 00:00 of the next day", where)
    if start == end:
        raise CalendarError(f"the window {show(start)}-{show(end)} has no length", where)
    return start, end


def _minute(text: object, where: str) -> int:
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise CalendarError(f"{text!r} is not a time of day; write it as 09:00", where)
    minute = int(found[1]) * 60 + int(found[2])
    if minute > DAY:
        raise CalendarError(
            f"{text} is after 24:00, where the day ends; a window past midnight is written 22:00 to 06:00", where
        )
    return minute


def _date(text: object, where: str) -> date:
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise CalendarError(f"{text!r} is not a day; write it as 2026-10-01", where)


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise CalendarError("write an object with named entries", where)
    return value


def utc(at: datetime) -> datetime:
    """The instant in UTC, where differences are true in every zone; a time without a zone is refused."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so it is no instant; add an offset such as +08:00.")
    if not EARLIEST <= at.year <= LATEST:
        raise ValueError(f"{at.isoformat()} is outside the years {EARLIEST} to {LATEST}.")
    return at.astimezone(UTC)
