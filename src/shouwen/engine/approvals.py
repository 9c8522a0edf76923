"""Approvals inside a case: they begin with their step, and start over with the next lap."""

from shouwen.engine.approval import Approval, Kind, restart, start
from shouwen.engine.effects import KeepApproval
from shouwen.engine.plan import StepPlan
from shouwen.engine.who import Join, Resolved
from shouwen.engine.work import Work

KIND: dict[Join, Kind] = {"one": "any", "all": "all", "turn": "turn"}


def begin(work: Work, plan: StepPlan, task: str, resolved: Resolved) -> None:
    """The signers of this visit; after a send-back those added before sign again too."""
    old = _before(work, plan, task)
    kind, initiator = KIND[resolved.join], asks_for_it(work)
    if old is not None and old.outcome == "returned":
        approval = restart(old, resolved.seats, initiator)
    else:
        approval = start(kind, resolved.seats, initiator)
    work.emit(KeepApproval(task=task, approval=approval, cites=plan.cites))


def asks_for_it(work: Work) -> str | None:
    """Who puts it before the signers: whoever acted last, and behind an approval, the one who asked for that.

    A signer of one approval may sign the next as well; where a rule wants another person, it says `exclude`.
    """
    last = work.draft.visits[-1] if work.draft.visits else None
    earlier = work.draft.approvals.get(f"{last.step}#{last.visit}") if last is not None else None
    return earlier.initiator if earlier is not None and earlier.outcome == "agreed" else work.event.by


def _before(work: Work, plan: StepPlan, task: str) -> Approval | None:
    """The approval of the visit before this one."""
    visit = int(task.partition("#")[2].partition("[")[0])
    return work.draft.approvals.get(task.replace(f"#{visit}", f"#{visit - 1}", 1))
