"""What was said on a case, vouched for by the entry it came with: a changed, removed or added message shows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import psycopg
from django.db import connection

from shouwen.runtime import database
from shouwen.runtime.encoding import canonical
from shouwen.runtime.redaction import ERASED
from shouwen.runtime.subjects import Entry, refusals_of
from shouwen.runtime.verify import Fault, Tally

# No fact of a rulebook begins so.
NAME = "@message"
PAGE = 2000
SAID = """
SELECT l.subject_id, l.seq, l.facts->'@message'->>'sha256', l.facts->'@message'->>'key', l.erased,
  m.id, m.kind, m.author, m.text, m.channel, m.at, m.files
FROM runtime_ledger l LEFT JOIN cases_message m ON m.case_id = l.subject_id AND m.seq = l.seq
WHERE jsonb_exists(l.facts, '@message') ORDER BY l.id
"""
FIRST = """
SELECT min(m.id) FROM runtime_ledger l JOIN cases_message m ON m.case_id = l.subject_id AND m.seq = l.seq
WHERE jsonb_exists(l.facts, '@message')
"""
UNVOUCHED = """
SELECT m.case_id, m.seq, m.id FROM cases_message m
LEFT JOIN runtime_ledger l ON l.subject_id = m.case_id AND l.seq = m.seq
WHERE l.id IS NULL OR NOT jsonb_exists(l.facts, '@message') AND NOT l.erased ORDER BY m.id
"""


def vouch(entry: Entry) -> Mapping[str, Any]:
    """The words stay out of the log; their digest stands in it, and what makes a delivery the same delivery."""
    said = entry.extra.get("message")
    if said is None or refusals_of(entry.decision):
        return {}
    digest = _digest(
        said["kind"], entry.event.by or "", said["text"], said.get("channel", ""), entry.event.at, said.get("files", ())
    )
    return {NAME: {"sha256": digest, "key": _key(said.get("source_key"))}}


def check(tally: Tally) -> Iterator[Fault]:
    """Every entry's words are there and as they were; no words stand there that no entry knows."""
    for row in _rows(SAID):
        fault = _fault(row)
        tally.texts += not row[4]
        if fault:
            yield fault
    yield from _unvouched(tally)


def _unvouched(tally: Tally) -> Iterator[Fault]:
    """What was said before entries vouched for words cannot be compared with anything; it is counted."""
    ((first,),) = database.rows(FIRST)
    for case, seq, message in _rows(UNVOUCHED):
        if first is None or message < first:
            tally.texts_before += 1
        else:
            yield Fault("words-inserted", case, seq, f"subject {case}: message {message} came with no entry of its log")


def _fault(row: Sequence[Any]) -> Fault | None:
    case, seq, digest, key, erased, message, *said = row
    where = f"subject {case}, entry {seq}"
    if erased:
        is_so = message is None or said[2] == ERASED
        return None if is_so else Fault("words-changed", case, seq, f"{where}: words stand where words were erased")
    if message is None:
        # Delivered a second time long after the first, it is kept once.
        is_kept = bool(key) and any(_key(found) == key for found in _delivered(case))
        return None if is_kept else Fault("words-removed", case, seq, f"{where}: what was said with it is gone")
    if _digest(*said) != digest:
        return Fault("words-changed", case, seq, f"{where}: what was said is not what was written")
    return None


def _delivered(case: int) -> list[str]:
    found = database.rows("SELECT source_key FROM cases_message WHERE case_id = %s AND source_key IS NOT NULL", [case])
    return [key for (key,) in found]


def _digest(kind: str, author: str, text: str, channel: str, at: datetime, files: Sequence[str]) -> str:
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [kind, author, text, channel, instant, [str(file) for file in files]]
    return sha256(canonical({"said": said}).encode()).hexdigest()


def _key(source_key: str | None) -> str:
    return sha256(source_key.encode()).hexdigest()[:32] if source_key else ""


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    connection.ensure_connection()
    with psycopg.ServerCursor(connection.connection, "words_checked") as cur:
        cur.itersize = PAGE
        yield from cur.execute(statement)
