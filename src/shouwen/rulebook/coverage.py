"""Coverage: for every requirement of a register, what carries it in the rulebook, and whether that runs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shouwen.rulebook.carrying import SORTS, Carrier, best, in_part, standings
from shouwen.rulebook.model import Rulebook

__all__ = [
    "SORTS",
    "Carried",
    "Required",
    "absent",
    "by_capability",
    "coverage",
    "partly",
    "rulebook_of",
    "totals",
    "unknown",
]

_BINDING = frozenset("EM")
"""Kinds of clauses that ask for a rule: to be enforced, to be measured."""


@dataclass(frozen=True)
class Required:
    """One row of a register."""

    id: str
    kinds: frozenset[str] = frozenset()
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Carried:
    """One requirement and the parts that carry it."""

    id: str
    sort: str
    parts: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    capabilities: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    """Those of the parts that the program carries out altogether."""
    in_part: bool = False
    """Something of it runs, and something is only defined."""

    @property
    def fault(self) -> bool:
        """Whether it is to be enforced or measured, and yet only a text says so."""
        return self.sort == "article" and bool(self.kinds & _BINDING)


def coverage(rulebook: Rulebook, required: Iterable[Required]) -> tuple[Carried, ...]:
    """Each requirement that belongs to this rulebook, in the register's order."""
    carried = standings(rulebook)
    return tuple(
        _carried(row, carried.get(row.id, ())) for row in required if rulebook_of(row.id) == rulebook.header.rulebook
    )


def _carried(row: Required, carriers: Sequence[Carrier]) -> Carried:
    return Carried(
        row.id,
        best(carriers),
        _named(carriers),
        row.kinds,
        row.capabilities,
        running=_named(each for each in carriers if each.standing == "running"),
        in_part=in_part(carriers),
    )


def _named(carriers: Iterable[Carrier]) -> tuple[str, ...]:
    return tuple(f"{each.part.kind} {each.part.name}" for each in carriers)


def absent(required: Iterable[Required]) -> tuple[Carried, ...]:
    """Requirements of a rulebook that is not there."""
    return tuple(Carried(row.id, "missing", (), row.kinds, row.capabilities) for row in required)


def rulebook_of(clause: str) -> str:
    """The rulebook to which a clause's id belongs."""
    return clause.partition("-")[0]


def unknown(rulebook: Rulebook, required: Iterable[Required]) -> tuple[str, ...]:
    """What the rulebook cites or numbers although the register does not know it; headings are its own."""
    known = {row.id for row in required}
    parents = {clause.parent for clause in rulebook.clauses}
    numbered = [clause.id for clause in rulebook.clauses if clause.id not in parents or clause.kind]
    cited = [clause for clause in standings(rulebook) if clause not in rulebook.clause or clause in numbered]
    return tuple(dict.fromkeys(clause for clause in (*numbered, *cited) if clause not in known))


def totals(rows: Iterable[Carried]) -> dict[str, int]:
    """How many requirements stand under each sort."""
    counts = Counter(row.sort for row in rows)
    return {sort: counts[sort] for sort in SORTS}


def partly(rows: Iterable[Carried]) -> int:
    """How many of those that are only defined run in part."""
    return sum(row.in_part for row in rows)


def by_capability(rows: Iterable[Carried]) -> Mapping[str, dict[str, int]]:
    """Totals for each capability that the register names; a requirement counts under each of its own."""
    found: dict[str, list[Carried]] = {}
    for row in rows:
        for capability in row.capabilities:
            found.setdefault(capability, []).append(row)
    return {capability: totals(found[capability]) for capability in sorted(found)}
