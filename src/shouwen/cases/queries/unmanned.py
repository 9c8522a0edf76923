"""Open work that nobody can do: a post that is vacant, somebody who left, everybody barred; and who can put that right."""

from collections.abc import Iterable

from shouwen.engine.facts import Assignee, Roster
from shouwen.engine.seats import persons_of
from shouwen.engine.state import Active
from shouwen.people.access import Viewer, may, viewer_of

HELPS = "manage_people"
MOST_NAMED = 3


def is_unmanned(viewer: Viewer, active: Active, seats: Iterable[Assignee], roster: Roster) -> bool:
    """Whether nobody who works here can do it; what a party outside has to do waits for that party."""
    listed = tuple(seats)
    if any(seat.outside for seat in listed):
        return False
    able = {active.taken_by} if active.taken_by else {person for seat in listed for person in persons_of(seat, roster)}
    standing_in = {each for person in able for each in roster.standing_in.get(person or "", ())}
    return not any(_is_here(viewer, person) for person in able | standing_in)


def helpers(viewer: Viewer) -> tuple[str, ...]:
    """The first few who place people in posts; worked out once for as long as nothing changes."""
    copy = viewer.organisation
    key = ("helpers", copy.stretch(viewer.at))
    found = copy.worked_out.get(key)
    if not isinstance(found, tuple):
        able = (each.name for each in copy.persons.values() if each.user is not None and _helps(viewer, each.id))
        found = copy.worked_out[key] = tuple(name for name, _ in zip(able, range(MOST_NAMED), strict=False))
    return found


def _helps(viewer: Viewer, person: int) -> bool:
    found = viewer_of(person, viewer.at, version=viewer.version)
    return found is not None and may(found, HELPS)


def _is_here(viewer: Viewer, person: str | None) -> bool:
    return bool(person) and str(person).isdecimal() and viewer.organisation.works_here(int(str(person)), viewer.at)
