"""The verbs of approvals inside a case, and what their outcome means for the step."""

from collections.abc import Mapping

from shouwen.engine.act_terms import closed_to, refused, seats_meant, task_meant
from shouwen.engine.approval import Approval, Refusal, asked
from shouwen.engine.approval_verbs import Verb, act
from shouwen.engine.effects import KeepApproval, Notify, ReassignTask, Refuse
from shouwen.engine.events import ActRequested, StepFinished
from shouwen.engine.facts import Assignee
from shouwen.engine.finishing import check_ready, conclude, open_step, refuse
from shouwen.engine.gates import pass_gates
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.plan import StepPlan
from shouwen.engine.seats import may_act, on_behalf, persons_of
from shouwen.engine.state import Active
from shouwen.engine.steps import enter, leave_region
from shouwen.engine.work import RefusedError, Work

OUTCOME_VERBS: Mapping[str, str] = {"agreed": "agree", "refused": "reject", "returned": "send_back"}


def approve(work: Work, event: ActRequested) -> None:
    """One verb on the approval of the meant task."""
    active = task_meant(work, event)
    verb = _verb(work, event.act.removeprefix("approve."), event.reason, event)
    _apply(work, active, verb)


def approve_by_outcome(work: Work, event: StepFinished) -> None:
    """An approval finished like any step: its outcome is the verb. Other outcomes than the three agree and choose."""
    active = open_step(work, event)
    plan = work.flow.steps[active.step]
    if event.outcome not in {*OUTCOME_VERBS, *outcomes_of(plan, work.compiled.scales)}:
        raise refuse(f"{work.flow.name}.{plan.path}", "finish", f"outcome:{event.outcome}")
    name = OUTCOME_VERBS.get(event.outcome, "agree")
    roster = work.subject.around.roster
    verb = Verb(
        name=name,
        by=event.by,
        at=event.at,
        may=lambda seat: event.by is None or may_act(seat, event.by, roster),
        on_behalf=_stand_in(work, active),
        opinion=event.reason,
        to="opener" if name == "send_back" else "",
    )
    _apply(work, active, verb, event.outcome)


def _verb(work: Work, name: str, reason: str, event: ActRequested) -> Verb:
    roster = work.subject.around.roster
    active = task_meant(work, event)
    seats = closed_to(work, active, seats_meant(work, event))
    if seats and not any(persons_of(seat, roster) for seat in seats):
        own = seats[0].person is not None and seats[0].person in _who_asked(work, active)
        raise refused(work, event, "approval:own_approval" if own else "excluded:")
    copies = event.facts.get("copies", ())
    return Verb(
        name=name,
        by=event.by,
        at=event.at,
        may=lambda seat: event.by is None or may_act(seat, event.by, roster),
        on_behalf=_stand_in(work, active),
        opinion=reason,
        other=seats[0] if seats else None,
        to=str(event.facts.get("to") or ""),
        place=str(event.facts.get("place") or "before"),
        copies=tuple(str(each) for each in copies) if isinstance(copies, (tuple, list)) else (str(copies),),
        persons=lambda seat: persons_of(seat, roster),
    )


def _who_asked(work: Work, active: Active) -> tuple[str | None, ...]:
    """Those whose own matter it is: who opened the case, and who put it before the signers."""
    approval = work.draft.approvals.get(active.task)
    return (work.draft.opener, approval.initiator if approval is not None else None)


def _stand_in(work: Work, active: Active) -> str | None:
    found = (on_behalf(seat, work.event.by, work.subject.around.roster) for seat in active.assignees)
    return next((absent for absent in found if absent is not None), None)


def _apply(work: Work, active: Active, verb: Verb, chosen: str | None = None) -> None:
    before = work.draft.approvals.get(active.task)
    rule = f"{work.flow.name}.{active.step}"
    if before is None:
        raise RefusedError(Refuse(rule=rule, act=f"approve.{verb.name}", lacks=("approval:",)))
    after = act(before, verb)
    if isinstance(after, Refusal):
        raise RefusedError(Refuse(rule=rule, act=f"approve.{verb.name}", lacks=(f"approval:{after.key}",)))
    plan = work.flow.steps[active.step]
    if verb.name == "agree" and plan.rule.act is not None:
        pass_gates(work, plan.rule.act)
    if after.outcome == "agreed":
        check_ready(work, plan, active, rule)
    work.emit(KeepApproval(task=active.task, approval=after, cites=plan.cites))
    if verb.name == "copy":
        to = tuple(Assignee(person=person) for person in after.copies if person not in before.copies)
        work.emit(Notify(to=to, kind="approval.copy", about=active.task, cites=plan.cites))
    elif after.outcome is None:
        _ask_next(work, active, before, after)
    else:
        _conclude(work, plan, active, after, chosen)


def _ask_next(work: Work, active: Active, before: Approval, after: Approval) -> None:
    """The task is with those whose turn it is; who is asked anew is told."""
    seats = tuple(dict.fromkeys(after.signers[i].seat for i in asked(after)))
    if seats != active.assignees:
        work.emit(ReassignTask(task=active.task, assignees=seats))
    was = {before.signers[i].seat for i in asked(before)}
    new = tuple(seat for seat in seats if seat not in was)
    if new:
        work.emit(Notify(to=new, kind="approval.asked", about=active.task))


def _conclude(work: Work, plan: StepPlan, active: Active, approval: Approval, chosen: str | None) -> None:
    outcomes = outcomes_of(plan, work.compiled.scales)
    outcome = chosen if chosen in outcomes else str(approval.outcome)
    if outcome not in outcomes and outcome == "agreed":
        outcome = outcomes[0]
    elsewhere = approval.returned_to not in {"", "opener", "previous"} and approval.returned_to in work.flow.steps
    if outcome in outcomes and not elsewhere:
        conclude(work, plan, active, outcome)
    elif approval.outcome == "refused":
        raise RefusedError(
            Refuse(rule=f"{work.flow.name}.{plan.path}", act="approve.reject", lacks=("approval:no_exit",))
        )
    else:
        _back(work, approval)


def _back(work: Work, approval: Approval) -> None:
    """Returned without an exit for it, or to a step by name: that step opens, or the one before this."""
    done = [visit.step for visit in work.draft.visits if visit.step in work.flow.steps]
    step = approval.returned_to if approval.returned_to in work.flow.steps else (done[-1] if done else work.flow.first)
    leave_region(work, "returned")
    enter(work, step)
