"""What each effect changes in a state, and which happenings it is known by."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from shouwen.engine.draft import Draft
from shouwen.engine.effects import (
    AnyEffect,
    ArchiveCase,
    AssignRole,
    CloseCase,
    DropPending,
    EndFlow,
    EnterStep,
    Escalate,
    FinishTask,
    HandOver,
    IssuePaper,
    KeepApproval,
    KeepJudgement,
    LeaveStep,
    MarkClock,
    Notify,
    OpenCase,
    OpenTask,
    PartDone,
    PauseCase,
    PauseClock,
    RaiseAlarm,
    ReassignTask,
    RecordFinding,
    Refuse,
    ReopenCase,
    RequestFact,
    ResumeCase,
    ResumeClock,
    SetFact,
    SetState,
    StartClock,
    StopClock,
    TakeTask,
    WakeAt,
    WithdrawTask,
)
from shouwen.engine.events import AnyEvent
from shouwen.engine.fold_clocks import mark_clock, pause_clock, resume_clock, start_clock, stop_clock
from shouwen.engine.fold_events import remember, set_facts
from shouwen.engine.quick import changed
from shouwen.engine.state import Active, Child, Judgement, Visit


def apply_effect(draft: Draft, effect: AnyEffect, event: AnyEvent) -> tuple[str, ...]:
    """Fold one effect in; gives the names under which rules may wait for it."""
    kind = type(effect)
    names = _FOLDS[kind](draft, effect, event)
    if names and kind is not FinishTask and kind is not LeaveStep:
        # A limit was missed at its instant, whenever somebody looked.
        remember(draft, names, effect.at if isinstance(effect, MarkClock) else event.at)
    return names


def _open_task(draft: Draft, effect: OpenTask, event: AnyEvent) -> tuple[str, ...]:
    opened = Active(
        effect.task,
        effect.step or "",
        effect.visit,
        event.at,
        member=effect.member,
        assignees=effect.assignees,
        join=effect.join,
        title=effect.title,
        state=effect.state,
        take=effect.take,
    )
    draft.active = (*draft.active, opened)
    return (f"{effect.step}.opened",) if effect.step else ()


def _finish(draft: Draft, effect: FinishTask | LeaveStep, event: AnyEvent) -> tuple[str, ...]:
    active = draft.task(effect.task)
    if active is None:
        return ()
    draft.drop_task(effect.task)
    reason = getattr(event, "reason", "")
    visit = Visit(
        active.step, active.visit, effect.outcome, active.opened_at, event.at, event.by, active.member, reason
    )
    draft.visits = (*draft.visits, visit)
    if not active.step:
        return (f"{effect.task.partition('!')[0]}.done",)
    return _outcomes(active.step, draft.case_type, effect.outcome)


@lru_cache(maxsize=1024)
def _outcomes(step: str, case_type: str, outcome: str) -> tuple[str, ...]:
    """Every name of what a step ended with."""
    steps = sorted({step, step.rpartition(".")[2]})
    return tuple([f"{whose}.{outcome}" for whose in (*steps, case_type, "case")])


def _close(draft: Draft, effect: CloseCase, event: AnyEvent) -> tuple[str, ...]:
    draft.closed_at = effect.at or event.at
    draft.void = effect.outcome == "void"
    draft.flow_ended = draft.flow_ended or effect.outcome
    draft.pending = ()
    return ("case.closed", f"{draft.case_type}.closed")


def _change(draft: Draft, task: str, **changes: object) -> None:
    active = draft.task(task)
    if active is not None:
        draft.put_task(changed(active, **changes))


def _enter(draft: Draft, effect: EnterStep, event: AnyEvent) -> tuple[str, ...]:
    draft.active = (*draft.active, Active(effect.task, effect.step, effect.visit, event.at, group=True))
    return (f"{effect.step}.opened",)


def _part_done(draft: Draft, effect: PartDone, event: AnyEvent) -> tuple[str, ...]:
    active = draft.task(effect.task)
    if active is not None:
        persons = active.done_by if effect.person is None else (*active.done_by, effect.person)
        draft.put_task(changed(active, done_by=persons, done_seats=(*active.done_seats, effect.seat)))
    return ()


def _withdraw(draft: Draft, effect: WithdrawTask, event: AnyEvent) -> tuple[str, ...]:
    draft.drop_task(effect.task)
    return ()


def _reassign(draft: Draft, effect: ReassignTask, event: AnyEvent) -> tuple[str, ...]:
    _change(draft, effect.task, assignees=effect.assignees, done_seats=effect.done, taken_by=None, take=effect.take)
    return ()


def _take(draft: Draft, effect: TakeTask, event: AnyEvent) -> tuple[str, ...]:
    _change(draft, effect.task, taken_by=effect.person)
    return ()


def _approval(draft: Draft, effect: KeepApproval, event: AnyEvent) -> tuple[str, ...]:
    draft.approvals[effect.task] = effect.approval
    return ()


def _end_flow(draft: Draft, effect: EndFlow, event: AnyEvent) -> tuple[str, ...]:
    draft.flow_ended = effect.outcome
    return (f"{draft.case_type}.ended",)


def _archive(draft: Draft, effect: ArchiveCase, event: AnyEvent) -> tuple[str, ...]:
    draft.archived_at = event.at
    return ("case.archived",)


def _reopen(draft: Draft, effect: ReopenCase, event: AnyEvent) -> tuple[str, ...]:
    draft.closed_at = draft.archived_at = draft.flow_ended = None
    draft.void = False
    return ()


def _state(draft: Draft, effect: SetState, event: AnyEvent) -> tuple[str, ...]:
    draft.state = effect.state
    return ()


def _role(draft: Draft, effect: AssignRole, event: AnyEvent) -> tuple[str, ...]:
    draft.roles[effect.role] = effect.to
    return (f"{effect.role}.changed",)


def _fact(draft: Draft, effect: SetFact, event: AnyEvent) -> tuple[str, ...]:
    return set_facts(draft, {effect.fact: effect.value}, event.at)


def _judgement(draft: Draft, effect: KeepJudgement, event: AnyEvent) -> tuple[str, ...]:
    kept = Judgement(effect.fact, effect.value, effect.step, effect.visit, event.at, event.by)
    draft.judgements = (*draft.judgements, kept)
    return set_facts(draft, {effect.fact: effect.value}, event.at)


def _child(draft: Draft, effect: OpenCase, event: AnyEvent) -> tuple[str, ...]:
    draft.children.setdefault(effect.key, Child(effect.key, effect.procedure))
    return ()


def _pause_case(draft: Draft, effect: PauseCase, event: AnyEvent) -> tuple[str, ...]:
    draft.pauses = (*draft.pauses, (event.at, None))
    draft.suspended_until = effect.until
    return ()


def _resume_case(draft: Draft, effect: ResumeCase, event: AnyEvent) -> tuple[str, ...]:
    draft.suspended_until = None
    draft.pauses = (*draft.pauses[:-1], (draft.pauses[-1][0], effect.at))
    return ()


def _start(draft: Draft, effect: StartClock, event: AnyEvent) -> tuple[str, ...]:
    return start_clock(draft, effect, event.at)


def _pause(draft: Draft, effect: PauseClock, event: AnyEvent) -> tuple[str, ...]:
    return pause_clock(draft, effect.clock, event.at)


def _resume(draft: Draft, effect: ResumeClock, event: AnyEvent) -> tuple[str, ...]:
    return resume_clock(draft, effect.clock, event.at)


def _stop(draft: Draft, effect: StopClock, event: AnyEvent) -> tuple[str, ...]:
    return stop_clock(draft, effect)


def _mark(draft: Draft, effect: MarkClock, event: AnyEvent) -> tuple[str, ...]:
    return mark_clock(draft, effect)


def _request(draft: Draft, effect: RequestFact, event: AnyEvent) -> tuple[str, ...]:
    if effect.why not in draft.pending:
        draft.pending = (*draft.pending, effect.why)
    return ()


def _drop(draft: Draft, effect: DropPending, event: AnyEvent) -> tuple[str, ...]:
    draft.pending = tuple(each for each in draft.pending if each != effect.what)
    return ()


def _finding(draft: Draft, effect: RecordFinding, event: AnyEvent) -> tuple[str, ...]:
    draft.findings[f"{effect.rule}|{effect.key}"] = f"{effect.result}:{effect.late_seconds}"
    if effect.result == "overridden":
        draft.overrides = tuple(each for each in draft.overrides if each != effect.rule)
    return ()


def _escalated(draft: Draft, effect: Escalate, event: AnyEvent) -> tuple[str, ...]:
    return ("case.escalated",)


def _handed_over(draft: Draft, effect: HandOver, event: AnyEvent) -> tuple[str, ...]:
    return ("case.handed_over",)


def _nothing(draft: Draft, effect: AnyEffect, event: AnyEvent) -> tuple[str, ...]:
    """What only the world outside the case does."""
    return ()


_FOLDS: Mapping[type, Callable[[Draft, Any, AnyEvent], tuple[str, ...]]] = {
    OpenTask: _open_task,
    EnterStep: _enter,
    LeaveStep: _finish,
    EndFlow: _end_flow,
    ReopenCase: _reopen,
    TakeTask: _take,
    PartDone: _part_done,
    KeepApproval: _approval,
    FinishTask: _finish,
    WithdrawTask: _withdraw,
    ReassignTask: _reassign,
    StartClock: _start,
    PauseClock: _pause,
    ResumeClock: _resume,
    PauseCase: _pause_case,
    ResumeCase: _resume_case,
    StopClock: _stop,
    MarkClock: _mark,
    IssuePaper: _nothing,
    Notify: _nothing,
    OpenCase: _child,
    CloseCase: _close,
    ArchiveCase: _archive,
    SetState: _state,
    AssignRole: _role,
    SetFact: _fact,
    KeepJudgement: _judgement,
    RequestFact: _request,
    DropPending: _drop,
    Escalate: _escalated,
    HandOver: _handed_over,
    RaiseAlarm: _nothing,
    Refuse: _nothing,
    RecordFinding: _finding,
    WakeAt: _nothing,
}
"""One fold for each effect: a lookup, because this runs several times in every decision."""
