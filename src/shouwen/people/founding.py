"""How far a company that is being founded has got: units, seats of a rulebook, who can take in and sign in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shouwen.people.access import Viewer, may, viewer_of
from shouwen.people.needed import NeededUnit, needed_units, places
from shouwen.people.snapshot import Member, Place
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks

FOUND = "found_company"
OPEN = "open_case"
SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of the rulebook: the units where it can be held, the likeliest first, and who holds it."""

    post: str
    title: str
    units: tuple[Place, ...]
    holders: tuple[str, ...]


def top_unit(viewer: Viewer, book: Rulebook | None = None) -> Place | None:
    """The first unit with nothing above it; of a rulebook for some units, the first of these."""
    held = _held_in(book) if book is not None else frozenset()
    units = sorted(viewer.organisation.units.values(), key=lambda place: place.path)
    active = [place for place in units if place.is_active]
    found = (place for place in active if (str(place.id) in held if held else place.parent is None))
    return next(found, None)


def units_lacking(viewer: Viewer, book: Rulebook, *, code: str, name: str) -> tuple[NeededUnit, ...]:
    """What a rulebook needs besides the units that there are, below the top one with this code and name."""
    known = {place.code.lower() for place in viewer.organisation.units.values()}
    return tuple(unit for unit in needed_units(book, code=code, name=name, short="") if unit.code.lower() not in known)


def seats(viewer: Viewer, book: Rulebook) -> tuple[Seat, ...]:
    """Every post of the rulebook, in its order."""
    top, held = top_unit(viewer, book), _held_in(book)
    likely = places(book, top.code) if top else {}
    return tuple(
        Seat(
            post=name,
            title=rule.title or name,
            units=_units_for(viewer, str(rule.unit or ""), likely.get(name, ""), held),
            holders=_holders(viewer, name, held),
        )
        for name, rule in book.posts.items()
    )


def vacant(viewer: Viewer, book: Rulebook) -> tuple[Seat, ...]:
    """Those that nobody holds, not even by a post that includes them."""
    held = _held_in(book)
    including = {one: [name for name, rule in book.posts.items() if one in rule.includes] for one in book.posts}
    return tuple(
        seat
        for seat in seats(viewer, book)
        if not seat.holders and not any(_holders(viewer, above, held) for above in including[seat.post])
    )


def who_takes_in(viewer: Viewer) -> tuple[Member, ...]:
    """People who sign in and may open a case."""
    return tuple(_able(viewer))


def hands_out(viewer: Viewer) -> bool:
    """Whether the viewer gives scopes and offices: the security administrator, and as long as there is none, the founder."""
    copy = viewer.organisation
    has_one = any(one.office == SECURITY and copy.works_here(one.id, viewer.at) for one in copy.persons.values())
    return may(viewer, "manage_scopes") or (may(viewer, "manage_accounts") and not has_one)


def gives_sign_ins(viewer: Viewer) -> bool:
    """The system administrator."""
    return may(viewer, "manage_accounts")


def is_ready(viewer: Viewer) -> bool:
    """Whether a first case can come in; costs no query."""
    return bool(rulebooks.installed()) and next(_able(viewer), None) is not None


def people_called(viewer: Viewer, name: str) -> tuple[Member, ...]:
    """Everybody of this name who works here."""
    copy = viewer.organisation
    return tuple(one for one in copy.persons.values() if one.name == name and copy.works_here(one.id, viewer.at))


def _able(viewer: Viewer) -> Iterator[Member]:
    for one in viewer.organisation.persons.values():
        found = viewer_of(one.id, viewer.at, version=viewer.version) if one.user is not None else None
        if found is not None and may(found, OPEN):
            yield one


def _held_in(book: Rulebook) -> frozenset[str]:
    """The units for which the edition is in use; none by name where it holds everywhere."""
    return rulebooks.edition(book.key).units if book.key in rulebooks.installed() else frozenset()


def _is_below(place: Place, held: frozenset[str]) -> bool:
    return not held or not held.isdisjoint(str(each) for each in place.path)


def _units_for(viewer: Viewer, kind: str, likely: str, held: frozenset[str]) -> tuple[Place, ...]:
    """Of the post's kind, or any where the rulebook names none that there is; only where the rulebook holds."""
    every = viewer.organisation.units.values()
    active = [place for place in every if place.is_active and _is_below(place, held)]
    fitting = [place for place in active if place.kind == kind or place.code == likely] or active
    return tuple(sorted(fitting, key=lambda place: (place.code != likely, place.path)))


def _holders(viewer: Viewer, post: str, held: frozenset[str]) -> tuple[str, ...]:
    """Who holds it where the rulebook holds: a post of the same name in another company is another post."""
    copy = viewer.organisation
    found: Iterable[int] = (
        one.person
        for one in copy.holdings
        if one.post == post and one.at(viewer.at) and copy.works_here(one.person, viewer.at)
        and (place := copy.units.get(one.unit)) is not None and _is_below(place, held)
    )  # fmt: skip
    return tuple(dict.fromkeys(copy.persons[person].name for person in found))
