"""Acts about who works on a case: take, refuse, transfer, ask for help, urge, supervise."""

from shouwen.engine.act_terms import (
    closed_to,
    instant_meant,
    is_concerned,
    is_superior,
    is_superior_of,
    need_reason,
    need_seats,
    refused,
    task_meant,
)
from shouwen.engine.back import asked_by, back_to, dispatchers
from shouwen.engine.closing import CLOSE_TASK, close_by_hand
from shouwen.engine.dues import end_of_task
from shouwen.engine.effects import FinishTask, Notify, OpenTask, ReassignTask, SetFact, StartClock, TakeTask
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Assignee
from shouwen.engine.parts import do_parts, handed_on, parts_of, several
from shouwen.engine.seats import may_act, persons_of
from shouwen.engine.state import Active
from shouwen.engine.steps import show_state, state_of
from shouwen.engine.work import Work

SUPERVISE = "supervise"


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
    work.emit(Notify(to=back, kind="task.refused", say=work.reason, about=active.task, urgent=True))
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
    _side_task(work, event, "co_handle", str(event.facts.get("title") or "协办"), seats)


def supervise(work: Work, event: ActRequested) -> None:
    """督办: a task of its own with a limit, an answer and an end; it must name its limit and its reason."""
    need_reason(work, event)
    instant_meant(work, event, "limit")
    named = any(event.facts.get(name) is not None for name in ("person", "post", "unit"))
    seats = _without(work, event, need_seats(work, event) if named else _working(work))
    if not seats:
        raise refused(work, event, "own:")
    key = _side_task(work, event, SUPERVISE, str(event.facts.get("title") or "督办"), seats)
    if event.by is not None:
        work.emit(SetFact(fact=f"asked.{key}", value=event.by))
    _count(work, "case.supervised_count")
    work.emit(Notify(to=seats, kind="case.supervised", say=work.reason, urgent=True))


def _side_task(work: Work, event: ActRequested, sort: str, title: str, seats: tuple[Assignee, ...]) -> str:
    key = f"{sort}!{work.draft.seq}"
    limit = instant_meant(work, event, "limit") if event.facts.get("limit") is not None else None
    work.emit(OpenTask(task=key, step=None, title=title, assignees=seats))
    if limit is not None:
        clock = f"{sort}.limit#{key}"
        work.emit(StartClock(clock=clock, rule=f"{sort}.limit", title=title, from_at=work.at, due_at=limit, task=key))
    return key


def _answer(work: Work, active: Active) -> None:
    """What was done is told to whoever supervises it."""
    to = asked_by(work, active)
    if to:
        work.emit(Notify(to=to, kind="case.supervision_answered", say=work.reason, about=active.task))


def urge(work: Work, event: ActRequested) -> None:
    """催办: counted, and told to whoever works on it and whoever dispatched it; nothing else changes.

    Nobody urges what waits for himself alone, unless the customer did and he puts that on record.
    """
    need_reason(work, event)
    by_customer = event.by is None or event.facts.get("customer") is True
    working = _working(work)
    if not (by_customer or _without(work, event, working)):
        raise refused(work, event, "own:")
    times = _count(work, "case.urged_count")
    to = _without(work, event, tuple(dict.fromkeys((*working, *dispatchers(work)[:1]))))
    if to:
        say = work.reason if times == 1 else f"催办 {times} 次，最近：{work.reason}"
        work.emit(Notify(to=to, kind=_urging(work, working, by_customer=by_customer), say=say, urgent=True))


def _urging(work: Work, working: tuple[Assignee, ...], *, by_customer: bool) -> str:
    """Who urges: the customer, somebody above those who work on it, or somebody else of the house."""
    if by_customer:
        return "case.urged_by_customer"
    return "case.urged_from_above" if is_superior_of(work, working) else "case.urged"


def _without(work: Work, event: ActRequested, seats: tuple[Assignee, ...]) -> tuple[Assignee, ...]:
    """The seats for which not only the person who acts stands."""
    roster = work.subject.around.roster
    return tuple(seat for seat in seats if event.by is None or set(persons_of(seat, roster)) != {event.by})


def _count(work: Work, fact: str) -> int:
    known = work.lookup(fact)
    count = (known if isinstance(known, int) else 0) + 1
    work.emit(SetFact(fact=fact, value=count))
    return count


def _working(work: Work) -> tuple[Assignee, ...]:
    """Everybody the case now waits for."""
    seats = [seat for active in work.draft.active if not active.group for seat in active.assignees]
    return tuple(dict.fromkeys(seats)) or work.owner()


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
    if active.task.startswith(f"{SUPERVISE}!"):
        need_reason(work, event)
        _answer(work, active)
    if parts and not do_parts(work, active, parts, outcome):
        return
    work.emit(FinishTask(task=active.task, outcome="done"))
    end_of_task(work, active.task, done=True)
