"""The smallest tree of units in which every post of a rulebook can be held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shouwen.people.first_scopes import agent_of
from shouwen.rulebook.model import PostRule, Rulebook

# Units that hang on a level of the tree, and are not levels themselves.
DEPARTMENT, TEAM = "department", "team"
PARTS = frozenset({DEPARTMENT, TEAM})
OFFICES = ("处理岗位", "负责人", "协调人", "主管", "经理", "经办", "人员", "岗位", "部门")
NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NeededUnit:
    """A unit as it is proposed; `above` is the code of the one it hangs on."""

    code: str
    name: str
    kind: str
    above: str


def places(book: Rulebook, code: str) -> dict[str, str]:
    """Unit code by post, below the unit with this code.

    Posts of a department that stand above each other share one; it hangs on the level of whoever is above them all.
    """
    return {
        name: f"{_code(book, code, _level(book, rule))}-{_root(book, rule).name}"
        if rule.unit in PARTS
        else _code(book, code, str(rule.unit))
        for name, rule in book.posts.items()
    }


def needed_units(
    book: Rulebook, *, code: str, name: str, short: str, above: str = "", names: Mapping[str, str] = NO_NAMES
) -> tuple[NeededUnit, ...]:
    """The levels one below the other, on each its departments, and a team where there are teams.

    `names` are those of kinds for which the rulebook's own word is not enough.
    """
    return tuple({unit.code: unit for unit in _units(book, code, name, short, above, names)}.values())


def _units(
    book: Rulebook, code: str, name: str, short: str, above: str, names: Mapping[str, str]
) -> Iterator[NeededUnit]:
    where = places(book, code)
    for kind in levels(book):
        own = _code(book, code, kind)
        called = name if own == code else names.get(kind, short + book.header.unit_kinds[kind])
        yield NeededUnit(own, called, kind, above)
        above = own
    for post, place in where.items():
        if book.posts[post].unit in PARTS:
            called = short + _department(_root(book, book.posts[post]))
            yield NeededUnit(place, called, DEPARTMENT, place.rpartition("-")[0])
    if TEAM in book.header.unit_kinds:
        yield NeededUnit(f"{code}-T", short + names.get(TEAM, "一班"), TEAM, where[agent_of(book)])


def levels(book: Rulebook) -> list[str]:
    """Kinds of units from the top down, without what hangs beside."""
    return [kind for kind in book.header.unit_kinds if kind not in PARTS]


def _code(book: Rulebook, code: str, kind: str) -> str:
    below = levels(book)[1:]
    return code if kind not in below else f"{code}-{below.index(kind) + 1}"


def _root(book: Rulebook, rule: PostRule) -> PostRule:
    while (above := book.posts.get(rule.superior or "")) is not None and above.unit in PARTS:
        rule = above
    return rule


def _level(book: Rulebook, rule: PostRule) -> str:
    above = book.posts.get(_root(book, rule).superior or "")
    return str(above.unit) if above is not None else next(iter(levels(book)), "")


def _department(head: PostRule) -> str:
    """大客户部 of 大客户部经理; 客服部 of 客服主管."""
    name = head.title or head.name
    for office in OFFICES:
        name = name.removesuffix(office)
    name = name or "运行"
    return name if name.endswith(("部", "室", "中心", "班组")) else f"{name}部"
