"""What higher parts want to be told about the organisation, and registered to hear when they were loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Departure:
    """A person leaves; open work goes to the successor, or back to the posts it came from."""

    person: str
    successor: str | None
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CalendarPublished:
    """A year's days became known or were corrected: limits that reach into it are worked out anew."""

    year: int
    provisional: bool
    by: str | None
    at: datetime
    days: tuple[date, ...] = ()
    """Those that are off, worked or open otherwise than before, in order."""


@dataclass(frozen=True, slots=True)
class PostGivenUp:
    """A person's last day in a post was set: whoever answers for the post may have to fill it."""

    person: int
    post: str
    unit: int
    last_day: date
    at: datetime


_on_departure: list[Callable[[Departure], None]] = []
_on_given_up: list[Callable[[PostGivenUp], None]] = []
_on_calendar: list[Callable[[CalendarPublished], None]] = []


def when_somebody_leaves(hear: Callable[[Departure], None]) -> None:
    """Called in the transaction in which the person leaves; registering twice is registering once."""
    if hear not in _on_departure:
        _on_departure.append(hear)


def when_a_post_is_given_up(hear: Callable[[PostGivenUp], None]) -> None:
    """Called in the transaction in which the last day is set."""
    if hear not in _on_given_up:
        _on_given_up.append(hear)


def when_calendar_published(hear: Callable[[CalendarPublished], None]) -> None:
    """Called in the transaction that publishes the year."""
    if hear not in _on_calendar:
        _on_calendar.append(hear)


def tell_departure(departure: Departure) -> None:
    for hear in tuple(_on_departure):
        hear(departure)


def tell_given_up(given_up: PostGivenUp) -> None:
    for hear in tuple(_on_given_up):
        hear(given_up)


def tell_calendar(published: CalendarPublished) -> None:
    for hear in tuple(_on_calendar):
        hear(published)
