"""Analysis C, contradictions: rows or reactions that can fire together and say different things."""

from collections.abc import Iterator
from itertools import combinations

from shouwen.rulebook.check.boxes import can_hold
from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.model import Condition, Do, ReactionRule, Row


def check_contradictions(sight: Sight) -> None:
    """Tell pairs whose effects exclude each other."""
    for table in sight.rulebook.tables.values():
        if table.hit == "all":
            rows = [(f"{table.name}.rows.{n}", row) for n, row in enumerate(table.rows)]
            for (_, one), (where, other) in combinations(rows, 2):
                _pair(sight, where, one, other)
    for (_, first), (where, second) in combinations(list(sight.of_type(ReactionRule)), 2):
        if set(first.upon) & set(second.upon):
            _pair(sight, where, first, second)


def _pair(sight: Sight, where: str, one: Row | ReactionRule, other: Row | ReactionRule) -> None:
    clash = _clash(one.do, other.do)
    both = Condition(all=tuple(part for part in (one.when, other.when) if part is not None))
    if clash is not None and can_hold(both, sight.rulebook):
        sight.tell(
            "contradictory_effects",
            where,
            f"与另一处可能同时触发，却把{sight.called.fact(clash)}定成不同的结果；请把其中一处的条件写窄，或只留一处。",
            f"This can fire together with another part that sets '{clash}' differently; narrow one of the conditions, or keep one.",
        )


def _clash(one: tuple[Do, ...], other: tuple[Do, ...]) -> str | None:
    said = dict(_sets(one))
    return next((name for name, value in _sets(other) if name in said and said[name] != value), None)


def _sets(dos: tuple[Do, ...]) -> Iterator[tuple[str, str]]:
    for do in dos:
        if do.set is not None:
            yield do.set, do.value or ""
        elif do.assign is not None:
            yield do.assign, " ".join(who.model_dump_json(exclude_none=True) for who in do.to)
