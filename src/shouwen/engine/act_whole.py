"""Acts about a case as a whole: answer, close, reopen, merge, link, void, withdraw."""

from shouwen.engine.act_terms import need_reason, refused
from shouwen.engine.closing import archive, close_by_hand, close_case, closers
from shouwen.engine.effects import Notify, ReopenCase, SetFact
from shouwen.engine.events import ActRequested
from shouwen.engine.seats import may_act
from shouwen.engine.steps import enter
from shouwen.engine.supervisions import take_over, tell_dropped
from shouwen.engine.work import Work


def reply(work: Work, event: ActRequested) -> None:
    """答复: that the customer was answered is what happened by the act itself; whoever owns the case learns of it."""
    work.emit(Notify(to=work.owner(), kind="case.replied", about=str(event.facts.get("message", ""))))


def close(work: Work, event: ActRequested) -> None:
    """办结: by whoever is named for it, once nothing lacks."""
    roster = work.subject.around.roster
    if event.by is not None and not any(may_act(seat, event.by, roster) for seat in closers(work)):
        raise refused(work, event, "person:")
    lacks = close_by_hand(work)
    if lacks:
        raise refused(work, event, *lacks)


def archive_case(work: Work, event: ActRequested) -> None:
    """归档: a case that was closed as the rules mean it becomes read-only; one that fell away has no file to complete."""
    if work.draft.closed_at is None or work.draft.state != "done":
        raise refused(work, event, "closed:")
    archive(work)


def reopen(work: Work, event: ActRequested) -> None:
    """重开: with a reason, at the named step or the last one that was worked on."""
    need_reason(work, event)
    if work.draft.closed_at is None:
        raise refused(work, event, "closed:")
    named = event.facts.get("step")
    done = [visit.step for visit in work.draft.visits if visit.step in work.flow.steps]
    top = [step for step in done if work.flow.steps[step].parent is None]
    step = str(named) if named is not None else (top[-1] if top else work.flow.first)
    if step not in work.flow.steps:
        raise refused(work, event, "fact:step")
    work.emit(ReopenCase(why=work.reason))
    enter(work, step)


def merge(work: Work, event: ActRequested) -> None:
    """并单: the case goes on inside another one, and ends here."""
    need_reason(work, event)
    into = event.facts.get("into")
    if into is None or str(into) == work.draft.id:
        raise refused(work, event, "fact:into")
    work.emit(SetFact(fact="case.merged_into", value=str(into)))
    close_case(work, "merged", state="void")


def link(work: Work, event: ActRequested) -> None:
    """关联: the two cases name each other; what goes on in this one brings along what it still owes an answer to."""
    other = event.facts.get("other")
    if other is None or str(other) == work.draft.id:
        raise refused(work, event, "fact:other")
    known = work.draft.facts.get("case.links")
    links = known if isinstance(known, tuple) else ()
    work.emit(SetFact(fact="case.links", value=tuple(dict.fromkeys((*links, str(other))))))
    supervised = event.facts.get("supervised")
    if isinstance(supervised, tuple) and supervised:
        take_over(work, event, supervised)


def void(work: Work, event: ActRequested) -> None:
    """作废: by staff, with a reason; nothing of it is deleted."""
    need_reason(work, event)
    tell_dropped(work, event)
    close_case(work, "void", state="void")


def withdraw(work: Work, event: ActRequested) -> None:
    """撤销: the one who asked does not want it any more."""
    need_reason(work, event)
    tell_dropped(work, event)
    close_case(work, "withdrawn", state="withdrawn")
