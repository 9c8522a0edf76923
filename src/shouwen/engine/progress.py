"""How far a case has come: each step of its procedure done, open now, or still ahead."""

from dataclasses import dataclass
from typing import Literal

from shouwen.engine.plan import Compiled, Flow
from shouwen.engine.state import State


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step as written, how often it was finished, and the ways the case went out of it."""

    step: str
    title: str
    stands: Literal["done", "now", "ahead"]
    visits: int
    outcomes: tuple[str, ...]
    parent: str | None = None


def progress(state: State, rulebook: Compiled) -> tuple[StepProgress, ...]:
    """Every step in the order written; what the case can no longer reach from where it stands is left out, unless done."""
    flow = rulebook.flows[state.case_type]
    ahead = reachable(flow, {active.step for active in state.active if active.step in flow.steps})
    found = (_step(state, flow, path) for path in flow.steps)
    return tuple(each for each in found if each.stands != "ahead" or each.step in ahead)


def _step(state: State, flow: Flow, path: str) -> StepProgress:
    visits = [visit for visit in state.visits if visit.step == path]
    open_now = any(active.step == path for active in state.active)
    stands: Literal["done", "now", "ahead"] = "now" if open_now else "done" if visits else "ahead"
    outcomes = tuple(visit.outcome for visit in visits)
    return StepProgress(path, flow.steps[path].title, stands, len(visits), outcomes, flow.steps[path].parent)


def reachable(flow: Flow, start: set[str]) -> frozenset[str]:
    """Steps that can follow from these, by outcomes, take-overs, membership and reactions that lead elsewhere."""
    found, todo = set(start), list(start)
    while todo:
        for path in _next(flow, todo.pop()):
            if path in flow.steps and path not in found:
                found.add(path)
                todo.append(path)
    return frozenset(found)


def _next(flow: Flow, path: str) -> tuple[str, ...]:
    plan = flow.steps[path]
    exits = tuple(chosen.then for chosen in plan.exits.values())
    beside = tuple(f"{plan.parent}.{then}" for then in exits) if plan.parent else ()
    over = (plan.rule.rounds.then,) if plan.rule.rounds and plan.rule.rounds.then else ()
    return (*exits, *beside, *over, *plan.members, *((plan.parent,) if plan.parent else ()))
