"""The instants of one limit: when it opens, aims, warns and ends; from its rule, anchor, facts and calendar alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.comparing import day_of, instant
from shouwen.engine.day_count import after_months
from shouwen.engine.facts import Value
from shouwen.engine.pauses import Pause, in_order
from shouwen.engine.plan import DuePlan
from shouwen.engine.quick import quick
from shouwen.engine.worktime import add, end_of_day, period_of, used, warn_at
from shouwen.rulebook.span import CIVIL, ELAPSED, WORKING, Span

PERIODS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "half": "half", "year": "year"}


@quick
@dataclass(frozen=True, slots=True)
class Instants:
    """`due` is None while a pause without an end holds the limit."""

    due: datetime | None
    warn: datetime | None
    target: datetime | None = None
    opens: datetime | None = None
    provisional: bool = False


def instants(
    plan: DuePlan,
    start: datetime,
    cal: WorkCalendar,
    pauses: Sequence[Pause],
    *,
    by: Value = None,
    number: int = 1,
    roll: bool = False,
) -> Instants | None:
    """None where the instant is not yet known, because the fact that holds it is not."""
    if plan.by_fact is not None:
        return _fixed(plan, start, _instant(by, cal), cal, pauses)
    if plan.by_day is not None:
        return _fixed(plan, start, day_of_period(plan.by_day, start, cal), cal, pauses)
    if plan.at is not None or plan.every is not None:
        return _milestone(plan, start, cal, pauses, number=number, roll=roll)
    if plan.within is None:
        return None
    due = add(start, plan.within, cal, pauses, roll=roll)
    opens = add(start, plan.after, cal, pauses).at if plan.after else None
    return Instants(due.at, _warn(plan, start, plan.within, due.at, cal, pauses), None, opens, due.provisional)


def _fixed(
    plan: DuePlan, start: datetime, end: datetime | None, cal: WorkCalendar, pauses: Sequence[Pause]
) -> Instants | None:
    """A limit that ends at an instant given as such; pauses do not move a given day."""
    if end is None:
        return None
    opens = add(start, plan.after, cal, pauses).at if plan.after else None
    return Instants(end, _share_before(plan, start, end, cal), None, opens)


def _milestone(
    plan: DuePlan, start: datetime, cal: WorkCalendar, pauses: Sequence[Pause], *, number: int, roll: bool
) -> Instants | None:
    """A target with a tolerance on both sides; repeats add n spans to the anchor, never to the result before."""
    target = _target(plan, start, cal, pauses, number)
    if target is None:
        return None
    if plan.about is None:
        return Instants(target, _share_before(plan, start, target, cal), target)
    due = add(_inside(target, plan), plan.about, cal, roll=roll)
    opens = _back(target, plan.about, cal)
    return Instants(due.at, _share_before(plan, opens, due.at, cal) if due.at else None, target, opens, due.provisional)


def _target(plan: DuePlan, start: datetime, cal: WorkCalendar, pauses: Sequence[Pause], number: int) -> datetime | None:
    base: datetime | None = start
    if plan.at is not None:
        base = add(start, plan.at, cal, pauses).at
        number -= 1
    if plan.every is None or number <= 0 or base is None:
        return base
    span = Span(plan.every.n * number, plan.every.unit)
    return add(_inside(base, plan) if plan.at is not None else base, span, cal, pauses).at


def _inside(target: datetime, plan: DuePlan) -> datetime:
    """A day-counted target is the midnight that ends its day; the day itself is what further days count from."""
    counted = plan.at or plan.every
    return target - timedelta(microseconds=1) if counted is not None and counted.unit in CIVIL else target


def _back(target: datetime, about: Span, cal: WorkCalendar) -> datetime:
    """The same tolerance before the target, whole days from their beginning."""
    if about.unit in CIVIL:
        day = cal.local(target - timedelta(microseconds=1)).date()
        if about.unit in {"d", "w"}:
            return cal.midnight(day - timedelta(days=about.n * (7 if about.unit == "w" else 1)))
        months = {"mo": 1, "q": 3, "y": 12}[about.unit] * about.n
        return cal.midnight(after_months(day, -months))
    end = add(target, about, cal).at
    return target - (end - target) if end is not None else target


def _warn(
    plan: DuePlan, start: datetime, span: Span, due: datetime | None, cal: WorkCalendar, pauses: Sequence[Pause]
) -> datetime | None:
    if due is None:
        return None
    if plan.warn_percent is not None:
        if span.unit in ELAPSED and not pauses:
            return start + (due - start) * plan.warn_percent / 100
        return warn_at(start, span, plan.warn_percent, cal, pauses).at
    return _span_before(plan, start, due, cal)


def _share_before(plan: DuePlan, start: datetime, end: datetime, cal: WorkCalendar) -> datetime | None:
    if plan.warn_percent is not None:
        return max(start, start + (end - start) * plan.warn_percent / 100) if end > start else None
    return _span_before(plan, start, end, cal)


def _span_before(plan: DuePlan, start: datetime, end: datetime, cal: WorkCalendar) -> datetime | None:
    """The latest instant from which the warning's span still reaches the end."""
    if plan.warn_span is None:
        return None
    if plan.warn_span.unit in WORKING:
        return _worked_back(plan.warn_span, start, end, cal)
    if plan.warn_span.unit in CIVIL:
        return max(start, _civil_before(plan.warn_span, end, cal))
    length = timedelta(hours=plan.warn_span.n) if plan.warn_span.unit == "h" else timedelta(minutes=plan.warn_span.n)
    return max(start, end - length)


def _civil_before(span: Span, end: datetime, cal: WorkCalendar) -> datetime:
    """Days, weeks or months earlier at the same time of day."""
    local = cal.local(end)
    if span.unit in {"d", "w"}:
        day = local.date() - timedelta(days=span.n * (7 if span.unit == "w" else 1))
    else:
        day = after_months(local.date(), -span.n * {"mo": 1, "q": 3, "y": 12}[span.unit])
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)


def _worked_back(span: Span, start: datetime, end: datetime, cal: WorkCalendar) -> datetime:
    reach = add(start, span, cal).at
    left = used(start, end, span.unit, cal) - (used(start, reach, span.unit, cal) if reach else timedelta(0))
    if left <= timedelta(0):
        return start
    low, high = start, end
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if used(start, middle, span.unit, cal) < left else (low, middle)
    return high.replace(microsecond=0)


def day_of_period(written: str, start: datetime, cal: WorkCalendar) -> datetime | None:
    """The instant behind `end_of_day`, `next_month.10`, `next_month.end`, `this_month.end`, `next_year.1.end`: the end of that day."""
    if written == "end_of_day":
        return end_of_day(start, cal)
    name, _, rest = written.partition(".")
    period = PERIODS.get(name.removeprefix("next_").removeprefix("this_"))
    if period is None:
        return _instant(written, cal)
    first, after = period_of(start, period, cal)  # type: ignore[arg-type]  # PERIODS holds literals
    if name.startswith("next_"):
        first, after = period_of(after, period, cal)  # type: ignore[arg-type]
    number, _, end = rest.partition(".")
    if number in {"", "end"}:
        return after
    if end == "end":  # `next_year.1.end`: the end of the first month of that year
        month = cal.local(first).date()
        return cal.midnight(after_months(month, int(number)))
    return cal.midnight(cal.local(first).date() + timedelta(days=int(number)))


def _instant(value: Value, cal: WorkCalendar) -> datetime | None:
    """An instant as given; a day means its end."""
    day = day_of(value)
    if day is not None:
        return end_of_day(cal.midnight(day), cal)
    return instant(value) if isinstance(value, str) and "T" in value else None


def joined(*lists: Sequence[Pause], start: datetime) -> tuple[Pause, ...]:
    """Pauses of the case and of the limit itself, as one row of intervals."""
    every = [pause for each in lists for pause in each if pause[1] is None or pause[1] > start]
    return in_order(every, start) if every else ()
