"""Approvals that wait for the viewer now: whose turn it is not yet, is not asked."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.models import Case
from shouwen.cases.queries.lists import NOT_LISTED
from shouwen.cases.queries.seats import OWN, of_seats
from shouwen.cases.queries.seeing import person_name, rows_of
from shouwen.cases.rows import CaseRow
from shouwen.engine.approval import Approval, asked
from shouwen.engine.facts import Assignee
from shouwen.people.access import Viewer
from shouwen.runtime.models import Task
from shouwen.runtime.queries import states_of

MOST = 100
TO_APPROVE = f"""
SELECT t.* FROM ({OWN} ORDER BY due_at, task_id) AS near JOIN runtime_task t ON t.id = near.task_id
WHERE t.approve ORDER BY t.due_at, t.id LIMIT %(most)s
"""  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One approval with its case: what is asked, by whom, since when, until when."""

    case: CaseRow
    task: str
    title: str
    asked_by: str
    asked_at: datetime
    due_at: datetime | None
    is_lent: bool
    """Somebody else decides; the viewer is asked for an opinion."""


def approvals(viewer: Viewer) -> tuple[ApprovalRow, ...]:
    """The most pressing first; three queries, however many there are."""
    tasks = list(Task.objects.raw(TO_APPROVE, {**of_seats(viewer), "most": MOST}))
    states = states_of({task.subject_id for task in tasks}) if tasks else {}
    found = []
    for task in tasks:
        approval = states[task.subject_id][1].approvals.get(task.key)
        own = _own_turn(viewer, approval) if approval is not None else None
        if approval is not None and own is not None:
            found.append((task, approval, own))
    cases = list(Case.objects.filter(pk__in={task.subject_id for task, _, _ in found}).defer(*NOT_LISTED))
    rows = {row.id: row for row in rows_of(viewer, cases)}
    return tuple(
        ApprovalRow(
            case=rows[task.subject_id],
            task=task.key,
            title=task.title,
            asked_by=person_name(viewer, approval.initiator),
            asked_at=task.opened_at,
            due_at=task.due_at,
            is_lent=approval.signers[own].origin == "lent",
        )
        for task, approval, own in found
        if task.subject_id in rows
    )


def _own_turn(viewer: Viewer, approval: Approval) -> int | None:
    """The first signer whose turn it is and for whom the viewer acts; nobody decides what they asked for themselves."""
    if approval.initiator == viewer.id:
        return None
    return next((i for i in asked(approval) if _is_own(viewer, approval.signers[i].seat)), None)


def _is_own(viewer: Viewer, seat: Assignee) -> bool:
    if viewer.id in seat.barred:
        return False
    if seat.person is not None:
        return seat.person.isdecimal() and int(seat.person) in viewer.persons
    seats = {(post, str(unit)) for post, unit in viewer.seats}
    units = {unit for _, unit in seats}
    return (seat.post, seat.unit) in seats or (seat.post is None and seat.unit in units)
