"""The hash chain of the ledger: each row of a subject takes in the one before it, each seal a stretch of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

GENESIS = bytes(32)
ERASED_KIND = "Erased"
"""The last entry of an erased log; no event of the engine, and nothing is decided by it."""


@dataclass(frozen=True, slots=True)
class Link:
    """What one row of the ledger says, as text that is hashed."""

    subject: int
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: int | None
    edition: str
    refused: bool
    rules: Sequence[str]
    clauses: Sequence[str]
    event: str
    effects: str
    facts: str


def link_hash(link: Link, prev: bytes) -> bytes:
    """The row's hash, which depends on every row of the subject before it."""
    head = (
        f"{link.subject} {link.seq} {link.kind} {_instant(link.at)} {_instant(link.recorded_at)} {link.actor}"
        f" {link.refused}\n{link.edition}\n{_list(link.rules)}\n{_list(link.clauses)}"
    )
    text = f"{head}\n{link.event}\n{link.effects}\n{link.facts}"
    return sha256(prev + text.encode()).digest()


class Rest:
    """What is left of an erased log, entry by entry; its digest stands in the last entry, which is chained like any other."""

    def __init__(self) -> None:
        self.count = 0
        self._digest = sha256()

    def add(self, seq: int, own: bytes, event: str, effects: str, facts: str) -> None:
        """Bound to the hash of what the entry said at first."""
        self.count += 1
        self._digest.update(f"{seq}\n".encode() + own + f"{event}\n{effects}\n{facts}\n".encode())

    def digest(self) -> str:
        return self._digest.hexdigest()


def seal_hash(
    prev: bytes, first: int, last: int, rows: Iterable[tuple[int, bytes]], *, logs: str = ""
) -> tuple[bytes, int]:
    """The hash of a stretch of rows in the order of their ids and of the heads of other logs, and how many rows they are."""
    digest = sha256(prev + f"{first}-{last}".encode())
    count = 0
    for row_id, row_hash in rows:
        digest.update(row_id.to_bytes(8, "big") + row_hash)
        count += 1
    digest.update(logs.encode())
    return digest.digest(), count


def _list(names: Sequence[str]) -> str:
    """Their number first: no other list can read the same."""
    return f"{len(names)} {chr(0x1F).join(names)}"


@lru_cache(maxsize=256)
def _instant(at: datetime) -> str:
    """A batch has one instant of writing and few of happening."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
