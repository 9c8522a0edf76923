"""Colleagues by unit, as choices for whom a case goes to: the likely units first."""

from dataclasses import dataclass
from typing import cast

from shouwen.people.access import Viewer
from shouwen.people.snapshot import Member, Organisation, Place

NO_UNIT = "未任职"


@dataclass(frozen=True, slots=True)
class Team:
    """The people of one unit, in pinyin order."""

    name: str
    members: tuple[Member, ...]


def teams(viewer: Viewer, near: int | str | None = None, *, within: frozenset[int] | None = None) -> tuple[Team, ...]:
    """Everybody at work under the unit of their posts; `near` is the unit that the matter belongs to.

    It and the units under it stand first, then the viewer's own, then the others by how near they are.
    `within` leaves only who holds a post in one of these units.
    """
    copy = viewer.organisation
    wanted = copy.units.get(int(near)) if near and str(near).isdecimal() else None
    key = ("teams", wanted and wanted.id, viewer.home, copy.stretch(viewer.at), within)
    found = copy.worked_out.get(key)
    if found is None:
        found = copy.worked_out[key] = _teams(viewer, wanted, within)
    return cast(tuple[Team, ...], found)


def _teams(viewer: Viewer, wanted: Place | None, within: frozenset[int] | None) -> tuple[Team, ...]:
    copy = viewer.organisation
    order = {person: at for at, person in enumerate(copy.persons)}
    at_work = {person for person in copy.persons if copy.works_here(person, viewer.at)}
    found: list[Team] = []
    places = [place for place in copy.units.values() if within is None or place.id in within]
    for place in sorted(places, key=lambda place: _distance(place, wanted, viewer)):
        held = {held.person for held in copy.held_in_unit.get(place.id, ()) if held.at(viewer.at)} & at_work
        if held:
            found.append(Team(place.name, _members(copy, held, order)))
    if within is not None:
        return tuple(found)
    rest = {person for person in at_work if not any(held.at(viewer.at) for held in copy.held_by_person.get(person, ()))}
    return (*found, Team(NO_UNIT, _members(copy, rest, order))) if rest else tuple(found)


def _members(copy: Organisation, ids: set[int], order: dict[int, int]) -> tuple[Member, ...]:
    return tuple(copy.persons[each] for each in sorted(ids, key=order.__getitem__))


def _distance(place: Place, wanted: Place | None, viewer: Viewer) -> tuple[object, ...]:
    shared = 0 if wanted is None else sum(ours == theirs for ours, theirs in zip(place.path, wanted.path, strict=False))
    is_under = wanted is not None and wanted.id in place.path
    return (not is_under, place.id != viewer.home, -shared, place.path)
