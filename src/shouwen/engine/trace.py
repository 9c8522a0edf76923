"""One clock read at an instant: when it is due, how much is used, and whether it was kept."""  # noqa: A005  the absolute import keeps the two apart

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.pauses import Pause
from shouwen.engine.worktime import NOTHING, Due, add, add_open, used
from shouwen.rulebook.span import Span, Unit

State = Literal["running", "paused", "met", "breached"]
EventType = Literal["pause", "resume", "stop"]


class TraceError(ValueError):
    """A clock that cannot be read; `where` is the place in its description."""

    def __init__(self, reason: str, where: str) -> None:
        reason = reason.removesuffix(".")  # whoever shows it ends the sentence
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason = reason
        self.where = where


@dataclass(frozen=True, slots=True)
class ClockEvent:
    at: datetime
    type: EventType


@dataclass(frozen=True, slots=True)
class TracedClock:
    """A limit is a span, or an amount of open time."""

    calendar: WorkCalendar
    limit: Span | timedelta
    start: datetime
    events: tuple[ClockEvent, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """Used, remaining and late are on the limit's own measure: open time for working limits, elapsed time for others."""

    due: datetime | None
    used: timedelta
    remaining: timedelta
    state: State
    late: timedelta


@dataclass(frozen=True, slots=True)
class _History:
    """The finished pauses, the start of one still open, and the stop."""

    closed: tuple[Pause, ...] = ()
    paused: datetime | None = None
    stop: datetime | None = None


def read_clock(clock: TracedClock) -> Reading:
    """What the clock shows at `at`; events after that instant have not happened yet.

    Whether a limit was kept is decided by instants: a stop at the due instant keeps it, a later one does not, even when
    the desk was closed in between and the lateness on the calendar is therefore nothing.
    """
    if clock.at < clock.start:
        raise TraceError("the clock is read before it starts", "at")
    history = _fold(clock)
    closed, open_since = history.closed, history.paused
    now = clock.at if history.stop is None else history.stop
    unit: Unit = clock.limit.unit if isinstance(clock.limit, Span) else "wh"
    pauses = closed if open_since is None else (*closed, (open_since, now))
    due = if_resumed = _due(clock, pauses).at
    if open_since is not None and history.stop is None:
        due = _due(clock, (*closed, (open_since, None))).at
    assert if_resumed is not None  # every pause in it has an end
    return Reading(
        due=due,
        used=used(clock.start, now, unit, clock.calendar, pauses),
        remaining=used(now, if_resumed, unit, clock.calendar),
        state=_state(due, now, stopped=history.stop is not None, paused=open_since is not None),
        late=NOTHING if due is None else used(due, now, unit, clock.calendar, pauses),
    )


def _state(due: datetime | None, now: datetime, *, stopped: bool, paused: bool) -> State:
    if due is not None and now > due:
        return "breached"
    if stopped:
        return "met"
    return "paused" if paused else "running"


def _due(clock: TracedClock, pauses: Sequence[Pause]) -> Due:
    if isinstance(clock.limit, Span):
        return add(clock.start, clock.limit, clock.calendar, pauses)
    return add_open(clock.start, clock.limit, clock.calendar, pauses)


def _fold(clock: TracedClock) -> _History:
    """What has happened up to the instant of reading; later events are checked all the same."""
    history = seen = _History()
    for i, event in sorted(enumerate(clock.events), key=lambda pair: pair[1].at):
        if event.at < clock.start:
            raise TraceError(f"the {event.type} comes before the clock starts", f"events[{i}]")
        history = _after(history, event, f"events[{i}]")
        if event.at <= clock.at:
            seen = history
    return seen


def _after(history: _History, event: ClockEvent, where: str) -> _History:
    if history.stop is not None:
        raise TraceError(f"a {event.type} after the clock was stopped", where)
    if event.type == "stop":
        return replace(history, stop=event.at)
    if event.type == "pause":
        if history.paused is not None:
            raise TraceError("a pause while the clock is paused already", where)
        return replace(history, paused=event.at)
    if history.paused is None:
        raise TraceError("a resume although the clock is not paused", where)
    return _History((*history.closed, (history.paused, event.at)))
