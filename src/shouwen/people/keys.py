"""Who speaks with a key of the interface."""

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


def speaker(key: str, at: datetime) -> Speaker | None:
    """None for a key that is unknown, expired or revoked, or whose person has left."""
    row = (
        InterfaceKey.objects.filter(hashed=sha256(key.encode()).hexdigest(), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .first()
    )
    viewer = viewer_of(row.person_id, at) if row else None
    return Speaker(viewer, frozenset(row.scopes)) if row and viewer else None
