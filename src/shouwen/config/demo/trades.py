"""The subsidiaries for which the rulebook alone says what units, posts and people they have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from django.conf import settings

from shouwen.config.demo import written
from shouwen.config.demo.names import unused
from shouwen.config.demo.scoping import opening_weight, scopes_of
from shouwen.config.organisation.written import WrittenOrganisation, WrittenPerson, WrittenSignIn
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Figure, PostRule, Rulebook

HOLDING = "HG"
# Units that hang on a level of the tree, and are not levels themselves.
PARTS = frozenset({"department", "team"})
OFFICES = ("处理岗位", "负责人", "协调人", "主管", "经理", "经办", "人员", "岗位", "部门")
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
        """The post that takes in most, among those with nobody below them if there are any."""
        above = {rule.superior for rule in self.book.posts.values()}
        return max(
            self.book.posts,
            key=lambda post: (
                opening_weight(self.book, post) > 0 and post not in above,
                opening_weight(self.book, post),
            ),
        )

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
            found.append(Trade(each, book, _places(each.code, book)))
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
        scopes=scopes_of((trade.book for trade in found), spoken_for),
        sign_ins=tuple(way for trade in found for way in _sign_ins(trade, holders)),
    )


def _sign_ins(trade: Trade, holders: Mapping[str, tuple[str, ...]]) -> Iterator[WrittenSignIn]:
    for post, username in zip((trade.agent, trade.manager), trade.written.users, strict=True):
        person = holders[f"{post}@{trade.places[post]}"][0]
        yield WrittenSignIn(username=username, person=person, role=trade.book.posts[post].title or post)


def _levels(book: Rulebook) -> list[str]:
    return [kind for kind in book.header.unit_kinds if kind not in PARTS]


def _code(code: str, book: Rulebook, kind: str) -> str:
    levels = _levels(book)
    return code if kind not in levels[1:] else f"{code}-{levels.index(kind)}"


def _places(code: str, book: Rulebook) -> dict[str, str]:
    """Posts of a department that stand above each other share one; it hangs on the level of whoever is above them all."""
    return {
        name: f"{_code(code, book, _level(book, rule))}-{_root(book, rule).name}" if rule.unit in PARTS
        else _code(code, book, str(rule.unit))
        for name, rule in book.posts.items()
    }  # fmt: skip


def _root(book: Rulebook, rule: PostRule) -> PostRule:
    while (above := book.posts.get(rule.superior or "")) is not None and above.unit in PARTS:
        rule = above
    return rule


def _level(book: Rulebook, rule: PostRule) -> str:
    above = book.posts.get(_root(book, rule).superior or "")
    return str(above.unit) if above is not None else _levels(book)[0]


def _units(trade: Trade) -> dict[str, tuple[str, ...]]:
    """The levels one below the other, on each its departments, and one unit of every other kind."""
    book, given = trade.book, trade.written
    units: dict[str, tuple[str, ...]] = {}
    above = HOLDING
    for kind in _levels(book):
        code = _code(given.code, book, kind)
        title = book.header.unit_kinds[kind]
        units[code] = (given.units.get(kind, given.short + title) if units else given.name, kind, above)
        above = code
    for post, place in trade.places.items():
        if place not in units:
            units[place] = (
                given.short + _department(_root(book, book.posts[post])),
                "department",
                place.rpartition("-")[0],
            )
    if "team" in book.header.unit_kinds:
        units[f"{given.code}-T"] = (given.short + given.units.get("team", "一班"), "team", trade.places[trade.agent])
    return units


def _department(head: PostRule) -> str:
    """大客户部 of 大客户部经理; 客服部 of 客服主管."""
    name = head.title or head.name
    for office in OFFICES:
        name = name.removesuffix(office)
    name = name or "运行"
    return name if name.endswith(("部", "室", "中心", "班组")) else f"{name}部"


def _how_many(book: Rulebook, post: str) -> int:
    """As the rulebook says, else one of those who lead and two of the others."""
    rule = book.posts[post]
    count = rule.count.value if isinstance(rule.count, Figure) else rule.count
    leads = any(other.superior == post for other in book.posts.values())
    return min(int(count), MOST_HOLDERS) if count else 1 if leads else SEVERAL


def _reached(number: int) -> WrittenPerson:
    return WrittenPerson(phone=f"137{number:08}", email=f"group{number:03}@heju.example", employee_no=f"F{number:04}")
