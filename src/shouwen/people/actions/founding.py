"""The first units, people, sign-ins and scopes of a company, several at once and all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from shouwen.people.actions.accounts import first_password, give_sign_in
from shouwen.people.actions.change import ChangeRefused
from shouwen.people.actions.scopes import put_scope
from shouwen.people.actions.staff import hire, place
from shouwen.people.actions.units import found_unit
from shouwen.people.first_scopes import scopes_of
from shouwen.people.models import Holding, Person, PostScope, Unit
from shouwen.people.needed import DEPARTMENT, NeededUnit
from shouwen.people.organisation import organisation
from shouwen.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Filling:
    """Somebody, by name, for a post in a unit; with a username they sign in."""

    post: str
    unit: int
    name: str
    username: str = ""


@transaction.atomic
def found_units(*, units: Iterable[NeededUnit], by: int | None, at: datetime) -> int:
    """The proposed units that are not there yet, each below the one whose code it names; tells how many were new."""
    made = 0
    for unit in units:
        if Unit.objects.filter(code__iexact=unit.code).exists():
            continue
        above = Unit.objects.filter(code__iexact=unit.above).first() if unit.above else None
        found_unit(
            name=unit.name,
            code=unit.code,
            kind=unit.kind,
            parent=above.pk if above else None,
            is_department=unit.kind == DEPARTMENT,
            by=by,
            at=at,
        )
        made += 1
    return made


@transaction.atomic
def fill_posts(*, fillings: Iterable[Filling], by: int | None, at: datetime) -> dict[str, str]:
    """Places people, known by their name or new; gives the first password by username, which is kept nowhere.

    Who takes up two posts under one username gets it once.
    """
    passwords: dict[str, str] = {}
    given: set[tuple[int, str]] = set()
    for one in fillings:
        person = _person(one.name.strip(), by, at)
        _take_up(person, one, by, at)
        username = one.username.strip()
        if username and (person.pk, username.lower()) not in given:
            given.add((person.pk, username.lower()))
            passwords[username] = first_password()
            give_sign_in(person=person.pk, username=username, password=passwords[username], one_time=True, by=by, at=at)
    return passwords


@transaction.atomic
def grant_first_scopes(*, books: Iterable[Rulebook], by: int | None, at: datetime) -> int:
    """What each post may do, for those of which nobody has said anything; tells how many posts got theirs."""
    spoken_for = set(PostScope.objects.values_list("post", flat=True))
    found = scopes_of(books, spoken_for)
    for scope in found:
        for post in scope.posts:
            put_scope(post=post, reach=scope.reach, acts=scope.acts, by=by, at=at)
    return sum(len(scope.posts) for scope in found)


def _person(name: str, by: int | None, at: datetime) -> Person:
    known = list(Person.objects.filter(name=name, left_on=None)[:2])
    if len(known) > 1:
        raise ChangeRefused(
            f"Several people are called '{name}': place them by number with load_organisation.",
            f"有几位{name}：请在“管理 › 人员”里逐人安排。",
        )
    return known[0] if known else hire(name=name, by=by, at=at)


def _take_up(person: Person, one: Filling, by: int | None, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(organisation().zone_of(one.unit))).date()
    running = Holding.objects.filter(person=person, post=one.post, unit_id=one.unit)
    if not running.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exists():
        place(person=person.pk, post=one.post, unit=one.unit, starts_on=today, by=by, at=at)
