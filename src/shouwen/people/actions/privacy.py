"""Seals a value under a handle, opens it again for somebody entitled, and writes down every look at a hidden value."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwen.base.ids import new_uuid
from shouwen.base.seal import close, configured_keys, open_sealed
from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused
from shouwen.people.models import AccessLog, SealedIdentity

LONGEST_REASON = 500


def seal(*, value: str, by: int | None, at: datetime) -> str:
    """Keeps the value apart; everything else gets the handle that is returned."""
    handle, key = new_uuid(at=at), configured_keys()[0]
    SealedIdentity.objects.create(
        handle=handle,
        key_id=key.id,
        sealed=close(value, handle=handle, key=key),
        sealed_at=at,
        sealed_by_id=by,
    )
    return str(handle)


@transaction.atomic
def reveal_sealed(*, handle: str, field: str, reason: str, by: int, at: datetime) -> str:
    """The value in clear. The caller has asked the `see` gate whether this person may; the look is written down first."""
    row = SealedIdentity.objects.get(handle=UUID(handle))
    log_access(person=by, subject=f"sealed:{row.handle}", field=field, reason=reason, at=at)
    return open_sealed(bytes(row.sealed), handle=row.handle, key_id=row.key_id, keys=configured_keys())


def shred_sealed(*, handles: Iterable[str]) -> int:
    """The values are gone for good; whoever has a handle has nothing."""
    found = SealedIdentity.objects.filter(handle__in=[UUID(handle) for handle in handles])
    return found.delete()[0]


class ReasonTooLong(ChangeRefused):
    """It is kept for good beside each look; nobody reads a page of it."""


def log_access(*, person: int, subject: str, field: str, reason: str, at: datetime) -> AccessLog:
    """One row for one look; without a reason there is no look."""
    if not reason.strip():
        raise ChangeRefused("Say why the hidden value is needed: looks at hidden values are kept with their reason.")
    if len(reason.strip()) > LONGEST_REASON:
        raise ReasonTooLong(f"Give the reason in at most {LONGEST_REASON} characters.")
    row = AccessLog.objects.create(person_id=person, subject=subject, field=field, reason=reason.strip(), at=at)
    record(act="looked", by=person, at=at, subject=subject, detail=field, reason=row.reason)
    return row
