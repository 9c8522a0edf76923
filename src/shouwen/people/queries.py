"""What is known of the organisation: rosters, names, choices for forms, who stands in for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shouwen.base.bigrams import normalise
from shouwen.base.reading import as_read
from shouwen.engine.facts import Roster
from shouwen.people.access import Viewer, visible_units
from shouwen.people.company import companies_of
from shouwen.people.organisation import Version, organisation
from shouwen.people.organisation import current_version as current_version
from shouwen.people.posts import PostBook
from shouwen.people.roster import roster_in
from shouwen.people.snapshot import Member, Organisation, Place
from shouwen.runtime import rulebooks


class UnknownUnitError(LookupError):
    """No such unit."""

    def __init__(self, unit: object) -> None:
        super().__init__(f"There is no unit '{unit}'.")


@dataclass(frozen=True, slots=True)
class Reachable:
    """Where notices for a person go; an empty address means there is none."""

    person: str
    user: int | None
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post as shown on a person's page."""

    post: str
    unit: str
    unit_name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody acts instead of somebody else: 李四 代 张三."""

    person: str
    name: str
    instead_of: str
    instead_of_name: str
    until: datetime
    procedures: frozenset[str]


def roster_for(
    unit: int | str,
    *,
    at: datetime,
    posts: PostBook,
    procedure: str | None = None,
    version: Version | None = None,
) -> Roster:
    """Who can act for each post, seen from the unit; with the viewer's `version` it costs no query."""
    copy = organisation(version)
    if int(unit) not in copy.units:
        raise UnknownUnitError(unit)
    return roster_in(copy, int(unit), at=at, posts=posts, procedure=procedure)


def unit(unit_id: int | str, *, version: Version | None = None) -> Place:
    found = organisation(version).units.get(int(unit_id))
    if found is None:
        raise UnknownUnitError(unit_id)
    return found


def unit_by_code(code: str, *, version: Version | None = None) -> Place | None:
    wanted = code.strip().lower()
    return next((place for place in organisation(version).units.values() if place.code.lower() == wanted), None)


def unit_names(*, version: Version | None = None) -> dict[str, str]:
    """Names by the id that the engine uses."""
    return {str(place.id): place.name for place in organisation(version).units.values()}


def units_for(viewer: Viewer, act: str = "see") -> tuple[Place, ...]:
    """Units that the viewer may choose for an act, each after the one above it."""
    reached = visible_units(viewer, act)
    places = [place for place in viewer.organisation.units.values() if place.id in reached and place.is_active]
    return tuple(sorted(places, key=lambda place: place.path))


def all_units(*, version: Version | None = None) -> tuple[Place, ...]:
    """Every unit at work, each after the one above it; names of units are no secret inside the company."""
    places = [place for place in organisation(version).units.values() if place.is_active]
    return tuple(sorted(places, key=lambda place: place.path))


def nearest(unit: str, kind: str, *, version: Version | None = None) -> str:
    """The unit itself or the closest one above it that is of the kind; empty where there is none."""
    units = organisation(version).units
    place = units.get(int(unit)) if unit.isdecimal() else None
    above = (units[each] for each in reversed(place.path) if each in units) if place else ()
    return next((str(each.id) for each in above if each.kind == kind), "")


def names(persons: Iterable[int | str | None], *, version: Version | None = None) -> dict[str, str]:
    """Names by the id that the engine uses; unknown ids are left out."""
    known = organisation(version).persons
    wanted = {int(person) for person in persons if person}
    return {str(person): known[person].name for person in wanted if person in known}


def person_of_user(user: int, *, version: Version | None = None) -> str | None:
    found = organisation(version).person_of_user.get(user)
    return None if found is None else str(found)


def reachable(persons: Iterable[int | str], *, version: Version | None = None) -> dict[str, Reachable]:
    """Addresses for notices; ids of nobody are left out."""
    known = organisation(version).persons
    ids = [int(person) for person in persons if str(person).isdecimal()]
    members = [known[each] for each in ids if each in known]
    return {str(one.id): Reachable(str(one.id), one.user, one.name, one.email, one.phone) for one in members}


def colleagues(viewer: Viewer, asked: str = "", *, most: int = 20, own: bool = False) -> tuple[Member, ...]:
    """People to assign or copy to: by part of the name or by pinyin initials, in pinyin order.

    Names of colleagues are no secret inside the company, so no scope narrows them; with `own`, the company does.
    """
    copy, text = viewer.organisation, normalise(asked).strip()
    near = companies_of(copy, viewer.person, viewer.at) if own else frozenset(copy.units)
    found = [
        person
        for person in copy.persons.values()
        if copy.works_here(person.id, viewer.at)
        and (not own or not near.isdisjoint(held.unit for held in copy.held_by_person.get(person.id, ())))
        and (not text or text in normalise(person.name) or person.initials.startswith(text))
    ]
    return tuple(found[:most])


def post_titles(viewer: Viewer) -> dict[str, str]:
    """The words for the posts of all rulebooks that hold where the viewer is; a post no rulebook names keeps its name."""
    home = viewer.home
    place = viewer.organisation.units[home] if home is not None else None
    path = tuple(str(each) for each in place.path) if place else ()
    day = viewer.at.astimezone(ZoneInfo(viewer.organisation.zone_of(home))).date()
    found = {post.post: post.post for post in viewer.posts}
    for edition in rulebooks.in_force(day, path):
        found |= {name: as_read(rule.title) for name, rule in edition.rulebook.posts.items() if rule.title}
    return found


def post_words(viewer: Viewer) -> str:
    """王敏 · 客服助理 · 客服中心: the person as the page's head shows them, by the first post of their own."""
    own = next((post for post in viewer.posts if post.instead_of is None), None)
    if own is None:
        return viewer.name
    return f"{viewer.name} · {post_titles(viewer)[own.post]} · {viewer.organisation.units[own.unit].name}"


def posts_held(person: int | str, *, at: datetime, version: Version | None = None) -> tuple[PostHeld, ...]:
    """The posts of one person at the instant."""
    copy = organisation(version)
    return tuple(
        PostHeld(
            post=held.post,
            unit=str(held.unit),
            unit_name=copy.units[held.unit].name,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
        )
        for held in copy.held_by_person.get(int(person), ())
        if held.at(at)
    )


def stand_ins(*, at: datetime, version: Version | None = None) -> tuple[StandIn, ...]:
    """Who acts instead of whom at the instant."""
    copy = organisation(version)
    return tuple(
        StandIn(
            person=str(away.substitute),
            name=copy.persons[away.substitute].name,
            instead_of=str(away.person),
            instead_of_name=copy.persons[away.person].name,
            until=away.ends_at,
            procedures=away.procedures,
        )
        for away in copy.absences
        if away.substitute is not None and away.starts_at <= at < away.ends_at
    )


def vacant_posts(book: PostBook, *, at: datetime, version: Version | None = None) -> tuple[str, ...]:
    """Posts of the rulebook that nobody holds at the instant, in its order."""
    copy = organisation(version)
    held = {one.post for one in copy.holdings if one.at(at) and copy.works_here(one.person, at)}
    return tuple(post for post in book.posts if held.isdisjoint({post, *book.including(post)}))


def zone_of(unit_id: int | str, *, version: Version | None = None) -> str:
    return organisation(version).zone_of(int(unit_id))


def copy_of(version: Version | None = None) -> Organisation:
    """The whole organisation, for pages that draw it."""
    return organisation(version)
