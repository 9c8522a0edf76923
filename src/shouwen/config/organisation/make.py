"""Makes an organisation that is written: what is there already stays, the rest is added."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from shouwen.config.organisation.known import known_person, user_of
from shouwen.config.organisation.written import UnitToMake, WrittenOrganisation, WrittenScope, units_of
from shouwen.people import actions as people
from shouwen.people.models import Holding, PostScope
from shouwen.people.queries import unit_by_code


@dataclass(frozen=True, slots=True)
class Company:
    """Units by code and persons by name, as the engine writes both; `made` tells what was new."""

    units: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    posts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By `post@unit code`: ids of the holders."""
    made: list[str] = field(default_factory=list)

    def holders(self, post: str) -> tuple[str, ...]:
        """Everybody who holds the post anywhere."""
        return tuple(person for held, persons in self.posts.items() if held.split("@")[0] == post for person in persons)

    def unit(self, code: str) -> int:
        """One of this file, or one that was there before."""
        if code not in self.units and (place := unit_by_code(code)) is not None:
            self.units[code] = str(place.id)
        return int(self.units[code])


def make(written: WrittenOrganisation, *, at: datetime) -> Company:
    """Units, people, posts and scopes; sign-ins are given apart, when everything else stands."""
    company = Company()
    for unit in units_of(written):
        _unit(company, unit, at)
    for place, names in written.holders.items():
        post, _, code = place.partition("@")
        for name in names:
            _place(company, int(_hire(company, written, name, at)), post, code, name, at)
        company.posts[place] = tuple(company.persons[name] for name in names)
    for name in written.people:
        _hire(company, written, name, at)
    for scope in written.scopes:
        for post in scope.posts:
            _grant(company, scope, post, at)
    return company


def give_sign_ins(
    company: Company,
    written: WrittenOrganisation,
    *,
    password: Callable[[str], str | None],
    one_time: bool = False,
    at: datetime,
) -> None:
    """Who has their sign-in already keeps it with its password."""
    for way in written.sign_ins:
        person = int(_hire(company, written, way.person, at))
        if user_of(way.username) is None:
            people.give_sign_in(
                person=person,
                username=way.username,
                password=password(way.username),
                one_time=one_time,
                by=None,
                at=at,
            )
            company.made.append(f"sign-in {way.username} for {way.person}")
        if way.office:
            people.appoint_administrator(person=person, office=way.office, by=None, at=at)


def _unit(company: Company, unit: UnitToMake, at: datetime) -> None:
    known = unit_by_code(unit.code)
    row = people.found_unit(
        name=unit.name,
        code=unit.code,
        kind=unit.kind,
        parent=company.unit(unit.above) if unit.above else None,
        is_department=unit.kind in {"department", "centre"},
        head_post=unit.head,
        by=None,
        at=at,
    )
    company.units[unit.code] = str(row.pk)
    if known is None:
        company.made.append(f"unit {unit.code} {unit.name}")
    elif unit.head and row.head_post != unit.head:
        people.describe_unit(unit=row.pk, name=row.name, head_post=unit.head, zone=row.zone, by=None, at=at)
        company.made.append(f"head of {unit.code}: {unit.head}")


def _hire(company: Company, written: WrittenOrganisation, label: str, at: datetime) -> str:
    if label not in company.persons:
        asked = written.person(label)
        row = known_person(label, asked)
        if row is None:
            row = people.hire(**asked.model_dump(), by=None, at=at)
            company.made.append(f"person {label}")
        company.persons[label] = str(row.pk)
    return company.persons[label]


def _place(company: Company, person: int, post: str, code: str, name: str, at: datetime) -> None:
    unit = company.unit(code)
    running = Holding.objects.filter(person_id=person, post=post, unit_id=unit)
    if running.filter(Q(ends_on=None) | Q(ends_on__gte=at.date())).exists():
        return
    people.place(person=person, post=post, unit=unit, starts_on=at.date(), by=None, at=at)
    company.made.append(f"post {post}@{code} for {name}")


def _grant(company: Company, scope: WrittenScope, post: str, at: datetime) -> None:
    known = PostScope.objects.filter(post=post, unit_kind="", reach=scope.reach).first()
    if known is None or set(known.acts) != set(scope.acts):
        people.grant_scope(post=post, reach=scope.reach, acts=scope.acts, by=None, at=at)
        company.made.append(f"scope {scope.reach} of {post}" + ("" if known is None else " (replaced)"))
