"""The arithmetic of limits: when a span that starts at an instant is due, and how much of it is used.

`min h` run on absolute time. `d w mo q y` count as the Civil Code does (arts. 201 to 204): the day of the start is left
out, the last day ends at the next local midnight, a day missing in the month is the month's last. `wd` is due at the end
of the last window of the n-th working day after the day of the start; `wh wmin` run inside the windows. All instants
given back are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from shouwen.engine.calendar import LimitError, WorkCalendar, utc
from shouwen.engine.day_count import ONE_DAY, after_months, count_working_days, last_civil_day, last_working_day
from shouwen.engine.pauses import Pause, in_order
from shouwen.engine.quick import quick
from shouwen.rulebook.span import CIVIL, ELAPSED, Span, Unit

__all__ = [
    "Due",
    "LimitError",
    "Pause",
    "add",
    "add_open",
    "elapsed_working",
    "end_of_day",
    "period_of",
    "used",
    "warn_at",
    "working_days_between",
]

NOTHING = timedelta(0)
INSTANT = timedelta(microseconds=1)
Period = Literal["day", "week", "month", "quarter", "half", "year"]
MONTHS_OF: dict[Period, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@quick
@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends: never while a pause has no end; provisional where the holidays are not published yet."""

    at: datetime | None
    provisional: bool = False


def add(start: datetime, span: Span, cal: WorkCalendar, pauses: Sequence[Pause] = (), *, roll: bool = False) -> Due:
    """When a span that starts at this instant is due.

    A pause adds its elapsed time to `min h` and takes its open time out of `wh wmin`. Of days it takes out those at whose
    close the clock stood still. `roll` moves a civil last day that is a day off to the next working day (art. 203).
    """
    began = utc(start)
    breaks = in_order(pauses, began)
    if span.unit in ELAPSED:
        return Due(_add_elapsed(began, _length(span), breaks))
    if span.unit in CIVIL:
        day = last_civil_day(began, span, cal, breaks, roll=roll)
        return Due(None) if day is None else Due(cal.midnight(day + ONE_DAY), roll and cal.unpublished(day))
    if span.unit == "wd":
        day = last_working_day(began, span.n, cal, breaks)
        return Due(None) if day is None else Due(cal.close_of(day), cal.unpublished(day))
    return _add_open(began, _length(span), cal, breaks)


def add_open(start: datetime, amount: timedelta, cal: WorkCalendar, pauses: Sequence[Pause] = ()) -> Due:
    """The first instant by which this much open time has passed."""
    began = utc(start)
    return _add_open(began, amount, cal, in_order(pauses, began))


def used(start: datetime, end: datetime, unit: Unit, cal: WorkCalendar, pauses: Sequence[Pause] = ()) -> timedelta:
    """How much has been counted between two instants: open time for `wd wh wmin`, elapsed time for all others."""
    began, ended = utc(start), utc(end)
    total = _measure(began, ended, unit, cal)
    for paused, resumed in in_order(pauses, began):
        total -= _measure(paused, ended if resumed is None else min(resumed, ended), unit, cal)
    return total


def elapsed_working(start: datetime, end: datetime, cal: WorkCalendar) -> timedelta:
    """Open time between two instants; nothing when the second is not later."""
    return _open_between(utc(start), utc(end), cal)


def warn_at(
    start: datetime, span: Span, percent: int, cal: WorkCalendar, pauses: Sequence[Pause] = (), *, roll: bool = False
) -> Due:
    """When a share of the limit is used up, on the limit's own measure; never after the limit itself."""
    due = add(start, span, cal, pauses, roll=roll)
    whole = add(start, span, cal, roll=roll).at
    assert whole is not None  # only a pause leaves a limit without an end
    part = used(start, whole, span.unit, cal) * percent / 100
    if span.unit in ELAPSED or span.unit in CIVIL:
        warned = _add_elapsed(utc(start), part, in_order(pauses, utc(start)))
    else:
        warned = add_open(start, part, cal, pauses).at
    if warned is None or due.at is None:
        return Due(warned, due.provisional)
    return Due(min(warned, due.at), due.provisional)


def end_of_day(at: datetime, cal: WorkCalendar) -> datetime:
    """The local midnight that ends the civil day of this instant."""
    return cal.midnight(cal.local(utc(at)).date() + ONE_DAY)


def period_of(at: datetime, period: Period, cal: WorkCalendar, *, first_month: int = 1) -> tuple[datetime, datetime]:
    """The day, week (from Monday), month, quarter, half or year around an instant; own years start in `first_month`."""
    day = cal.local(utc(at)).date()
    if period in MONTHS_OF:
        months = MONTHS_OF[period]
        first = _first_of_month(day, back=(day.month - first_month) % months)
        return cal.midnight(first), cal.midnight(after_months(first, months))
    first = day if period == "day" else day - day.weekday() * ONE_DAY
    return cal.midnight(first), cal.midnight(first + (ONE_DAY if period == "day" else 7 * ONE_DAY))


def working_days_between(first: date, last: date, cal: WorkCalendar) -> int:
    """How many working days come after the first day, up to and including the last."""
    return count_working_days(first, last, cal)


def _first_of_month(day: date, *, back: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _length(span: Span) -> timedelta:
    return timedelta(hours=span.n) if span.unit in {"h", "wh"} else timedelta(minutes=span.n)


def _measure(start: datetime, end: datetime, unit: Unit, cal: WorkCalendar) -> timedelta:
    if unit in ELAPSED or unit in CIVIL:
        return max(end - start, NOTHING)
    return _open_between(start, end, cal)


def _open_between(start: datetime, end: datetime, cal: WorkCalendar) -> timedelta:
    if end <= start:
        return NOTHING
    first, last = cal.local(start).year, cal.local(end).year
    total = cal.year(last).open_until(end) - cal.year(first).open_until(start)
    return total + sum((cal.year(year).total for year in range(first, last)), NOTHING)


def _add_elapsed(start: datetime, amount: timedelta, breaks: Sequence[Pause]) -> datetime | None:
    due = start + amount
    for paused, resumed in breaks:
        if paused >= due:
            break
        if resumed is None:
            return None
        due += resumed - paused
    return due


def _add_open(start: datetime, amount: timedelta, cal: WorkCalendar, breaks: Sequence[Pause]) -> Due:
    now, left = start, amount
    for paused, resumed in breaks:
        passed = _open_between(now, paused, cal)
        if passed >= left:
            break
        if resumed is None:
            return Due(None)
        now, left = resumed, left - passed
    at = _after_open(now, left, cal)
    return Due(at, cal.unpublished(cal.local(at - INSTANT).date()))


def _after_open(start: datetime, amount: timedelta, cal: WorkCalendar) -> datetime:
    if amount <= NOTHING:
        return start
    year = cal.local(start).year
    passed = cal.year(year).open_until(start)
    left = amount + min(passed, timedelta.max - amount)
    for table in cal.years_from(year):
        if left <= table.total:
            return table.instant_at(left)
        left -= table.total
    raise LimitError(
        f"A limit of {amount} open time from {start.isoformat()} is never due: it lies beyond the calendar."
    )
