"""What the runtime knows of a subject, for those above it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.engine.codec import state_from_json
from shouwen.engine.state import State
from shouwen.runtime import database
from shouwen.runtime.encoding import read
from shouwen.runtime.models import Ledger
from shouwen.runtime.subjects import NoSuchSubject

# Several of one kind with the same words within an hour are one line, each behind it; what rings at once stands for itself.
LINE = """kind, text, urgent, clauses, read_at IS NULL, date_bin('1 hour', at, TIMESTAMPTZ 'epoch'),
  CASE WHEN urgent OR subject_id IS NULL THEN id END"""
UNREAD = f"""
SELECT count(*) FROM (SELECT DISTINCT {LINE} FROM (
  SELECT * FROM runtime_notice WHERE person = %s AND read_at IS NULL LIMIT 1000) AS near LIMIT 100) AS lines
"""  # noqa: S608  # a constant
STATES = "SELECT id, seq, state FROM runtime_subject WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the ledger as it is told."""

    seq: int
    kind: str
    event: dict[str, Any]
    effects: list[dict[str, Any]]
    facts: dict[str, Any]
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    at: datetime
    refused: bool


def state_of(subject: int) -> State:
    """The folded log as it stands."""
    found = states_of([subject])
    if subject not in found:
        raise NoSuchSubject(f"there is no subject {subject}")
    return found[subject][1]


def states_of(subjects: Iterable[int]) -> dict[int, tuple[int, State]]:
    """Place in the log and state of each."""
    rows = database.rows(STATES, [list(subjects)])
    return {row[0]: (row[1], state_from_json(read(row[2]))) for row in rows}


def log_of(subject: int, *, most: int = 300, before: int | None = None) -> tuple[LogEntry, ...]:
    """The latest decisions, or the latest before one of them; oldest first."""
    found = Ledger.objects.filter(subject=subject, **({} if before is None else {"seq__lt": before}))
    return tuple(reversed([_told(row) for row in found.order_by("-seq")[:most]]))


def _told(row: Ledger) -> LogEntry:
    return LogEntry(
        seq=row.seq,
        kind=row.kind,
        event=row.event,
        effects=row.effects,
        facts=row.facts,
        rules=tuple(row.rules),
        clauses=tuple(row.clauses),
        at=row.at,
        refused=row.refused,
    )


def is_erased(subject: int) -> bool:
    """Whether what was written on it is gone, so that nothing may be added any more."""
    return bool(database.rows("SELECT FROM runtime_subject WHERE id = %s AND erased_at IS NOT NULL", [subject]))


def unread(person: str) -> int:
    """How many lines of notices somebody has not read, up to a hundred."""
    ((count,),) = database.rows(UNREAD, [person])
    return int(count)


def next_instant(at: datetime) -> datetime | None:
    """When the next limit warns or ends after this instant: how far a demonstration's clock may jump."""
    rows = database.rows("SELECT min(next_wake) FROM runtime_subject WHERE next_wake > %s", [at])
    found: datetime | None = rows[0][0]
    return found


def family_of(root: int, *, open_only: bool = False) -> dict[int, State]:
    """The state of a subject and of everything that was opened from it, oldest first; the subject itself in any case."""
    wanted = (
        "SELECT id, state FROM runtime_subject WHERE root_id = %s AND (closed_at IS NULL OR id = %s OR %s) ORDER BY id"
    )
    rows = database.rows(wanted, [root, root, not open_only])
    return {row[0]: state_from_json(read(row[1])) for row in rows}
