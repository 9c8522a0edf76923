"""How a clause stands: what carries it in the rulebook, and whether all of that runs."""

from collections.abc import Iterable
from dataclasses import dataclass

from shouwen.rulebook.model import Part, Rulebook
from shouwen.rulebook.running import Running, Standing
from shouwen.rulebook.walk import rule_path, walk


@dataclass(frozen=True)
class Carrier:
    """A part that cites a clause, and whether the program carries out every place in it that does."""

    part: Part
    standing: Standing
    in_part: bool = False
    """Some places run, others do not yet."""


def standings(rulebook: Rulebook) -> dict[str, list[Carrier]]:
    """For each clause every rule or block that cites it."""
    running = Running(rulebook)
    found: dict[str, dict[str, Carrier]] = {}
    for part in (*rulebook.rules, *rulebook.blocks):
        for _, inner in walk(part, rule_path(part)):
            for clause in getattr(inner, "cites", ()):
                own = found.setdefault(clause, {})
                own[rule_path(part)] = _with(own.get(rule_path(part)), part, running.within(part, inner))
    return {clause: list(own.values()) for clause, own in found.items()}


def _with(before: Carrier | None, part: Part, standing: Standing) -> Carrier:
    """One place more: the part runs for the clause only if each of its places does."""
    if before is None or before.standing == standing:
        return before or Carrier(part, standing)
    return Carrier(part, "defined", in_part=before.in_part or "running" in (before.standing, standing))


SORTS = ("running", "defined", "checklist", "article", "missing")
"""From what the program carries out to what nothing carries."""
_THINGS = frozenset({"post", "fact", "paper"})
"""Kinds that others work with; that a post is held does not carry out the appraisal of its holders."""
_ACTIVE = ("running", "defined")


def best(carriers: Iterable[Carrier]) -> str:
    """How a clause stands: it runs only if everything that carries it does, texts beside it left out."""
    told = list(carriers)
    active = [each for each in told if each.standing in _ACTIVE]
    if not active:
        return next((sort for sort in SORTS if any(each.standing == sort for each in told)), "missing")
    return "running" if all(each.standing == "running" for each in active) else "defined"


def in_part(carriers: Iterable[Carrier]) -> bool:
    """Whether something is done for a clause of which more is only defined; a post or a form alone does nothing."""
    told = [each for each in carriers if each.standing in _ACTIVE]
    return best(told) == "defined" and any(
        each.in_part or (each.standing == "running" and each.part.kind not in _THINGS) for each in told
    )
