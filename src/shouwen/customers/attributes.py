"""What the trade keeps besides of customers and their objects, as the rulebooks declare it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.people.access import Viewer
from shouwen.people.queries import copy_of
from shouwen.rulebook.model import FieldRule, Rulebook
from shouwen.rulebook.model.resources import Attributes
from shouwen.runtime import rulebooks

CUSTOMER = "customer"


def attributes_for(viewer: Viewer, at: datetime) -> dict[str, dict[str, FieldRule]]:
    """By what they are about, `customer` or a kind of object: those of the rulebooks in force in the viewer's unit."""
    organisation = copy_of(viewer.version)
    place = organisation.units.get(viewer.home or 0)
    path = tuple(str(each) for each in place.path) if place else ()
    day = at.astimezone(ZoneInfo(organisation.zone_of(place.id if place else None))).date()
    return _by_kind(each.rulebook for each in rulebooks.in_force(day, path))


def attributes_of(kind: str) -> Mapping[str, FieldRule]:
    """Of every edition installed here, for reading what was kept under any of them."""
    return _by_kind(map(rulebooks.rulebook, rulebooks.installed())).get(kind, {})


def _by_kind(books: Iterable[Rulebook]) -> dict[str, dict[str, FieldRule]]:
    found: dict[str, dict[str, FieldRule]] = {}
    for book in books:
        for block in book.blocks:
            if isinstance(block, Attributes):
                found[block.of] = {**found.get(block.of, {}), **block.fields}
    return found


def worded(kept: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What a customer's dossier keeps, by the titles of the rulebooks."""
    rules = attributes_of(CUSTOMER) if kept else {}
    # The database keeps no order of its own.
    for name in sorted(kept, key=lambda each: list(rules).index(each) if each in rules else len(rules)):
        rule, value = rules.get(name), kept[name]
        word = ("是" if value else "否") if isinstance(value, bool) else str(value)
        yield (rule.title or name if rule else name), (rule.choices.get(word, word) if rule else word)
