"""Acts about time: rest a case, take it up again, lengthen a limit."""

from datetime import datetime

from shouwen.engine.act_terms import instant_meant, is_superior_of, need_reason, refused
from shouwen.engine.compile_due import span_of
from shouwen.engine.dues import recompute
from shouwen.engine.effects import PauseCase, ResumeCase, SetFact, SetState
from shouwen.engine.events import ActRequested
from shouwen.engine.steps import state_of
from shouwen.engine.work import Work
from shouwen.engine.worktime import add


def suspend(work: Work, event: ActRequested) -> None:
    """挂起: with a reason and a planned end; limits stand still until then, promises to the customer do not."""
    need_reason(work, event)
    if work.draft.suspended_until is not None:
        raise refused(work, event, "suspended:")
    until = instant_meant(work, event, "until")
    _not_too_long(work, event, until)
    work.emit(SetState(state="suspended"))
    work.emit(PauseCase(until=until, why=work.reason))
    recompute(work)


def _not_too_long(work: Work, event: ActRequested, until: datetime) -> None:
    """A rest that the rulebook calls long is for somebody above those who work on the case or answer for it."""
    book = work.compiled.rulebook
    figure = book.header.long_rest
    span = span_of(figure.value, book) if figure is not None and figure.value is not None else None
    if span is None or event.by is None:
        return
    farthest = add(work.at, span, work.calendars.default).at
    seats = (*work.owner(), *(seat for active in work.draft.active for seat in active.assignees))
    if farthest is not None and until > farthest and not is_superior_of(work, seats):
        raise refused(work, event, "rest:")


def resume(work: Work, event: ActRequested) -> None:
    """恢复: before the planned instant."""
    if work.draft.suspended_until is None:
        raise refused(work, event, "suspended:")
    take_up(work)


def take_up(work: Work) -> None:
    """The case goes on, at the planned instant at the latest, however late that is noticed."""
    until = work.draft.suspended_until
    if until is None:
        return
    work.emit(ResumeCase(at=min(work.at, until)))
    recompute(work)
    work.emit(SetState(state=state_of_work(work)))


def state_of_work(work: Work) -> str:
    """The house state that the open tasks give."""
    for active in work.draft.active:
        if not active.group:
            step = work.flow.steps.get(active.step) if active.taken_by is not None else None
            return active.state if step is None else state_of(step.rule, active.visit)
    return "working"


def extend(work: Work, event: ActRequested) -> None:
    """延期: only who may override the limit moves it, with a reason, and never a promise to the customer."""
    need_reason(work, event)
    clock = work.draft.clocks.get(str(event.facts.get("clock")))
    until = instant_meant(work, event, "until")
    plan = work.flow.dues.get(clock.rule) if clock is not None else None
    if clock is None or plan is None or clock.result is not None:
        raise refused(work, event, "fact:clock")
    if clock.promise:
        raise refused(work, event, f"promise:{clock.clock}")
    if plan.due.override is None or not work.searcher().covers(plan.due.override, event.by):
        raise refused(work, event, f"only:{clock.rule}")
    work.emit(SetFact(fact=f"extended.{clock.clock}", value=until.isoformat()))
    recompute(work, [clock])
