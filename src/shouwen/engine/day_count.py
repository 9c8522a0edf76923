"""Limits in days: the last counted day, leaving out every day at whose close the clock stood still."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from shouwen.engine.calendar import HORIZON, LimitError, WorkCalendar
from shouwen.engine.pauses import Pause
from shouwen.rulebook.span import Span, Unit

ONE_DAY = timedelta(days=1)
MONTHS: dict[Unit, int] = {"mo": 1, "q": 3, "y": 12}

# Days at whose close the clock stood still: from the first, up to but not including the second.
Stretch = tuple[date, date | None]


def last_civil_day(
    start: datetime, span: Span, cal: WorkCalendar, pauses: Sequence[Pause], *, roll: bool
) -> date | None:
    """The last day of a limit in days, weeks, months, quarters or years; none while a pause has no end.

    A limit in months is turned into days at its start, so that a pause of ten days moves it by ten days.
    """
    first = cal.local(start).date()
    due = _after_span(first, span)
    if due == first:
        first -= ONE_DAY  # no days at all: the day of the start is itself the last, unless the clock stands still
    stretches = [(cal.local(s).date(), None if e is None else cal.local(e).date()) for s, e in pauses]
    for lo, hi in stretches:
        if lo > due:
            break
        if hi is None:
            return None
        due += max(hi - max(lo, first + ONE_DAY), timedelta(0))
    return _roll(due, cal, stretches) if roll else due


def last_working_day(start: datetime, n: int, cal: WorkCalendar, pauses: Sequence[Pause]) -> date | None:
    """The n-th working day after the day of the start; with no days at all, the first that closes after the start."""
    first = cal.local(start).date()
    if n == 0:
        first, n = _first_close(start, cal, at_once=True) - ONE_DAY, 1
    due = after_working_days(first, n, cal)
    for paused, resumed in pauses:
        lo = _first_close(paused, cal)
        if lo > due:
            break
        if resumed is None:
            return None
        hi = _first_close(resumed, cal)
        due = after_working_days(due, count_working_days(max(lo - ONE_DAY, first), hi - ONE_DAY, cal), cal)
    return due


def after_months(day: date, n: int) -> date:
    """The same day of the month n months on, or that month's last day when it has no such day."""
    if n > HORIZON * 12:
        raise LimitError(f"A limit of {n} months reaches further than {HORIZON} years.")
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def after_working_days(day: date, n: int, cal: WorkCalendar) -> date:
    """The n-th working day after a day; the day itself when n is nothing."""
    if n == 0:
        return day
    left = n
    for table in cal.years_from(day.year):
        i = bisect_right(table.days, day)
        if i + left <= len(table.days):
            return table.days[i + left - 1]
        left -= len(table.days) - i
    raise LimitError(f"A limit of {n} working days after {day} is never due: it lies beyond the calendar.")


def count_working_days(first: date, last: date, cal: WorkCalendar) -> int:
    """How many working days come after the first day, up to and including the last."""
    if last <= first:
        return 0
    tables = (cal.year(year) for year in range(first.year, last.year + 1))
    return sum(bisect_right(table.days, last) - bisect_right(table.days, first) for table in tables)


def _after_span(first: date, span: Span) -> date:
    if span.unit in MONTHS:
        return after_months(first, span.n * MONTHS[span.unit])
    days = span.n * 7 if span.unit == "w" else span.n
    if days > HORIZON * 366:
        raise LimitError(f"A limit of {days} days reaches further than {HORIZON} years.")
    return first + days * ONE_DAY


def _roll(due: date, cal: WorkCalendar, stretches: Iterable[Stretch]) -> date | None:
    """The first working day from this one on at whose close the clock runs."""
    rolled = after_working_days(due - ONE_DAY, 1, cal)
    for lo, hi in stretches:
        if lo > rolled:
            break
        if hi is None:
            return None
        if rolled < hi:
            rolled = after_working_days(hi - ONE_DAY, 1, cal)
    return rolled


def _first_close(at: datetime, cal: WorkCalendar, *, at_once: bool = False) -> date:
    """The first working day that closes after an instant, or `at_once` at the instant itself."""
    find = bisect_left if at_once else bisect_right
    # A night shift of the day before may close on the day of the instant.
    for table in cal.years_from((cal.local(at).date() - ONE_DAY).year):
        i = find(table.closes, at)
        if i < len(table.closes):
            return table.days[i]
    raise LimitError(f"No working day closes after {at.isoformat()}: the calendar has none.")
