"""How people stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shouwen.dispatch.models import Presence
from shouwen.people.access import Viewer
from shouwen.runtime import database

OWN = "SELECT state, since, before FROM dispatch_presence WHERE person_id = %s"
PRESENCE_WORDS: dict[str, str] = {str(key): str(word) for key, word in Presence.State.choices}


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """One person's state, since when, and whether silence made it so."""

    person: str
    name: str
    state: str
    title: str
    since: datetime | None
    by_silence: bool
    capacity: int | None = None


def own_presence(viewer: Viewer) -> PresenceRow:
    """One bare query: every page shows it."""
    rows = database.rows(OWN, [viewer.person])
    state, since, before = rows[0] if rows else ("away", None, "")
    return PresenceRow(viewer.id, viewer.name, state, PRESENCE_WORDS[state], since, bool(before))


def team_presence(viewer: Viewer, persons: Iterable[str]) -> dict[str, PresenceRow]:
    """Of these people, who never said anything included."""
    wanted = [int(person) for person in persons if person.isdecimal()]
    found = {row.person_id: row for row in Presence.objects.filter(person__in=wanted)}
    known = viewer.organisation.persons
    return {str(one): _row(one, known[one].name, found.get(one)) for one in wanted if one in known}


def _row(person: int, name: str, row: Presence | None) -> PresenceRow:
    if row is None:
        return PresenceRow(str(person), name, "away", PRESENCE_WORDS["away"], None, by_silence=False)
    return PresenceRow(
        str(person), name, row.state, PRESENCE_WORDS[row.state], row.since, bool(row.before), row.capacity
    )
