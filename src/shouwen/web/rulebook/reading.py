"""A rulebook as a reader sees it: the tree of clauses, and for each clause the rules that carry it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from shouwen.rulebook import words
from shouwen.rulebook.carrying import best, in_part, standings
from shouwen.rulebook.listing import cites_of, in_order
from shouwen.rulebook.model import (
    Block,
    Clause,
    Due,
    DutyRule,
    Part,
    ProcedureRule,
    Rule,
    Rulebook,
    StepRule,
    TableRule,
)
from shouwen.rulebook.running import Running
from shouwen.rulebook.words import labels
from shouwen.rulebook.words.tongue import Lang

KINDS: Mapping[str, tuple[str, str]] = {kind: (zh, en.capitalize()) for kind, (zh, en) in labels.KINDS.items()}


@dataclass(slots=True)
class Branch:
    """A clause with those below it."""

    clause: Clause
    below: list["Branch"] = field(default_factory=list)
    here: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """One rule, or part of one, that carries a clause out."""

    sort: str
    title: str
    sentence: str
    procedure: str = ""
    confirm: str = ""
    table: str = ""
    """Set if it is a table of which one row answers: it can be tried out."""
    waits: str = ""
    """Set if it is only defined so far."""
    place: object = None
    """What of the rule is meant, where it is not the whole."""


def tree(rulebook: Rulebook, chosen: str = "") -> list[Branch]:
    """Chapters with their sections and clauses, in the order of their numbers; the chosen one is marked."""
    branches = {clause.id: Branch(clause, here=clause.id == chosen) for clause in in_order(rulebook.clauses)}
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.clause.parent or "")
        (above.below if above else top).append(branch)
    return top


def carriers(rulebook: Rulebook, clause: str, lang: Lang) -> tuple[Carrier, ...]:
    """Everything that cites the clause, in plain sentences."""
    running = Running(rulebook)
    found = [
        replace(each, waits=_waits(running, rule, each.place or rule, lang))
        for rule in rulebook.rules
        for each in _of_rule(rulebook, rule, clause, lang)
    ]
    found += [
        Carrier(
            _sort(block, lang),
            block.title,
            words.sentence(block, rulebook, lang),
            confirm=block.confirm or "",
            waits=_waits(running, block, block, lang),
        )
        for block in rulebook.blocks
        if clause in cites_of(block)
    ]
    return tuple(found)


def standing(rulebook: Rulebook, clause: str, lang: Lang) -> str:
    """How the clause stands as a whole; empty where nothing but its chapter carries it."""
    told = standings(rulebook).get(clause, ())
    sort = "in_part" if in_part(told) else best(told)
    return labels.STANDINGS[sort][0 if lang == "zh" else 1] if told else ""


def _waits(running: Running, part: Part, place: object, lang: Lang) -> str:
    """That the program knows the part, or this place of it, but does not carry it out yet."""
    return labels.STANDINGS["defined"][0 if lang == "zh" else 1] if running.within(part, place) == "defined" else ""


def _sort(rule: Rule | Block, lang: Lang) -> str:
    names = KINDS.get(getattr(rule, "kind", ""), ("规则", "Rule"))
    return names[0] if lang == "zh" else names[1]


def _of_rule(rulebook: Rulebook, rule: Rule, clause: str, lang: Lang) -> Iterator[Carrier]:
    sort = _sort(rule, lang)
    if isinstance(rule, ProcedureRule):
        yield from _of_procedure(rulebook, rule, clause, lang)
    elif isinstance(rule, TableRule):
        for row in rule.rows:
            if clause in row.cites:
                sentence = words.row_sentence(row, rulebook, lang)
                yield Carrier(sort, rule.title or rule.name, sentence, confirm=row.confirm or "", table=_asked(rule))
    if isinstance(rule, DutyRule):
        yield from _of_duty(rulebook, rule, clause, lang)
    elif clause in rule.cites and not isinstance(rule, ProcedureRule):
        told = words.sentence(rule, rulebook, lang)
        yield Carrier(sort, rule.title or rule.name, told, confirm=rule.confirm or "", table=_asked(rule))


def _of_duty(rulebook: Rulebook, rule: DutyRule, clause: str, lang: Lang) -> Iterator[Carrier]:
    """Its limits one by one where there are several: one may run while another waits."""
    sort, title = _sort(rule, lang), rule.title or rule.name
    if clause in rule.cites and len(rule.due) == 1:
        (due,) = rule.due.values()
        yield Carrier(sort, title, words.sentence(rule, rulebook, lang), confirm=rule.confirm or "", place=due)
        return
    for name, due in rule.due.items():
        if clause in (*rule.cites, *due.cites):
            told = words.due(due, rulebook, lang)
            yield Carrier(sort, f"{title} · {due.title or name}", told, confirm=due.confirm or "", place=due)


def _asked(rule: Rule) -> str:
    return rule.name if isinstance(rule, TableRule) and rule.hit == "one" else ""


def _of_procedure(rulebook: Rulebook, rule: ProcedureRule, clause: str, lang: Lang) -> Iterator[Carrier]:
    sort, title = _sort(rule, lang), rule.title or rule.name
    if clause in rule.cites or (rule.close and clause in rule.close.cites):
        yield Carrier(sort, title, words.sentence(rule, rulebook, lang), rule.name, rule.confirm or "")
    for name, due in rule.due.items():
        if clause in due.cites:
            yield _limit(rulebook, rule, due, due.title or name, lang)
    for name, step in _steps(rule.steps):
        yield from _of_step(rulebook, rule, (name, step), clause, lang)
    for reaction in rule.anytime:
        if clause in reaction.cites:
            told = words.sentence(reaction, rulebook, lang, procedure=rule.name)
            yield Carrier(sort, title, told, rule.name, reaction.confirm or "", place=reaction)


def _of_step(
    rulebook: Rulebook, rule: ProcedureRule, named: tuple[str, StepRule], clause: str, lang: Lang
) -> Iterator[Carrier]:
    name, step = named
    if clause in step.cites or any(clause in way.cites for way in step.out.values()):
        told = " ".join(words.step_sentences(name, step, rule, rulebook, lang))
        title = f"{rule.title or rule.name} · {step.title or name}"
        yield Carrier(_sort(rule, lang), title, told, rule.name, step.confirm or "", place=step)
    for due_name, due in step.due.items():
        if clause in due.cites:
            yield _limit(rulebook, rule, due, due.title or due_name, lang)


def _limit(rulebook: Rulebook, rule: ProcedureRule, due: Due, title: str, lang: Lang) -> Carrier:
    confirm = due.confirm or (due.within.confirm if due.within else "") or ""
    sort = "时限" if lang == "zh" else "Limit"
    told = words.due(due, rulebook, lang, procedure=rule.name)
    return Carrier(sort, f"{rule.title or rule.name} · {title}", told, rule.name, confirm, place=due)


def _steps(steps: Mapping[str, StepRule]) -> Iterator[tuple[str, StepRule]]:
    for name, step in steps.items():
        yield name, step
        yield from _steps(step.together or {})
