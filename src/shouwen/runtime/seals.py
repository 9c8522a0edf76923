"""Seals over the ledger: they make the removal of rows visible, which the chain of one subject cannot show at its end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.runtime import database
from shouwen.runtime.chain import GENESIS, seal_hash

# Writers finish first, so that no smaller id can still appear behind the seal; new ones wait for milliseconds.
# Whoever waits for a lock keeps the writers behind him waiting: so not for long; a vacuum may be in the way.
PATIENCE = "SET LOCAL lock_timeout = '300ms'"
HOLD_WRITERS = "LOCK TABLE runtime_ledger IN SHARE MODE"
LAST = "SELECT last_id, hash FROM runtime_seal ORDER BY last_id DESC LIMIT 1"
NEWEST = "SELECT max(id) FROM runtime_ledger WHERE id > %s"
ROWS = "SELECT id, hash FROM runtime_ledger WHERE id > %s AND id <= %s ORDER BY id"
STORE = """
INSERT INTO runtime_seal (after_id, last_id, count, at, prev_hash, hash) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""


def seal(*, at: datetime) -> int:
    """Closes what was written since the last seal; returns how many rows that are."""
    last, newest = _stretch()
    if newest is None:
        return 0
    with transaction.atomic():
        found = database.rows(LAST)
        prev_id, prev = (found[0][0], bytes(found[0][1])) if found else (0, GENESIS)
        if prev_id != last:
            return 0  # another worker has sealed meanwhile
        digest, count = seal_hash(prev, last, newest, stretch(last, newest))
        database.run(STORE, [last, newest, count, at, prev, digest])
    return count


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
