"""How parcels and pushes leave: a letter of several notices, a word to each of somebody's browsers."""

import json
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from shouwen.base.clock import now
from shouwen.notices.actions import forget_device
from shouwen.notices.gathered import letter, lines_of
from shouwen.notices.models import PushDevice
from shouwen.notices.webpush import Device, check, private_key, sealed, token
from shouwen.runtime import registry
from shouwen.runtime.mail import message_id
from shouwen.runtime.mail import words as words_of
from shouwen.runtime.outbox import Message, register_transport

SECONDS = 15
KEEP_SECONDS = 24 * 60 * 60
LONGEST_BODY = 1500
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class Courier(Protocol):
    """Carries one request to a push service; gives the status it answered with."""

    def __call__(self, endpoint: str, headers: dict[str, str], body: bytes) -> int: ...


class PushRefused(RuntimeError):
    """The push service did not take it; it is tried again."""


def wire() -> None:
    """Called when the program starts."""
    register_transport("email_parcel", send_letter)
    register_transport("push_parcel", lambda message: push_parcel(message, carry))
    register_transport("push", lambda message: push_message(message, carry))


def send_letter(message: Message) -> None:
    """Nothing where all of it was read meanwhile, or where the person has no address."""
    person, _channel, lines = lines_of(int(message.payload["parcel"]))
    to = registry.addresses([person]).get(person, "")
    if not lines or not to:
        return
    heading, body = letter(lines)
    EmailMessage(
        subject=" ".join(heading.split()),
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    ).send(fail_silently=False)


def push_parcel(message: Message, courier: Courier) -> None:
    person, _channel, lines = lines_of(int(message.payload["parcel"]))
    if lines:
        heading, body = letter(lines)
        one = lines[0].subject if len(lines) == 1 else None
        push(person, heading, body if len(lines) > 1 else "", subject=one, courier=courier)


def push_message(message: Message, courier: Courier) -> None:
    """One urgent notice as it is."""
    heading, body = words_of(message)
    push(message.to, heading, body, subject=message.payload.get("subject"), courier=courier)


def push(person: str, heading: str, body: str, *, subject: int | None, courier: Courier) -> None:
    """To every browser of the person; one that is gone is forgotten, one that fails lets the message be tried again."""
    url = f"/cases/{subject}/" if subject else "/notices/"
    text = json.dumps({"title": heading[:200], "body": body[:LONGEST_BODY], "url": url}, ensure_ascii=False)
    failed = [
        row.endpoint for row in PushDevice.objects.filter(person=int(person)) if not _told(row, text.encode(), courier)
    ]
    if failed:
        raise PushRefused(f"{len(failed)} browsers of person {person} could not be told")


def _told(row: PushDevice, text: bytes, courier: Courier) -> bool:
    device = Device(row.endpoint, row.key, row.auth)
    check(device)
    headers = {
        "Authorization": token(
            row.endpoint, private_key(settings.SECRET_KEY), contact=settings.DEFAULT_FROM_EMAIL, at=now()
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEEP_SECONDS),
        "Urgency": "high",
    }
    status = courier(row.endpoint, headers, sealed(text, device))
    if status in GONE:
        forget_device(endpoint=row.endpoint)
        return True
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def carry(endpoint: str, headers: dict[str, str], body: bytes) -> int:
    """Over HTTPS, to addresses that `check` let pass only."""
    request = urllib.request.Request(endpoint, data=body, headers=headers, method="POST")  # noqa: S310  # https, checked
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # as above
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
