"""Who speaks with a key of the interface, and which keys were made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from shouwen.people.access import Viewer, viewer_of
from shouwen.people.models import InterfaceKey
from shouwen.people.organisation import current_version
from shouwen.runtime import database

# One short query, as bare as can be: every call begins with it.
GOOD = """
SELECT id, person_id, scopes FROM people_interfacekey
WHERE hashed = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %s) AND NOT EXISTS (
  SELECT FROM people_person p JOIN base_user u ON u.id = p.user_id WHERE p.id = person_id AND NOT u.is_active)
"""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person behind a key, and what the key is for."""

    viewer: Viewer
    scopes: frozenset[str]
    key_id: int


def speaker(key: str, at: datetime) -> Speaker | None:
    """None for a key that is unknown, expired or revoked, or whose person has left or may not sign in."""
    for key_id, person, scopes in database.rows(GOOD, [sha256(key.encode()).hexdigest(), at]):
        viewer = viewer_of(person, at, version=current_version())
        return Speaker(viewer, frozenset(scopes), key_id) if viewer else None
    return None


SCOPES: Mapping[str, str] = {"cases:read": "查询事项", "cases:write": "登记和办理事项"}


@dataclass(frozen=True, slots=True)
class KeyMade:
    """A key as administrators see it, which is without the key."""

    id: int
    name: str
    person_name: str
    scopes: tuple[str, ...]
    expires_at: datetime | None
    revoked_at: datetime | None
    is_taken: bool = True

    @property
    def words(self) -> list[str]:
        """What it opens."""
        return [SCOPES.get(scope, scope) for scope in self.scopes]

    def is_over(self, at: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at


def keys_made() -> tuple[KeyMade, ...]:
    """Every key that was ever made, oldest first."""
    return tuple(_made(row) for row in InterfaceKey.objects.select_related("person").order_by("id"))


def keys_of(person: int) -> tuple[KeyMade, ...]:
    """Those in somebody's name: what waits to be taken, then what opens something, then what is over; newest first."""
    rows = InterfaceKey.objects.filter(person=person).select_related("person").order_by("-id")
    return tuple(sorted(map(_made, rows), key=lambda key: (key.revoked_at is not None, key.is_taken)))


def names_in_use(person: int, at: datetime) -> tuple[str, ...]:
    """Of the keys that open something in somebody's name."""
    taken = (key for key in keys_of(person) if key.is_taken and key.revoked_at is None)
    return tuple(key.name for key in taken if not key.is_over(at))


def _made(row: InterfaceKey) -> KeyMade:
    return KeyMade(
        row.pk,
        row.name,
        row.person.name,
        tuple(row.scopes),
        row.expires_at,
        row.revoked_at,
        is_taken=row.hashed is not None,
    )


def count_keys(at: datetime) -> int:
    """Those that open something at the instant."""
    rows = InterfaceKey.objects.filter(revoked_at=None, hashed__isnull=False)
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=at)).count()
