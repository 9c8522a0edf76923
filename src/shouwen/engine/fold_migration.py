"""A case that moves to another edition: its open steps and visits carry the new names."""

from collections.abc import Mapping
from dataclasses import replace

from shouwen.engine.draft import Draft
from shouwen.engine.events import CaseMigrated


def migrate(draft: Draft, event: CaseMigrated) -> None:
    """Rename steps by the map; tasks, visits, judgements and the clocks bound to them follow."""
    steps = event.steps
    renamed = {active.task: renamed_task(active.task, steps) for active in draft.active}
    draft.active = tuple(
        replace(active, task=renamed[active.task], step=renamed_step(active.step, steps)) for active in draft.active
    )
    draft.visits = tuple(replace(visit, step=renamed_step(visit.step, steps)) for visit in draft.visits)
    draft.judgements = tuple(replace(each, step=renamed_step(each.step, steps)) for each in draft.judgements)
    draft.clocks = {
        key: replace(clock, task=renamed.get(clock.task, clock.task) if clock.task else None)
        for key, clock in draft.clocks.items()
    }
    draft.approvals = {renamed_task(task, steps): approval for task, approval in draft.approvals.items()}
    draft.happened = {_renamed_happening(name, steps): at for name, at in draft.happened.items()}
    draft.edition = event.edition


def renamed_step(step: str, steps: Mapping[str, str]) -> str:
    """The step's own new name, or that of the step it stands in."""
    if step in steps:
        return steps[step]
    outer, dot, inner = step.rpartition(".")
    return f"{renamed_step(outer, steps)}{dot}{inner}" if dot else step


def _renamed_happening(name: str, steps: Mapping[str, str]) -> str:
    """Of `work.opened` the step; what no step of the map did keeps its name."""
    step, _dot, what = name.rpartition(".")
    return f"{steps[step]}.{what}" if step in steps else name


def renamed_task(task: str, steps: Mapping[str, str]) -> str:
    step, mark, rest = task.partition("#")
    return f"{renamed_step(step, steps)}{mark}{rest}"
