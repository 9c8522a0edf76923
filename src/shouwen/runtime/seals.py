"""Seals over the ledger and the heads of other logs: they show the removal of rows, which a chain cannot show at its end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.runtime import database
from shouwen.runtime.chain import GENESIS, seal_hash
from shouwen.runtime.encoding import canonical, read

# Writers finish first, so that no smaller id can still appear behind the seal; new ones wait for milliseconds.
# Whoever waits for a lock keeps the writers behind him waiting: so not for long; a vacuum may be in the way.
PATIENCE = "SET LOCAL lock_timeout = '300ms'"
HOLD_WRITERS = "LOCK TABLE runtime_ledger IN SHARE MODE"
LAST = "SELECT last_id, hash, logs::text FROM runtime_seal ORDER BY id DESC LIMIT 1"
NEWEST = "SELECT max(id) FROM runtime_ledger WHERE id > %s"
ROWS = "SELECT id, hash FROM runtime_ledger WHERE id > %s AND id <= %s ORDER BY id"
STORE = """
INSERT INTO runtime_seal (after_id, last_id, count, at, prev_hash, hash, logs) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
HEADS = "SELECT DISTINCT logs->%(name)s FROM runtime_seal WHERE logs ? %(name)s"


@dataclass(frozen=True, slots=True)
class LogHead:
    """How far a log goes that is kept elsewhere: how many entries, the last of them, its hash."""

    count: int
    last_id: int
    hash: bytes


_logs: dict[str, Callable[[], LogHead]] = {}


def register_log(name: str, head: Callable[[], LogHead]) -> None:
    """From now on each seal takes in how far this log goes."""
    _logs[name] = head


def sealed_heads(name: str) -> Iterator[LogHead]:
    """How far a log went at each seal, as the seals say."""
    for (head,) in database.rows(HEADS, {"name": name}):
        count, last_id, digest = read(head) if isinstance(head, str) else head
        yield LogHead(count, last_id, bytes.fromhex(digest))


def seal(*, at: datetime) -> int:
    """Closes what was written since the last seal; returns how many rows that are. Where only another log grew, none."""
    last, newest = _stretch()
    with transaction.atomic():
        found = database.rows(LAST)
        prev_id, prev, before = (found[0][0], bytes(found[0][1]), found[0][2]) if found else (0, GENESIS, "{}")
        logs = canonical({name: _as_json(head()) for name, head in _logs.items()})
        is_news = newest is not None or logs != canonical(read(before))
        if prev_id != last or not is_news:
            return 0  # nothing was written, or another worker has sealed it meanwhile
        until = last if newest is None else newest
        digest, count = seal_hash(prev, last, until, stretch(last, until), logs=sealed_text(logs))
        database.run(STORE, [last, until, count, at, prev, digest, logs])
    return count


def sealed_text(logs: str) -> str:
    """As it goes into the hash; seals of an older program knew no other log."""
    text = canonical(read(logs))
    return "" if text == "{}" else text


def _as_json(head: LogHead) -> list[int | str]:
    return [head.count, head.last_id, head.hash.hex()]


@transaction.atomic
def _stretch() -> tuple[int, int | None]:
    """From the last seal to the newest row, when no writer is in between."""
    database.run(PATIENCE)
    database.run(HOLD_WRITERS)
    found = database.rows(LAST)
    last = found[0][0] if found else 0
    ((newest,),) = database.rows(NEWEST, [last])
    return last, newest


def stretch(first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """Ids and hashes of a stretch, in order."""
    with database.cursor() as cur:
        rows: list[tuple[Any, ...]] = cur.execute(ROWS, [first, last]).fetchall()
    return ((row_id, bytes(row_hash)) for row_id, row_hash in rows)
