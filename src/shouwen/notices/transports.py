"""How parcels and pushes leave: a letter of several notices, a word to each of somebody's browsers."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from shouwen.base.clock import now
from shouwen.notices.actions import forget_device
from shouwen.notices.gathered import letter, lines_of
from shouwen.notices.models import PushDevice
from shouwen.notices.webpush import Device, check, private_key, sealed, token
from shouwen.runtime import mail_server, outbox, registry
from shouwen.runtime.mail import message_id
from shouwen.runtime.mail import words as words_of
from shouwen.runtime.outbox import Message, TryLater, register_transport

SECONDS = 15
KEEP_SECONDS = 24 * 60 * 60
LONGEST_BODY = 1500
ONE_BROWSER = "push_browser"
LONGEST_PATIENCE = 6
"""Digits of a number of seconds."""
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said; 0 is nothing at all. `after` is how long it wants to be left alone."""

    status: int
    after: timedelta = timedelta(0)


class Courier(Protocol):
    """Carries one request to a push service; gives what it answered."""

    def __call__(self, endpoint: str, headers: dict[str, str], body: bytes) -> Answer: ...


def wire() -> None:
    """Called when the program starts."""
    register_transport("email_parcel", send_letter)
    register_transport("push_parcel", lambda message: push_parcel(message, carry))
    register_transport("push", lambda message: push_message(message, carry))
    register_transport(ONE_BROWSER, lambda message: push_again(message, carry))


def send_letter(message: Message) -> None:
    """Nothing where all of it was read meanwhile, or where the person has no address."""
    person, _channel, lines = lines_of(int(message.payload["parcel"]))
    to = registry.addresses([person]).get(person, "")
    if not lines or not to:
        return
    heading, body = letter(lines)
    mail_server.send(
        EmailMessage(
            subject=" ".join(heading.split()),
            body=body,
            to=[to],
            headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        )
    )


def push_parcel(message: Message, courier: Courier) -> None:
    person, _channel, lines = lines_of(int(message.payload["parcel"]))
    if lines:
        heading, body = letter(lines)
        one = lines[0].subject if len(lines) == 1 else None
        push(message, person, _words(heading, body if len(lines) > 1 else "", one), courier)


def push_message(message: Message, courier: Courier) -> None:
    """One urgent notice as it is."""
    heading, body = words_of(message)
    push(message, message.to, _words(heading, body, message.payload.get("subject")), courier)


def push(message: Message, person: str, text: Mapping[str, Any], courier: Courier) -> None:
    """To every browser of the person; one that cannot be told now is tried again by itself, so that no other hears it twice."""
    for row in PushDevice.objects.filter(person=int(person)).order_by("id"):
        answer = _told(row, text, courier)
        if not _is_settled(answer):
            key = f"{message.dedupe_key}:browser:{row.pk}"
            after = max(answer.after, outbox.FIRST_WAIT)
            outbox.add(
                channel=ONE_BROWSER, to=person, payload={"device": row.pk, **text}, dedupe_key=key, at=now() + after
            )


def push_again(message: Message, courier: Courier) -> None:
    """To the one browser that could not be told; nothing if it is gone or somebody else's meanwhile."""
    row = PushDevice.objects.filter(pk=message.payload["device"], person=int(message.to)).first()
    if row is None:
        return
    answer = _told(row, {name: message.payload[name] for name in ("title", "body", "url")}, courier)
    if not _is_settled(answer):
        raise TryLater(f"the push service answered {answer.status} for a browser of person {message.to}", answer.after)


def _words(heading: str, body: str, subject: object) -> dict[str, Any]:
    url = f"/cases/{subject}/" if subject else "/notices/"
    return {"title": heading[:200], "body": body[:LONGEST_BODY], "url": url}


def _is_settled(answer: Answer) -> bool:
    return answer.status in GONE or HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES


def _told(row: PushDevice, text: Mapping[str, Any], courier: Courier) -> Answer:
    """What is sealed for the browser and carried there; a browser that is gone is forgotten."""
    device = Device(row.endpoint, row.key, row.auth)
    check(device)
    headers = {
        "Authorization": token(row.endpoint, private_key(settings.SECRET_KEY), contact=mail_server.sender(), at=now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEEP_SECONDS),
        "Urgency": "high",
    }
    answer = courier(row.endpoint, headers, sealed(json.dumps(text, ensure_ascii=False).encode(), device))
    if answer.status in GONE:
        forget_device(endpoint=row.endpoint)
    return answer


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A push service that sends us elsewhere is not followed: only addresses that `check` let pass are called."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def carry(endpoint: str, headers: dict[str, str], body: bytes) -> Answer:
    """Over HTTPS, to addresses that `check` let pass only."""
    request = urllib.request.Request(endpoint, data=body, headers=headers, method="POST")  # noqa: S310  # https, checked
    try:
        with urllib.request.build_opener(_NoDetour).open(request, timeout=SECONDS) as answer:
            return Answer(int(answer.status))
    except urllib.error.HTTPError as error:
        return Answer(error.code, _patience(error.headers.get("Retry-After", "")))
    except OSError:
        return Answer(0)


def _patience(asked: str) -> timedelta:
    """Seconds, as push services write it; a date is left to the waiting time of our own."""
    return timedelta(seconds=int(asked)) if asked.isdecimal() and len(asked) < LONGEST_PATIENCE else timedelta(0)
