"""Keys of the interface: offered, taken by the person in whose name they speak, shown once, revoked."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused
from shouwen.people.models import InterfaceKey
from shouwen.runtime.telling import tell

SCOPES = ("cases:read", "cases:write")
PREFIX = "sw_"
OFFERED = "key.offered"


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
    row = offer_key(person=person, name=name, scopes=scopes, by=by, at=at, expires_at=expires_at)
    return take_key(key_id=row, person=person, at=at)


@transaction.atomic
def offer_key(
    *, person: int, name: str, scopes: Sequence[str], by: int | None, at: datetime, expires_at: datetime | None = None
) -> int:
    """A key that opens nothing until its person takes it: nobody speaks in another's name by handing out a key."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise ChangeRefused(f"A key needs scopes out of {', '.join(SCOPES)}; got {', '.join(unknown) or 'none'}.")
    row = InterfaceKey.objects.create(
        person_id=person, name=name, hashed=None, scopes=list(scopes), made_at=at, expires_at=expires_at
    )
    record(act="key_made", by=by, at=at, subject=f"person:{person}", name=name, detail="、".join(scopes))
    if by is not None:
        words = f"有一个接口密钥“{name}”以您的名义发放：到 姓名菜单 › 接口密钥 领取，不认识的请收回。"
        tell(persons=[str(person)], kind=OFFERED, text=words, urgent=True, at=at)
    return int(row.pk)


@transaction.atomic
def take_key(*, key_id: int, person: int, at: datetime) -> str:
    """The key in clear, once and to its person alone."""
    waiting = InterfaceKey.objects.filter(hashed=None, revoked_at=None, person=person, pk=key_id)
    row = waiting.select_for_update().first()
    if row is None:
        raise ChangeRefused(
            "This key was taken or revoked: ask the security administrator for another one.",
            "这个密钥已经领取或收回：需要时请安全管理员重新发放。",
        )
    key = PREFIX + token_urlsafe(32)
    row.hashed = hashed(key)
    row.save(update_fields=["hashed"])
    record(act="key_taken", by=person, at=at, subject=f"person:{person}", name=row.name)
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
