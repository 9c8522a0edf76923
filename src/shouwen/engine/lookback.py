"""The way back from the end of a limit: since when only a given span is left."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta

from shouwen.engine.calendar import EARLIEST, LimitError, WorkCalendar, utc
from shouwen.engine.day_count import MONTHS, ONE_DAY, after_months
from shouwen.engine.year_table import first_instant
from shouwen.rulebook.span import CIVIL, ELAPSED, Span

INSTANT = timedelta(microseconds=1)


def before(end: datetime, span: Span, cal: WorkCalendar) -> datetime:
    """The last instant from which the span still fits before an end.

    Days are whole: the end belongs to the day it closes, and the n-th day before that begins at midnight, or a working
    day with its first window.
    """
    ended = utc(end)
    if span.unit in ELAPSED:
        return ended - _length(span)
    if span.unit not in CIVIL and span.unit != "wd":
        return _open_before(ended, _length(span), cal)
    last = cal.local(ended - INSTANT).date()
    if span.unit in MONTHS:
        return cal.midnight(after_months(last, -span.n * MONTHS[span.unit]))
    if span.unit in CIVIL:
        return cal.midnight(last - span.n * (7 if span.unit == "w" else 1) * ONE_DAY)
    if span.n == 0 and not cal.is_working_day(last):
        return ended
    day = _working_day_before(last, span.n, cal)
    opens = datetime.combine(day, time.min) + timedelta(minutes=cal.windows_on(day)[0][0])
    return min(first_instant(cal.zone, opens), ended)


def _length(span: Span) -> timedelta:
    return timedelta(hours=span.n) if span.unit in {"h", "wh"} else timedelta(minutes=span.n)


def _working_day_before(last: date, n: int, cal: WorkCalendar) -> date:
    """The n-th working day before a day; with none to go back, the day itself, which is worked."""
    year = last.year
    i = bisect_left(cal.year(year).days, last) - n
    while i < 0:
        year -= 1
        if year < EARLIEST:
            raise LimitError(f"There are no {n} working days before {last}.")
        i += len(cal.year(year).days)
    return cal.year(year).days[i]


def _open_before(end: datetime, amount: timedelta, cal: WorkCalendar) -> datetime:
    if not amount:
        return end
    year = cal.local(end).year
    left = cal.year(year).open_until(end) - amount
    while left < timedelta(0):
        year -= 1
        if year < EARLIEST:
            raise LimitError(f"There are no {amount} of open time before {end.isoformat()}.")
        left += cal.year(year).total
    table = cal.year(year)
    i = bisect_right(table.before, left) - 1
    return table.opens[i] + (left - table.before[i])
