"""When a notice goes out: at once, or with others, or when work begins again. Pure."""

from datetime import datetime, timedelta

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.worktime import add_open

INSTANT = timedelta(microseconds=1)


def due_at(at: datetime, last: datetime | None, window: timedelta, hours: WorkCalendar | None) -> datetime:
    """The first goes out as it comes; those within the window of the last letter wait for its end; `hours` None is any."""
    earliest = at if last is None else max(at, last + window)
    return earliest if hours is None else next_open(earliest, hours)


def next_open(at: datetime, hours: WorkCalendar) -> datetime:
    """The instant itself while work goes on, else when it begins next."""
    found = add_open(at, INSTANT, hours).at
    return at if found is None else found - INSTANT
