"""How whoever does a step may end it."""

from collections.abc import Mapping, Sequence

from shouwen.engine.plan import StepPlan

DONE, JOINED = "done", "joined"


def outcomes_of(plan: StepPlan, scales: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The exits as written; without any, the values of the scale that is judged, else that it is done.

    Where several do a step each for itself and it goes on once all have, `joined` is the way of all of them together:
    each alone judges the scale or says that their part is done.
    """
    if plan.exits and not (plan.rule.for_each is not None and JOINED in plan.exits):
        return tuple(plan.exits)
    return tuple(scales.get(plan.rule.judge or "", ())) or (DONE,)
