"""我的待办: every open task of the viewer's seats, the most pressing first."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.cases.models import Case
from shouwen.cases.queries.clocks import clock_view, nearest
from shouwen.cases.queries.lists import MOST_COUNTED, NOT_LISTED
from shouwen.cases.queries.seats import OWN, of_seats
from shouwen.cases.queries.seeing import rows_of
from shouwen.cases.rows import CaseRow, ClockView, DutyRow, Group
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import database, rulebooks
from shouwen.runtime.models import Clock, Task

MOST_SHOWN = 40
MINE = f"""
SELECT t.* FROM ({OWN} ORDER BY due_at, task_id LIMIT %(most)s OFFSET %(skip)s) AS near
JOIN runtime_task t ON t.id = near.task_id
"""  # noqa: S608  # constants
COUNT = f"SELECT count(*) FROM ({OWN} LIMIT %(reach)s) AS near"  # noqa: S608  # constants
GROUPS: tuple[Group, ...] = ("late", "today", "promised", "tomorrow", "later", "waiting")


def my_tasks(viewer: Viewer, now: datetime, *, skip: int = 0) -> tuple[DutyRow, ...]:
    """Late ones first, then by their limit; four queries, however many there are, and a page's worth of rows."""
    asked = {**of_seats(viewer, skip + MOST_SHOWN), "most": MOST_SHOWN, "skip": skip}
    tasks = {task.pk: task for task in Task.objects.raw(MINE, asked)}
    subjects = {task.subject_id for task in tasks.values()}
    cases = Case.objects.filter(pk__in=subjects).defer(*NOT_LISTED)
    found = list(cases)
    rows = {row.id: row for row in rows_of(viewer, found)}
    editions = {case.pk: case.edition for case in found}
    clocks = _clocks(subjects, now)
    duties = [
        _duty(viewer, task, rows[task.subject_id], clocks, rulebooks.rulebook(editions[task.subject_id]), now)
        for task in tasks.values()
        if task.subject_id in rows
    ]
    return tuple(sorted(duties, key=_order))


def count_tasks(viewer: Viewer, *, most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many open tasks there are for the viewer, shown or not, and whether there are more than are counted."""
    ((count,),) = database.rows(COUNT, of_seats(viewer, most + 1))
    return min(int(count), most), count > most


def _clocks(subjects: Iterable[int], now: datetime) -> dict[tuple[int, str], list[ClockView]]:
    found: dict[tuple[int, str], list[ClockView]] = {}
    for clock in Clock.objects.filter(subject__in=list(subjects), stopped_at__isnull=True).order_by("due_at"):
        found.setdefault((clock.subject_id, clock.task), []).append(clock_view(clock, now))
    return found


def _duty(
    viewer: Viewer,
    task: Task,
    row: CaseRow,
    clocks: dict[tuple[int, str], list[ClockView]],
    rulebook: Rulebook,
    now: datetime,
) -> DutyRow:
    own = clocks.get((row.id, task.key), [])
    # A step without a limit of its own still serves the limits of the case.
    clock = _pressing(nearest(own), nearest(clocks.get((row.id, ""), [])))
    due = clock.due_at if clock else None
    return DutyRow(
        task_id=task.pk,
        case_id=row.id,
        number=row.number,
        type_title=row.type_title,
        title=row.title,
        customer_name=row.customer_name,
        task=task.key,
        step_title=task.title,
        button=_button(task, rulebook),
        clauses=tuple(dict.fromkeys((*(clock.clauses if clock else ()), *task.clauses))),
        clock=clock,
        group=_group(clock, row, now, ZoneInfo(viewer.organisation.zone_of(viewer.home))),
        due_at=due,
        take=task.take and not task.taken_by,
        approve=task.approve,
        urgent=row.urgent,
        urged=row.urged_count > 0,
    )


def _pressing(own: ClockView | None, whole: ClockView | None) -> ClockView | None:
    """The task's own limit, or an earlier promise; where it rests, a missed limit of the case does not rest with it."""
    if own is not None and whole is not None and whole.promise and nearest((own, whole)) is whole:
        return whole
    rests = own is not None and own.due_at is None
    return whole if own is None or (rests and whole is not None and whole.state == "missed") else own


def _button(task: Task, rulebook: Rulebook) -> str:
    """The one verb that discharges the duty."""
    if task.take and not task.taken_by:
        return "接单"
    if task.approve:
        return "审批"
    paper = rulebook.papers.get(task.fill[0]) if task.fill else None
    return f"填写{paper.title or paper.name}" if paper else "办理"


def _group(clock: ClockView | None, row: CaseRow, now: datetime, zone: ZoneInfo) -> Group:
    if clock is not None and clock.state == "missed":
        return "late"  # no rest hides what is late
    if row.state in {"waiting_customer", "suspended"} or (clock and clock.state == "paused"):
        return "waiting"
    if clock is None or clock.due_at is None:
        return "later"
    days = (clock.due_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days <= 0:
        return "promised" if clock.promise else "today"
    return "tomorrow" if days == 1 else "later"


def _order(duty: DutyRow) -> tuple[int, bool, datetime, int]:
    far = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
    return GROUPS.index(duty.group), not duty.urgent, duty.due_at or far, duty.task_id
