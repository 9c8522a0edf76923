"""Somebody says how they stand, gives a sign of life, or gives none for too long."""

import json
from datetime import datetime

from django.db import transaction

from shouwen.dispatch.models import Ability, Presence, PresenceSpell
from shouwen.runtime.database import rows, run
from shouwen.runtime.writer.signals import BOARD, LIVE_CHANNEL, WORK_CHANNEL

MOST_AT_ONCE = 500
SEEN = """
UPDATE dispatch_presence SET seen_at = GREATEST(seen_at, %(at)s) WHERE person_id = %(person)s RETURNING state, before
"""
SILENT = """
SELECT person_id FROM dispatch_presence WHERE state <> 'away' AND seen_at <= %(before)s
  AND person_id = ANY(%(persons)s) FOR UPDATE SKIP LOCKED
"""


class TooManyError(ValueError):
    """A capacity that no person has."""

    def __init__(self, capacity: int) -> None:
        super().__init__(f"{capacity} tasks at once: write a number from 0 to {MOST_AT_ONCE}, or nothing.")


@transaction.atomic
def set_presence(*, person: str, state: str, at: datetime, before: str = "") -> Presence:
    """空闲 忙碌 小休 离开; whatever waits for somebody is looked at anew when one is back."""
    wanted = Presence.State(state)
    row, is_new = Presence.objects.select_for_update().get_or_create(
        person_id=int(person), defaults={"state": wanted, "since": at, "seen_at": at}
    )
    changed = is_new or row.state != wanted
    if changed:
        row.since = at
        PresenceSpell.objects.filter(person=row.person_id, ends_at__isnull=True).update(ends_at=at)
        PresenceSpell.objects.create(person_id=row.person_id, state=wanted, starts_at=at, by_silence=bool(before))
    row.state, row.before = wanted, before
    if not before:
        row.seen_at = max(row.seen_at, at)
    row.save(update_fields=["state", "before", "since", "seen_at"])
    if changed:
        _tell(person)
    return row


def _tell(person: str) -> None:
    """The pages that show who is there, and the worker, which may have something for them."""
    topics = json.dumps([BOARD, f"person:{person}"])
    run("SELECT pg_notify(%s, %s), pg_notify(%s, '')", [LIVE_CHANNEL, topics, WORK_CHANNEL])


def tell_board() -> None:
    """Who is on duty changed: the pages that show it, and the worker, look anew."""
    run("SELECT pg_notify(%s, %s), pg_notify(%s, '')", [LIVE_CHANNEL, json.dumps([BOARD]), WORK_CHANNEL])


def seen(*, person: str, at: datetime) -> None:
    """A sign of life; who was away for silence only stands as before."""
    found = rows(SEEN, {"person": int(person), "at": at})
    if found and found[0][0] == Presence.State.AWAY and found[0][1]:
        set_presence(person=person, state=found[0][1], at=at)


def arrive(*, person: str, at: datetime) -> None:
    """Who signs in is there; what one said oneself, 忙碌 or 小休, stays."""
    found = rows(SEEN, {"person": int(person), "at": at})
    if not found or found[0][0] == Presence.State.AWAY:
        set_presence(person=person, state=found[0][1] if found and found[0][1] else Presence.State.HERE, at=at)


@transaction.atomic
def silence(*, persons: list[str], before: datetime, at: datetime) -> list[str]:
    """Those of these who gave no sign of life since then are away from now on; names them."""
    asked = {"before": before, "persons": [int(person) for person in persons]}
    gone = [str(row[0]) for row in rows(SILENT, asked)]
    for person in gone:
        state = Presence.objects.values_list("state", flat=True).get(person=int(person))
        set_presence(person=person, state=Presence.State.AWAY, at=at, before=state)
    return gone


@transaction.atomic
def set_capacity(*, person: str, capacity: int | None, at: datetime) -> None:
    """How many tasks at once; None is what the rulebook says."""
    if capacity is not None and not 0 <= capacity <= MOST_AT_ONCE:
        raise TooManyError(capacity)
    row, _ = Presence.objects.get_or_create(
        person_id=int(person), defaults={"state": Presence.State.AWAY, "since": at, "seen_at": at}
    )
    row.capacity = capacity
    row.save(update_fields=["capacity"])
    _tell(person)


def note_ability(*, person: str, kind: str, name: str, until: datetime | None, by: str, at: datetime) -> Ability:
    """A skill or a certificate; noted again it holds until the new end."""
    row, _ = Ability.objects.update_or_create(
        person_id=int(person), kind=Ability.Kind(kind), name=name.strip(), defaults={"until": until, "by": by, "at": at}
    )
    return row


def drop_ability(*, person: str, ability: int) -> None:
    """It was noted by mistake, or holds no more."""
    Ability.objects.filter(person=int(person), pk=ability).delete()
