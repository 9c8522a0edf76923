"""What somebody chose, for the page on which they choose."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from shouwen.notices.models import NoticeChoice, PushDevice
from shouwen.notices.posting import EMAIL, PUSH
from shouwen.notices.webpush import b64, point, private_key
from shouwen.notices.words import GROUPS as GROUPS
from shouwen.people.access import Viewer

DEFAULT_WINDOW = 10


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One browser."""

    id: int
    label: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person's choices, or what holds where they made none."""

    groups: tuple[tuple[str, str, bool, bool], ...]
    """(name, title, by e-mail, by push)."""
    any_hour: bool
    window_minutes: int
    is_own: bool
    """Whether the person ever chose; until then urgent notices go by e-mail and nothing else."""
    email: str
    devices: tuple[DeviceRow, ...]


def chosen(viewer: Viewer) -> Chosen:
    row = NoticeChoice.objects.filter(person=viewer.person).first()
    ways = {EMAIL: set(row.email) if row else set(), PUSH: set(row.push) if row else set()}
    devices = PushDevice.objects.filter(person=viewer.person).order_by("made_at")
    return Chosen(
        groups=tuple((name, title, name in ways[EMAIL], name in ways[PUSH]) for name, (title, _) in GROUPS.items()),
        any_hour=row.any_hour if row else False,
        window_minutes=row.window_minutes if row else DEFAULT_WINDOW,
        is_own=row is not None,
        email=viewer.organisation.persons[viewer.person].email,
        devices=tuple(DeviceRow(one.pk, one.label, one.made_at) for one in devices),
    )


def push_key() -> str:
    """What a browser has to know of the sender before it agrees to be told."""
    return b64(point(private_key(settings.SECRET_KEY).public_key()))
