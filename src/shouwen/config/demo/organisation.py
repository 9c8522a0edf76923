"""Founds the company of the demonstration: units, persons, posts, absences, scopes, sign-ins, rulebooks."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings

from shouwen.base import actions as base_actions
from shouwen.config.demo import written
from shouwen.config.demo.trades import organisation as organisation_of
from shouwen.config.demo.trades import trades
from shouwen.config.organisation import make as organisation
from shouwen.config.organisation.make import Company as Company
from shouwen.config.organisation.make import make
from shouwen.config.organisation.written import WrittenOrganisation, WrittenSignIn
from shouwen.people import actions as people
from shouwen.runtime import rulebooks

PASSWORD = "shouwen-demo"  # noqa: S105  # shown to everybody who starts a demonstration
DECOR, GREEN = "HJ", "QH"
EDITIONS = {DECOR: "decor/2005-08", GREEN: "green/2024"}


def found_company(*, at: datetime, today: datetime) -> Company:
    """Everybody is in their post from the instant on; who is away, and who stands in, is counted from today."""
    company = make(written.company(), at=at)
    _absences(company, at, today)
    others = make(organisation_of(trades()), at=at)
    company.units.update(others.units)
    company.persons.update(others.persons)
    company.posts.update(others.posts)
    people.seed_years(at=at)
    for unit, folder in editions().items():
        rulebooks.install(
            path=settings.PACKAGE_DIR / "rulebooks" / folder, units=(company.units[unit],), by=None, at=at
        )
    return company


def editions() -> dict[str, str]:
    """The rulebook of each subsidiary, by its unit."""
    return {**EDITIONS, **{trade.written.code: trade.written.edition for trade in trades()}}


def _absences(company: Company, at: datetime, today: datetime) -> None:
    for away in written.company().absences:
        first, last = (today + timedelta(days=days) for days in away.days)
        # One that an interrupted start has entered is there already.
        with suppress(people.ChangeRefused):
            people.set_absence(
                person=int(company.persons[away.person]),
                substitute=int(company.persons[away.substitute]),
                starts_at=first,
                ends_at=last,
                reason=away.reason,
                by=None,
                at=at,
            )


def give_sign_ins(company: Company, *, at: datetime) -> None:
    """Whoever a case can come to signs in; colleagues of other branches only act in the cases."""
    for each in (written.company(), organisation_of(trades())):
        organisation.give_sign_ins(company, each, password=lambda _: None, at=at)
    base_actions.share_password(usernames=[way.username for _, way in ways()], password=PASSWORD)


def ways() -> tuple[tuple[str, WrittenSignIn], ...]:
    """Every sign-in with the company it belongs to."""
    own, others = written.company(), organisation_of(trades())
    names = {code: own.units[code][0] for code in (DECOR, GREEN)} | {
        trade.written.code: trade.written.name for trade in trades()
    }
    codes = {
        name: place.partition("@")[2].partition("-")[0]
        for each in (own, others)
        for place, held in each.holders.items()
        for name in held
    }
    # Whoever sits in a branch, or in no post at all, belongs to the first company.
    found = [(names.get(codes.get(way.person, DECOR), names[DECOR]), way) for way in (*own.sign_ins, *others.sign_ins)]
    return tuple(sorted(found, key=lambda each: list(names.values()).index(each[0])))


def administrator() -> WrittenOrganisation:
    """Whoever founds a company where there is none, and the second one without whom no rulebook is published."""
    found = tuple(way for way in written.company().sign_ins if way.office == "system")
    return WrittenOrganisation(
        sign_ins=found, people={way.person: written.company().person(way.person) for way in found}
    )


def give_sign_in_to_administrator(*, at: datetime) -> None:
    """Nobody else is in the database; the years' calendars come with them."""
    found = administrator()
    organisation.give_sign_ins(make(found, at=at), found, password=lambda _: PASSWORD, at=at)
    people.seed_years(at=at)
