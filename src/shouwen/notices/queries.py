"""What somebody chose, for the page on which they choose."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from shouwen.notices.choosing import choices_of
from shouwen.notices.models import PushDevice
from shouwen.notices.webpush import b64, point, private_key
from shouwen.notices.words import GROUPS as GROUPS
from shouwen.people.access import Viewer


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
    """Whether the person ever chose."""
    email: str
    devices: tuple[DeviceRow, ...]


def chosen(viewer: Viewer) -> Chosen:
    choice = choices_of([viewer.person])[str(viewer.person)]
    devices = PushDevice.objects.filter(person=viewer.person).order_by("made_at")
    return Chosen(
        groups=tuple((name, title, name in choice.email, name in choice.push) for name, (title, _) in GROUPS.items()),
        any_hour=choice.any_hour,
        window_minutes=choice.window_minutes,
        is_own=choice.is_own,
        email=viewer.organisation.persons[viewer.person].email,
        devices=tuple(DeviceRow(one.pk, one.label, one.made_at) for one in devices),
    )


def push_key() -> str:
    """What a browser has to know of the sender before it agrees to be told."""
    return b64(point(private_key(settings.SECRET_KEY).public_key()))
