"""The matchers `past` and `ahead`: whether a day is long enough ago, or still far enough off, and when that changes."""

from datetime import datetime, timedelta

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.calendars import Calendars
from shouwen.engine.comparing import day_of, instant
from shouwen.engine.facts import Value
from shouwen.engine.worktime import add, end_of_day
from shouwen.rulebook.span import CIVIL, ELAPSED, Span, parse_span

Timed = tuple[bool, datetime | None]
MOMENT = timedelta(microseconds=1)


def long_past(met: Value, span: str, at: datetime, calendars: Calendars) -> Timed | None:
    """Whether the span since the day is over; it is from the instant at which it ends."""
    start = _start(met, calendars.default)
    ends = None if start is None else add(start, parse_span(span), calendars.default).at
    if ends is None:
        return None
    return (True, None) if at >= ends else (False, ends)


def far_ahead(met: Value, span: str, at: datetime, calendars: Calendars) -> Timed | None:
    """Whether the day, counted to its end, is still at least the span off; `0d` means not yet over."""
    last = _end(met, calendars.default)
    if last is None:
        return None
    change = _last_start(last, parse_span(span), calendars.default)
    return (True, change) if at < change else (False, None)


def over_before(span: Span, at: datetime, cal: WorkCalendar) -> datetime:
    """The instant before which a span must have started to be over now."""
    return _last_start(at, span, cal)


def _start(met: Value, cal: WorkCalendar) -> datetime | None:
    day = day_of(met)
    return cal.midnight(day) if day is not None else _instant(met)


def _end(met: Value, cal: WorkCalendar) -> datetime | None:
    day = day_of(met)
    return end_of_day(cal.midnight(day), cal) if day is not None else _instant(met)


def _instant(met: Value) -> datetime | None:
    return instant(met) if isinstance(met, str) and ("+" in met or met.endswith("Z") or met.count("-") > 2) else None


def _last_start(last: datetime, span: Span, cal: WorkCalendar) -> datetime:
    """The first instant from which the span would end after `last`; spans are monotone in their start."""
    if span.unit in ELAPSED:
        hours = span.n if span.unit == "h" else 0
        return last - timedelta(hours=hours, minutes=0 if hours else span.n if span.unit == "min" else 0) + MOMENT
    if span.n == 0:
        return last
    if span.unit in CIVIL or span.unit == "wd":
        return _last_day(last, span, cal)
    low, high = last - _generous(span), last + MOMENT
    while high - low > MOMENT:
        middle = low + (high - low) / 2
        low, high = (low, middle) if _ends_after(middle, span, cal, last) else (middle, high)
    return high


def _last_day(last: datetime, span: Span, cal: WorkCalendar) -> datetime:
    """Counted in days, every start on one day gives the same end: only days are searched."""
    low, high = cal.local(last - _generous(span)).date(), cal.local(last).date() + timedelta(days=1)
    while (high - low).days > 1:
        middle = low + timedelta(days=(high - low).days // 2)
        low, high = (low, middle) if _ends_after(cal.midnight(middle), span, cal, last) else (middle, high)
    return cal.midnight(high)


def _ends_after(start: datetime, span: Span, cal: WorkCalendar, last: datetime) -> bool:
    ends = add(start, span, cal).at
    return ends is None or ends > last


def _generous(span: Span) -> timedelta:
    """A stretch that is longer than the span on any calendar that works at all."""
    days = {"d": 1, "w": 7, "mo": 31, "q": 93, "y": 366, "wd": 30, "wh": 15, "wmin": 1}[span.unit]
    return timedelta(days=days * span.n + 60)
