"""The views that are shared with units, for who looks after them."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.models import SavedView
from shouwen.people.access import Viewer, require

MANAGE = "manage_people"


@dataclass(frozen=True, slots=True)
class SharedView:
    """One of them: with which unit, whose, and whether that person still works here."""

    id: int
    name: str
    query: str
    unit: str
    unit_name: str
    owner: str
    owner_units: tuple[str, ...]
    has_left: bool
    at: datetime


def shared_views(viewer: Viewer) -> tuple[SharedView, ...]:
    """By unit from the top, then by name."""
    require(viewer, MANAGE)
    rows = [_view(row, viewer) for row in SavedView.objects.exclude(unit="")]
    return tuple(sorted(rows, key=lambda one: (not one.has_left, one.unit_name, one.name, one.id)))


def _view(row: SavedView, viewer: Viewer) -> SharedView:
    copy = viewer.organisation
    place = copy.units.get(int(row.unit)) if row.unit.isdecimal() else None
    person = int(row.person) if row.person.isdecimal() else 0
    member = copy.persons.get(person)
    held = [one for one in copy.held_by_person.get(person, ()) if one.at(viewer.at)]
    return SharedView(
        id=row.pk,
        name=row.name,
        query=str(row.filters.get("query", "")),
        unit=row.unit,
        unit_name=place.name if place else row.unit,
        owner=member.name if member else row.person,
        owner_units=tuple(dict.fromkeys(copy.units[one.unit].name for one in held)),
        has_left=member is None or not copy.works_here(person, viewer.at),
        at=row.at,
    )
