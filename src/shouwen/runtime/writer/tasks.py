"""Tasks and their seats as an index: opened, taken, handed to others, finished, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.engine.approval import asked
from shouwen.engine.effects import FinishTask, KeepApproval, OpenTask, ReassignTask, WithdrawTask
from shouwen.engine.events import CaseMigrated
from shouwen.engine.facts import Assignee
from shouwen.engine.state import Active, State
from shouwen.runtime.database import Insert, columns, run, text_array
from shouwen.runtime.subjects import Entry
from shouwen.runtime.writer.clocks import ClockKey

TaskKey = tuple[int, str]

FIELDS = {
    "subject_id": "bigint", "key": "text", "step": "text", "visit": "int", "member": "text", "title": "text",
    "state": "text", "house_state": "text", "join": "text", "take": "boolean", "taken_by": "text", "done_by": "text[]",
    "fill": "text[]", "approve": "boolean", "clauses": "text[]", "due_at": "timestamptz", "opened_at": "timestamptz",
    "finished_at": "timestamptz", "finished_by": "text", "outcome": "text",
    "seatless": "boolean",
}  # fmt: skip
insert_tasks = Insert(
    "runtime_task",
    FIELDS,
    tail="""ON CONFLICT (subject_id, key) DO UPDATE SET state = excluded.state, taken_by = excluded.taken_by,
    done_by = excluded.done_by, due_at = excluded.due_at, finished_at = excluded.finished_at,
    finished_by = excluded.finished_by, outcome = excluded.outcome, seatless = excluded.seatless""",
)
# A task that ended keeps who had it and until when.
UPDATE = """
UPDATE runtime_task AS t SET state = COALESCE(given.state, t.state), take = COALESCE(given.take, t.take),
  taken_by = CASE WHEN given.state IS NULL THEN given.taken_by ELSE t.taken_by END,
  done_by = CASE WHEN given.state IS NULL THEN given.done_by::text[] ELSE t.done_by END,
  due_at = CASE WHEN given.state IS NULL THEN given.due_at ELSE t.due_at END,
  finished_at = COALESCE(given.finished_at, t.finished_at), finished_by = COALESCE(given.finished_by, t.finished_by),
  outcome = COALESCE(given.outcome, t.outcome), seatless = COALESCE(given.seatless, t.seatless)
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::boolean[], %s::text[], %s::text[], %s::timestamptz[],
  %s::timestamptz[], %s::text[], %s::text[], %s::boolean[])
  AS given (subject_id, key, state, take, taken_by, done_by, due_at, finished_at, finished_by, outcome, seatless)
WHERE t.subject_id = given.subject_id AND t.key = given.key
"""
CLEAR_SEATS = """
DELETE FROM runtime_taskseat AS seat USING runtime_task AS t,
  unnest(%s::bigint[], %s::text[]) AS given (subject_id, key)
WHERE seat.task_id = t.id AND t.subject_id = given.subject_id AND t.key = given.key
"""
SEAT = """
INSERT INTO runtime_taskseat (task_id, post, unit, person, outside, barred, is_open, due_at)
SELECT t.id, given.post, given.unit, given.person, given.outside, given.barred::text[], true, t.due_at
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
  AS given (subject_id, key, post, unit, person, outside, barred)
JOIN runtime_task AS t ON t.subject_id = given.subject_id AND t.key = given.key
"""
SHUT_SEATS = """
UPDATE runtime_taskseat AS seat SET is_open = false FROM runtime_task AS t,
  unnest(%s::bigint[], %s::text[]) AS given (subject_id, key)
WHERE seat.task_id = t.id AND seat.is_open AND t.subject_id = given.subject_id AND t.key = given.key
"""
# Limits that moved; most decisions leave them where they are.
DUE_SEATS = """
UPDATE runtime_taskseat AS seat SET due_at = t.due_at FROM runtime_task AS t,
  unnest(%s::bigint[], %s::text[]) AS given (subject_id, key)
WHERE seat.task_id = t.id AND seat.is_open AND seat.due_at IS DISTINCT FROM t.due_at
  AND t.subject_id = given.subject_id AND t.key = given.key
"""
# A case went over to an edition that calls the step otherwise; the task is the same.
RENAME = """
UPDATE runtime_task SET key = given.new, step = given.step FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])
  AS given (subject, old, new, step)
WHERE subject_id = given.subject AND key = given.old
"""
RENAME_CLOCKS = """
UPDATE runtime_clock SET task = given.new FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])
  AS given (subject, old, new, step)
WHERE subject_id = given.subject AND task = given.old
"""


@dataclass(slots=True)
class _Change:
    """What this transaction did to one task."""

    opened: OpenTask | None = None
    opened_at: datetime | None = None
    state: str | None = None
    seats: tuple[Assignee, ...] | None = None
    take: bool | None = None
    taken_by: str = ""
    done_by: tuple[str, ...] = ()
    due_at: datetime | None = None
    finished_at: datetime | None = None
    finished_by: str | None = None
    outcome: str | None = None


def write_tasks(entries: Sequence[Entry], clocks: set[ClockKey]) -> None:
    """Brings tasks, their holders and their instants up to date."""
    found: dict[TaskKey, _Change] = {}
    last: dict[int, State] = {}
    _rename(entries)
    for entry in entries:
        _read_effects(entry, found)
        _read_hands(entry, found)
        last[entry.held.id] = entry.decision.after
    _read_limits(last, clocks, found)
    _write(found)


def _rename(entries: Sequence[Entry]) -> None:
    rows = [
        (entry.held.id, before.task, after.task, after.step)
        for entry in entries
        if isinstance(entry.event, CaseMigrated)
        for before, after in zip(entry.before.active, entry.decision.after.active, strict=False)
        if before.task != after.task
    ]
    if rows:
        run(RENAME, columns(rows, 4))
        run(RENAME_CLOCKS, columns(rows, 4))


def _read_effects(entry: Entry, found: dict[TaskKey, _Change]) -> None:
    for effect in entry.decision.effects:
        if isinstance(effect, KeepApproval):
            _read_signers(entry, effect, found)
        if not isinstance(effect, OpenTask | FinishTask | WithdrawTask | ReassignTask):
            continue
        change = found.setdefault((entry.held.id, effect.task), _Change())
        if isinstance(effect, OpenTask):
            change.opened, change.opened_at, change.seats = effect, entry.event.at, effect.assignees
        elif isinstance(effect, ReassignTask):
            change.seats, change.take, change.taken_by = effect.assignees, effect.take, ""
        else:
            change.state = "done" if isinstance(effect, FinishTask) else "withdrawn"
            change.outcome = effect.outcome if isinstance(effect, FinishTask) else ""
            change.finished_at, change.finished_by = entry.event.at, entry.event.by or ""


def _read_signers(entry: Entry, effect: KeepApproval, found: dict[TaskKey, _Change]) -> None:
    """An approval that just opened is the task of those whose turn it is; whoever comes later gets it when it is theirs."""
    change = found.get((entry.held.id, effect.task))
    turn = asked(effect.approval)
    if change is not None and change.opened is not None and turn:
        change.seats = tuple(dict.fromkeys(effect.approval.signers[i].seat for i in turn))


def _read_hands(entry: Entry, found: dict[TaskKey, _Change]) -> None:
    """Who took a task, or did a part of it, stands in the state only; a part that is done needs nobody any more."""
    before = {active.task: active for active in entry.before.active}
    for active in entry.decision.after.active:
        if _differs(before.get(active.task), active):
            change = found.setdefault((entry.held.id, active.task), _Change())
            change.taken_by, change.done_by = active.taken_by or "", active.done_by
            if active.done_seats:
                change.seats = active.open_seats


def _differs(before: Active | None, after: Active) -> bool:
    if before is None:
        return bool(after.taken_by or after.done_seats)
    was = (before.taken_by, before.done_seats, before.assignees)
    return was != (after.taken_by, after.done_seats, after.assignees)


def _read_limits(last: dict[int, State], clocks: set[ClockKey], found: dict[TaskKey, _Change]) -> None:
    """A task shows the earliest of its running limits."""
    for subject, key in clocks:
        running = last[subject].clocks.get(key)
        is_open = running is not None and any(active.task == running.task for active in last[subject].active)
        if running is not None and running.task and is_open:
            found.setdefault((subject, running.task), _Change())
    for (subject, task), change in found.items():
        state = last[subject]
        dues = [clock.due_at for clock in state.clocks.values() if clock.task == task and clock.result is None]
        change.due_at = min((due for due in dues if due), default=None)
        active = next((active for active in state.active if active.task == task), None)
        if active is not None:
            change.taken_by, change.done_by = active.taken_by or "", active.done_by


def _write(found: dict[TaskKey, _Change]) -> None:
    insert_tasks([_row(key, change, change.opened) for key, change in found.items() if change.opened])
    changed = [(key, change) for key, change in found.items() if change.opened is None]
    if changed:
        run(UPDATE, columns([_update(key, change) for key, change in changed], 11))
    handed = [key for key, change in changed if change.seats is not None]
    if handed:
        run(CLEAR_SEATS, columns(handed, 2))
    shut = [key for key, change in changed if change.state]
    if shut:
        run(SHUT_SEATS, columns(shut, 2))
    kept = [key for key, change in changed if change.state is None and change.seats is None]
    if kept:
        run(DUE_SEATS, columns(kept, 2))
    seats = [seat for key, change in found.items() if change.state is None for seat in _seats(key, change.seats or ())]
    if seats:
        run(SEAT, columns(seats, 7))


def _seats(key: TaskKey, assignees: Iterable[Assignee]) -> list[tuple[Any, ...]]:
    return [
        (*key, seat.post or "", seat.unit or "", seat.person or "", seat.outside or "", text_array(seat.barred))
        for seat in assignees
    ]


def _row(key: TaskKey, change: _Change, task: OpenTask) -> tuple[Any, ...]:
    take = task.take if change.take is None else change.take
    return (
        *key, task.step or "", task.visit, task.member or "", task.title, change.state or "open", task.state, task.join, take,
        change.taken_by, text_array(change.done_by), text_array(task.fill), task.approve, text_array(task.cites),
        change.due_at, change.opened_at, change.finished_at, change.finished_by or "", change.outcome or "",
        not change.seats,
    )  # fmt: skip


def _update(key: TaskKey, change: _Change) -> tuple[Any, ...]:
    return (
        *key, change.state, change.take, change.taken_by, text_array(change.done_by), change.due_at, change.finished_at,
        change.finished_by, change.outcome, None if change.seats is None else not change.seats,
    )  # fmt: skip
