"""What stories walk together: outcomes taken, limits run out, procedures brought to their end, and what they leave out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shouwen.engine.effect_base import Effect
from shouwen.engine.effects import CloseCase, FinishTask, LeaveStep, MarkClock
from shouwen.engine.events import StepFinished
from shouwen.engine.plan import Compiled
from shouwen.engine.story_world import Told, World

Outcome = tuple[str, str, str]
"""Procedure, step, outcome."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Outcomes of steps, limits by name, and procedures by name."""

    outcomes: frozenset[Outcome]
    limits: frozenset[str]
    procedures: frozenset[str]

    def without(self, other: "Walk") -> "Walk":
        """What of this is not in the other."""
        return Walk(self.outcomes - other.outcomes, self.limits - other.limits, self.procedures - other.procedures)

    @property
    def size(self) -> int:
        return len(self.outcomes) + len(self.limits) + len(self.procedures)


def written(compiled: Compiled) -> Walk:
    """Everything that there is to be walked in a rulebook; what is made from a duty is one step like any other."""
    flows = {name: flow for name, flow in compiled.flows.items() if name in compiled.rulebook.procedures}
    return Walk(
        frozenset(
            (name, path, outcome)
            for name, flow in flows.items()
            for path, step in flow.steps.items()
            for outcome in step.exits
        ),
        frozenset(
            limit for flow in flows.values() for limit, plan in flow.dues.items() if not (plan.once or plan.otherwise)
        ),
        frozenset(flows),
    )


def walked(worlds: Iterable[World]) -> Walk:
    """What came about in these stories."""
    told = [(world.cases[each.case].case_type, each) for world in worlds for each in world.told]
    effects = [(procedure, effect) for procedure, each in told for effect in each.decision.effects]
    return Walk(
        frozenset(outcome for procedure, each in told for outcome in _outcomes(procedure, each)),
        frozenset(
            effect.clock.partition("#")[0]
            for _, effect in effects
            if isinstance(effect, MarkClock) and effect.mark == "missed"
        ),
        frozenset(procedure for procedure, effect in effects if isinstance(effect, CloseCase)),
    )


def _outcomes(procedure: str, told: Told) -> Iterator[Outcome]:
    event = told.event
    if isinstance(event, StepFinished) and not told.decision.refusals:
        yield procedure, event.step, event.outcome
    for effect in told.decision.effects:
        yield from _left_by(procedure, effect)


def _left_by(procedure: str, effect: Effect) -> Iterator[Outcome]:
    if isinstance(effect, (FinishTask, LeaveStep)):
        yield procedure, effect.task.partition("#")[0], effect.outcome
