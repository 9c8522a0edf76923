"""What leaves the house: claimed for a while, sent, then confirmed; a worker that dies leaves its claim to run out."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shouwen.runtime import database
from shouwen.runtime.encoding import canonical, read

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 8
BATCH = 50

ADD = """
INSERT INTO runtime_outbox (dedupe_key, channel, "to", payload, not_before, tries, state, last_error, made_at)
VALUES (%s, %s, %s, %s, %s, 0, 'waiting', '', %s) ON CONFLICT (dedupe_key) DO NOTHING
"""
CLAIM = """
UPDATE runtime_outbox SET lease_until = %(until)s, tries = tries + 1 WHERE id IN (
  SELECT id FROM runtime_outbox WHERE state = 'waiting' AND not_before <= %(now)s
    AND (lease_until IS NULL OR lease_until <= %(now)s)
  ORDER BY not_before LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id, dedupe_key, channel, "to", payload, tries
"""
# Only who holds the claim may close it: another worker may have taken it over after it ran out.
SENT = "UPDATE runtime_outbox SET state = 'sent', sent_at = %s, lease_until = NULL WHERE id = %s AND lease_until = %s"
AGAIN = """
UPDATE runtime_outbox SET state = %s, not_before = %s, lease_until = NULL, last_error = %s
WHERE id = %s AND lease_until = %s
"""
WAITING_AGAIN = """
UPDATE runtime_outbox SET state = 'waiting', tries = 0, not_before = %(at)s, lease_until = NULL
WHERE state = 'parked' AND (%(id)s::bigint IS NULL OR id = %(id)s) RETURNING id
"""
GIVEN_UP = "UPDATE runtime_outbox SET state = 'dropped' WHERE state = 'parked' AND id = %s RETURNING id"


class InsideTransaction(RuntimeError):
    """A transport was called before the cause was committed: the message could tell of what never happened."""


class TryLater(RuntimeError):
    """Whoever takes the message asked for some patience; it is tried again after that, and not sooner than usual."""

    def __init__(self, words: str, after: timedelta) -> None:
        super().__init__(words)
        self.after = after


@dataclass(frozen=True, slots=True)
class Message:
    """One claimed message; the key is the same however often it is tried."""

    id: int
    dedupe_key: str
    channel: str
    to: str
    payload: Mapping[str, Any]
    tries: int


Transport = Callable[[Message], None]
_transports: dict[str, Transport] = {}


def register_transport(channel: str, transport: Transport) -> None:
    """Says how messages of a channel leave; it raises when one could not be sent."""
    _transports[channel] = transport


def add(*, channel: str, to: str, payload: Mapping[str, Any], dedupe_key: str, at: datetime) -> None:
    """Writes a message with its cause; one with a key that is known already is the same message."""
    database.run(ADD, [dedupe_key, channel, to, canonical(dict(payload)), at, at])


def send_waiting(*, now: datetime, limit: int = BATCH) -> int:
    """Claims, sends and confirms; returns how many were tried."""
    until = now + LEASE
    claimed = claim(now=now, until=until, limit=limit)
    for message in claimed:
        _send(message, now, until)
    return len(claimed)


@transaction.atomic
def claim(*, now: datetime, until: datetime, limit: int) -> list[Message]:
    """Takes messages for a while; nobody else sees them until then."""
    found = database.rows(CLAIM, {"now": now, "until": until, "limit": limit})
    return [Message(*(*own, read(payload), tries)) for *own, payload, tries in found]


def retry_parked(*, message_id: int | None = None, at: datetime) -> int:
    """Somebody removed the obstacle: the message, else every one given up, is tried again from the beginning."""
    return len(database.rows(WAITING_AGAIN, {"at": at, "id": message_id}))


def drop_parked(*, message_id: int) -> bool:
    """Somebody decided that it need not leave any more; it stays on record."""
    return bool(database.rows(GIVEN_UP, [message_id]))


def wait_before(tries: int) -> timedelta:
    """Twice as long after each try."""
    return min(FIRST_WAIT * int(2 ** (tries - 1)), LONGEST_WAIT)


def _send(message: Message, now: datetime, until: datetime) -> None:
    try:
        _refuse_inside_transaction()
        _transports.get(message.channel, _no_transport)(message)
    except InsideTransaction:
        raise
    except Exception as error:  # noqa: BLE001  # whatever a mail server or a network may do
        _try_again(message, error, now, until)
    else:
        database.run(SENT, [now, message.id, until])


def _no_transport(message: Message) -> None:
    raise LookupError(f"no transport is registered for the channel '{message.channel}'")


def _refuse_inside_transaction() -> None:
    if transaction.get_connection().in_atomic_block:
        raise InsideTransaction("messages are sent after the commit, never inside a transaction")


def _try_again(message: Message, error: Exception, now: datetime, until: datetime) -> None:
    state = "parked" if message.tries >= MOST_TRIES else "waiting"
    if state == "parked":
        log.error("message %s is parked after %s tries: %s", message.dedupe_key, message.tries, error)
    reason = f"{type(error).__name__}: {error}"[:1000]
    asked = error.after if isinstance(error, TryLater) else timedelta(0)
    wait = max(wait_before(message.tries), min(asked, LONGEST_WAIT))
    database.run(AGAIN, [state, now + wait, reason, message.id, until])
