"""Subjects and their log: new rows, new states, and the chain from hash to hash."""

from collections.abc import Sequence
from typing import Any

from shouwen.engine.codec import effect_to_json, event_to_json, state_to_json
from shouwen.runtime import registry
from shouwen.runtime.chain import Link, link_hash
from shouwen.runtime.database import JSON_COLUMN, Insert, columns, run, text_array
from shouwen.runtime.encoding import canonical, plain
from shouwen.runtime.subjects import Entry, Held, refusals_of

SUBJECT_FIELDS = {
    "id": "bigint", "kind": "text", "edition": "text", "procedure": "text", "unit": "text", "root_id": "bigint",
    "parent_id": "bigint", "parent_key": "text", "seq": "int", "head_hash": "bytea", "state": "json",
    "next_wake": "timestamptz", "opened_at": "timestamptz", "closed_at": "timestamptz",
}  # fmt: skip
LEDGER_FIELDS = {
    "subject_id": "bigint", "seq": "int", "kind": "text", "event": "jsonb", "effects": "jsonb", "facts": "jsonb",
    "rules": "text[]", "clauses": "text[]", "refused": "boolean", "edition": "text", "actor_id": "bigint",
    "at": "timestamptz", "recorded_at": "timestamptz", "prev_hash": "bytea", "hash": "bytea",
}  # fmt: skip
insert_subjects = Insert("runtime_subject", SUBJECT_FIELDS)
insert_ledger = Insert("runtime_ledger", LEDGER_FIELDS)
UPDATE_SUBJECTS = f"""
UPDATE runtime_subject AS s SET seq = given.seq, head_hash = given.head_hash, state = given.state,
  next_wake = given.next_wake, closed_at = given.closed_at, edition = given.edition
FROM unnest(%s::bigint[], %s::int[], %s::bytea[], {JSON_COLUMN}, %s::timestamptz[], %s::timestamptz[], %s::text[])
  AS given (id, seq, head_hash, state, next_wake, closed_at, edition)
WHERE s.id = given.id
"""  # noqa: S608  # the words of a column are constant
STATE = 3


def write_ledger(entries: Sequence[Entry]) -> None:
    """Chains the decisions of each subject and appends them; the subjects get their state and their head."""
    rows = [_ledger_row(entry) for entry in entries]
    subjects = list({entry.held.id: entry.held for entry in entries}.values())
    insert_subjects([_subject_row(held) for held in subjects if held.is_new])
    known = [held for held in subjects if not held.is_new]
    if known:
        run(UPDATE_SUBJECTS, columns([_moved(held) for held in known], 7, json=[STATE]))
    insert_ledger(rows)
    for held in subjects:
        held.is_new = False


def _moved(held: Held) -> tuple[Any, ...]:
    return (held.id, held.seq, held.head_hash, _state(held), held.next_wake, held.closed_at, held.edition)


def _subject_row(held: Held) -> tuple[Any, ...]:
    return (
        held.id, held.kind, held.edition, held.procedure, held.unit, held.root_id, held.parent_id, held.parent_key,
        held.seq, held.head_hash, _state(held), held.next_wake, held.opened_at, held.closed_at,
    )  # fmt: skip


def _ledger_row(entry: Entry) -> tuple[Any, ...]:
    held, event, why = entry.held, entry.event, entry.decision.explanation
    link = Link(
        subject=held.id,
        seq=entry.seq,
        kind=type(event).__name__,
        at=event.at,
        recorded_at=entry.recorded_at,
        actor=entry.actor,
        edition=held.edition,
        refused=bool(refusals_of(entry.decision)),
        rules=why.rules,
        clauses=why.clauses,
        event=canonical(event_to_json(event)),
        effects=canonical([effect_to_json(effect) for effect in entry.decision.effects]),
        facts=canonical({**why.facts, **registry.vouched(entry)}),
    )
    prev, held.head_hash = held.head_hash, link_hash(link, held.head_hash)
    return (
        link.subject, link.seq, link.kind, link.event, link.effects, link.facts, text_array(link.rules),
        text_array(link.clauses), link.refused, link.edition, link.actor, link.at, link.recorded_at, prev, held.head_hash,
    )  # fmt: skip


def _state(held: Held) -> str:
    return plain(state_to_json(held.state) if held.kept is None else held.kept.to_json(held.state))
