"""Analysis B: steps as a graph; reachable from the first, leading to the end, and no loop without a bound."""

from collections.abc import Iterable, Mapping

from shouwen.rulebook.check.boxes import can_hold
from shouwen.rulebook.check.sight import Sight, StepAt, near
from shouwen.rulebook.model import ProcedureRule
from shouwen.rulebook.naming.called import code, titled

END = "end"
Edges = Mapping[str, tuple[str, ...]]


def check_graph(sight: Sight) -> None:
    """Tell every fault of every procedure's flow."""
    for procedure in sight.rulebook.procedures.values():
        _members(sight, procedure)
        for name in procedure.steps:
            _exits(sight, StepAt(procedure, name, procedure.steps[name], f"{procedure.name}.steps.{name}"))
        edges = edges_of(procedure)
        _reach(sight, procedure, edges)
        _end(sight, procedure, edges)
        _loops(sight, procedure, edges)


def edges_of(procedure: ProcedureRule) -> Edges:
    """For each step the steps that may follow it; a step used up leads to its rounds' `then`."""
    found: dict[str, tuple[str, ...]] = {}
    for name, step in procedure.steps.items():
        after = [exit_.then for exit_ in step.out.values()]
        if step.rounds is not None and step.rounds.then is not None:
            after.append(step.rounds.then)
        found[name] = tuple(dict.fromkeys(after))
    return found


def gotos(procedure: ProcedureRule) -> tuple[str, ...]:
    """Steps that a reaction may jump to."""
    return tuple(reaction.goto for reaction in procedure.anytime if reaction.goto is not None)


def reachable(starts: Iterable[str], edges: Edges) -> set[str]:
    """Everything that can follow any of the starts, the starts included."""
    seen: set[str] = set()
    ahead = list(starts)
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += edges.get(name, ())
    return seen


def components(edges: Edges) -> list[tuple[str, ...]]:
    """Sets of steps that lead back to each other; a step alone counts if it leads to itself."""
    ahead = {name: reachable(after, edges) for name, after in edges.items()}
    seen: set[str] = set()
    found = []
    for name in edges:
        if name in ahead[name] and name not in seen:
            ring = tuple(other for other in edges if other in ahead[name] and name in ahead[other])
            seen |= set(ring)
            found.append(ring)
    return found


def _members(sight: Sight, procedure: ProcedureRule) -> None:
    names: set[str] = set(procedure.steps)
    called = sight.called.within(procedure.name)
    for at in sight.steps_of(procedure.name).values():
        if at.around is None:
            continue
        for outcome, exit_ in at.step.out.items():
            if exit_.then != END:
                sight.tell(
                    "outcome_without_target",
                    f"{at.where}.out.{outcome}",
                    f"并行环节{called.step(at.name)}只能走到结束，由外层环节{called.step(at.around)}汇合后再往下；"
                    f"请把{called.step(exit_.then)}写到外层的“结果与去向”。",
                    f"The parallel step '{at.name}' can only lead to end; '{at.around}' joins and goes on. Write {exit_.then} into its `out`.",
                )
        if at.name in names:
            sight.tell(
                "duplicate_name",
                at.where,
                f"流程里已有代号为{code(at.name)}的环节；请给并行环节另起代号。",
                f"The procedure has a step '{at.name}' already; give the parallel one another name.",
            )


def _exits(sight: Sight, at: StepAt) -> None:
    if not at.step.out:
        sight.tell(
            "outcome_without_target",
            at.where,
            f"环节{titled(at.step.title, at.name)}没有结果；请在“结果与去向”写明每种结果之后到哪一步或结束。",
            f"The step '{at.name}' has no outcome; say with `out` where each outcome leads, a step or end.",
        )
    for outcome, exit_ in at.step.out.items():
        _target(sight, at, exit_.then, f"{at.where}.out.{outcome}")
    if at.step.rounds is not None and at.step.rounds.then is not None:
        _target(sight, at, at.step.rounds.then, f"{at.where}.rounds")
    _judged(sight, at)
    _approved(sight, at)


def _target(sight: Sight, at: StepAt, then: str, where: str) -> None:
    if then != END and then not in at.procedure.steps:
        zh, en = near(then, (*at.procedure.steps, END), sight.called.within(at.procedure.name).step)
        sight.tell(
            "outcome_without_target",
            where,
            f"流程里没有环节{code(then)}{zh}",
            f"The procedure has no step '{then}'{en}",
        )


def _judged(sight: Sight, at: StepAt) -> None:
    fact = sight.rulebook.facts.get(at.step.judge or "")
    scale = (fact.scale or fact.one_of) if fact is not None else None
    if scale is None or fact is None:
        return
    for value in scale:
        if value not in at.step.out:
            sight.tell(
                "outcome_without_target",
                f"{at.where}.out",
                f"等级{titled(fact.titles.get(value), value)}没有去向；请在“结果与去向”为它写一步或结束。",
                f"The value '{value}' of {fact.name} leads nowhere; give it a step or end in `out`.",
            )
    for outcome in at.step.out:
        if outcome not in scale:
            zh, en = near(outcome, scale, lambda value: sight.called.value(fact.name, value))
            sight.tell(
                "outcome_without_target",
                f"{at.where}.out.{outcome}",
                f"{code(outcome)}不是{sight.called.fact(fact.name)}的等级，永远不会出现{zh}",
                f"'{outcome}' is no value of {fact.name} and never comes about{en}",
            )


def _approved(sight: Sight, at: StepAt) -> None:
    if at.step.approve and "agreed" not in at.step.out:
        sight.tell(
            "outcome_without_target",
            f"{at.where}.out",
            "审批环节缺少“同意”「agreed」的去向；请在“结果与去向”写明。",
            "The approval does not say where `agreed` leads; write it into `out`.",
        )


def _starts(procedure: ProcedureRule) -> tuple[str, ...]:
    return (next(iter(procedure.steps), END), *gotos(procedure))


def _reach(sight: Sight, procedure: ProcedureRule, edges: Edges) -> None:
    for name in gotos(procedure):
        if name not in procedure.steps:
            zh, en = near(name, procedure.steps, sight.called.within(procedure.name).step)
            sight.tell(
                "outcome_without_target",
                f"{procedure.name}.anytime",
                f"“转到环节”指向的{code(name)}不存在{zh}",
                f"`goto` leads to '{name}', which is no step{en}",
            )
    live = reachable(_starts(procedure), _leavable(sight, procedure, edges))
    for name, step in procedure.steps.items():
        if name not in live:
            sight.tell(
                "unreachable_step",
                f"{procedure.name}.steps.{name}",
                f"没有一条路走到环节{titled(step.title, name)}；请让某个结果指向它，或删去它。",
                f"No way leads to the step '{name}'; let an outcome lead there, or remove it.",
            )


def _leavable(sight: Sight, procedure: ProcedureRule, edges: Edges) -> Edges:
    """The edges without those of steps that can never be finished."""
    return {
        name: after if can_hold(procedure.steps[name].needs, sight.rulebook) else () for name, after in edges.items()
    }


def _end(sight: Sight, procedure: ProcedureRule, edges: Edges) -> None:
    live = _leavable(sight, procedure, edges)
    for name, step in procedure.steps.items():
        unknown = any(then not in procedure.steps and then != END for then in edges[name])
        if END not in reachable([name], live) and step.out and not unknown:
            sight.tell(
                "no_way_to_end",
                f"{procedure.name}.steps.{name}",
                f"从环节{titled(step.title, name)}走不到结束，案件永远不能办结；请给它或后面的环节一个通向结束的结果。",
                f"No way leads from '{name}' to end, so the case can never close; give it or a later step an outcome that does.",
            )


def _loops(sight: Sight, procedure: ProcedureRule, edges: Edges) -> None:
    for ring in components(_used_up(procedure, edges)):
        chain = " → ".join((*ring, ring[0]))
        told = "→".join(map(sight.called.within(procedure.name).step, (*ring, ring[0])))
        sight.tell(
            "unbounded_loop",
            f"{procedure.name}.steps.{ring[0]}",
            f"这几步可以无限循环（{told}）；请在不许多做的那一步写“轮次”：次数上限和超过后转到哪一步。",
            f"These steps can go round for ever ({chain}); write rounds: {{most, then}} on the step that must not be repeated.",
        )
    for ring in components(edges):
        _lap(sight, procedure, ring)


def _used_up(procedure: ProcedureRule, edges: Edges) -> Edges:
    """The graph once every bounded step has been entered as often as it may: entering it means entering its `then`.

    A circle that is left goes on for ever. Steps whose rounds are endless by declaration are taken out.
    """
    kept: dict[str, tuple[str, ...]] = {}
    for name, after in edges.items():
        rounds = procedure.steps[name].rounds
        if rounds is None:
            kept[name] = after
        elif rounds.bound is not None:
            kept[name] = (rounds.then,) if rounds.then is not None else ()
    return {name: tuple(then for then in after if then in kept) for name, after in kept.items()}


def _lap(sight: Sight, procedure: ProcedureRule, ring: tuple[str, ...]) -> None:
    """A loop that may go on without end needs at least a limit on each lap."""
    rounds = {name: procedure.steps[name].rounds for name in ring}
    endless = [name for name, each in rounds.items() if each is not None and each.bound is None]
    limited = any(procedure.steps[name].due for name in ring)
    bounded = any(each is not None and each.bound is not None for each in rounds.values())
    if endless and not limited and not bounded:
        sight.tell(
            "unbounded_loop",
            f"{procedure.name}.steps.{endless[0]}",
            f"环节{sight.called.within(procedure.name).step(endless[0])}可以无限重复，而这一圈里没有任何时限；请给圈内一步写时限。",
            f"The step '{endless[0]}' may repeat without end and no step of the lap has a limit; give one of them a `due`.",
            level="warning",
        )
