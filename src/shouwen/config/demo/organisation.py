"""Founds the company of the demonstration: units, persons, posts, absences, scopes, sign-ins, rulebooks."""

from datetime import datetime, timedelta

from django.conf import settings

from shouwen.config.demo import written
from shouwen.config.organisation import make as organisation
from shouwen.config.organisation.make import Company as Company
from shouwen.config.organisation.make import make
from shouwen.config.demo.trades import organisation as organisation_of
from shouwen.config.demo.trades import trades
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
    """One person of each role signs in; the other colleagues only act in the cases."""
    for each in (written.company(), organisation_of(trades())):
        organisation.give_sign_ins(company, each, password=lambda _: PASSWORD, at=at)
