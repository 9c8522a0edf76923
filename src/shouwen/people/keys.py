"""Who speaks with a key of the interface, and which keys were made."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from shouwen.people.access import Viewer, viewer_of
from shouwen.people.models import InterfaceKey


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person behind a key, and what the key is for."""

    viewer: Viewer
    scopes: frozenset[str]
    key_id: int


def speaker(key: str, at: datetime) -> Speaker | None:
    """None for a key that is unknown, expired or revoked, or whose person has left."""
    row = (
        InterfaceKey.objects.filter(hashed=sha256(key.encode()).hexdigest(), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .first()
    )
    viewer = viewer_of(row.person_id, at) if row else None
    return Speaker(viewer, frozenset(row.scopes), row.pk) if row and viewer else None


@dataclass(frozen=True, slots=True)
class KeyMade:
    """A key as administrators see it, which is without the key."""

    id: int
    name: str
    person_name: str
    scopes: tuple[str, ...]
    expires_at: datetime | None
    revoked_at: datetime | None


def keys_made() -> tuple[KeyMade, ...]:
    """Every key that was ever made, oldest first."""
    rows = InterfaceKey.objects.select_related("person").order_by("id")
    return tuple(
        KeyMade(row.pk, row.name, row.person.name, tuple(row.scopes), row.expires_at, row.revoked_at) for row in rows
    )
