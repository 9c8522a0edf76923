"""Keys of the interface: made, shown once, revoked."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused
from shouwen.people.models import InterfaceKey

SCOPES = ("cases:read", "cases:write")
PREFIX = "sw_"


def make_key(
    *,
    person: int,
    name: str,
    scopes: Sequence[str],
    by: int | None = None,
    at: datetime,
    expires_at: datetime | None = None,
) -> str:
    """The key in clear, this once; what it may do never exceeds what its person may do."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise ChangeRefused(f"A key needs scopes out of {', '.join(SCOPES)}; got {', '.join(unknown) or 'none'}.")
    key = PREFIX + token_urlsafe(32)
    InterfaceKey.objects.create(
        person_id=person, name=name, hashed=hashed(key), scopes=list(scopes), made_at=at, expires_at=expires_at
    )
    record(act="key_made", by=by, at=at, subject=f"person:{person}", name=name, detail="、".join(scopes))
    return key


def revoke_key(*, key_id: int, by: int | None = None, at: datetime) -> None:
    """From the next request on it opens nothing."""
    row = InterfaceKey.objects.filter(pk=key_id, revoked_at=None).first()
    if row is not None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        record(act="key_revoked", by=by, at=at, subject=f"person:{row.person_id}", name=row.name)


def hashed(key: str) -> str:
    """256 random bits need no slow hash."""
    return sha256(key.encode()).hexdigest()
