"""Writes the audit log: one entry for one act, chained to the last, in the transaction of the act itself."""

from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from shouwen.people.audited import ACTS, GENESIS, Said, entry_hash
from shouwen.people.models import AuditEntry, AuditHead

# Any number; whoever holds this lock writes the next entry.
CHAIN_LOCK = 7_301_144
LONGEST_SUBJECT = 160
LONGEST_TEXT = 500


@transaction.atomic
def record(
    *,
    act: str,
    by: int | None,
    at: datetime,
    subject: str = "",
    name: str = "",
    detail: str = "",
    reason: str = "",
    address: str = "",
) -> AuditEntry:
    """Call last in a transaction: until it ends, every other entry waits."""
    kind = ACTS[act][0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    head = AuditHead.objects.first() or _head_of_old()
    said = Said(
        at=at,
        kind=kind,
        act=act,
        person=by,
        subject=_kept(subject, LONGEST_SUBJECT),
        name=_kept(name, LONGEST_TEXT),
        detail=_kept(detail, LONGEST_TEXT),
        reason=_kept(reason, LONGEST_TEXT),
        address=address[:45],
    )
    before = bytes(head.hash)
    columns = asdict(said)
    row = AuditEntry.objects.create(
        person_id=columns.pop("person"), **columns, prev_hash=before, hash=entry_hash(said, before)
    )
    head.count, head.last_id, head.hash = head.count + 1, row.pk, row.hash
    head.save()
    return row


def _head_of_old() -> AuditHead:
    """Of a log that has none yet."""
    last = AuditEntry.objects.order_by("-id").first()
    if last is None:
        return AuditHead(count=0, last_id=0, hash=GENESIS)
    return AuditHead(count=AuditEntry.objects.count(), last_id=last.pk, hash=last.hash)


def _kept(text: str, most: int) -> str:
    """On one line and no longer than a page shows; a NUL would not be stored."""
    return " ".join(text.replace("\x00", "").split())[:most]
