"""The working calendars of one decision: the case's own unit, and those the rulebook names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shouwen.engine.calendar import WEEKDAYS, Windows, WorkCalendar, always_open, calendar_from_days
from shouwen.rulebook.model import Header

WORKING_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Calendars:
    """`default` is the calendar of the unit in which the case stands; limits may name another."""

    default: WorkCalendar
    named: Mapping[str, WorkCalendar] = field(default_factory=dict)

    def get(self, name: str | None) -> WorkCalendar:
        """The named calendar, or the unit's own."""
        return self.default if name is None else self.named.get(name, self.default)


def calendars_of(
    header: Header, *, off: Iterable[date] = (), work: Iterable[date] = (), known_until: date | None = None
) -> Calendars:
    """A rulebook's calendars on given days off and make-up days; its first one counts where a limit names none."""
    named = {
        name: _calendar(name, header.zone, rule.days, rule.hours, off=set(off), work=set(work), known_until=known_until)
        for name, rule in header.calendars.items()
    }
    default = next(iter(named.values()), None) or always_open("always", header.zone)
    return Calendars(default, named)


def _calendar(
    name: str,
    zone: str,
    days: str,
    hours: tuple[str, ...],
    *,
    off: set[date],
    work: set[date],
    known_until: date | None,
) -> WorkCalendar:
    windows = tuple(_window(text) for text in hours) or ((0, 1440),)
    if days == "all":
        return WorkCalendar(name, zone, (windows,) * len(WEEKDAYS))
    week: tuple[Windows, ...] = (windows,) * WORKING_WEEKDAYS + ((),) * (len(WEEKDAYS) - WORKING_WEEKDAYS)
    if days == "weekdays":
        return WorkCalendar(name, zone, week)
    worked = dict.fromkeys(work, windows)
    return calendar_from_days(name, zone, week, off_days=tuple(off), work_days=worked, known_until=known_until)


def _window(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return _minute(start), _minute(end)


def _minute(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    return int(hour) * 60 + int(minute)
