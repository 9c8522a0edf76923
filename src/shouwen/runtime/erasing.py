"""Erases what people wrote from the log of subjects that ended: hashes, instants and figures stay, and a last entry vouches for the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from shouwen.engine.codec import state_to_json
from shouwen.runtime import database, rulebooks
from shouwen.runtime.chain import ERASED_KIND, Link, Rest, link_hash
from shouwen.runtime.encoding import canonical, plain, read
from shouwen.runtime.redaction import Words, redacted, redacted_facts, words_in
from shouwen.runtime.refold import refold

# Whoever works at one of these holds the root of its family.
HOLD = """
SELECT id, procedure, unit, edition, seq, head_hash, root_id, closed_at, erased_at FROM runtime_subject
WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
LOG = "SELECT id, seq, hash, edition, event, effects, facts FROM runtime_ledger WHERE subject_id = %s ORDER BY seq"
BLANK = "UPDATE runtime_ledger SET event = %s, effects = %s, facts = %s, erased = true WHERE id = %s"
APPEND = """
INSERT INTO runtime_ledger (subject_id, seq, kind, event, effects, facts, rules, clauses, refused, edition, actor_id, at,
  recorded_at, prev_hash, hash) VALUES (%s, %s, %s, %s, '[]', '{}', '{}', '{}', false, %s, NULL, %s, %s, %s, %s)
"""
MARK = """
UPDATE runtime_subject SET seq = %s, head_hash = %s, state = %s, next_wake = NULL, erased_at = %s WHERE id = %s
"""
FINDINGS = "UPDATE runtime_finding SET note = '' WHERE subject_id = ANY(%s) AND note <> ''"
NOTICES = "DELETE FROM runtime_notice WHERE subject_id = ANY(%s)"
KEYS = "DELETE FROM runtime_actkey WHERE subject_id = ANY(%s)"
# What is still to go out goes: it was promised to somebody. It is looked at again in the next night.
LETTERS = "DELETE FROM runtime_outbox WHERE (payload->>'subject') = ANY(%s) AND state <> 'waiting'"


@dataclass(frozen=True, slots=True)
class _Log:
    """A subject held by this transaction."""

    id: int
    procedure: str
    unit: str
    edition: str
    seq: int
    head: bytes


@transaction.atomic
def erase_subjects(*, subjects: Iterable[int], at: datetime) -> tuple[int, ...]:
    """Those that were not erased before and of whose family nothing runs; nothing can be done on them any more."""
    rows = database.rows(HOLD, [sorted(subjects)])
    running = {root for *_, root, closed_at, _ in rows if closed_at is None}
    held = [
        _Log(pk, procedure, unit, edition, seq, bytes(head))
        for pk, procedure, unit, edition, seq, head, root, _, erased_at in rows
        if root not in running and erased_at is None
    ]
    database.run("SET LOCAL shouwen.erasing = 'on'")
    for log in held:
        _erase(log, at)
    database.run("SET LOCAL shouwen.erasing = 'off'")
    ids = [log.id for log in held]
    database.run(FINDINGS, [ids])
    database.run(NOTICES, [ids])
    database.run(KEYS, [ids])
    database.run(LETTERS, [[str(each) for each in ids]])
    return tuple(ids)


def _erase(log: _Log, at: datetime) -> None:
    left = [_row(row) for row in database.rows(LOG, [log.id])]
    with database.cursor() as cur:
        cur.executemany(BLANK, [(Jsonb(each[3]), Jsonb(each[4]), Jsonb(each[5]), each[0]) for each in left])
    rest = Rest()
    for _, seq, own, event, effects, facts, _ in left:
        rest.add(seq, own, canonical(event), canonical(effects), canonical(facts))
    entry = {"is": ERASED_KIND, "at": at.isoformat(), "entries": rest.count, "digest": rest.digest()}
    head = _append(log, entry, at)
    folded = [(log.id, edition, plain(event), plain(effects)) for _, _, _, event, effects, _, edition in left]
    state = refold(log.id, log.procedure, log.unit, folded)
    database.run(MARK, [log.seq + 1, head, plain(state_to_json(state)), at, log.id])


def _row(row: Sequence[Any]) -> tuple[int, int, bytes, Any, Any, Any, str]:
    row_id, seq, own, edition, event, effects, facts = row
    words = _words(edition)
    return (
        row_id, seq, bytes(own), redacted(_value(event), words), redacted(_value(effects), words),
        redacted_facts(_value(facts), words), edition,
    )  # fmt: skip


def _value(json: Any) -> Any:
    """The driver gives it as text where it is told to."""
    return read(json) if isinstance(json, str) else json


def _append(log: _Log, entry: dict[str, Any], at: datetime) -> bytes:
    link = Link(
        subject=log.id, seq=log.seq + 1, kind=ERASED_KIND, at=at, recorded_at=at, actor=None, edition=log.edition, refused=False,
        rules=(), clauses=(), event=canonical(entry), effects="[]", facts="{}",
    )  # fmt: skip
    own = link_hash(link, log.head)
    database.run(APPEND, [log.id, link.seq, ERASED_KIND, Jsonb(entry), log.edition, at, at, log.head, own])
    return own


@lru_cache(maxsize=16)
def _words(edition: str) -> Words:
    return words_in(rulebooks.rulebook(edition).model_dump(mode="json"))
