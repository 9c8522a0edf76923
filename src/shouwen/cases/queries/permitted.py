"""Which verbs a viewer is offered on a case; whether they pass is decided by the rules when they are tried."""

from collections.abc import Iterable, Sequence

from shouwen.cases.models import Case
from shouwen.cases.queries.seeing import seats_of
from shouwen.cases.rows import ActView, StepView
from shouwen.cases.words import NEEDS_REASON, act_title
from shouwen.engine.state import State
from shouwen.people.access import Viewer, may
from shouwen.runtime.models import Task, TaskSeat

# In the order of the buttons.
ON_OPEN = (
    "reply",
    "urge",
    "supervise",
    "co_handle",
    "suspend",
    "resume",
    "extend",
    "merge",
    "link",
    "withdraw",
    "void",
)
ON_CLOSED = ("reopen", "archive", "link")
ON_TASK = ("take", "refuse", "transfer")
PUT_BACK = "put_back"
"""Of who took a task that stands in the name of a post."""
ON_APPROVAL = ("approve.add_signer", "approve.hand_over", "approve.lend", "approve.copy")
OF_A_PART = frozenset({"suspend", "resume"})
"""Verbs of those who answer for the case or work on it, and of those who supervise its unit: to see it is not enough."""
OF_THE_PART = ("unit", "first_contact", "handler", "handler_post", "handler_unit")
"""What has to be read of a case to tell who answers for it."""
TAKE_BACK = "approve.withdraw"
"""Of who asked for an approval, and of signers while nobody after them has signed: it needs no duty of theirs."""
TAKE_OFF = "approve.remove_signer"
"""Of who brought a signer in, even while it is the other's turn."""


def acts_for(viewer: Viewer, case: Case, state: State, steps: Sequence[StepView]) -> tuple[ActView, ...]:
    """Verbs of the case, then those of each task that is the viewer's."""
    own = is_own(viewer, case)
    whole = ON_OPEN if state.closed_at is None else ON_CLOSED
    has_part = answers_for(viewer, case) or any(step.is_mine for step in steps)
    offered = [
        name
        for name in whole
        if _fits(name, state) and may(viewer, name, unit=case.unit, own=own) and (has_part or name not in OF_A_PART)
    ]
    found = [_act(name) for name in offered]
    leads = state.closed_at is None and may(viewer, "supervise", unit=case.unit)
    for step in steps:
        found += [_act(name, step.task) for name in _of_task(step)]
        if leads and step.hands_on and not step.approve:
            found.append(_act("transfer", step.task))
    return tuple(found)


def is_own(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer has a part in the case."""
    return not set(seats_of(viewer)).isdisjoint(case.parties)


def answers_for(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer had the first contact, is the handler, or supervises the unit of the case."""
    persons = {str(person) for person in viewer.persons}
    if case.first_contact in persons or case.handler in persons:
        return True
    seats = {(post, str(unit)) for post, unit in viewer.seats}
    return (case.handler_post, case.handler_unit) in seats or may(viewer, "supervise", unit=case.unit)


def has_part(viewer: Viewer, case_id: int) -> bool:
    """Whether the viewer answers for the case, works on it or supervises its unit; to see it is not enough."""
    case = Case.objects.only(*OF_THE_PART).filter(pk=case_id).first()
    return case is not None and (answers_for(viewer, case) or works_on(viewer, case_id))


def works_on(viewer: Viewer, case_id: int) -> bool:
    """Whether an open task of the case is the viewer's."""
    seats = TaskSeat.objects.filter(task__subject=case_id, task__state=Task.State.OPEN, is_open=True)
    own = {(post, str(unit)) for post, unit in viewer.seats}
    units = {unit for _, unit in own}
    persons = {str(person) for person in viewer.persons}
    return any(
        viewer.id not in barred
        and (person in persons if person else (post, unit) in own or (not post and unit in units))
        for person, post, unit, barred in seats.values_list("person", "post", "unit", "barred")
    )


def _fits(name: str, state: State) -> bool:
    resting = state.suspended_until is not None
    if name == "resume":
        return resting
    if name == "suspend":
        return not resting
    if name == "archive":
        return state.state == "done"
    return True


def _of_task(step: StepView) -> Iterable[str]:
    back = (*((TAKE_BACK,) if step.takes_back else ()), *((TAKE_OFF,) if step.removable else ()))
    if not step.is_mine:
        return back
    if step.take:
        return ON_TASK
    taken = (PUT_BACK,) if step.taken_by and not step.approve else ()
    return (*back, *ON_TASK[1:], *taken, *(ON_APPROVAL if step.approve else ()))


def _act(name: str, task: str | None = None) -> ActView:
    return ActView(name, act_title(name), name in NEEDS_REASON, task)
