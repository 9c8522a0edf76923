"""The end of a case: what closing still lacks, who brings it, and that nothing stays open or in limbo."""

from datetime import datetime

from shouwen.engine.dues import end_all
from shouwen.engine.effects import (
    ArchiveCase,
    CloseCase,
    FinishTask,
    OpenTask,
    RaiseAlarm,
    RecordFinding,
    ResumeCase,
    SetState,
    WithdrawTask,
)
from shouwen.engine.facts import Assignee
from shouwen.engine.gates import may_itself, pass_gates
from shouwen.engine.lacking import lacks_of, papers_lacking
from shouwen.engine.steps import show_state
from shouwen.engine.work import Work
from shouwen.rulebook.model import Close

CLOSE_TASK = "close#"
"""How the task of closing begins; the count of events makes it one for each time the case comes to its end."""
NOTHING = Close()


def closing_lacks(work: Work, reason: str = "") -> tuple[str, ...]:
    """Everything that stands between the end of the flow and the closed case; the reason is that of whoever closes it."""
    close = work.flow.rule.close or NOTHING
    if work.draft.flow_ended is None:
        return ("flow:",)
    children = sorted(
        {child.procedure for child in work.draft.children.values() if not child.closed} & set(close.waits)
    )
    beside = [active.task for active in work.draft.active if not active.step and not active.task.startswith(CLOSE_TASK)]
    return (
        *(f"child:{procedure}" for procedure in children),
        *(f"task:{task}" for task in beside),
        *lacks_of(close.needs, work.ground),
        *papers_lacking(work, close.papers),
        *_unexplained(work, reason),
    )


def _unexplained(work: Work, reason: str) -> tuple[str, ...]:
    """Limits in the mode `block` that were missed: a reason for the lateness is asked for, no other one counts."""
    late = [clock for clock in work.draft.clocks.values() if clock.mode == "block" and clock.missed]
    if not late or work.draft.facts.get("case.late_reason") or reason:
        return ()
    passed = work.draft.findings
    return tuple(
        f"reason:{clock.clock}"
        for clock in late
        if not passed.get(clock.clock.replace("#", "|", 1), "").startswith("overridden")
    )


def settle_closing(work: Work) -> None:
    """Once the flow ended: close by itself where nobody is named for it, otherwise see that somebody is asked to."""
    draft = work.draft
    if draft.flow_ended is None or draft.closed_at is not None or draft.suspended_until is not None:
        return
    lacks = closing_lacks(work)
    close = work.flow.rule.close or NOTHING
    if not lacks and close.by is None and may_itself(work, "close"):
        close_case(work, draft.flow_ended)
    elif lacks and all(lack.startswith(("child:", "task:")) for lack in lacks):
        show_state(work, "to_call_back" if _waits_for_a_call(work, lacks) else "working")
    elif not any(active.task.startswith(CLOSE_TASK) for active in draft.active):
        _ask_to_close(work, close)


def _waits_for_a_call(work: Work, lacks: tuple[str, ...]) -> bool:
    """Whether one of the cases waited for calls the customer back; others are simply still worked on."""
    waited = {lack.removeprefix("child:") for lack in lacks}
    flows = [flow for name, flow in work.compiled.flows.items() if name in waited]
    return any(plan.rule.state == "to_call_back" for flow in flows for plan in flow.steps.values())


def close_as_of(work: Work, at: datetime) -> None:
    """A rest that is over lets a flow that ended close at that instant, however late that is noticed."""
    now, work.at = work.at, at
    settle_closing(work)
    work.at = now


def _ask_to_close(work: Work, close: Close) -> None:
    seats, key = work.owner(), f"{CLOSE_TASK}{work.draft.seq}"
    if close.by is not None:
        found = work.find(close.by)
        work.raise_alarms(found, key)
        seats = found.seats or seats
    work.emit(OpenTask(task=key, step=None, title="办结归档", assignees=seats, state="to_review", cites=close.cites))
    show_state(work, "to_review")


def close_case(work: Work, outcome: str, *, state: str = "done") -> None:
    """The case closes, nothing of it stays open, and the file is archived if it may be."""
    close = work.flow.rule.close or NOTHING
    regular = state == "done"
    if work.draft.suspended_until is not None:  # its rest ends with it, and is not waited out when it comes back
        work.emit(ResumeCase(at=work.at))
    noticed_later = work.at if work.at != work.event.at else None
    work.emit(CloseCase(outcome=outcome, at=noticed_later, cites=close.cites if regular else ()))
    for active in list(work.draft.active):
        if active.task.startswith(CLOSE_TASK) and regular:
            work.emit(FinishTask(task=active.task, outcome="closed", cites=close.cites))
        else:
            work.emit(WithdrawTask(task=active.task, why="closed"))
    end_all(work)
    if close.cites and regular:
        work.finding(
            RecordFinding(
                rule=f"{work.flow.name}.close", key=f"@{work.draft.seq}", result="kept", mode="block", cites=close.cites
            )
        )
    work.emit(SetState(state=state))
    if regular and may_itself(work, "archive"):
        archive(work)


def archive(work: Work) -> None:
    close = work.flow.rule.close or NOTHING
    folder = tuple(str(work.lookup(path) or "") for path in close.folder)
    work.emit(ArchiveCase(folder=folder, cites=close.cites))
    work.emit(SetState(state="archived"))


def close_by_hand(work: Work) -> tuple[str, ...]:
    """Somebody closes: what lacks is given back, otherwise the gates are asked and the case closes."""
    lacks = closing_lacks(work, work.reason)
    if not lacks:
        pass_gates(work, "close")
        close_case(work, work.draft.flow_ended or "closed")
    return lacks


def no_limbo(work: Work, next_wake: datetime | None) -> None:
    """An open case has somebody to act, a child it waits for, or an instant at which it wakes; and an owner, or an alarm."""
    draft = work.draft
    if draft.closed_at is not None or draft.opened_at is None:
        return
    tasks = [active for active in draft.active if not active.group]
    if not tasks and next_wake is None and all(child.closed for child in draft.children.values()):
        work.emit(OpenTask(task=f"attend!{draft.seq}", step=None, title="跟进", assignees=work.owner()))
        tasks = [active for active in draft.active if not active.group]
    for active in tasks:
        if not active.assignees and _opened_now(work, active.task):
            work.emit(RaiseAlarm(post="", to=work.owner(), task=active.task))


def _opened_now(work: Work, task: str) -> bool:
    """Those opened before had their alarm then."""
    return any(isinstance(effect, OpenTask) and effect.task == task for effect in work.effects)


def closers(work: Work) -> tuple[Assignee, ...]:
    """Those who are to close the case."""
    close = work.flow.rule.close or NOTHING
    return work.find(close.by).seats if close.by is not None else work.owner()
