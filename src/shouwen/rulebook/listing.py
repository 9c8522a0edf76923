"""A rulebook as text: the tree of clauses with the rules that carry each out, and every rule in words."""

import re
from collections.abc import Iterable, Iterator

from shouwen.rulebook import words
from shouwen.rulebook.load.parameters import parameters
from shouwen.rulebook.model import Clause, Part, ProcedureRule, Rulebook, StepRule, TableRule
from shouwen.rulebook.running import Running
from shouwen.rulebook.walk import rule_path, walk
from shouwen.rulebook.words.labels import KINDS, STANDINGS
from shouwen.rulebook.words.tongue import Lang, Tongue

_LAST = re.compile(r"(.*?)([0-9]+)([A-Za-z]*)")


def in_order(clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses of one kind of number by that number, wherever they are written; the kinds as they come."""
    heads: dict[str, int] = {}
    keys: dict[str, tuple[int, int, str]] = {}
    found = list(clauses)
    for clause in found:
        match = _LAST.fullmatch(clause.id)
        head, number, letter = match.groups() if match else (clause.id, "0", "")
        keys[clause.id] = (heads.setdefault(head, len(heads)), int(number), letter)
    return sorted(found, key=lambda one: keys[one.id])


def carriers(rulebook: Rulebook) -> dict[str, list[Part]]:
    """For each clause the rules and blocks that cite it, in the order of the rulebook."""
    found: dict[str, list[Part]] = {}
    for part in (*rulebook.rules, *rulebook.blocks):
        for clause in cites_of(part):
            carried = found.setdefault(clause, [])
            if part not in carried:
                carried.append(part)
    return found


def cites_of(part: Part) -> tuple[str, ...]:
    """Every clause that a rule or anything inside it cites, once."""
    cited = [clause for _, inner in walk(part, rule_path(part)) for clause in getattr(inner, "cites", ())]
    return tuple(dict.fromkeys(cited))


def tree(rulebook: Rulebook, lang: Lang = "zh") -> Iterator[str]:
    """The clauses, indented by level, each with the rules that carry it out."""
    below: dict[str | None, list[Clause]] = {}
    for clause in in_order(rulebook.clauses):
        below.setdefault(clause.parent if clause.parent in rulebook.clause else None, []).append(clause)
    carried = carriers(rulebook)
    ahead = [(clause, 0) for clause in reversed(below.get(None, []))]
    while ahead:
        clause, level = ahead.pop()
        names = ", ".join(f"{part.kind} {part.name}" for part in carried.get(clause.id, []))
        yield f"{'  ' * level}{clause.id}  {clause.title}{f'  [{names}]' if names else ''}"
        ahead += [(child, level + 1) for child in reversed(below.get(clause.id, []))]
    del lang


def everything(rulebook: Rulebook, lang: Lang = "zh") -> Iterator[str]:
    """Header, clauses and all rules by kind."""
    yield from heading(rulebook, lang)
    yield ""
    yield from tree(rulebook, lang)
    tongue = Tongue(rulebook, lang)
    for kind, titles in KINDS.items():
        parts = [part for part in (*rulebook.rules, *rulebook.blocks) if part.kind == kind]
        if parts:
            yield ""
            yield f"{tongue.say(*titles).capitalize()} ({len(parts)})"
        for part in parts:
            yield from part_lines(part, rulebook, lang)


def heading(rulebook: Rulebook, lang: Lang = "zh") -> Iterator[str]:
    """Name, edition, and how much there is."""
    tongue, header = Tongue(rulebook, lang), rulebook.header
    yield f"{rulebook.key}  {header.title}"
    start = header.edition.in_force.isoformat()
    counts = len(rulebook.clauses), len(rulebook.rules), len(rulebook.blocks), len(parameters(rulebook))
    yield tongue.say(
        f"自 {start} 施行；条款 {counts[0]}，规则 {counts[1]}，条文清单话术等 {counts[2]}，待确认 {counts[3]}。",
        f"In force from {start}; {counts[0]} clauses, {counts[1]} rules, {counts[2]} blocks, {counts[3]} to confirm.",
    )


def part_lines(part: Part, rulebook: Rulebook, lang: Lang = "zh") -> Iterator[str]:
    """One rule: its sentence with clauses, then its steps, reactions or rows."""
    waits = (
        f"  ({Tongue(rulebook, lang).say(*STANDINGS['defined'])})" if Running(rulebook).of(part) == "defined" else ""
    )
    yield f"  {part.name}: {words.sentence(part, rulebook, lang)}{_cited(part.cites)}{waits}"
    if isinstance(part, ProcedureRule):
        yield from procedure_lines(part, rulebook, lang)
    elif isinstance(part, TableRule):
        for n, row in enumerate(part.rows, 1):
            yield f"    {n}. {words.row_sentence(row, rulebook, lang)}{_cited(row.cites)}"


def procedure_lines(procedure: ProcedureRule, rulebook: Rulebook, lang: Lang = "zh") -> Iterator[str]:
    """The steps of a procedure with who, limits, outcomes and clauses; then what may happen at any time."""
    for name, step in procedure.steps.items():
        yield from _step(name, step, procedure, rulebook, lang)
    for reaction in procedure.anytime:
        yield f"    * {words.sentence(reaction, rulebook, lang, procedure=procedure.name)}{_cited(reaction.cites)}"


def _step(name: str, step: StepRule, procedure: ProcedureRule, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    first, *others = words.step_sentences(name, step, procedure, rulebook, lang)
    yield f"    {name}: {first}{_cited(step_cites(step))}"
    for other in others:
        yield f"        {other}"


def step_cites(step: StepRule) -> tuple[str, ...]:
    """Clauses of a step, its limits and outcomes."""
    own = [*step.cites]
    own += [clause for due in step.due.values() for clause in due.cites]
    own += [clause for exit_ in step.out.values() for clause in exit_.cites]
    return tuple(dict.fromkeys(own))


def _cited(clauses: tuple[str, ...]) -> str:
    return f"  [{', '.join(clauses)}]" if clauses else ""
