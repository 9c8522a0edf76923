"""Goes through the ledger and says which rows were changed, removed, inserted or reordered."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection

from shouwen.runtime import database
from shouwen.runtime.anchors import SealSent, is_genuine
from shouwen.runtime.chain import ERASED_KIND, GENESIS, Link, Rest, link_hash, seal_hash
from shouwen.runtime.encoding import again
from shouwen.runtime.refold import differing
from shouwen.runtime.seals import sealed_text, stretch

PAGE = 2000
ROWS = """
SELECT subject_id, seq, kind, at, recorded_at, actor_id, edition, refused, rules, clauses, event, effects, facts,
  prev_hash, hash, id, erased
FROM runtime_ledger ORDER BY subject_id, seq, id
"""
HEADS = """
SELECT s.id, s.seq, s.head_hash, l.seq, l.hash FROM runtime_subject s
LEFT JOIN LATERAL (SELECT seq, hash FROM runtime_ledger WHERE subject_id = s.id ORDER BY seq DESC LIMIT 1) l ON true
WHERE l.seq IS DISTINCT FROM s.seq OR l.hash IS DISTINCT FROM s.head_hash
"""
SEAL_UP_TO = "SELECT hash FROM runtime_seal WHERE last_id = %s"
SEALS = "SELECT after_id, last_id, count, prev_hash, hash, logs::text FROM runtime_seal ORDER BY id"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the ledger is not what was written."""

    kind: str
    """changed, removed, inserted, reordered, erased, seal, state; what a domain looks at has kinds of its own"""
    subject: int | None
    seq: int | None
    message: str


@dataclass(slots=True)
class Tally:
    """How much was looked at."""

    rows: int = 0
    subjects: int = 0
    seals: int = 0
    texts: int = 0
    """What was said, word for word as its entry vouches for it."""
    texts_before: int = 0
    """What was said before entries vouched for it."""


Check = Callable[[Tally], Iterator[Fault]]
_checks: list[Check] = []


def register_check(check: Check) -> None:
    """A domain compares its own rows with what their entries say of them."""
    _checks.append(check)


def verify(tally: Tally | None = None, *, fold_again: bool = False) -> Iterator[Fault]:
    """Every fault, subject by subject, then the heads, the seals, what domains keep; nothing when the ledger is whole.

    `fold_again` also makes each state anew from its log, which takes longer.
    """
    counted = tally or Tally()
    # What is written meanwhile is no fault.
    with database.one_instant():
        yield from _chains(counted)
        yield from _heads()
        yield from _seals(counted)
        for check in _checks:
            yield from check(counted)
        if fold_again:
            yield from _states()


def verify_against(sent: Iterable[SealSent]) -> Iterator[Fault]:
    """Whether the ledger still is what a seal outside the house says; with `verify`, everything before it is certain."""
    for seal in sent:
        rows = f"the seal over everything up to row {seal.last_id}, sent outside on {seal.at},"
        if not is_genuine(seal):
            yield Fault("seal", None, None, f"{rows} was not signed by this installation: ask who gave it to you")
            continue
        found = database.rows(SEAL_UP_TO, [seal.last_id])
        if not found:
            told = "is not in this ledger: rows were removed since, or an older state of the database was restored"
            yield Fault("removed", None, None, f"{rows} {told}")
        elif seal.hash not in {bytes(digest) for (digest,) in found}:
            yield Fault("changed", None, None, f"{rows} is another one here: something before it was rewritten")


def _chains(tally: Tally) -> Iterator[Fault]:
    subject, seq, head, rest = None, 0, GENESIS, Rest()
    for row in _rows():
        tally.rows += 1
        if row[0] != subject:
            yield from _unvouched(subject, rest)
            subject, seq, head, rest = row[0], 0, GENESIS, Rest()
            tally.subjects += 1
        fault = _fault(row, seq, head)
        if fault:
            yield fault
        elif row[16]:
            rest.add(row[1], bytes(row[14]), *map(again, row[10:13]))
        elif row[2] == ERASED_KIND:
            yield from _vouched(row, rest)
            rest = Rest()
        seq, head = row[1], bytes(row[14])
    yield from _unvouched(subject, rest)


def _vouched(row: tuple[Any, ...], rest: Rest) -> Iterator[Fault]:
    """The entry that an erasure left says how many entries it went over and what was left of them."""
    said = json.loads(row[10])
    if said.get("entries") != rest.count or said.get("digest") != rest.digest():
        told = f"subject {row[0]}: what is left of its erased entries is not what their erasure left"
        yield Fault("changed", row[0], row[1], told)


def _unvouched(subject: int | None, rest: Rest) -> Iterator[Fault]:
    """Whoever empties an entry beside the program cannot write the one that vouches for it into the chain."""
    if rest.count:
        told = f"subject {subject}: {rest.count} entries are marked as erased, and no erasure says so"
        yield Fault("erased", subject, None, told)


def _rows() -> Iterator[tuple[Any, ...]]:
    connection.ensure_connection()
    with psycopg.ServerCursor(connection.connection, "ledger_verify") as cur:
        cur.itersize = PAGE
        yield from cur.execute(ROWS)


def _fault(row: tuple[Any, ...], seq: int, head: bytes) -> Fault | None:
    subject, own_seq, prev = row[0], row[1], bytes(row[13])
    where = f"subject {subject}, entry {own_seq} (row {row[15]})"
    if own_seq > seq + 1:
        return Fault("removed", subject, own_seq, f"{where}: entries {seq + 1} to {own_seq - 1} are missing before it")
    if own_seq <= seq:
        return Fault("inserted", subject, own_seq, f"{where}: there is an entry with this number already")
    if not row[16] and link_hash(_link(row), prev) != bytes(row[14]):
        return Fault("changed", subject, own_seq, f"{where}: its content is not what was hashed when it was written")
    if prev != head:
        return Fault(
            "reordered", subject, own_seq, f"{where}: it was not written after the entry that stands before it"
        )
    return None


def _link(row: tuple[Any, ...]) -> Link:
    *plain, event, effects, facts = row[:13]
    return Link(*(*plain, again(event), again(effects), again(facts)))


def _heads() -> Iterator[Fault]:
    """The subject knows its last entry: an end that was cut off or added on shows here."""
    for subject, seq, _, found, _ in database.rows(HEADS):
        if found is None or found < seq:
            missing = f"entries after {found or 0} are missing, {seq} were written"
            yield Fault("removed", subject, found, f"subject {subject}: {missing}")
        elif found > seq:
            yield Fault("inserted", subject, found, f"subject {subject}: entry {found} was not written by the program")
        else:
            yield Fault("changed", subject, found, f"subject {subject}: its last entry is not the one it knows")


def _states() -> Iterator[Fault]:
    for subject in differing():
        told = f"subject {subject}: its state is not what its log folds to; it was changed beside the log"
        yield Fault("state", subject, None, told)


def _seals(tally: Tally) -> Iterator[Fault]:
    """Cut into stretches by id, so a subject that vanished whole is missed here."""
    prev, last = GENESIS, 0
    for first, until, count, seal_prev, seal_own, logs in database.rows(SEALS):
        tally.seals += 1
        digest, found = seal_hash(bytes(seal_prev), first, until, stretch(first, until), logs=sealed_text(logs))
        rows = f"rows {first + 1} to {until}"
        if first != last or bytes(seal_prev) != prev:
            yield Fault("seal", None, None, f"the seal over {rows} does not follow the one before it")
        elif found != count:
            kind = "removed" if found < count else "inserted"
            yield Fault(kind, None, None, f"{rows}: {count} were sealed, {found} are there")
        elif digest != bytes(seal_own):
            yield Fault(
                "changed", None, None, f"{rows}: a hash, or the head of another log, is not the one that was sealed"
            )
        prev, last = bytes(seal_own), until
