"""How people stand now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shouwen.dispatch.models import Presence
from shouwen.dispatch.queries.duty import duty_until
from shouwen.people.access import Viewer, visible
from shouwen.runtime import database

OWN = """
SELECT p.state, p.since, p.before, (SELECT max(ends_at) FROM dispatch_dutyshift
  WHERE person_id = %(person)s AND starts_at <= %(at)s AND ends_at > %(at)s)
FROM (VALUES (1)) AS one LEFT JOIN dispatch_presence p ON p.person_id = %(person)s
"""
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
    duty_until: datetime | None = None
    """On duty by the roster until then."""


def own_presence(viewer: Viewer) -> PresenceRow:
    """One bare query: every page shows it."""
    ((state, since, before, until),) = database.rows(OWN, {"person": viewer.person, "at": viewer.at})
    state = state or "away"
    return PresenceRow(
        viewer.id, viewer.name, state, PRESENCE_WORDS[state], since, by_silence=bool(before), duty_until=until
    )


def team_presence(viewer: Viewer, persons: Iterable[str]) -> dict[str, PresenceRow]:
    """Of these people, who never said anything included."""
    wanted = [int(person) for person in persons if person.isdecimal()]
    found = {row.person_id: row for row in Presence.objects.filter(person__in=wanted)}
    known = viewer.organisation.persons
    duty = duty_until(wanted, viewer.at)
    rows = {one: _row(one, known[one].name, found.get(one)) for one in wanted if one in known}
    return {str(one): replace(row, duty_until=duty.get(one)) for one, row in rows.items()}


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many of a team stand in one state now."""

    key: str
    title: str
    count: int


def team_states(viewer: Viewer) -> tuple[StateCount, ...]:
    """Of everybody with a post where the viewer supervises; who never said anything is away."""
    reach = visible(viewer, "supervise")
    held = viewer.organisation.held_by_person.items()
    team = [person for person, posts in held if any(each.at(viewer.at) and reach.covers(each.unit) for each in posts)]
    found = Counter(Presence.objects.filter(person__in=team).values_list("state", flat=True))
    found["away"] += len(team) - found.total()
    return tuple(StateCount(key, title, found[key]) for key, title in PRESENCE_WORDS.items())


def _row(person: int, name: str, row: Presence | None) -> PresenceRow:
    if row is None:
        return PresenceRow(str(person), name, "away", PRESENCE_WORDS["away"], None, by_silence=False)
    return PresenceRow(
        str(person), name, row.state, PRESENCE_WORDS[row.state], row.since, bool(row.before), row.capacity
    )
