"""From a loaded rulebook to its plan: done once for each edition, so that one decision only looks things up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from shouwen.engine.compile_due import given_word, plan_due
from shouwen.engine.plan import Compiled, DuePlan, Flow, NamedReaction, StepPlan
from shouwen.rulebook.model import Condition, GateRule, ProcedureRule, ReactionRule, Rulebook, StepRule, Test
from shouwen.rulebook.walk import walk


def compile_rulebook(rulebook: Rulebook) -> Compiled:
    """Everything that deciding needs of an edition, by the name under which it is asked for."""
    opens_upon = _opens_upon(rulebook)
    flows = {name: _flow(rule, rulebook, opens_upon) for name, rule in rulebook.case_types.items()}
    gates = defaultdict(list)
    for gate in rulebook.gates.values():
        for act in () if _asleep(gate) else gate.act:
            gates[act].append(gate)
    return Compiled(
        rulebook=rulebook,
        key=rulebook.key,
        flows=flows,
        gates={act: tuple(found) for act, found in gates.items()},
        opens_upon=opens_upon,
        scales={name: rule.scale for name, rule in rulebook.facts.items() if rule.scale},
        sealed=frozenset(_sealed(rulebook)),
        aliases={
            f"{paper.name}.{name}": rule.fact
            for paper in rulebook.papers.values()
            for name, rule in paper.fields.items()
            if rule.fact is not None
        },
        papers=rulebook.papers,
        tables=rulebook.tables,
        readings={
            name: rule.reading.value
            for name, rule in rulebook.facts.items()
            if rule.reading is not None and rule.reading.value is not None
        },
        titles=dict(_titles(rulebook, flows.values())),
    )


def _asleep(rule: GateRule | ReactionRule) -> bool:
    """A constant that the source leaves open puts its rule to sleep until an administrator gives one."""
    tests = (inner for _, inner in walk(rule, "") if isinstance(inner, Test))
    return any(test.value == "" for test in tests)


def _flow(rule: ProcedureRule, rulebook: Rulebook, upon: Iterable[str]) -> Flow:
    steps = {plan.path: plan for name, step in rule.steps.items() for plan in _steps(name, step, None, rule, rulebook)}
    written = {plan.rule: plan for plan in _dues(rule, steps.values(), rulebook)}
    own_word = given_word(rule, steps.values(), written.values(), rulebook)
    dues = {**written, own_word.rule: own_word}
    reactions = _reactions(rule, rulebook)
    starts, ends = defaultdict(list), defaultdict(list)
    for plan in dues.values():
        for event in {plan.start, f"{plan.step}.opened" if plan.step else plan.start}:
            starts[event].append(plan)
        for met in (plan.until, *plan.kept_by):
            if met is not None:
                ends[met].append(plan.rule)
    lists = {plan.rule.for_each: plan.path for plan in steps.values() if plan.rule.for_each}
    return Flow(
        name=rule.name,
        rule=rule,
        first=next(iter(rule.steps)),
        steps=steps,
        dues=dues,
        starts={event: tuple(found) for event, found in starts.items()},
        ends={event: tuple(found) for event, found in ends.items()},
        watched=tuple(plan for plan in written.values() if plan.due.while_ or plan.due.pause or plan.by_fact),
        reactions={event: tuple(found) for event, found in reactions.items()},
        named={reaction.key: reaction for found in reactions.values() for reaction in found},
        timed=tuple(_timed(rule, written.values())),
        awaited=frozenset({*starts, *ends, *reactions, *upon, *(f"{path}.set" for path in lists)}),
        lists=lists,
    )


def _reactions(rule: ProcedureRule, rulebook: Rulebook) -> dict[str, list[NamedReaction]]:
    """By what they react to, those of the procedure first."""
    found = defaultdict(list)
    own = [NamedReaction(f"{rule.name}.anytime.{i}", each) for i, each in enumerate(rule.anytime)]
    free = [NamedReaction(each.name, each) for each in rulebook.reactions.values()]
    for reaction in (*own, *free):
        for event in () if _asleep(reaction.rule) else reaction.rule.upon:
            found[event].append(reaction)
    return found


def _steps(
    path: str, step: StepRule, parent: str | None, rule: ProcedureRule, rulebook: Rulebook
) -> Iterator[StepPlan]:
    members = tuple(f"{path}.{name}" for name in step.together or {})
    dues = tuple(plan_due(name, due, rulebook, procedure=rule, step=path) for name, due in step.due.items())
    name = path.rpartition(".")[2]
    cites = step.cites or rule.cites
    yield StepPlan(path, name, step, parent, members, tuple(each for each in dues if each), step.title or name, cites)
    for each, inner in (step.together or {}).items():
        yield from _steps(f"{path}.{each}", inner, path, rule, rulebook)


def _dues(rule: ProcedureRule, steps: Iterable[StepPlan], rulebook: Rulebook) -> Iterator[DuePlan]:
    for name, due in rule.due.items():
        planned = plan_due(name, due, rulebook, procedure=rule, step=None)
        if planned is not None:
            yield planned
    for step in steps:
        yield from step.dues


def _timed(rule: ProcedureRule, dues: Iterable[DuePlan]) -> Iterator[Condition]:
    """Only dates compared with now change their answer while nothing happens."""
    for plan in dues:
        yield from (each for each in (plan.due.while_, plan.due.pause) if each is not None and follows_time(each))
    if rule.close is not None and rule.close.needs is not None and follows_time(rule.close.needs):
        yield rule.close.needs


def follows_time(condition: Condition) -> bool:
    """Whether `past` or `ahead` stands anywhere in it."""
    if condition.test is not None:
        return condition.test.op in {"past", "ahead"}
    parts = (*(condition.all or ()), *(condition.any or ()), *((condition.no,) if condition.no else ()))
    return any(follows_time(part) for part in parts)


def _opens_upon(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    found = defaultdict(list)
    for rule in rulebook.procedures.values():
        for event in rule.opens.upon if rule.opens else ():
            found[event].append(rule.name)
    return {event: tuple(names) for event, names in found.items()}


def _sealed(rulebook: Rulebook) -> Iterator[str]:
    """Paths whose values travel as handles: sealed facts, what `see` gates cover, and the fields that give them."""
    facts = {fact.name for fact in rulebook.facts.values() if fact.sealed}
    facts |= {path for gate in rulebook.gates.values() if "see" in gate.act for path in gate.facts}
    yield from facts
    for paper in rulebook.papers.values():
        for name, field in paper.fields.items():
            if field.sealed or field.fact in facts:
                yield f"{paper.name}.{name}"


def _titles(rulebook: Rulebook, flows: Iterable[Flow]) -> Iterator[tuple[str, str]]:
    for rule in rulebook.rules:
        yield rule.name, rule.title or rule.name
    for flow in flows:
        for step in flow.steps.values():
            yield f"{flow.name}.{step.path}", step.title
        for plan in flow.dues.values():
            yield plan.rule, plan.title
