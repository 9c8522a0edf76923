"""Clocks as an index: started or moved, warned, missed, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.engine.effects import MarkClock, PauseClock, ResumeClock, StartClock, StopClock
from shouwen.engine.state import Running
from shouwen.runtime.database import Insert, columns, run, text_array
from shouwen.runtime.subjects import Entry

ClockKey = tuple[int, str]

FIELDS = {
    "subject_id": "bigint", "key": "text", "rule": "text", "title": "text", "clauses": "text[]", "task": "text",
    "unit": "text", "from_at": "timestamptz", "warn_at": "timestamptz", "due_at": "timestamptz", "mode": "text",
    "promise": "boolean", "provisional": "boolean", "warned_at": "timestamptz", "missed_at": "timestamptz",
    "stopped_at": "timestamptz", "result": "text", "late_seconds": "bigint",
}  # fmt: skip
upsert_clocks = Insert(
    "runtime_clock",
    FIELDS,
    tail="""ON CONFLICT (subject_id, key) DO UPDATE SET title = excluded.title, clauses = excluded.clauses,
    mode = excluded.mode, from_at = excluded.from_at, warn_at = excluded.warn_at,
    due_at = excluded.due_at, provisional = excluded.provisional,
    warned_at = COALESCE(excluded.warned_at, runtime_clock.warned_at),
    missed_at = COALESCE(excluded.missed_at, runtime_clock.missed_at), stopped_at = excluded.stopped_at, result = excluded.result,
    late_seconds = excluded.late_seconds""",
)
UPDATE = """
UPDATE runtime_clock AS c SET warn_at = given.warn_at, due_at = given.due_at,
  warned_at = COALESCE(given.warned_at, c.warned_at), missed_at = COALESCE(given.missed_at, c.missed_at),
  stopped_at = given.stopped_at, result = given.result, late_seconds = COALESCE(given.late_seconds, c.late_seconds)
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
  %s::timestamptz[], %s::text[], %s::bigint[])
  AS given (subject_id, key, warn_at, due_at, warned_at, missed_at, stopped_at, result, late_seconds)
WHERE c.subject_id = given.subject_id AND c.key = given.key
"""
ClockEffect = StartClock | StopClock | MarkClock | PauseClock | ResumeClock


@dataclass(slots=True)
class _Marks:
    """What this transaction did to one clock, and how the clock stands after it."""

    after: Running
    unit: str
    started: bool = False
    warned_at: datetime | None = None
    missed_at: datetime | None = None
    late_seconds: int | None = None


def write_clocks(entries: Sequence[Entry]) -> set[ClockKey]:
    """Brings the index up to date; returns the clocks whose limit is another than before."""
    found: dict[ClockKey, _Marks] = {}
    moved: set[ClockKey] = set()
    for entry in entries:
        for effect in entry.decision.effects:
            if isinstance(effect, ClockEffect):
                key = (entry.held.id, effect.clock)
                after = entry.decision.after.clocks[effect.clock]
                marks = found.setdefault(key, _Marks(after, entry.held.unit))
                marks.after = after
                _apply(effect, marks)
                if not isinstance(effect, MarkClock):
                    moved.add(key)
    upsert_clocks([_row(key, marks, marks.after) for key, marks in found.items() if marks.started])
    rest = [_change(key, marks, marks.after) for key, marks in found.items() if not marks.started]
    if rest:
        run(UPDATE, columns(rest, 9))
    return moved


def _apply(effect: ClockEffect, marks: _Marks) -> None:
    match effect:
        case StartClock():
            marks.started = True
        case StopClock():
            marks.late_seconds = effect.late_seconds
        case MarkClock(mark="warned"):
            marks.warned_at = effect.at
        case MarkClock():
            marks.missed_at = effect.at
        case PauseClock() | ResumeClock():
            """The state after the decision has the new instants."""


def _row(key: ClockKey, marks: _Marks, clock: Running) -> tuple[Any, ...]:
    return (
        *key, clock.rule, clock.title, text_array(clock.cites), clock.task or "", marks.unit, clock.from_at,
        clock.warn_at, clock.due_at, clock.mode, clock.promise, clock.provisional, marks.warned_at, marks.missed_at,
        clock.stopped_at, clock.result or "", marks.late_seconds or 0,
    )  # fmt: skip


def _change(key: ClockKey, marks: _Marks, clock: Running) -> tuple[Any, ...]:
    return (
        *key, clock.warn_at, clock.due_at, marks.warned_at, marks.missed_at, clock.stopped_at, clock.result or "",
        marks.late_seconds,
    )  # fmt: skip
