"""The limits of a file counted a second time, day by day and without the engine: what the ledger is held against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from chinese_calendar import is_workday

from shouwen.rulebook.model import CalendarRule
from shouwen.rulebook.span import Span

Verdict = Literal["kept", "late", "open"]
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a rulebook on answering, as it is written."""

    rule: str
    title: str
    clauses: tuple[str, ...]
    span: Span
    calendar: CalendarRule | None
    zone: str


@dataclass(frozen=True, slots=True)
class Answered:
    """When a message came and when it was answered, if it was."""

    source_id: str
    opened_at: datetime
    replied_at: datetime | None


class NotCountable(ValueError):
    """A limit that this second count does not know how to count."""


def recount(rows: Iterable[Answered], limits: Iterable[Limit], until: datetime) -> dict[tuple[str, str], Verdict]:
    """By source id and rule."""
    wanted = list(limits)
    return {(row.source_id, limit.rule): verdict(row, limit, until) for row in rows for limit in wanted}


def verdict(row: Answered, limit: Limit, until: datetime) -> Verdict:
    """An answer at the very instant of the limit is in time; until the limit is over nothing is decided."""
    end = end_of(row.opened_at, limit)
    replied_at = row.replied_at if row.replied_at is not None and row.replied_at <= until else None
    if replied_at is not None:
        return "kept" if replied_at <= end else "late"
    return "late" if end < until else "open"


def end_of(opened_at: datetime, limit: Limit) -> datetime:
    """Hours run on; of working days the first is the one after the message, and the last lasts to its end."""
    if limit.span.unit == "h":
        return opened_at + timedelta(hours=limit.span.n)
    if limit.span.unit == "min":
        return opened_at + timedelta(minutes=limit.span.n)
    if limit.span.unit not in {"d", "wd"}:
        raise NotCountable(f"{limit.title} ({limit.span}) is not counted a second time: only min, h, d and wd are.")
    zone = ZoneInfo(limit.zone)
    day = opened_at.astimezone(zone).date()
    left = limit.span.n
    while left:
        day += ONE_DAY
        if limit.span.unit == "d" or _is_worked(day, limit.calendar.days if limit.calendar else "all"):
            left -= 1
    return _close(day, limit.calendar if limit.span.unit == "wd" else None, zone)


@cache
def _is_worked(day: date, days: str) -> bool:
    if days == "china":
        return bool(is_workday(day))
    return days == "all" or day.weekday() < SATURDAY


def _close(day: date, calendar: CalendarRule | None, zone: ZoneInfo) -> datetime:
    hours = calendar.hours if calendar else ()
    last = hours[-1].rpartition("-")[2].strip() if hours else "24:00"
    if last == "24:00":
        return datetime.combine(day + ONE_DAY, time(), zone)
    return datetime.combine(day, time.fromisoformat(last), zone)


def disagreements(
    counted: Mapping[tuple[str, str], Verdict], ledger: Mapping[tuple[str, str], Verdict]
) -> list[tuple[str, str, Verdict | None, Verdict | None]]:
    """Source id, rule, what the second count says, what the ledger says; in order."""
    keys = sorted(set(counted) | set(ledger))
    return [
        (source, rule, counted.get((source, rule)), ledger.get((source, rule)))
        for source, rule in keys
        if counted.get((source, rule)) != ledger.get((source, rule))
    ]
