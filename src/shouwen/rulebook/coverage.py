"""Coverage: for every requirement of a register, what carries it in the rulebook."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shouwen.rulebook.listing import carriers
from shouwen.rulebook.model import Part, Rulebook

SORTS = ("rule", "checklist", "script", "article", "missing")
"""From what enforces to what is missing; a clause counts under the first that carries it."""
_READ = {"checklist": "checklist", "script": "script", "wording": "script", "article": "article"}


@dataclass(frozen=True)
class Carried:
    """One id of the register and the parts that carry it."""

    id: str
    sort: str
    parts: tuple[str, ...]


def coverage(rulebook: Rulebook, ids: Iterable[str]) -> tuple[Carried, ...]:
    """Each id of the register that belongs to this rulebook, in the register's order."""
    carried = carriers(rulebook)
    return tuple(
        Carried(id_, _sort(carried.get(id_, [])), tuple(f"{part.kind} {part.name}" for part in carried.get(id_, [])))
        for id_ in ids
        if id_.partition("-")[0] == rulebook.header.rulebook
    )


def totals(rows: Iterable[Carried]) -> dict[str, int]:
    """How many ids each sort carries."""
    counts = Counter(row.sort for row in rows)
    return {sort: counts[sort] for sort in SORTS}


def _sort(parts: list[Part]) -> str:
    sorts = {_READ.get(part.kind, "rule") for part in parts} or {"missing"}
    return next(sort for sort in SORTS if sort in sorts)
