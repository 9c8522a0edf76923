"""Customers of the subsidiaries with what they have, and the calls that come from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from random import Random

from shouwen.config.demo.customers import GIVEN, SURNAMES, Client
from shouwen.config.demo.generated import Generated
from shouwen.config.demo.guess import Around, Guess
from shouwen.config.demo.organisation import Company
from shouwen.config.demo.stage import Stage, awake
from shouwen.config.demo.trades import Trade
from shouwen.config.demo.written import Course
from shouwen.customers import actions
from shouwen.customers.actions.dossier import NewContact
from shouwen.rulebook.model import ProcedureRule
from shouwen.rulebook.model.resources import Attributes

SEED = 20240101
CUSTOMERS = 10
CASES = 20
OLDEST, MINUTES = 100.0, 150
# However small the share: one that is long over, one that has just come in, and some between.
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """One subsidiary ready to play in."""

    trade: Trade
    company: Company
    evidence: str
    until: datetime

    @property
    def home(self) -> str:
        """The unit in which whoever takes in most works."""
        return self.company.units[self.trade.places[self.trade.agent]]

    def around(self) -> Around:
        units: dict[str, list[str]] = {}
        for code, (_, kind, *_above) in self.trade.units.items():
            units.setdefault(kind, []).append(self.company.units[code])
        persons = [
            person for post, place in self.trade.places.items() for person in self.company.posts[f"{post}@{place}"]
        ]
        return Around(tuple(persons), {kind: tuple(found) for kind, found in units.items()}, self.evidence)


def register(setting: Setting, *, at: datetime) -> tuple[Client, ...]:
    """Households by invented names, or the customers that are written."""
    rng = Random(SEED)  # noqa: S311  # invented people, not secrets
    given = setting.trade.written.clients
    names = given or [f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}" for _ in range(CUSTOMERS)]
    return tuple(_customer(setting, name, number, rng, at) for number, name in enumerate(names, 1))


def _customer(setting: Setting, name: str, number: int, rng: Random, at: datetime) -> Client:
    given, unit = setting.trade.written, setting.home
    address = given.address.format(
        n=rng.randint(1, 40), m=rng.randint(1, 4), k=rng.randint(2, 18) * 100 + rng.randint(1, 4)
    )
    phone = f"15{rng.randint(100000000, 999999999)}"
    row = actions.register_customer(
        name=name, kind="company" if given.clients else "person", unit=int(unit),
        contacts=[NewContact("phone", phone), NewContact("address", address)], by=None, at=at,
    )  # fmt: skip
    kind, title = given.object
    blocks = (block for block in setting.trade.book.blocks if isinstance(block, Attributes) and block.of == kind)
    kept = next(blocks, None)
    slots = {"customer": name, "phone": phone, "address": address}
    slots |= {"serial": f"{number:04}", "title": title, "content": title}
    guess = Guess(setting.trade.book, {}, setting.around(), slots, at, rng)
    fields = kept.fields if kept is not None else {}
    thing = actions.add_object(
        customer=row.pk, kind=kind, number=f"{given.code}{number:04}", name=f"{name}{title}", address=address, unit=int(unit),
        attributes={key: guess.value(key, rule) for key, rule in fields.items() if rule.type not in ("file", "photo") and not rule.sealed},
        by=None, at=at,
    )  # fmt: skip
    for place, milestone in enumerate(kept.milestones if kept is not None else ()):
        on = (at - timedelta(days=rng.randint(30, 300) - place)).date()
        actions.set_milestone(object_id=thing.pk, name=milestone, on=on, source="业务档案", by=None, at=at)
    return Client(row.pk, name, phone, address, unit, thing.pk, "")


def plan_cases(stage: Stage, setting: Setting, clients: tuple[Client, ...], *, share: float) -> None:
    """Spread over the months; each kind that somebody may take in comes before any comes twice."""
    kinds = list(_openable(setting))
    count = max(ceil(CASES * share), FEWEST)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        rng = Random(f"{setting.trade.written.code}{number}")  # noqa: S311  # invented people, not secrets
        # The first is the oldest, and the last came in within the hour.
        days = OLDEST * ((count - 1 - number) / (count - 1)) ** 1.6 + rng.uniform(0.005, 0.03)
        thread = _thread(stage, setting, rng.choice(clients), kind, number)
        at = setting.until - timedelta(days=days)
        stage.plan(at if days < 1 else awake(at, rng.randint(0, MINUTES)), thread.open)


def _openable(setting: Setting) -> Iterator[tuple[str, ProcedureRule]]:
    """What customers bring first, then what the work itself brings."""
    found = [(name, rule) for name, rule in setting.trade.book.procedures.items() if rule.opens and rule.opens.by]
    yield from sorted(found, key=lambda each: (-len(each[1].opens.via if each[1].opens else ()), each[0]))


def _thread(stage: Stage, setting: Setting, client: Client, kind: tuple[str, ProcedureRule], number: int) -> Generated:
    name, rule = kind
    rng = Random(f"{name}{number}")  # noqa: S311  # invented people, not secrets
    company, trade = setting.company, setting.trade
    posts = [
        post for post in trade.book.posts if post in (rule.opens.by.posts() if rule.opens and rule.opens.by else ())
    ]
    post = trade.agent if trade.agent in posts or not posts else rng.choice(posts)
    place = trade.places[post]
    title, content = trade.written.matters[number % len(trade.written.matters)]
    unit = company.units[place]
    topic = {"title": title, "content": content}
    slots = {
        **topic, "customer": client.name, "phone": client.phone, "address": client.address, "serial": f"{number + 1:06}",
        "company": trade.written.short, "channel": "", "file": setting.evidence,
    }  # fmt: skip
    course = Course(name=f"{trade.written.code} {name}", opens=name, topics="", count=1, days=(0, 0), by=post)
    return Generated(
        stage, company, course, topic, client, unit, number, rng, slots,
        around=setting.around(), opener=rng.choice(company.posts[f"{post}@{place}"]),
    )  # fmt: skip
