"""How limits stand after they started, moved, warned, were missed, rested or ended."""

from datetime import datetime

from shouwen.engine.draft import Draft
from shouwen.engine.effects import MarkClock, StartClock, StopClock
from shouwen.engine.quick import changed
from shouwen.engine.state import Running


def start_clock(draft: Draft, effect: StartClock, at: datetime) -> tuple[str, ...]:
    """A new limit runs, or a known one moves; what had been marked for an instant that is ahead again is unmarked."""
    known = draft.clocks.get(effect.clock)
    started = Running(
        effect.clock,
        effect.rule,
        effect.from_at,
        effect.due_at,
        effect.warn_at,
        effect.task,
        provisional=effect.provisional,
        title=effect.title,
        promise=effect.promise,
        mode=effect.mode,
        opens_at=effect.opens_at,
        target_at=effect.target_at,
        cites=effect.cites,
    )
    if known is not None:
        ahead = effect.due_at is None or effect.due_at >= at
        warn_ahead = effect.warn_at is None or effect.warn_at > at
        started = changed(
            started, warned=known.warned and not warn_ahead, missed=known.missed and not ahead, pauses=known.pauses
        )
    draft.clocks[effect.clock] = started
    return ()


def pause_clock(draft: Draft, key: str, at: datetime) -> tuple[str, ...]:
    clock = draft.clocks[key]
    draft.clocks[key] = changed(clock, pauses=(*clock.pauses, (at, None)))
    return ()


def resume_clock(draft: Draft, key: str, at: datetime) -> tuple[str, ...]:
    clock = draft.clocks[key]
    draft.clocks[key] = changed(clock, pauses=(*clock.pauses[:-1], (clock.pauses[-1][0], at)))
    return ()


def stop_clock(draft: Draft, effect: StopClock) -> tuple[str, ...]:
    clock = draft.clocks[effect.clock]
    missed = effect.result == "late"
    draft.clocks[effect.clock] = changed(clock, result=effect.result, stopped_at=effect.at, missed=missed)
    return (f"{_name(effect.clock)}.{effect.result}",)


def mark_clock(draft: Draft, effect: MarkClock) -> tuple[str, ...]:
    clock = draft.clocks[effect.clock]
    if effect.mark == "warned":
        draft.clocks[effect.clock] = changed(clock, warned=True)
    else:
        draft.clocks[effect.clock] = changed(clock, missed=True)
    return (f"{_name(effect.clock)}.{effect.mark}",)


def _name(key: str) -> str:
    """The limit's own name: `report` of `complaint.measures.report#1`."""
    return key.partition("#")[0].rpartition(".")[2]
