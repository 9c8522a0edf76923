"""What each effect changes in a state, and which happenings it is known by."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

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
from shouwen.engine.fold_events import set_facts
from shouwen.engine.state import Active, Child, Judgement, Visit


def apply_effect(draft: Draft, effect: AnyEffect, event: AnyEvent) -> tuple[str, ...]:
    """Fold one effect in; gives the names under which rules may wait for it."""
    names = _tasks(draft, effect, event)
    for name in names:
        draft.happened[name] = event.at
    return names


def _tasks(draft: Draft, effect: AnyEffect, event: AnyEvent) -> tuple[str, ...]:  # noqa: C901, PLR0911 - one arm per effect
    match effect:
        case OpenTask():
            return _open_task(draft, effect, event.at)
        case EnterStep():
            draft.active = (*draft.active, Active(effect.task, effect.step, effect.visit, event.at, group=True))
            return (f"{effect.step}.opened",)
        case FinishTask() | LeaveStep():
            return _finish(draft, effect, event)
        case WithdrawTask():
            draft.drop_task(effect.task)
        case ReassignTask():
            _change(draft, effect.task, assignees=effect.assignees, taken_by=None, take=effect.take)
        case TakeTask():
            _change(draft, effect.task, taken_by=effect.person)
        case PartDone():
            active = draft.task(effect.task)
            if active is not None:
                persons = active.done_by if effect.person is None else (*active.done_by, effect.person)
                draft.put_task(replace(active, done_by=persons, done_seats=(*active.done_seats, effect.seat)))
        case KeepApproval():
            draft.approvals[effect.task] = effect.approval
        case _:
            return _case(draft, effect, event)
    return ()


def _case(draft: Draft, effect: AnyEffect, event: AnyEvent) -> tuple[str, ...]:  # noqa: C901, PLR0911, PLR0912 - one arm per effect
    match effect:
        case EndFlow():
            draft.flow_ended = effect.outcome
            return (f"{draft.case_type}.ended",)
        case CloseCase():
            return _close(draft, effect, event.at)
        case ArchiveCase():
            draft.archived_at = event.at
            return ("case.archived",)
        case ReopenCase():
            draft.closed_at = draft.archived_at = draft.flow_ended = None
        case SetState():
            draft.state = effect.state
        case AssignRole():
            draft.roles[effect.role] = effect.to
            return (f"{effect.role}.changed",)
        case SetFact():
            return set_facts(draft, {effect.fact: effect.value}, event.at)
        case KeepJudgement():
            kept = Judgement(effect.fact, effect.value, effect.step, effect.visit, event.at, event.by)
            draft.judgements = (*draft.judgements, kept)
            return set_facts(draft, {effect.fact: effect.value}, event.at)
        case OpenCase():
            draft.children.setdefault(effect.key, Child(effect.key, effect.procedure))
        case PauseCase():
            draft.pauses = (*draft.pauses, (event.at, None))
            draft.suspended_until = effect.until
        case ResumeCase():
            draft.suspended_until = None
            draft.pauses = (*draft.pauses[:-1], (draft.pauses[-1][0], effect.at))
        case _:
            return _clocks_and_words(draft, effect, event)
    return ()


def _clocks_and_words(draft: Draft, effect: AnyEffect, event: AnyEvent) -> tuple[str, ...]:  # noqa: C901 - one arm per effect
    match effect:
        case StartClock():
            return start_clock(draft, effect, event.at)
        case PauseClock():
            pause_clock(draft, effect.clock, event.at)
        case ResumeClock():
            resume_clock(draft, effect.clock, event.at)
        case StopClock():
            return stop_clock(draft, effect)
        case MarkClock():
            return mark_clock(draft, effect)
        case RequestFact():
            if effect.why not in draft.pending:
                draft.pending = (*draft.pending, effect.why)
        case DropPending():
            draft.pending = tuple(each for each in draft.pending if each != effect.what)
        case RecordFinding():
            draft.findings[f"{effect.rule}|{effect.key}"] = f"{effect.result}:{effect.late_seconds}"
            if effect.result == "overridden":
                draft.overrides = tuple(each for each in draft.overrides if each != effect.rule)
        case Escalate():
            return ("case.escalated",)
        case HandOver():
            return ("case.handed_over",)
        case IssuePaper() | Notify() | RaiseAlarm() | Refuse() | WakeAt():
            pass
        case _:
            _told_elsewhere(effect)
    return ()


def _told_elsewhere(effect: AnyEffect) -> None:
    """The arms above are split over three functions; this one proves that together they name every effect."""
    match effect:
        case OpenTask() | EnterStep() | FinishTask() | LeaveStep() | WithdrawTask() | ReassignTask() | TakeTask():
            raise AssertionError(effect)
        case PartDone() | KeepApproval() | EndFlow() | CloseCase() | ArchiveCase() | ReopenCase() | SetState():
            raise AssertionError(effect)
        case AssignRole() | SetFact() | KeepJudgement() | OpenCase() | PauseCase() | ResumeCase():
            raise AssertionError(effect)
        case StartClock() | PauseClock() | ResumeClock() | StopClock() | MarkClock() | RequestFact() | DropPending():
            raise AssertionError(effect)
        case RecordFinding() | Escalate() | HandOver() | IssuePaper() | Notify() | RaiseAlarm() | Refuse() | WakeAt():
            raise AssertionError(effect)
        case _:
            assert_never(effect)


def _open_task(draft: Draft, effect: OpenTask, at: datetime) -> tuple[str, ...]:
    opened = Active(
        effect.task,
        effect.step or "",
        effect.visit,
        at,
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
    steps = {active.step, active.step.rpartition(".")[2]}
    done = tuple(f"{step}.{effect.outcome}" for step in sorted(steps))
    return (*done, f"{draft.case_type}.{effect.outcome}", f"case.{effect.outcome}")


def _close(draft: Draft, effect: CloseCase, at: datetime) -> tuple[str, ...]:
    draft.closed_at = at
    draft.void = effect.outcome == "void"
    draft.flow_ended = draft.flow_ended or effect.outcome
    draft.pending = ()
    return ("case.closed", f"{draft.case_type}.closed")


def _change(draft: Draft, task: str, **changes: object) -> None:
    active = draft.task(task)
    if active is not None:
        draft.put_task(replace(active, **changes))  # type: ignore[arg-type]  # names of Active's own fields
