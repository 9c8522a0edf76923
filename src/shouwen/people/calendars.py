"""The calendars by which limits are counted: what the rulebook says of a week, on the days that the nation has off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from shouwen.engine.calendar import DAY, WEEKDAYS, Windows, WorkCalendar, calendar_from_days
from shouwen.people.holidays import Day
from shouwen.people.models import CalendarDay, CalendarYear
from shouwen.people.organisation import NEVER_CHANGED, Version, current_version, organisation
from shouwen.rulebook.model import CalendarRule

WORKING_WEEKDAYS = 5
ROUND_THE_CLOCK: Windows = ((0, DAY),)
MINUTES = 60


class HoursAreWrong(ValueError):
    """Opening hours of a calendar that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"'{text}' is no time span of a day: write it as 09:00-12:00.")


@dataclass(frozen=True)
class NationalDays:
    """Every loaded day of every loaded year."""

    version: UUID
    days: Mapping[date, tuple[str, str]]
    """Date → (off or work, name)."""
    provisional: Mapping[int, bool]
    """Loaded year → whether its notice is still to come."""
    hours: Mapping[date, tuple[str, ...]]
    """Working days with hours of their own."""

    @property
    def known_until(self) -> date | None:
        """The last day of the last year whose notice is loaded."""
        sure = [year for year, provisional in self.provisional.items() if not provisional]
        return date(max(sure), 12, 31) if sure else None


@dataclass(frozen=True, slots=True)
class YearView:
    """One year as a page edits it."""

    year: int
    version: int
    """0 for a year that is not loaded."""
    provisional: bool
    source: str
    loaded_at: datetime | None
    loaded_by: str | None
    days: Mapping[date, Day]


@dataclass(frozen=True, slots=True)
class CalendarGap:
    """A year that limits may reach into and whose days are not known, or not for sure."""

    year: int
    provisional: bool


def calendar_for(unit: int | str, name: str, rule: CalendarRule, *, version: Version | None = None) -> WorkCalendar:
    """A named calendar of the rulebook in the unit's time zone; with the viewer's `version` it costs no query."""
    known = version or current_version()
    zone = organisation(known).zone_of(int(unit))
    return _calendar(zone, name, rule.days, rule.hours, known.calendar if rule.days == "china" else NEVER_CHANGED)


def calendars_for(
    unit: int | str, rules: Mapping[str, CalendarRule], *, version: Version | None = None
) -> Mapping[str, WorkCalendar]:
    """All calendars of a rulebook's header."""
    known = version or current_version()
    found = {name: calendar_for(unit, name, rule, version=known) for name, rule in rules.items()}
    return MappingProxyType(found)


def calendar_gaps(today: date, *, years: int = 1) -> tuple[CalendarGap, ...]:
    """The present year and those that follow, as far as their days are missing or not yet sure: shown to administrators."""
    loaded = dict(CalendarYear.objects.values_list("year", "provisional"))
    return tuple(
        CalendarGap(year=year, provisional=year in loaded)
        for year in range(today.year, today.year + years + 1)
        if loaded.get(year, True)
    )


def year_view(year: int) -> YearView:
    """A year as it is loaded now, with its version; never from memory."""
    row = CalendarYear.objects.filter(year=year).first()
    days = CalendarDay.objects.filter(year=year).order_by("date")
    return YearView(
        year=year,
        version=row.version if row else 0,
        provisional=row.provisional if row else True,
        source=row.source if row else "",
        loaded_at=row.loaded_at if row else None,
        loaded_by=None if row is None or row.loaded_by_id is None else str(row.loaded_by_id),
        days={
            day.date: Day(day.date, "off" if day.kind == "off" else "work", day.name, tuple(day.hours)) for day in days
        },
    )


def check_hours(hours: Iterable[str]) -> None:
    """In order, apart from each other and within one day; raises what is wrong with them."""
    last = -1
    for text in hours:
        start, end = _window(text)
        if not last < start < end <= DAY:
            raise HoursAreWrong(text)
        last = end


def national_days(version: Version | None = None) -> NationalDays:
    return _national((version or current_version()).calendar)


@lru_cache(maxsize=64)
def _calendar(zone: str, name: str, days: str, hours: tuple[str, ...], version: UUID) -> WorkCalendar:
    windows = tuple(_window(text) for text in hours) or ROUND_THE_CLOCK
    if days == "all":
        return WorkCalendar(name, zone, (windows,) * len(WEEKDAYS))
    rest = len(WEEKDAYS) - WORKING_WEEKDAYS
    week = (windows,) * WORKING_WEEKDAYS + ((),) * rest
    if days == "weekdays":
        return WorkCalendar(name, zone, week)
    nation = _national(version)
    return calendar_from_days(
        name,
        zone,
        week,
        off_days=tuple(day for day, (kind, _) in nation.days.items() if kind == CalendarDay.Kind.OFF),
        work_days={
            day: tuple(_window(text) for text in nation.hours.get(day, ())) or windows
            for day, (kind, _) in nation.days.items()
            if kind == CalendarDay.Kind.WORK
        },
        known_until=nation.known_until,
    )


@lru_cache(maxsize=3)
def _national(version: UUID) -> NationalDays:
    rows = list(CalendarDay.objects.order_by("date").values_list("date", "kind", "name", "hours"))
    return NationalDays(
        version=version,
        days={day: (kind, name) for day, kind, name, _hours in rows},
        hours={day: tuple(hours) for day, _kind, _name, hours in rows if hours},
        provisional=dict(CalendarYear.objects.order_by("year").values_list("year", "provisional")),
    )


def _window(text: str) -> tuple[int, int]:
    start, dash, end = text.partition("-")
    if not dash:
        raise HoursAreWrong(text)
    return _minute(start, text), _minute(end, text)


def _minute(part: str, text: str) -> int:
    hour, colon, minute = part.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal()) or int(minute) >= MINUTES:
        raise HoursAreWrong(text)
    return int(hour) * MINUTES + int(minute)
