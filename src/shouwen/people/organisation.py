"""The whole organisation as one frozen copy in memory: read once for each version, asked any number of times."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from shouwen.people.models import Absence, Holding, Person, PostScope, Unit
from shouwen.people.snapshot import Away, Held, Member, Organisation, Place, Scope, end_of_day, midnight

# A process meets two versions while one gives way to the next; a third is a transaction of its own.
KEPT_COPIES = 3
NEVER_CHANGED = UUID(int=0)
VERSION = "SELECT organisation, calendar FROM people_organisationversion ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of the organisation and of the calendar is meant; read once per request and handed on."""

    organisation: UUID = NEVER_CHANGED
    calendar: UUID = NEVER_CHANGED


class _Copies:
    """The copies this process holds, newest last."""

    def __init__(self) -> None:
        self.by_version: OrderedDict[UUID, Organisation] = OrderedDict()

    def get(self, version: UUID) -> Organisation:
        copy = self.by_version.get(version)
        if copy is None:
            copy = _load()
            if copy.version == NEVER_CHANGED:
                return copy
            self.by_version[copy.version] = copy
            while len(self.by_version) > KEPT_COPIES:
                self.by_version.popitem(last=False)
        return copy


_copies = _Copies()


def current_version() -> Version:
    """One short query, as bare as can be: every request and every decision begins with it."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        row = cursor.fetchone()
    return Version(*row) if row else Version()


def organisation(version: Version | None = None) -> Organisation:
    """The copy of this version; without one, of the version that holds now (one query)."""
    return _copies.get((version or current_version()).organisation)


def _load() -> Organisation:
    """Read between two equal versions: then nobody changed anything in the meantime."""
    while True:
        before = current_version().organisation
        copy = _read(before)
        if current_version().organisation == before:
            return copy


def _read(version: UUID) -> Organisation:
    units = {row.pk: _place(row) for row in Unit.objects.order_by("id")}
    zones = Organisation(version, units, {}, (), (), ())
    people = list(Person.objects.order_by("sort_key", "id"))
    return Organisation(
        version=version,
        units=units,
        persons={row.pk: _member(row) for row in people},
        holdings=tuple(
            _held(row, zones.zone_of(row.unit_id)) for row in Holding.objects.order_by("starts_on", "person_id", "id")
        ),
        absences=tuple(_away(row) for row in Absence.objects.order_by("starts_at", "id")),
        scopes=tuple(
            Scope(row.post, row.unit_kind, row.reach, frozenset(row.acts)) for row in PostScope.objects.order_by("id")
        ),
        heirs=dict(_heirs({row.pk: row.successor_id for row in people if row.gone_at is not None})),
    )


def _heirs(left: Mapping[int, int | None]) -> Iterator[tuple[int, int]]:
    """Of everybody who is gone, the first in the chain of successors who is not."""
    for person in left:
        heir, seen = left[person], {person}
        while heir is not None and heir in left and heir not in seen:
            seen.add(heir)
            heir = left[heir]
        if heir is not None and heir not in left:
            yield person, heir


def _place(row: Unit) -> Place:
    return Place(
        id=row.pk,
        parent=row.parent_id,
        path=tuple(int(part) for part in row.path.strip("/").split("/")),
        kind=row.kind,
        name=row.name,
        code=row.code,
        is_department=row.is_department,
        head_post=row.head_post,
        zone=row.zone,
        is_active=row.is_active,
    )


def _member(row: Person) -> Member:
    return Member(
        id=row.pk,
        user=row.user_id,
        name=row.name,
        sort_key=row.sort_key,
        initials=row.initials,
        email=row.email,
        phone=row.phone,
        office=row.office,
        left_on=row.left_on,
    )


def _held(row: Holding, zone: str) -> Held:
    ends_at = end_of_day(row.ends_on, zone) if row.ends_on else None
    return Held(
        person=row.person_id,
        post=row.post,
        unit=row.unit_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        starts_at=midnight(row.starts_on, zone),
        ends_at=ends_at,
        id=row.pk,
    )


def _away(row: Absence) -> Away:
    return Away(row.person_id, row.substitute_id, row.starts_at, row.ends_at, frozenset(row.procedures))
