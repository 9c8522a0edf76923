"""One company of the demonstration with its rulebook, its people signed in, and one customer; without any history."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client as Browser
from tests.founded import founded_once

from shouwen.base import actions as base
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.config.demo import written
from shouwen.config.demo.customers import Client, register_customers
from shouwen.config.demo.organisation import DECOR, EDITIONS, GREEN
from shouwen.config.demo.trade_cases import Setting, register
from shouwen.config.demo.trades import HOLDING, Trade, organisation, trades
from shouwen.config.organisation.make import Company, make
from shouwen.people import actions as people
from shouwen.people.models import Person
from shouwen.runtime import rulebooks

ZONE = ZoneInfo("Asia/Shanghai")
BEFORE = timedelta(days=40)
TUESDAY, MORNING = 1, 10


@dataclass
class Place:
    """Whoever works under one rulebook, and a customer of theirs."""

    key: str
    company: Company
    client: Client
    browsers: dict[str, Browser] = field(default_factory=dict)
    pressed: set[tuple[str, str, str]] = field(default_factory=set)
    """Case type, step and button, once each."""

    def browser(self, person: str) -> Browser:
        """Signed in as the person."""
        if person not in self.browsers:
            client = Browser()
            client.force_login(User.objects.get(person=int(person)))
            self.browsers[person] = client
        return self.browsers[person]


def codes() -> tuple[str, ...]:
    """Of every subsidiary of the demonstration."""
    return (DECOR, GREEN, *(trade.code for trade in written.trades()))


def _founding(code: str) -> Callable[[], Place]:
    return founded_once(lambda: _found(code))


FOUNDINGS: dict[str, Callable[[], Place]] = {}


def found(code: str) -> Place:
    """The subsidiary alone, on a working morning."""
    if code not in FOUNDINGS:
        FOUNDINGS[code] = _founding(code)
    return FOUNDINGS[code]()


def _found(code: str) -> Place:
    base.found_installation(company="示范公司", is_demo=True, at=now())
    base.move_demo_clock(by=_to_a_working_morning(now()))
    at = now() - BEFORE
    people.seed_years(at=at)
    trade = next((one for one in trades() if one.written.code == code), None)
    company = _of_trade(trade, at) if trade else make(written.company(), at=at)
    folder = settings.PACKAGE_DIR / "rulebooks" / (trade.written.edition if trade else EDITIONS[code])
    rulebooks.install(path=folder, units=(company.units[code],), by=None, at=at)
    for number, row in enumerate(Person.objects.filter(user=None), 1):
        people.give_sign_in(person=row.pk, username=f"p{number}", password=None, by=None, at=at)
    key = next(iter(rulebooks.installed()))
    return Place(key, company, _customer(trade, code, company, at))


def _of_trade(trade: Trade, at: datetime) -> Company:
    people.found_unit(
        name="和居集团", code=HOLDING, kind="holding", parent=None, is_department=False, head_post="", by=None, at=at
    )
    return make(organisation((trade,)), at=at)


def _customer(trade: Trade | None, code: str, company: Company, at: datetime) -> Client:
    if trade is not None:
        return register(Setting(trade, company, "", at), at=at)[0]
    known = register_customers(company, Random(1), at=at)
    return known["SH" if code == DECOR else code][0]


def _to_a_working_morning(at: datetime) -> timedelta:
    """The Tuesday after next: offices are open, and what is due in days lies ahead of a week-end."""
    local = at.astimezone(ZONE)
    day = local + timedelta(days=(TUESDAY - local.weekday()) % 7 + 7)
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0) - local
