"""The one answer to who may see or do what: every read of another's row and every act asks here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from shouwen.base.models import User
from shouwen.people.included import SeatName, falling_to
from shouwen.people.models import PostScope
from shouwen.people.organisation import Version, current_version, organisation
from shouwen.people.posts import books_in_use
from shouwen.people.snapshot import Held, Organisation, Scope

SEE = "see"
EVERY_ACT = "*"

SEE_ADMINISTRATION = "see_administration"
# What the three administrators do is the program's own matter, not a rulebook's; none of them sees cases by office.
OFFICE_ACTS = {
    "system": frozenset(
        {
            "found_company",
            "manage_people",
            "manage_accounts",
            "see_people",
            "manage_rulebook",
            "manage_calendar",
            "manage_operations",
            "manage_mail",
            "manage_replies",
            SEE_ADMINISTRATION,
        }
    ),
    "security": frozenset(
        {"manage_scopes", "see_people", "see_exports", "manage_retention", "agree_retention", SEE_ADMINISTRATION}
    ),
    "audit": frozenset({"see_audit", "see_ledger", "see_access_log", "agree_retention", SEE_ADMINISTRATION}),
}
# No post carries these, not even one that may every act: who makes accounts, gives rights or reads the audit log holds an office.
BY_OFFICE_ONLY = frozenset(
    {
        "manage_people", "manage_accounts", "manage_mail", "see_people", "manage_scopes", "see_exports",
        "see_audit", "see_ledger", "see_access_log", "manage_retention", "agree_retention",
    }
)  # fmt: skip
ADMINISTRATION = frozenset(act for acts in OFFICE_ACTS.values() for act in acts)


class NotAllowedError(Exception):
    """The viewer lacks the right; also raised for a row that is not there, so that nobody learns which it was."""

    def __init__(self, act: str, what: str = "") -> None:
        super().__init__(
            f"'{act}' is not allowed here{f' for {what}' if what else ''}, or it does not exist: "
            "ask a security administrator for the scope of your post."
        )
        self.act = act


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that lets its bearer act, their own or that of somebody they stand in for."""

    post: str
    unit: int
    instead_of: int | None = None
    procedures: frozenset[str] = frozenset()
    """When standing in: the case types it is about; empty is all."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a viewer's scopes cover for one act: everything, or these units; and always what is one's own."""

    everything: bool
    units: frozenset[int]
    persons: frozenset[int]

    def covers(self, unit: int | None) -> bool:
        return self.everything or (unit is not None and unit in self.units)

    def rows(self, *, unit: str, own: Iterable[str] = (), text_ids: bool = False) -> Q:
        """The filter of a table: its unit column, and the columns that make a row somebody's own.

        `text_ids` is for columns that hold the ids as text, as the engine does.
        """
        if self.everything:
            return Q()
        wanted = [(unit, self.units), *((column, self.persons) for column in own)]
        parts = [Q((f"{column}__in", _ids(ids, text=text_ids))) for column, ids in wanted if ids]
        return reduce(or_, parts, Q(pk__in=()))


def _ids(ids: frozenset[int], *, text: bool) -> list[int] | list[str]:
    return [str(each) for each in sorted(ids)] if text else sorted(ids)


@dataclass(frozen=True)
class Viewer:
    """Somebody at one instant, with all that decides what they may see and do."""

    person: int
    user: int | None
    name: str
    posts: tuple[HeldPost, ...]
    office: str
    at: datetime
    organisation: Organisation
    version: Version

    @property
    def id(self) -> str:
        """As the engine and the ledger write a person."""
        return str(self.person)

    @property
    def stands_in_for(self) -> frozenset[int]:
        """Who is away and named this person, and who has left and was taken over from."""
        away = frozenset(post.instead_of for post in self.posts if post.instead_of is not None)
        left = frozenset(person for person, heir in self.organisation.heirs.items() if heir == self.person)
        return away | left

    @property
    def persons(self) -> frozenset[int]:
        """Oneself and those one stands in for."""
        return self.stands_in_for | {self.person}

    @cached_property
    def seats(self) -> frozenset[SeatName]:
        """(post, unit) pairs whose tasks are this viewer's, included posts too where nobody who holds them can act."""
        own = frozenset((post.post, post.unit) for post in self.posts)
        return own | falling_to(self.organisation, own, at=self.at, books=books_in_use())

    @property
    def home(self) -> int | None:
        """The unit of the first post of one's own; of the first one stood in for where one has none."""
        own = (post.unit for post in self.posts if post.instead_of is None)
        return next(own, next((post.unit for post in self.posts), None))

    def reach(self, act: str = SEE) -> Reach:
        """How far the viewer's scopes go for an act; worked out once for all who hold the same posts."""
        key = ("reach", self.posts, act)
        units = self.organisation.worked_out.get(key)
        if not isinstance(units, _Covered):
            units = self.organisation.worked_out[key] = _covered(self.organisation, self.posts, act)
        return Reach(everything=units.everything, units=units.units, persons=self.persons)


@dataclass(frozen=True, slots=True)
class _Covered:
    everything: bool
    units: frozenset[int]


def visible(viewer: Viewer, act: str = SEE) -> Reach:
    """Turn it into a row filter with `Reach.rows`."""
    return viewer.reach(act)


def visible_units(viewer: Viewer, act: str = SEE) -> frozenset[int]:
    reach = viewer.reach(act)
    return frozenset(viewer.organisation.units) if reach.everything else reach.units


def may(viewer: Viewer, act: str, *, unit: int | str | None = None, own: bool = False) -> bool:
    """Whether an act is open to the viewer: in this unit, on a row of their own, or, without either, anywhere at all."""
    if act in ADMINISTRATION and (viewer.office or act in BY_OFFICE_ONLY):
        # One office and no more: what a post would add of another administrator's work does not count.
        return act in OFFICE_ACTS.get(viewer.office, ())
    if own:
        return act == SEE or _has_scope(viewer, viewer.posts, act)
    if unit is None:
        return _has_scope(viewer, _without_limit(viewer.posts), act)
    return viewer.reach(act).covers(int(unit))


def require(viewer: Viewer, act: str, *, unit: int | str | None = None, own: bool = False, what: str = "") -> None:
    """`may`, or a refusal."""
    if not may(viewer, act, unit=unit, own=own):
        raise NotAllowedError(act, what)


def viewer_for(user: User | int, at: datetime) -> Viewer | None:
    """The person behind a sign-in; None for a sign-in without a person, or whose person has left.

    One query when nothing changed since this process last looked: rights taken away are gone with the next request.
    """
    version = current_version()
    copy = organisation(version)
    person = copy.person_of_user.get(user if isinstance(user, int) else user.pk)
    return None if person is None else _viewer(copy, version, person, at)


def viewer_of(person: int | str, at: datetime, *, version: Version | None = None) -> Viewer | None:
    """A person without a request: for jobs that act or write on somebody's behalf."""
    copy = organisation(version)
    return _viewer(copy, version or Version(copy.version), int(person), at)


def _viewer(copy: Organisation, version: Version, person: int, at: datetime) -> Viewer | None:
    if not copy.works_here(person, at):
        return None
    member = copy.persons[person]
    return Viewer(
        person=person,
        user=member.user,
        name=member.name,
        posts=(*_own_posts(copy, person, at), *_borrowed_posts(copy, person, at)),
        office=member.office,
        at=at,
        organisation=copy,
        version=version,
    )


def _current(copy: Organisation, person: int, at: datetime) -> list[Held]:
    return [held for held in copy.held_by_person.get(person, ()) if held.at(at)]


def _own_posts(copy: Organisation, person: int, at: datetime) -> list[HeldPost]:
    return [HeldPost(held.post, held.unit) for held in _current(copy, person, at)]


def _borrowed_posts(copy: Organisation, person: int, at: datetime) -> list[HeldPost]:
    return [
        HeldPost(held.post, held.unit, away.person, away.procedures)
        for away in copy.away_by_substitute.get(person, ())
        if away.starts_at <= at < away.ends_at
        for held in _current(copy, away.person, at)
    ]


def _granted(copy: Organisation, posts: Iterable[HeldPost], act: str) -> Iterable[tuple[HeldPost, Scope]]:
    for held in posts:
        kind = copy.units[held.unit].kind
        for scope in copy.scopes:
            if scope.post == held.post and scope.unit_kind in {"", kind} and scope.acts & {act, EVERY_ACT}:
                yield held, scope


def _has_scope(viewer: Viewer, posts: Iterable[HeldPost], act: str) -> bool:
    return any(True for _ in _granted(viewer.organisation, posts, act))


def _without_limit(posts: Iterable[HeldPost]) -> tuple[HeldPost, ...]:
    """Standing in for some case types opens the tasks of those, not the whole of what the absent person sees."""
    return tuple(post for post in posts if not post.procedures)


def _covered(copy: Organisation, posts: tuple[HeldPost, ...], act: str) -> _Covered:
    units: set[int] = set()
    for held, scope in _granted(copy, _without_limit(posts), act):
        if scope.reach == PostScope.Reach.ALL:
            return _Covered(everything=True, units=frozenset())
        if scope.reach == PostScope.Reach.UNIT:
            units.update(copy.with_departments(held.unit))
        elif scope.reach == PostScope.Reach.SUBTREE:
            units.update(copy.below(held.unit))
    return _Covered(everything=False, units=frozenset(units))
