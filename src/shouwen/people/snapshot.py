"""The organisation as one frozen value: units, persons, holdings, absences and scopes of one version."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)

TOP_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as others see it."""

    id: int
    parent: int | None
    path: tuple[int, ...]
    kind: str
    name: str
    code: str
    is_department: bool
    head_post: str
    zone: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A person as others see them."""

    id: int
    user: int | None
    name: str
    sort_key: str
    initials: str
    email: str
    phone: str
    office: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A person in a post in a unit; the days are whole days of the unit's zone, the end is the first instant after."""

    person: int
    post: str
    unit: int
    starts_on: date
    ends_on: date | None
    starts_at: datetime
    ends_at: datetime | None
    id: int = 0
    """Of the holding, for who ends it."""

    def at(self, instant: datetime) -> bool:
        return self.starts_at <= instant and (self.ends_at is None or instant < self.ends_at)


@dataclass(frozen=True, slots=True)
class Away:
    """A person is away; perhaps only from some case types."""

    person: int
    substitute: int | None
    starts_at: datetime
    ends_at: datetime
    procedures: frozenset[str]

    def at(self, instant: datetime, procedure: str | None) -> bool:
        inside = self.starts_at <= instant < self.ends_at
        return inside and (not self.procedures or procedure in self.procedures)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a post lets its holder do, and how far."""

    post: str
    unit_kind: str
    reach: str
    acts: frozenset[str]


@dataclass(frozen=True, eq=False)
class Organisation:
    """Units, persons, holdings, absences and scopes of one version."""

    version: UUID
    units: Mapping[int, Place]
    persons: Mapping[int, Member]
    holdings: tuple[Held, ...]
    absences: tuple[Away, ...]
    scopes: tuple[Scope, ...]
    heirs: Mapping[int, int] = field(default_factory=dict)
    """Who has left → who took over and still works here, however many took over from one another in between."""
    worked_out: dict[Hashable, object] = field(default_factory=dict, repr=False)
    """What was computed from this copy, by whoever computed it; it goes with the copy."""

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for unit in self.units.values():
            if unit.parent is not None:
                found.setdefault(unit.parent, []).append(unit.id)
        return {parent: tuple(sorted(ids)) for parent, ids in found.items()}

    @cached_property
    def held_by_person(self) -> Mapping[int, tuple[Held, ...]]:
        return grouped(lambda held: held.person, self.holdings)

    @cached_property
    def held_in_unit(self) -> Mapping[int, tuple[Held, ...]]:
        return grouped(lambda held: held.unit, self.holdings)

    @cached_property
    def away_by_person(self) -> Mapping[int, tuple[Away, ...]]:
        return grouped(lambda away: away.person, self.absences)

    @cached_property
    def away_by_substitute(self) -> Mapping[int | None, tuple[Away, ...]]:
        return grouped(lambda away: away.substitute, self.absences)

    @cached_property
    def person_of_user(self) -> Mapping[int, int]:
        return {person.user: person.id for person in self.persons.values() if person.user is not None}

    @cached_property
    def turns(self) -> tuple[datetime, ...]:
        """Every instant at which somebody takes up or leaves a post, goes away or comes back."""
        instants = {held.starts_at for held in self.holdings} | {held.ends_at for held in self.holdings if held.ends_at}
        for away in self.absences:
            instants |= {away.starts_at, away.ends_at}
        return tuple(sorted(instants))

    def stretch(self, at: datetime) -> int:
        """The number of the stretch between two turns: within it nothing changes."""
        return bisect_right(self.turns, at)

    def below(self, unit: int) -> tuple[int, ...]:
        """The unit and everything under it."""
        found, waiting = [], [unit]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting.extend(self.children.get(one, ()))
        return tuple(found)

    def with_departments(self, unit: int) -> tuple[int, ...]:
        """A level and its own departments, theirs included; the level itself first."""
        found, waiting = [], [unit]
        while waiting:
            one = waiting.pop(0)
            found.append(one)
            waiting.extend(child for child in self.children.get(one, ()) if self.units[child].is_department)
        return tuple(found)

    def zone_of(self, unit: int | None) -> str:
        """The unit's own time zone or that of the nearest unit above that has one."""
        while unit is not None and (place := self.units.get(unit)) is not None:
            if place.zone:
                return place.zone
            unit = place.parent
        return TOP_ZONE

    def is_away(self, person: int, at: datetime, procedure: str | None = None) -> bool:
        return any(away.at(at, procedure) for away in self.away_by_person.get(person, ()))

    def works_here(self, person: int, at: datetime) -> bool:
        """Until the end of the last day; days are those of the top zone, since a person may belong to several units."""
        member = self.persons.get(person)
        if member is None:
            return False
        return member.left_on is None or at < end_of_day(member.left_on, TOP_ZONE)


@lru_cache(maxsize=4096)
def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone))


def end_of_day(day: date, zone: str) -> datetime:
    """The first instant that no longer belongs to the day."""
    return midnight(day + timedelta(days=1), zone)


def grouped(key: Callable[[Row], Key], rows: Iterable[Row]) -> dict[Key, tuple[Row, ...]]:
    """Rows by what they have in common, in the order they came."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {name: tuple(group) for name, group in found.items()}
