"""The company that a matter belongs to, and who in it can be given something."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from shouwen.people.snapshot import Organisation
from shouwen.runtime import rulebooks

LONGEST_NUMBER = 18


def company_of(copy: Organisation, unit: int, holds: frozenset[str]) -> frozenset[int]:
    """Everything under the topmost unit where the rulebook holds, and the levels above it, where its higher posts stand.

    A rulebook that names no units holds everywhere: then it is all under the unit at the very top.
    """
    key = ("company", unit, holds)
    found = copy.worked_out.get(key)
    if found is None:
        found = copy.worked_out[key] = frozenset(_units(copy, unit, holds))
    return cast(frozenset[int], found)


def companies_of(copy: Organisation, person: int, at: datetime) -> frozenset[int]:
    """The units of every company in which the person holds a post now; of none, all there are."""
    own = [held.unit for held in copy.held_by_person.get(person, ()) if held.at(at)]
    holding = [rulebooks.edition(key).units for key in rulebooks.installed()]
    found = [
        company_of(copy, unit, holds)
        for unit in own
        for holds in holding
        if not holds or not holds.isdisjoint(map(str, copy.units[unit].path))
    ]
    return frozenset().union(*found) if found else frozenset(copy.units)


def known_number(named: str) -> int | None:
    """The number as the organisation writes it; another way to write it names nobody."""
    is_plain = named.isascii() and named.isdecimal() and len(named) <= LONGEST_NUMBER
    return int(named) if is_plain and str(int(named)) == named else None


def is_at_work(copy: Organisation, person: str, at: datetime) -> bool:
    """Whether there is such a person, who has not left."""
    number = known_number(person)
    return number is not None and copy.works_here(number, at)


def holds_post(copy: Organisation, person: str, at: datetime, *, within: frozenset[int]) -> bool:
    """Whether the person is in a post of one of these units."""
    return any(held.unit in within and held.at(at) for held in copy.held_by_person.get(int(person), ()))


def is_reached(copy: Organisation, person: str, at: datetime, *, procedure: str) -> bool:
    """Whether the person is here, or somebody who is stands in."""
    number = int(person)
    if not copy.is_away(number, at, procedure):
        return True
    return any(
        away.substitute is not None
        and away.at(at, procedure)
        and copy.works_here(away.substitute, at)
        and not copy.is_away(away.substitute, at, procedure)
        for away in copy.away_by_person.get(number, ())
    )


def _units(copy: Organisation, unit: int, holds: frozenset[str]) -> Iterable[int]:
    place = copy.units.get(unit)
    if place is None:
        return
    top = next((each for each in place.path if str(each) in holds), place.path[0])
    yield from copy.below(top)
    for above in place.path[: place.path.index(top)]:
        yield from copy.with_departments(above)
