"""Limits as they are shown: running, warned, missed, resting, met or late."""

from collections.abc import Iterable
from datetime import datetime

from shouwen.cases.rows import ClockState, ClockView
from shouwen.runtime.models import Clock


def clock_view(clock: Clock, now: datetime) -> ClockView:
    """One limit at this instant; whether it is missed follows from its instants, not from who has looked."""
    return ClockView(
        key=clock.key,
        title=clock.title,
        clauses=tuple(clock.clauses),
        state=_state(clock, now),
        from_at=clock.from_at,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        stopped_at=clock.stopped_at,
        late_seconds=_late(clock, now),
        promise=clock.promise,
        provisional=clock.provisional,
        task=clock.task,
    )


def nearest(clocks: Iterable[ClockView]) -> ClockView | None:
    """The limit that ends first among those that run; resting ones last."""
    running = [clock for clock in clocks if clock.stopped_at is None]
    return min(running, key=lambda clock: (clock.due_at is None, clock.due_at or clock.from_at), default=None)


def _state(clock: Clock, now: datetime) -> ClockState:
    if clock.result in {"met", "late", "excused"}:
        return clock.result  # type: ignore[return-value]  # the three are states of their own
    if clock.due_at is None:
        return "paused"
    if now > clock.due_at:
        return "missed"
    return "warned" if clock.warn_at is not None and now >= clock.warn_at else "running"


def _late(clock: Clock, now: datetime) -> int:
    if clock.stopped_at is not None or clock.due_at is None:
        return clock.late_seconds
    return max(0, int((now - clock.due_at).total_seconds()))
