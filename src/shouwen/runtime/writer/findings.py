"""Findings: how each rule fared, one row for each clause it carries out."""

from collections.abc import Sequence
from typing import Any

from shouwen.engine.effects import RecordFinding
from shouwen.engine.state import Running
from shouwen.runtime.database import Insert
from shouwen.runtime.subjects import Entry

FIELDS = {
    "subject_id": "bigint", "rule": "text", "key": "text", "clause": "text", "result": "text", "mode": "text",
    "note": "text", "is_limit": "boolean", "late_seconds": "bigint", "took_seconds": "bigint", "edition": "text", "unit": "text",
    "person": "text", "at": "timestamptz",
}  # fmt: skip
# An override changes the finding's result and nothing else.
upsert_findings = Insert(
    "runtime_finding",
    FIELDS,
    tail="""ON CONFLICT (subject_id, rule, key, clause) DO UPDATE SET result = excluded.result,
    note = excluded.note, person = excluded.person, late_seconds = excluded.late_seconds, took_seconds = excluded.took_seconds""",
)


def write_findings(entries: Sequence[Entry]) -> None:
    """The last word of this transaction on each rule and key."""
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for entry in entries:
        for effect in entry.decision.effects:
            if isinstance(effect, RecordFinding):
                for clause in effect.cites or ("",):
                    found[entry.held.id, effect.rule, effect.key, clause] = _row(entry, effect, clause)
    upsert_findings(list(found.values()))


def _row(entry: Entry, effect: RecordFinding, clause: str) -> tuple[Any, ...]:
    after = entry.decision.after
    clock = after.clocks.get(f"{effect.rule}#{effect.key}")
    return (
        entry.held.id, effect.rule, effect.key, clause, effect.result, effect.mode, effect.note, clock is not None,
        effect.late_seconds, _took(clock), after.edition, entry.held.unit, _answerable(entry, clock), entry.event.at,
    )  # fmt: skip


def _took(clock: Running | None) -> int | None:
    """From the start of the limit to its end."""
    if clock is None or clock.stopped_at is None:
        return None
    return int((clock.stopped_at - clock.from_at).total_seconds())


def _answerable(entry: Entry, clock: Running | None) -> str:
    """Who held the task the limit was for: who took it, or the one person it was given to; else who acted."""
    task = clock.task if clock else None
    for state in (entry.decision.after, entry.before):
        active = next((active for active in state.active if active.task == task), None) if task else None
        if active is None:
            continue
        if active.taken_by:
            return active.taken_by
        persons = {seat.person for seat in active.assignees if seat.person}
        if len(persons) == 1:
            return persons.pop()
    return entry.event.by or ""
