"""A procedure as a drawn graph: steps in layers from the first to the end, edges named by outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass

from shouwen.rulebook.model import ProcedureRule, Rulebook, StepRule
from shouwen.rulebook.words.people import who_words
from shouwen.rulebook.words.tongue import Lang, Tongue

END = "end"


@dataclass(frozen=True)
class Member:
    """One part of a step that several do beside each other."""

    name: str
    title: str
    who: str


@dataclass(frozen=True)
class Node:
    """A step, or the end, with its place: `layer` counts from the top, `column` from the left."""

    name: str
    title: str
    who: str
    state: str
    layer: int
    column: int
    rounds: str = ""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Edge:
    """One way from a step to another; `back` if it leads up again, `used_up` if rounds send it there."""

    start: str
    end: str
    outcome: str
    title: str
    back: bool
    used_up: bool = False


@dataclass(frozen=True)
class Jump:
    """A happening at any time that leads straight to a step."""

    event: str
    end: str


@dataclass(frozen=True)
class Graph:
    """Everything a drawing needs; equal procedures give equal graphs."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    jumps: tuple[Jump, ...]

    @property
    def layers(self) -> int:
        """Height of the drawing in layers."""
        return max((node.layer for node in self.nodes), default=-1) + 1

    @property
    def columns(self) -> int:
        """Width of the drawing in columns."""
        return max((node.column for node in self.nodes), default=-1) + 1


def flow(procedure: ProcedureRule, rulebook: Rulebook, lang: Lang = "zh") -> Graph:
    """The graph of a procedure, laid out by the longest way to each step."""
    tongue = Tongue(rulebook, lang, near=procedure.name)
    forward = _without_backs(procedure)
    layers = _layers(procedure, forward)
    columns = _columns(procedure, layers)
    names = [*procedure.steps, END]
    nodes = tuple(_node(procedure, name, (layers[name], columns[name]), tongue) for name in names)
    jumps = tuple(
        Jump(tongue.join([tongue.event(event) for event in reaction.upon]), reaction.goto)
        for reaction in procedure.anytime
        if reaction.goto is not None
    )
    return Graph(nodes, tuple(_edges(procedure, layers, tongue)), jumps)


def _targets(step: StepRule) -> tuple[str, ...]:
    after = [exit_.then for exit_ in step.out.values()]
    if step.rounds is not None and step.rounds.then is not None:
        after.append(step.rounds.then)
    return tuple(dict.fromkeys(after))


def _without_backs(procedure: ProcedureRule) -> Mapping[str, tuple[str, ...]]:
    """The edges that do not close a circle, found depth first in the order of writing."""
    kept: dict[str, list[str]] = {name: [] for name in procedure.steps}
    done: set[str] = set()
    for root in procedure.steps:
        if root not in done:
            _visit(procedure, root, kept, done)
    return {name: tuple(after) for name, after in kept.items()}


def _visit(procedure: ProcedureRule, root: str, kept: dict[str, list[str]], done: set[str]) -> None:
    path: list[tuple[str, list[str]]] = [(root, list(_targets(procedure.steps[root])))]
    open_steps = {root}
    while path:
        name, ahead = path[-1]
        if not ahead:
            path.pop()
            open_steps.discard(name)
            done.add(name)
            continue
        then = ahead.pop(0)
        if then in open_steps:
            continue  # this edge leads back
        kept[name].append(then)
        if then in procedure.steps and then not in done:
            path.append((then, list(_targets(procedure.steps[then]))))
            open_steps.add(then)


def _layers(procedure: ProcedureRule, forward: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The longest way to each step; the end stands below everything."""
    layers = dict.fromkeys(procedure.steps, 0)
    # Every round carries each layer one edge further; without circles as many rounds as steps are enough.
    for _ in procedure.steps:
        for name, after in forward.items():
            for then in after:
                if then in layers:
                    layers[then] = max(layers[then], layers[name] + 1)
    layers[END] = max(layers.values(), default=-1) + 1
    return layers


def _columns(procedure: ProcedureRule, layers: Mapping[str, int]) -> dict[str, int]:
    """Steps of a layer in the order in which they are written."""
    used: dict[int, int] = {}
    columns: dict[str, int] = {}
    for name in (*procedure.steps, END):
        columns[name] = used.get(layers[name], 0)
        used[layers[name]] = columns[name] + 1
    return columns


def _node(procedure: ProcedureRule, name: str, place: tuple[int, int], tongue: Tongue) -> Node:
    layer, column = place
    if name == END:
        return Node(END, tongue.say("结束", "end"), "", "done", layer, column)
    step = procedure.steps[name]
    members = tuple(
        Member(inner, tongue.label(member.title, inner), _who(member, procedure, tongue))
        for inner, member in (step.together or {}).items()
    )
    title = tongue.label(step.title, name)
    return Node(name, title, _who(step, procedure, tongue), step.state, layer, column, _rounds(step, tongue), members)


def _who(step: StepRule, procedure: ProcedureRule, tongue: Tongue) -> str:
    return who_words(step.by, tongue, procedure=procedure.name) if step.by is not None else ""


def _rounds(step: StepRule, tongue: Tongue) -> str:
    if step.rounds is None:
        return ""
    if step.rounds.bound is None:
        return tongue.say("次数不限", "no limit of rounds")
    return tongue.say(f"最多{step.rounds.bound}次", f"at most {step.rounds.bound} times")


def _edges(procedure: ProcedureRule, layers: Mapping[str, int], tongue: Tongue) -> list[Edge]:
    found = []
    for name, step in procedure.steps.items():
        for outcome, exit_ in step.out.items():
            title = tongue.label(exit_.title, outcome) if exit_.title else tongue.outcome(name, outcome)
            found.append(Edge(name, exit_.then, outcome, title, back=_up(layers, name, exit_.then)))
        if step.rounds is not None and step.rounds.then is not None:
            title = tongue.say(f"超过{step.rounds.bound}次", f"after {step.rounds.bound} times")
            then = step.rounds.then
            found.append(Edge(name, then, "", title, back=_up(layers, name, then), used_up=True))
    return found


def _up(layers: Mapping[str, int], start: str, end: str) -> bool:
    return layers.get(end, 0) <= layers[start]
