"""The one question of the engine: what follows from this event for this subject, under this rulebook and calendar."""

from datetime import datetime
from typing import assert_never

from shouwen.engine import dues, reactions, ripening
from shouwen.engine.act_times import take_up
from shouwen.engine.acts import act
from shouwen.engine.approve_acts import approve_by_outcome
from shouwen.engine.calendars import Calendars
from shouwen.engine.closing import close_as_of, no_limbo, settle_closing
from shouwen.engine.decision import Decision
from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    CalendarPublished,
    CaseMigrated,
    CaseOpened,
    ChildClosed,
    ChildReopened,
    Event,
    FactCorrected,
    FactSet,
    Happened,
    JudgementMade,
    Overridden,
    PaperFilled,
    PaperIssued,
    PaperReceived,
    PaperSigned,
    PartyChanged,
    PeriodOpened,
    PromiseMade,
    RecordCounted,
    StepFinished,
    TimeReached,
)
from shouwen.engine.finishing import file_forms, finish, open_step
from shouwen.engine.fold import fold
from shouwen.engine.fold_events import apply_event
from shouwen.engine.migrating import settle_in, unfit
from shouwen.engine.opening import open_case
from shouwen.engine.permitted import may_change_party, may_correct, may_issue, may_judge, may_override, may_promise
from shouwen.engine.plan import Compiled
from shouwen.engine.state import State, Subject
from shouwen.engine.steps import reconcile
from shouwen.engine.waking import next_wake
from shouwen.engine.work import RefusedError, Work

MOST_HAPPENINGS = 2000
"""More in one decision means that rules feed each other, which the checker of rulebooks finds."""


class WrongEditionError(ValueError):
    """A case is asked about under an edition that is not its own; only `CaseMigrated` moves it."""


class EndlessRulesError(RuntimeError):
    """Rules of the rulebook set each other off without end."""


def open_state(case_id: str, rulebook: Compiled, case_type: str, unit: str) -> State:
    """The blank state of a case that is about to be opened under an edition."""
    return State(id=case_id, edition=rulebook.key, case_type=case_type, unit=unit)


def decide(subject: Subject, event: Event, rulebook: Compiled, calendar: Calendars) -> Decision:
    """Effects, explanation, the state after, and when to look again; a refused event changes nothing but findings."""
    _same_edition(subject, event, rulebook)
    known: AnyEvent = event  # type: ignore[assignment]  # AnyEvent names every Event
    stays = unfit(subject.state, known, rulebook) if isinstance(known, CaseMigrated) else None
    if stays is not None:
        return stays
    work = Work(subject, known, rulebook, calendar)
    try:
        work.note(apply_event(work.draft, known))
        if subject.state.opened_at is not None and subject.state.closed_at is None:
            _catch_up(work)
        _answer(work, known)
        wake = _settle(work)
    except RefusedError as refusal:
        return _refused(subject, known, rulebook, calendar, refusal)
    return work.decision(wake)


def _same_edition(subject: Subject, event: Event, rulebook: Compiled) -> None:
    edition = event.edition if isinstance(event, CaseMigrated) else subject.state.edition
    if edition != rulebook.key:
        raise WrongEditionError(
            f"case {subject.state.id} stands under {edition}, not {rulebook.key}; give its own edition"
        )


def _refused(
    subject: Subject, event: AnyEvent, rulebook: Compiled, calendar: Calendars, refusal: RefusedError
) -> Decision:
    after = fold(subject.state, event, refusal.effects)
    asked = Work(Subject(after, subject.around, subject.parent), TimeReached(at=event.at), rulebook, calendar)
    known = after.case_type in rulebook.flows and after.opened_at is not None
    return asked.refused(refusal.effects, after, next_wake(asked) if known else None)


def _catch_up(work: Work) -> None:
    """What time alone has brought until now, whoever else has looked or not."""
    until = work.draft.suspended_until
    if until is not None and work.at >= until:
        take_up(work)
        close_as_of(work, until)
    ripening.advance(work)


def _answer(work: Work, event: AnyEvent) -> None:  # noqa: C901 - one arm per event
    match event:
        case CaseOpened():
            open_case(work, event)
        case StepFinished():
            _finish(work, event)
        case ActRequested():
            act(work, event)
        case PaperFilled():
            file_forms(work, event)
        case FactSet():
            work.give_declared(event.facts)
        case FactCorrected() | JudgementMade() | PaperIssued() | PromiseMade() | PartyChanged() | Overridden():
            _answer_if_allowed(work, event)
        case CalendarPublished():
            dues.recompute(work)
        case CaseMigrated():
            settle_in(work)
        case (
            Happened()
            | PaperReceived()
            | PaperSigned()
            | RecordCounted()
            | ChildClosed()
            | ChildReopened()
            | PeriodOpened()
            | TimeReached()
        ):
            pass
        case _:
            assert_never(event)


def _answer_if_allowed(
    work: Work, event: FactCorrected | JudgementMade | PaperIssued | PromiseMade | PartyChanged | Overridden
) -> None:
    """What is for some to do and not for others."""
    match event:
        case FactCorrected():
            may_correct(work, event)
            work.give_declared(event.facts)
            dues.recompute(work)
        case JudgementMade():
            may_judge(work, event)
        case PaperIssued():
            may_issue(work, event)
        case PromiseMade():
            may_promise(work, event)
        case PartyChanged():
            may_change_party(work, event)
        case Overridden():
            may_override(work, event)


def _finish(work: Work, event: StepFinished) -> None:
    if work.flow.steps[open_step(work, event).step].rule.approve:
        approve_by_outcome(work, event)
    else:
        finish(work, event)


def _settle(work: Work) -> datetime | None:
    """Follow every happening to its end, then see to closing, and that nothing is left in limbo."""
    count = 0
    while True:
        while work.queue:
            count += 1
            if count > MOST_HAPPENINGS:
                raise EndlessRulesError(
                    f"{work.flow.name}: rules set each other off without end, last {work.queue[0][0]}"
                )
            name, work.instant = work.queue.popleft()
            _follow(work, name)
        work.instant = work.at
        if work.draft.pending:
            reactions.retry_pending(work)
        if work.draft.closed_at is None:
            dues.review(work)
            settle_closing(work)
        if not work.queue:
            break
    wake = next_wake(work)
    no_limbo(work, wake)
    return wake


def _follow(work: Work, name: str) -> None:
    dues.on_happening(work, name)
    reactions.on_happening(work, name)
    if name.endswith(".set"):
        path = work.flow.lists.get(name[:-4])
        if path is not None:
            reconcile(work, path)
