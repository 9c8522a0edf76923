"""Acts about who works on a case: take, refuse, transfer, ask for help, urge."""

from shouwen.engine.act_terms import (
    closed_to,
    count,
    is_concerned,
    is_superior,
    is_superior_of,
    need_reason,
    need_seats,
    refused,
    task_meant,
    without,
    working,
)
from shouwen.engine.back import back_to, dispatchers
from shouwen.engine.closing import CLOSE_TASK, close_by_hand
from shouwen.engine.dues import end_of_task
from shouwen.engine.effects import FinishTask, Notify, ReassignTask, TakeTask
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Assignee
from shouwen.engine.parts import do_parts, handed_on, parts_of, several
from shouwen.engine.seats import may_act, persons_of
from shouwen.engine.state import Active
from shouwen.engine.steps import show_state, state_of
from shouwen.engine.supervisions import is_supervision, side_task, tell_answer
from shouwen.engine.work import Work


def take(work: Work, event: ActRequested) -> None:
    """One of those who may act takes the task; it is nobody else's until given back."""
    active = task_meant(work, event)
    if active.taken_by is not None and active.taken_by != event.by:
        raise refused(work, event, f"taken:{active.taken_by}")
    roster = work.subject.around.roster
    if active.assignees and not any(may_act(seat, event.by, roster) for seat in active.assignees):
        raise refused(work, event, "person:")
    work.emit(TakeTask(task=active.task, person=event.by))
    _show(work, active)


def refuse_task(work: Work, event: ActRequested) -> None:
    """退单: the task goes back to whoever dispatches, with the reason."""
    need_reason(work, event)
    active = no_approval(work, event)
    if not is_concerned(work, active):
        raise refused(work, event, "person:")
    back = back_to(work, active)
    if not back:
        raise refused(work, event, "nobody_else:")
    seats, done = handed_on(work, active, back)
    work.emit(ReassignTask(task=active.task, assignees=seats, done=done))
    work.emit(Notify(to=back, kind="task.refused", say=work.reason, about=active.task))
    if active.step:
        show_state(work, "to_dispatch")


def no_approval(work: Work, event: ActRequested) -> Active:
    """The task meant; approvals change hands by their own verbs, so that signers and task never differ."""
    active = task_meant(work, event)
    if active.task in work.draft.approvals:
        raise refused(work, event, "approval:hand_over")
    return active


def transfer(work: Work, event: ActRequested) -> None:
    """转派: the task goes to somebody else; those whom the rule excludes never get it this way either."""
    need_reason(work, event)
    active, to = no_approval(work, event), need_seats(work, event)
    if not (is_concerned(work, active) or is_superior(work, active)):
        raise refused(work, event, "person:")
    kept = closed_to(work, active, to)
    if not any(persons_of(seat, work.subject.around.roster) for seat in kept):
        raise refused(work, event, "excluded:")
    step = work.flow.steps.get(active.step)
    seats, done = handed_on(work, active, kept)
    take = step is not None and step.rule.take
    work.emit(ReassignTask(task=active.task, assignees=seats, done=done, take=take))
    work.emit(Notify(to=kept, kind="task.transferred", say=work.reason, about=active.task))
    _show(work, active)


def give_to(work: Work, event: ActRequested) -> None:
    """派给: a task that waits for its post becomes the work of one who can act for it; the post keeps its seat."""
    active = no_approval(work, event)
    if active.taken_by is not None:
        raise refused(work, event, f"taken:{active.taken_by}")
    if event.by is not None and not (is_concerned(work, active) or is_superior(work, active)):
        raise refused(work, event, "person:")
    person = event.facts.get("person")
    roster = work.subject.around.roster
    if person is None or not any(may_act(seat, str(person), roster) for seat in active.assignees):
        raise refused(work, event, "excluded:")
    work.emit(TakeTask(task=active.task, person=str(person)))
    work.emit(Notify(to=(Assignee(person=str(person)),), kind="task.given", say=active.title, about=active.task))
    _show(work, active)


def put_back(work: Work, event: ActRequested) -> None:
    """放回: whoever took the task, or somebody above, gives it back to all who can act for it."""
    active = no_approval(work, event)
    if active.taken_by is None:
        raise refused(work, event, "task:")
    if event.by not in {None, active.taken_by} and not is_superior(work, active):
        raise refused(work, event, "person:")
    work.emit(TakeTask(task=active.task, person=None))
    _show(work, active)


def _show(work: Work, active: Active) -> None:
    """A step that has to be taken waits for that as long as nobody did."""
    taken = work.draft.task(active.task)
    step = work.flow.steps.get(active.step)
    if step is not None:
        waits = step.rule.take and (taken is None or taken.taken_by is None)
        show_state(work, "to_take" if waits else state_of(step.rule, active.visit))


def co_handle(work: Work, event: ActRequested) -> None:
    """加派: somebody helps, with a task and perhaps a limit of his own; the case stays where it is."""
    seats = need_seats(work, event)
    side_task(work, event, "co_handle", str(event.facts.get("title") or "协办"), seats)


def urge(work: Work, event: ActRequested) -> None:
    """催办: counted, and told to whoever works on it and whoever dispatched it; nothing else changes.

    Nobody urges what waits for himself alone, unless the customer did and he puts that on record.
    """
    need_reason(work, event)
    by_customer = event.by is None or event.facts.get("customer") is True
    at_work = working(work)
    if not (by_customer or without(work, event, at_work)):
        raise refused(work, event, "own:")
    times = count(work, "case.urged_count")
    to = without(work, event, tuple(dict.fromkeys((*at_work, *dispatchers(work)[:1]))))
    if to:
        say = work.reason if times == 1 else f"催办 {times} 次，最近：{work.reason}"
        work.emit(Notify(to=to, kind=_urging(work, at_work, by_customer=by_customer), say=say))


def _urging(work: Work, at_work: tuple[Assignee, ...], *, by_customer: bool) -> str:
    """Who urges: the customer, somebody above those who work on it, or somebody else of the house."""
    if by_customer:
        return "case.urged_by_customer"
    return "case.urged_from_above" if is_superior_of(work, at_work) else "case.urged"


def close_task(work: Work, event: ActRequested, active: Active) -> None:
    """The task of closing is its own people's; whoever only answers for the case does not close it in their place."""
    roster = work.subject.around.roster
    if event.by is not None and not any(may_act(seat, event.by, roster) for seat in active.assignees):
        raise refused(work, event, "person:")
    lacks = close_by_hand(work)
    if lacks:
        raise refused(work, event, *lacks)


def done(work: Work, event: ActRequested) -> None:
    """A task beside the flow is finished; `done` is its one outcome."""
    active = task_meant(work, event)
    outcome = str(event.facts.get("outcome", "done"))
    if active.step or outcome != "done":
        raise refused(work, event, "outcome:" if active.step else f"outcome:{outcome}")
    parts = parts_of(work, active, event.by) if several(active) else ()
    if not (parts if several(active) else is_concerned(work, active)):
        raise refused(work, event, "person:")
    if active.task.startswith(CLOSE_TASK):
        close_task(work, event, active)
        return
    if is_supervision(active.task):
        need_reason(work, event)
        tell_answer(work, active)
    if parts and not do_parts(work, active, parts, outcome):
        return
    work.emit(FinishTask(task=active.task, outcome="done"))
    end_of_task(work, active.task, done=True)
