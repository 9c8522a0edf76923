"""What time alone brings to limits: they warn, and are missed, each in its own moment."""

from datetime import datetime, timedelta
from typing import Literal

from shouwen.engine.dues import next_of_row
from shouwen.engine.effects import MarkClock, Notify
from shouwen.engine.facts import Assignee
from shouwen.engine.state import Running
from shouwen.engine.stopping import record
from shouwen.engine.verbs import run
from shouwen.engine.work import Work

MOMENT = timedelta(microseconds=1)
"""A limit is missed when its instant is over, not at it."""


def advance(work: Work) -> None:
    """What time alone has brought: warnings and misses up to now, as if each had been looked at in its own moment."""
    for _ in range(1000):
        ripe = [
            (_next_mark(clock, clock.due_at), clock.clock)
            for clock in work.draft.clocks.values()
            if clock.result is None and not clock.missed and clock.due_at is not None and _is_ripe(clock, work.at)
        ]
        if not ripe:
            return
        _mark(work, work.draft.clocks[min(ripe)[1]])
        work.instant = work.at


def _is_ripe(clock: Running, at: datetime) -> bool:
    if clock.due_at is not None and at > clock.due_at:
        return True
    return not clock.warned and clock.warn_at is not None and at >= clock.warn_at


def _next_mark(clock: Running, due: datetime) -> datetime:
    return clock.warn_at if clock.warn_at is not None and not clock.warned else due + MOMENT


def wakes(work: Work) -> list[datetime]:
    """For each limit about which time will change something, when it next does."""
    return [
        _next_mark(clock, clock.due_at)
        for clock in work.draft.clocks.values()
        if clock.result is None and not clock.missed and clock.due_at is not None
    ]


def _mark(work: Work, clock: Running) -> None:
    plan = work.flow.dues.get(clock.rule)
    if not clock.warned and clock.warn_at is not None:
        work.instant = clock.warn_at
        work.emit(MarkClock(clock=clock.clock, mark="warned", at=clock.warn_at, cites=clock.cites))
        _tell(work, clock, "warned")
        if plan is not None:
            run(work, plan.due.on_warn, rule=f"{clock.clock}.warned", cites=clock.cites, member=_member(work, clock))
        return
    assert clock.due_at is not None  # only limits with an end ripen
    work.instant = clock.due_at
    work.emit(MarkClock(clock=clock.clock, mark="missed", at=clock.due_at, cites=clock.cites))
    record(work, clock, late=True)
    if clock.mode == "record":
        return
    _tell(work, clock, "missed")
    if plan is not None:
        run(work, plan.due.on_miss, rule=f"{clock.clock}.missed", cites=clock.cites, member=_member(work, clock))
        next_of_row(work, clock)


def _member(work: Work, clock: Running) -> str | None:
    active = work.draft.task(clock.task) if clock.task else None
    return active.member if active else None


def _tell(work: Work, clock: Running, mark: Literal["warned", "missed"]) -> None:
    """Those who have to act are told, whatever else the rule asks for."""
    to = _concerned(work, clock)
    if to:
        work.emit(Notify(to=to, kind=f"clock.{mark}", about=clock.clock, cites=clock.cites))


def _concerned(work: Work, clock: Running) -> tuple[Assignee, ...]:
    active = work.draft.task(clock.task) if clock.task else None
    return active.assignees if active is not None and active.assignees else work.owner()
