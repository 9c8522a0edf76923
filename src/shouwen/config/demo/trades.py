"""The subsidiaries for which the rulebook alone says what units, posts and people they have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from django.conf import settings

from shouwen.base.pinyin import spoken
from shouwen.config.demo import written
from shouwen.config.demo.names import unused
from shouwen.config.organisation.written import WrittenOrganisation, WrittenPerson, WrittenScope, WrittenSignIn
from shouwen.people.first_scopes import agent_of, scopes_of
from shouwen.people.needed import needed_units, places
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Figure, Rulebook

HOLDING = "HG"
MOST_HOLDERS = 6
SEVERAL = 2


@dataclass(frozen=True)
class Trade:
    """One subsidiary: how it is written, its rulebook, and where each post is held."""

    written: written.WrittenTrade
    book: Rulebook
    places: Mapping[str, str]
    """Unit code by post."""

    @cached_property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """Name, kind and what stands above, by code."""
        return _units(self)

    @property
    def agent(self) -> str:
        """The post that takes in most."""
        return agent_of(self.book)

    @property
    def manager(self) -> str:
        """Whoever stands above the agent."""
        superior = self.book.posts[self.agent].superior
        return superior or next(post for post in self.book.posts if post != self.agent)


@cache
def trades() -> tuple[Trade, ...]:
    """Those whose rulebook came with the program and can run."""
    found = []
    for each in written.trades():
        folder = settings.PACKAGE_DIR / "rulebooks" / each.edition
        book = load(folder).rulebook if (folder / "header.yaml").exists() else None
        if book is not None and book.procedures:
            found.append(Trade(each, book, places(book, each.code)))
    return tuple(found)


def organisation(found: Iterable[Trade]) -> WrittenOrganisation:
    """Units, holders, scopes and sign-ins of all of them."""
    found = tuple(found)
    known = written.company()
    names = unused(known.labels(), Random(len(known.labels())))  # noqa: S311  # invented people, not secrets
    holders = {
        f"{post}@{place}": tuple(next(names) for _ in range(_how_many(trade.book, post)))
        for trade in found
        for post, place in trade.places.items()
    }
    people = [name for held in holders.values() for name in held]
    spoken_for = {post for scope in known.scopes for post in scope.posts}
    return WrittenOrganisation(
        units={code: unit for trade in found for code, unit in trade.units.items()},
        holders=holders,
        people={name: _reached(number) for number, name in enumerate(people, 1)},
        scopes=tuple(
            WrittenScope(reach=each.reach, acts=each.acts, posts=each.posts)
            for each in scopes_of((trade.book for trade in found), spoken_for)
        ),
        sign_ins=tuple(way for trade in found for way in _sign_ins(trade, holders)),
    )


def _sign_ins(trade: Trade, holders: Mapping[str, tuple[str, ...]]) -> Iterator[WrittenSignIn]:
    """Everybody: the rules wait for each post, and whom they choose among its holders is theirs to say."""
    given = dict(zip((trade.agent, trade.manager), trade.written.users, strict=True))
    for post in dict.fromkeys((*given, *trade.places)):
        role = trade.book.posts[post].title or post
        username = given.get(post) or f"{trade.written.code.lower()}-{spoken(role)[0].initials}"
        for number, person in enumerate(holders[f"{post}@{trade.places[post]}"], 1):
            yield WrittenSignIn(username=f"{username}{number if number > 1 else ''}", person=person, role=role)


def _units(trade: Trade) -> dict[str, tuple[str, ...]]:
    given = trade.written
    found = needed_units(
        trade.book, code=given.code, name=given.name, short=given.short, above=HOLDING, names=given.units
    )
    return {unit.code: (unit.name, unit.kind, unit.above) for unit in found}


def _how_many(book: Rulebook, post: str) -> int:
    """As the rulebook says, else one of those who lead and two of the others."""
    rule = book.posts[post]
    count = rule.count.value if isinstance(rule.count, Figure) else rule.count
    leads = any(other.superior == post for other in book.posts.values())
    return min(int(count), MOST_HOLDERS) if count else 1 if leads else SEVERAL


def _reached(number: int) -> WrittenPerson:
    return WrittenPerson(phone=f"137{number:08}", email=f"group{number:03}@heju.example", employee_no=f"F{number:04}")
