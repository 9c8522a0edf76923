"""When a duty that recurs is owed: the windows that open within a stretch of time, each with its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.calendars import Calendars
from shouwen.engine.facts import Assignee, Value
from shouwen.engine.limits import day_of_period
from shouwen.engine.worktime import Period, period_of
from shouwen.rulebook.model import Due, DutyRule, ProcedureRule, Rulebook
from shouwen.rulebook.model.recurring import (
    case_type,
    limit_fact,
    owed_by,
    running_dues,
    times,
)
from shouwen.rulebook.span import parse_span

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
# A window may open in the period after its own (`next_month.1`).
AHEAD = 2
OPENER = "opener"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Once that a duty is owed; `number` tells several in one period apart."""

    duty: str
    due: str
    case_type: str
    title: str
    per: str | None
    """The kind of unit each of which owes it; None where the rulebook's own unit does."""
    posts: tuple[str, ...]
    """Who owes it, the first one first."""
    period: str
    """The first day of the period, as `2026-09-01`."""
    number: int
    opens_at: datetime
    due_at: datetime

    @property
    def key(self) -> str:
        """What makes it the same occasion whoever asks, and whenever."""
        return f"{self.duty}.{self.due}@{self.period}#{self.number}"

    @property
    def facts(self) -> dict[str, Value]:
        """What a case knows of it: until when it is owed."""
        return {limit_fact(self.duty, self.due): self.due_at.isoformat()}


def occasions(rulebook: Rulebook, calendars: Calendars, *, since: datetime, until: datetime) -> tuple[Occasion, ...]:
    """Everything whose window opens after `since` and not after `until`, in the order of opening."""
    found = [
        occasion
        for duty, name, due in running_dues(rulebook.duties, rulebook.procedures, rulebook.header.unit_kinds)
        for occasion in _of(duty, name, due, calendars.get(due.calendar), since, until)
    ]
    return tuple(sorted(found, key=lambda each: (each.opens_at, each.key)))


def opener_roles(flow: ProcedureRule, seat: Assignee) -> dict[str, Assignee]:
    """Nobody opens such a case: whoever owes it plays the parts of an opener."""
    return {name: replace(seat, role=name) for name, role in flow.roles.items() if role.set == OPENER}


def _of(duty: DutyRule, name: str, due: Due, cal: WorkCalendar, since: datetime, until: datetime) -> Iterator[Occasion]:
    count = times(due)
    for first, title, opens, end in _windows(due, cal, since, until):
        if not since < opens <= until or (due.calendar is not None and _day_off(due, first, cal)):
            continue
        for number in range(1, count + 1):
            several = f"，第{number}次" if count > 1 else ""
            yield Occasion(
                duty=duty.name,
                due=name,
                case_type=case_type(duty),
                title=f"{due.title or duty.title}（{title}{several}）",
                per=duty.per,
                posts=owed_by(duty),
                period=first.isoformat(),
                number=number,
                opens_at=opens,
                due_at=end,
            )


def _day_off(due: Due, day: date, cal: WorkCalendar) -> bool:
    return due.each is not None and due.each.value == "day" and not cal.is_working_day(day)


def _windows(
    due: Due, cal: WorkCalendar, since: datetime, until: datetime
) -> Iterator[tuple[date, str, datetime, datetime]]:
    """First day, words of the period, opening and end of each window near the stretch."""
    each = (due.each.value if due.each else None) or ""
    if each.startswith("FREQ="):
        yield from _fixed_days(each, due, cal, since, until)
        return
    period: Period = each  # type: ignore[assignment]  # `recurs` lets no other word through
    first, after = period_of(since, period, cal)
    for _ in range(AHEAD):
        first, after = period_of(first - MOMENT, period, cal)
    while first <= until:
        opens = day_of_period(due.opens, first, cal) if due.opens else None
        end = day_of_period(_day(due.by), first, cal) if due.by is not None else None
        day = cal.local(first).date()
        begins = first if opens is None else cal.midnight(cal.local(opens - MOMENT).date())
        yield day, period_words(period, day), begins, end or after
        first, after = period_of(after, period, cal)


def _day(by: object) -> str:
    """A day as written, or with a question to it."""
    value = by.get("value") if isinstance(by, dict) else getattr(by, "value", by)
    return str(value or "")


def _fixed_days(
    rule: str, due: Due, cal: WorkCalendar, since: datetime, until: datetime
) -> Iterator[tuple[date, str, datetime, datetime]]:
    """`FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15`, with the tolerance around each day; a day a month lacks is left out."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    about = timedelta(0)
    if due.about is not None and due.about.value:
        span = parse_span(due.about.value)
        about = span.n * (7 * DAY if span.unit == "w" else DAY)
    for year in range(cal.local(since).year - 1, cal.local(until).year + 2):
        for month in parts["BYMONTH"].split(","):
            for number in parts["BYMONTHDAY"].split(","):
                try:
                    day = date(year, int(month), int(number))
                except ValueError:
                    continue
                yield day, f"{year}年{int(month)}月", cal.midnight(day - about), cal.midnight(day + about + DAY)


def period_words(period: str, first: date) -> str:
    """The period by name: 2026年9月, 2026年第3季度."""
    if period == "month":
        return f"{first.year}年{first.month}月"
    if period == "quarter":
        return f"{first.year}年第{first.month // 3 + 1}季度"
    if period == "half":
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    if period == "year":
        return f"{first.year}年"
    if period == "week":
        return f"{first.isoformat()}起一周"
    return first.isoformat()
