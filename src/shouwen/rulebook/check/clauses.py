"""Analysis A, clauses: every rule cites clauses that exist, and every clause is carried by a rule of the right sort."""

from collections.abc import Mapping

from shouwen.rulebook.check.sight import Sight, near
from shouwen.rulebook.model import Block, Rule
from shouwen.rulebook.walk import rule_path, walk
from shouwen.rulebook.words.labels import KINDS

READ_ONLY = frozenset({"article", "checklist", "script", "wording"})
"""Sorts that people read; they enforce nothing."""


def check_clauses(sight: Sight, register: Mapping[str, str] | None) -> None:
    """Tell rules without clause, clauses that do not exist, and clauses that nothing or only an article carries."""
    carried: dict[str, set[str]] = {}
    for part in (*sight.rulebook.rules, *sight.rulebook.blocks):
        cites = _cites(part)
        if not cites:
            _without(sight, part)
        for where, cited in cites:
            carried.setdefault(cited, set()).add(part.kind)
            _known(sight, where, cited)
    _tree(sight)
    for clause in sight.rulebook.clauses:
        _carried(sight, clause.id, carried.get(clause.id, set()), _kinds(sight, clause.id, register))


def carriers(sight: Sight) -> dict[str, dict[str, list[str]]]:
    """For each clause cited, the rules that carry it, by sort."""
    found: dict[str, dict[str, list[str]]] = {}
    for part in (*sight.rulebook.rules, *sight.rulebook.blocks):
        for _, clause in _cites(part):
            names = found.setdefault(clause, {}).setdefault(part.kind, [])
            if part.name not in names:
                names.append(part.name)
    return found


def _cites(part: Rule | Block) -> list[tuple[str, str]]:
    return [(where, clause) for where, inner in walk(part, rule_path(part)) for clause in getattr(inner, "cites", ())]


def _without(sight: Sight, part: Rule | Block) -> None:
    where = rule_path(part)
    sight.tell(
        "rule_without_clause",
        where,
        f"{sight.called.place(where)}没有引用条款；请在“依据条款”写明它执行的是哪一条。",
        f"The rule '{where}' cites no clause; say with `cites` which clause it carries out.",
    )


def _known(sight: Sight, where: str, clause: str) -> None:
    if clause not in sight.rulebook.clause and not sight.untyped(f"clauses.{clause}"):
        zh, en = near(clause, sight.rulebook.clause)
        sight.tell("unknown_clause", where, f"没有条款 {clause}{zh}", f"There is no clause {clause}{en}")


def _tree(sight: Sight) -> None:
    for clause in sight.rulebook.clauses:
        if clause.parent is not None and clause.parent not in sight.rulebook.clause:
            zh, en = near(clause.parent, sight.rulebook.clause)
            sight.tell(
                "unknown_clause",
                f"clauses.{clause.id}",
                f"上级条款 {clause.parent} 不存在{zh}",
                f"The parent clause {clause.parent} does not exist{en}",
            )


def _kinds(sight: Sight, clause: str, register: Mapping[str, str] | None) -> str:
    return (register or {}).get(clause) or sight.rulebook.clause[clause].kind


def _carried(sight: Sight, clause: str, sorts: set[str], kinds: str) -> None:
    found = sight.rulebook.clause[clause]
    heading = not kinds and any(other.parent == clause for other in sight.rulebook.clauses)
    if not sorts and not heading:
        sight.tell(
            "uncited_clause",
            f"clauses.{clause}",
            f"没有规则引用条款 {clause}（{found.title}）；请由一条规则、条文或清单承接。",
            f"No rule cites clause {clause} ({found.title}); let a rule, an article or a checklist carry it.",
            level="warning",
        )
    elif sorts and sorts <= READ_ONLY and "E" in kinds.split(","):
        sight.tell(
            "cited_by_wrong_sort",
            f"clauses.{clause}",
            f"条款 {clause} 要求执行，却只由{'、'.join(KINDS[sort][0] for sort in sorted(sorts))}承接；请写一条会执行的规则。",
            f"Clause {clause} is to be enforced, yet only {', '.join(sorted(sorts))} carries it; write a rule that enforces it.",
            level="warning",
        )
