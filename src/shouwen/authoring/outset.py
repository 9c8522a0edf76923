"""Where editions hold: the one a draft is made from, the ones that replaced another, and the units they cover."""

from datetime import date

from shouwen.people.organisation import Version
from shouwen.people.queries import all_units
from shouwen.people.snapshot import Place
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.retiring import siblings
from shouwen.runtime.rulebooks import Edition


def base_of(book: Rulebook, origin: str) -> Edition | None:
    """The edition that the draft was made from, else the newest of the same rulebook."""
    known = (rulebooks.edition(key) for key in rulebooks.installed())
    same = [each for each in known if each.rulebook.header.rulebook == book.header.rulebook]
    return next((each for each in same if each.key == origin), same[-1] if same else None)


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
