"""Everybody who works or worked here, as those who look after people search and page them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Q

from shouwen.base.bigrams import normalise
from shouwen.base.queries import SignIn, sign_in_of
from shouwen.people.access import NotAllowedError, Viewer, require
from shouwen.people.models import Absence, Person
from shouwen.people.snapshot import TOP_ZONE, Held, end_of_day

SEE_PEOPLE = "see_people"
PAGE = 50
State = Literal["", "here", "away", "left", "no_sign_in", "closed", "no_post"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed by; empty is everybody who works here."""

    text: str = ""
    unit: int | None = None
    post: str = ""
    state: State = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in a unit, with its days."""

    holding: int
    post: str
    unit: int
    unit_name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of the list."""

    id: int
    name: str
    employee_no: str
    office: str
    username: str
    signs_in: bool
    must_change_password: bool
    seats: tuple[Seat, ...]
    is_away: bool
    left_on: date | None
    sort_key: str

    @property
    def key(self) -> str:
        """As tasks write a person."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Leave:
    """An absence with who stands in."""

    id: int
    starts_at: datetime
    ends_at: datetime
    substitute: int | None
    substitute_name: str
    procedures: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of one person that an administrator looks after."""

    colleague: Colleague
    phone: str
    email: str
    past: tuple[Seat, ...]
    leaves: tuple[Leave, ...]
    stands_in_for: tuple[str, ...]
    sign_in: SignIn | None
    successor: str
    gone_at: datetime | None


def staff(viewer: Viewer, wanted: Wanted, *, after: str = "", most: int = PAGE) -> tuple[tuple[Colleague, ...], str]:
    """In pinyin order, with the key of the next page, empty at the end."""
    require(viewer, SEE_PEOPLE)
    rows = Person.objects.select_related("user").order_by("sort_key", "id").filter(_asked(viewer, wanted))
    name, _, number = after.rpartition("|")
    if number.isdecimal() and len(number) < 19:
        rows = rows.filter(Q(sort_key__gt=name) | Q(sort_key=name, pk__gt=int(number)))
    found = list(rows[: most + 1])
    shown = tuple(_colleague(viewer, row) for row in found[:most])
    return shown, f"{shown[-1].sort_key}|{shown[-1].id}" if len(found) > most else ""


def person_page(viewer: Viewer, person: int) -> Page:
    require(viewer, SEE_PEOPLE)
    row = Person.objects.select_related("user", "successor").filter(pk=person).first()
    if row is None:
        raise NotAllowedError(SEE_PEOPLE, f"person {person}")
    held = viewer.organisation.held_by_person.get(person, ())
    stands = (
        viewer.organisation.persons[away.person].name
        for away in viewer.organisation.away_by_substitute.get(person, ())
        if away.ends_at > viewer.at
    )
    return Page(
        colleague=_colleague(viewer, row),
        phone=row.phone,
        email=row.email,
        past=_seats(viewer, (one for one in held if one.ends_at is not None and one.ends_at <= viewer.at)),
        leaves=_leaves(row, viewer.at),
        stands_in_for=tuple(dict.fromkeys(stands)),
        sign_in=sign_in_of(row.user_id) if row.user_id else None,
        successor=row.successor.name if row.successor else "",
        gone_at=row.gone_at,
    )


def _asked(viewer: Viewer, wanted: Wanted) -> Q:
    asked = _text(wanted.text) & _state(viewer, wanted.state)
    if wanted.unit is not None:
        below = set(viewer.organisation.below(wanted.unit))
        asked &= Q(pk__in={one.person for one in _current(viewer) if one.unit in below})
    if wanted.post:
        asked &= Q(pk__in={one.person for one in _current(viewer) if one.post == wanted.post})
    return asked


def _text(text: str) -> Q:
    text = normalise(text).strip()
    if not text:
        return Q()
    ways = [
        Q(name__icontains=text),
        Q(initials__startswith=text),
        Q(employee_no__istartswith=text),
        Q(user__username__istartswith=text),
    ]
    return reduce(or_, ways)


def _state(viewer: Viewer, state: State) -> Q:
    today = viewer.at.astimezone(ZoneInfo(TOP_ZONE)).date()
    works = Q(left_on__isnull=True) | Q(left_on__gte=today)
    held = {one.person for one in _current(viewer)}
    away = {person for person in viewer.organisation.away_by_person if viewer.organisation.is_away(person, viewer.at)}
    ways = {
        "away": works & Q(pk__in=away),
        "left": ~works,
        "no_sign_in": works & Q(user__isnull=True),
        "closed": works & Q(user__is_active=False),
        "no_post": works & ~Q(pk__in=held),
    }
    return ways.get(state, works)


def _current(viewer: Viewer) -> Iterable[Held]:
    return (one for one in viewer.organisation.holdings if one.at(viewer.at))


def _colleague(viewer: Viewer, row: Person) -> Colleague:
    held = viewer.organisation.held_by_person.get(row.pk, ())
    running = (one for one in held if one.ends_at is None or one.ends_at > viewer.at)
    return Colleague(
        id=row.pk,
        name=row.name,
        employee_no=row.employee_no,
        office=row.office,
        username=row.user.username if row.user else "",
        signs_in=row.user is not None and row.user.is_active,
        must_change_password=row.user is not None and row.user.must_change_password,
        seats=_seats(viewer, running),
        is_away=viewer.organisation.is_away(row.pk, viewer.at),
        left_on=row.left_on,
        sort_key=row.sort_key,
    )


def _seats(viewer: Viewer, held: Iterable[Held]) -> tuple[Seat, ...]:
    return tuple(
        Seat(one.id, one.post, one.unit, viewer.organisation.units[one.unit].name, one.starts_on, one.ends_on)
        for one in sorted(held, key=lambda one: (one.starts_on, one.id))
    )


def _leaves(row: Person, at: datetime) -> tuple[Leave, ...]:
    found = Absence.objects.filter(person=row, ends_at__gt=at).select_related("substitute").order_by("starts_at")
    return tuple(
        Leave(
            one.pk,
            one.starts_at,
            one.ends_at,
            one.substitute_id,
            one.substitute.name if one.substitute else "",
            tuple(one.procedures),
            one.reason,
        )
        for one in found
    )


def has_gone(left_on: date | None, at: datetime) -> bool:
    """Whether the last day is over."""
    return left_on is not None and end_of_day(left_on, TOP_ZONE) <= at


def username_of(person: int) -> str:
    """What somebody signs in with; empty for who has no sign-in."""
    found = Person.objects.filter(pk=person).values_list("user__username", flat=True).first()
    return found or ""
