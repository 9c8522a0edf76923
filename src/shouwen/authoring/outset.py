"""Where and from when a draft is to hold: what is proposed first, and what has to be asked before anybody agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shouwen.people.organisation import Version
from shouwen.people.queries import all_units
from shouwen.people.snapshot import Place
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.retiring import siblings
from shouwen.runtime.rulebooks import Edition


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that is seldom meant: a day that has passed, or more units than the edition before it has."""

    key: Literal["past", "wider"]
    before: tuple[str, ...] = ()
    """Where the edition before it holds; none where there is no such edition."""


def base_of(book: Rulebook, origin: str) -> Edition | None:
    """The edition that the draft was made from, else the newest other one of the same rulebook."""
    code = book.header.rulebook
    others = [rulebooks.edition(key) for key in rulebooks.installed() if key != book.key]
    same = [each for each in others if each.rulebook.header.rulebook == code]
    return next((each for each in same if each.key == origin), same[-1] if same else None)


def first_day(book: Rulebook, today: date) -> date:
    """The day that is written, if it lies ahead; else tomorrow, since an edition cannot have held before it was there."""
    return max(book.header.edition.in_force, today + timedelta(days=1))


def cautions(book: Rulebook, origin: str, *, units: Iterable[str], day: date, today: date) -> tuple[Caution, ...]:
    """What is asked about this day and these units; nothing where both are as one expects."""
    found = [Caution("past")] if day < today else []
    base = base_of(book, origin)
    if base is not None and not _within(tuple(units), base.units):
        found.append(Caution("wider", tuple(sorted(base.units))))
    elif base is None and not tuple(units) and len(top_units()) > 1:
        found.append(Caution("wider"))
    return tuple(found)


def widened(edition: Edition, units: Iterable[str]) -> tuple[Caution, ...]:
    """Whether an edition that is in use would hold in more units than it does."""
    return () if _within(tuple(units), edition.units) else (Caution("wider", tuple(sorted(edition.units))),)


def replaced_by(edition: Edition, day: date) -> tuple[Edition, ...]:
    """The newer editions by which cases begin on the day wherever this one holds; none while it is used somewhere."""
    order = rulebooks.installed()
    later = [each for each in siblings(edition.key) if order.index(each.key) > order.index(edition.key)]
    later = [each for each in later if each.holds(day)]
    if any(not each.units for each in later):
        return tuple(each for each in later if not each.units)[-1:]
    units = frozenset().union(*(each.units for each in later))
    if not edition.units or not units or not _within(tuple(edition.units), units):
        return ()
    return tuple(later)


def top_units(version: Version | None = None) -> tuple[Place, ...]:
    """Those with nothing above them: a company each."""
    return tuple(place for place in all_units(version=version) if place.parent is None)


def own_first(units: frozenset[str], version: Version | None = None) -> tuple[Place, ...]:
    """Every unit; those where an edition holds, and the ones below, stand before the others."""
    return tuple(sorted(all_units(version=version), key=lambda place: not covers(units, place)))


def covers(units: frozenset[str], place: Place) -> bool:
    """Whether an edition for these units holds in the place; one for none of them by name holds everywhere."""
    return not units or not units.isdisjoint(str(each) for each in place.path)


def _within(units: tuple[str, ...], wider: frozenset[str]) -> bool:
    if not wider:
        return True
    places = {str(place.id): place for place in all_units()}
    return bool(units) and all(unit in places and covers(wider, places[unit]) for unit in units)
