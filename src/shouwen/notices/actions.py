"""Somebody chooses how to be told, and which browsers tell them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shouwen.notices.models import NoticeChoice, PushDevice
from shouwen.notices.webpush import Device, check
from shouwen.notices.words import GROUPS

LONGEST_WINDOW = 1440
MOST_DEVICES = 10
LONGEST_LABEL = 120


class WindowError(ValueError):
    """A window that no day holds."""

    def __init__(self) -> None:
        super().__init__(f"The window is a number of minutes from 0 to {LONGEST_WINDOW}.")


class TooManyDevicesError(ValueError):
    """Nobody looks at more browsers than this."""

    def __init__(self) -> None:
        super().__init__(f"At most {MOST_DEVICES} browsers are told: take one away first.")


def choose(
    *, person: int, email: Iterable[str], push: Iterable[str], any_hour: bool, window_minutes: int, at: datetime
) -> NoticeChoice:
    """By groups of notices; unknown groups are none."""
    if not 0 <= window_minutes <= LONGEST_WINDOW:
        raise WindowError
    row, _ = NoticeChoice.objects.update_or_create(
        person_id=person,
        defaults={
            "email": sorted(set(email) & set(GROUPS)),
            "push": sorted(set(push) & set(GROUPS)),
            "any_hour": any_hour,
            "window_minutes": window_minutes,
            "at": at,
        },
    )
    return row


@transaction.atomic
def add_device(*, person: int, device: Device, label: str, at: datetime) -> PushDevice:
    """The browser agreed; the same browser of somebody else who signs in there is from now on theirs."""
    check(device)
    others = PushDevice.objects.filter(person=person).exclude(endpoint=device.endpoint)
    if others.count() >= MOST_DEVICES:
        raise TooManyDevicesError
    row, _ = PushDevice.objects.update_or_create(
        endpoint=device.endpoint,
        defaults={
            "person_id": person, "key": device.key, "auth": device.auth, "label": label[:LONGEST_LABEL], "made_at": at,
        },
    )  # fmt: skip
    return row


def drop_device(*, person: int, device: int) -> None:
    """Only one's own."""
    PushDevice.objects.filter(person=person, pk=device).delete()


def forget_device(*, endpoint: str) -> None:
    """Its push service says that the browser is gone."""
    PushDevice.objects.filter(endpoint=endpoint).delete()
