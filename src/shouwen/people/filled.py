"""The posts of a rulebook unit by unit: who holds each now, and which nobody holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.people.access import Viewer, require
from shouwen.people.company import company_of
from shouwen.people.needed import PARTS, places
from shouwen.people.snapshot import Held, Member, Place
from shouwen.people.staff import SEE_PEOPLE
from shouwen.rulebook.model import PostRule
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition


@dataclass(frozen=True, slots=True)
class Post:
    """One post in one unit."""

    name: str
    title: str
    holders: tuple[Member, ...]
    covered_by: tuple[Member, ...]
    """Who holds a post that includes this one, where nobody holds it itself."""


@dataclass(frozen=True, slots=True)
class UnitPosts:
    """A unit with its posts; no unit for posts whose kind of unit does not exist yet."""

    unit: Place | None
    posts: tuple[Post, ...]


def filled(viewer: Viewer, edition: Edition) -> tuple[UnitPosts, ...]:
    """In the order of the tree; only units where the rulebook holds."""
    require(viewer, SEE_PEOPLE)
    book, copy = edition.rulebook, viewer.organisation
    within = _within(viewer, edition)
    found: dict[int | None, list[Post]] = {}
    likely = _likely(viewer, edition, within)
    for name, rule in book.posts.items():
        held = [one for one in copy.holdings if one.post == name and one.at(viewer.at) and one.unit in within]
        for unit in _units(viewer, rule, held, within, likely.get(name)):
            including = [other for other, each in book.posts.items() if name in each.includes]
            own = _people(viewer, (one for one in held if one.unit == unit))
            above = _people(viewer, (one for one in copy.holdings if one.post in including and one.unit == unit))
            found.setdefault(unit, []).append(Post(name, rule.title or name, own, () if own else above))
    order = sorted(found, key=lambda unit: (unit is None, copy.units[unit].path if unit is not None else ()))
    return tuple(UnitPosts(copy.units[unit] if unit is not None else None, tuple(found[unit])) for unit in order)


def in_use(viewer: Viewer) -> tuple[Edition, ...]:
    """The newest edition of each rulebook that is installed here."""
    newest: dict[str, Edition] = {}
    for key in rulebooks.installed():
        found = rulebooks.edition(key)
        newest[found.rulebook.header.rulebook] = found
    return tuple(newest.values())


def titles() -> dict[str, str]:
    """What the rulebooks installed here call their posts."""
    found: dict[str, str] = {}
    for key in rulebooks.installed():
        found |= {name: rule.title or name for name, rule in rulebooks.rulebook(key).posts.items()}
    return found


def _within(viewer: Viewer, edition: Edition) -> frozenset[int]:
    copy = viewer.organisation
    if not edition.units:
        return frozenset(copy.units)
    named = [int(unit) for unit in edition.units if unit.isdecimal() and int(unit) in copy.units]
    return frozenset().union(*(company_of(copy, unit, edition.units) for unit in named))


def _likely(viewer: Viewer, edition: Edition, within: frozenset[int]) -> dict[str, int]:
    """Where the founding would have put each post."""
    codes = {place.code.lower(): place.id for place in viewer.organisation.units.values() if place.id in within}
    roots = [place for place in viewer.organisation.units.values() if place.id in within and place.is_active]
    found: dict[str, int] = {}
    for root in roots:
        for post, code in places(edition.rulebook, root.code).items():
            if code.lower() in codes:
                found.setdefault(post, codes[code.lower()])
    return found


def _units(
    viewer: Viewer, rule: PostRule, held: list[Held], within: frozenset[int], likely: int | None
) -> Iterator[int | None]:
    """Every unit of the post's kind; a post of a department only where it is held, or belongs."""
    units = viewer.organisation.units
    wanted = dict.fromkeys(one.unit for one in held)
    if rule.unit not in PARTS:
        of_kind = [place.id for place in units.values() if place.kind == rule.unit and place.is_active]
        # Held in a department of the level, it is held there.
        wanted |= dict.fromkeys(
            unit
            for unit in of_kind
            if unit in within and wanted.keys().isdisjoint({*viewer.organisation.with_departments(unit)} - {unit})
        )
    if not wanted and likely is not None:
        wanted[likely] = None
    yield from wanted or (None,)


def _people(viewer: Viewer, held: Iterator[Held]) -> tuple[Member, ...]:
    copy = viewer.organisation
    ids = dict.fromkeys(one.person for one in held if one.at(viewer.at) and copy.works_here(one.person, viewer.at))
    return tuple(copy.persons[person] for person in ids)
