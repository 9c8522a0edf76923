"""What screens count down: every limit of a case as it stands at an instant, whoever has looked at it before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shouwen.engine.calendars import Calendars
from shouwen.engine.limits import joined
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Running, State
from shouwen.engine.worktime import used
from shouwen.rulebook.span import Unit

Standing = Literal["waiting", "open", "warned", "paused", "missed", "met", "late", "excused"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One limit: what it is called, when it opens and ends, how it stands, what is left, and the clauses behind it."""

    key: str
    rule: str
    title: str
    from_at: datetime
    opens_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    stopped_at: datetime | None
    standing: Standing
    used: timedelta
    remaining: timedelta
    """Counted as the limit counts; negative once it is over."""
    promise: bool
    provisional: bool
    task: str | None
    clauses: tuple[str, ...]


def expectations(state: State, at: datetime, rulebook: Compiled, calendar: Calendars) -> tuple[Expectation, ...]:
    """The limits of a case in the order in which they end; those without an end last."""
    found = [_expectation(state, clock, at, rulebook, calendar) for clock in state.clocks.values()]
    return tuple(sorted(found, key=lambda each: (each.due_at is None, each.due_at or each.from_at, each.key)))


def _expectation(state: State, clock: Running, at: datetime, rulebook: Compiled, calendar: Calendars) -> Expectation:
    flow = rulebook.flows.get(state.case_type)
    plan = flow.dues.get(clock.rule) if flow is not None else None
    unit: Unit = plan.within.unit if plan is not None and plan.within is not None else "min"
    cal = calendar.get(plan.calendar if plan is not None else None)
    now = clock.stopped_at or at
    pauses = clock.pauses if clock.promise else joined(state.pauses, clock.pauses, start=clock.from_at)
    due = clock.due_at
    left = (
        timedelta(0) if due is None else used(now, due, unit, cal, pauses) if now <= due else -used(due, now, unit, cal)
    )
    return Expectation(
        key=clock.clock,
        rule=clock.rule,
        title=clock.title,
        from_at=clock.from_at,
        opens_at=clock.opens_at,
        due_at=due,
        warn_at=clock.warn_at,
        stopped_at=clock.stopped_at,
        standing=standing(clock, at),
        used=used(clock.from_at, now, unit, cal, pauses),
        remaining=left,
        promise=clock.promise,
        provisional=clock.provisional,
        task=clock.task,
        clauses=clock.cites,
    )


def standing(clock: Running, at: datetime) -> Standing:
    """From the instants alone: a limit that is over is missed although nothing has marked it yet."""
    if clock.result is not None:
        return clock.result
    if clock.due_at is None:
        return "paused"
    if at > clock.due_at:
        return "missed"
    if clock.opens_at is not None and at < clock.opens_at:
        return "waiting"
    return "warned" if clock.warn_at is not None and at >= clock.warn_at else "open"
