"""Founds the company of the demonstration: units, persons, posts, absences, scopes, sign-ins, rulebooks."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from shouwen.config.demo import written
from shouwen.people import actions as people
from shouwen.runtime import rulebooks

PASSWORD = "shouwen-demo"  # noqa: S105  # shown to everybody who starts a demonstration
DECOR, GREEN = "HJ", "QH"
EDITIONS = {DECOR: "decor/2005-08", GREEN: "green/2024"}


@dataclass(frozen=True, slots=True)
class Company:
    """Units by code and persons by name, as the engine writes both."""

    units: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    posts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By `post@unit code`: ids of the holders."""

    def holders(self, post: str) -> tuple[str, ...]:
        """Everybody who holds the post anywhere."""
        return tuple(person for held, persons in self.posts.items() if held.split("@")[0] == post for person in persons)


def found_company(*, at: datetime, today: datetime) -> Company:
    """Everybody is in their post from the instant on; who is away, and who stands in, is counted from today."""
    company = Company()
    _units(company, at)
    _people(company, at)
    _absences(company, at, today)
    for scope in written.scopes():
        for post in scope.posts:
            people.grant_scope(post=post, reach=scope.reach, acts=scope.acts, by=None, at=at)
    people.seed_years(at=at)
    for unit, folder in EDITIONS.items():
        rulebooks.install(
            path=settings.PACKAGE_DIR / "rulebooks" / folder, units=(company.units[unit],), by=None, at=at
        )
    return company


def _units(company: Company, at: datetime) -> None:
    for code, (name, kind, *above) in written.company().units.items():
        _unit(company, code, name, kind, above[0] if above else "", at)
        if kind == "branch":
            for part, title in written.company().departments.items():
                _unit(company, f"{code}-{part}", f"{name.removesuffix('分公司')}{title}", "department", code, at)


def _unit(company: Company, code: str, name: str, kind: str, above: str, at: datetime) -> None:
    row = people.found_unit(
        name=name,
        code=code,
        kind=kind,
        parent=int(company.units[above]) if above else None,
        is_department=kind in {"department", "centre"},
        head_post=written.company().heads.get(code, ""),
        by=None,
        at=at,
    )
    company.units[code] = str(row.pk)


def _people(company: Company, at: datetime) -> None:
    for place, names in written.company().holders.items():
        post, _, code = place.partition("@")
        for name in names:
            person = _hire(company, name, at)
            unit = int(company.units[code])
            people.place(person=int(person), post=post, unit=unit, starts_on=at.date(), by=None, at=at)
        company.posts[place] = tuple(company.persons[name] for name in names)


def _absences(company: Company, at: datetime, today: datetime) -> None:
    for away in written.company().absences:
        first, last = (today + timedelta(days=days) for days in away.days)
        people.set_absence(
            person=int(company.persons[away.person]),
            substitute=int(company.persons[away.substitute]),
            starts_at=first,
            ends_at=last,
            reason=away.reason,
            by=None,
            at=at,
        )


def _hire(company: Company, name: str, at: datetime) -> str:
    if name not in company.persons:
        number = len(company.persons) + 1
        row = people.hire(
            name=name,
            phone=f"138{number:08}",
            email=f"staff{number:03}@heju.example",
            employee_no=f"E{number:04}",
            by=None,
            at=at,
        )
        company.persons[name] = str(row.pk)
    return company.persons[name]


def give_sign_ins(company: Company, *, at: datetime) -> None:
    """One person of each role signs in; the other colleagues only act in the cases."""
    for way in written.company().sign_ins:
        person = int(_hire(company, way.person, at))
        people.give_sign_in(person=person, username=way.username, password=PASSWORD, by=None, at=at)
        if way.office:
            people.appoint_administrator(person=person, office=way.office, by=None, at=at)
