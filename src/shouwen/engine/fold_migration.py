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
        replace(active, task=renamed[active.task], step=steps.get(active.step, active.step)) for active in draft.active
    )
    draft.visits = tuple(replace(visit, step=steps.get(visit.step, visit.step)) for visit in draft.visits)
    draft.judgements = tuple(replace(each, step=steps.get(each.step, each.step)) for each in draft.judgements)
    draft.clocks = {
        key: replace(clock, task=renamed.get(clock.task, clock.task) if clock.task else None)
        for key, clock in draft.clocks.items()
    }
    draft.approvals = {renamed_task(task, steps): approval for task, approval in draft.approvals.items()}
    draft.edition = event.edition


def renamed_task(task: str, steps: Mapping[str, str]) -> str:
    step, mark, rest = task.partition("#")
    return f"{steps.get(step, step)}{mark}{rest}"
