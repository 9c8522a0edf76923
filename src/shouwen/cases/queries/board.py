"""The supervisor's wall: what is late, what soon will be, what nobody took, what rests too long, and who carries how much."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from shouwen.cases.models import Case
from shouwen.cases.queries.lists import Filters, filtered, listing
from shouwen.cases.queries.seeing import rows_of
from shouwen.cases.rows import Board, Listing
from shouwen.people.access import SEE, Viewer, visible
from shouwen.runtime import database

MOST_CARDS = 30
MOST_PEOPLE = 40
LONG_SUSPENDED = timedelta(days=7)
# By whoever took the task or was given it by name, else by the handler of the case.
LOAD = """
SELECT person, count(*), count(*) FILTER (WHERE due_at < %(now)s) FROM (
  SELECT COALESCE(NULLIF(t.taken_by, ''), NULLIF(max(seat.person), ''), NULLIF(c.handler, '')) AS person, t.due_at
  FROM runtime_task t JOIN cases_case c ON c.subject_id = t.subject_id
  LEFT JOIN runtime_taskseat seat ON seat.task_id = t.id AND seat.is_open
  WHERE t.state = 'open' AND c.closed_at IS NULL AND (%(all)s OR c.unit = ANY(%(units)s))
  GROUP BY t.id, c.handler
) AS work WHERE person IS NOT NULL GROUP BY person ORDER BY 3 DESC, 2 DESC LIMIT %(most)s
"""


def board(viewer: Viewer, now: datetime) -> Board:
    """Four columns and the load, of what the viewer may see."""
    return Board(
        late=_column(viewer, Filters(late=True)),
        nearly_late=_column(viewer, Filters(nearly_late=True)),
        not_taken=listing(viewer, Filters(not_taken=True), limit=MOST_CARDS),
        long_suspended=_resting(viewer, now),
        load=_load(viewer, now),
    )


def _column(viewer: Viewer, filters: Filters) -> Listing:
    """The most pressing first, unlike the list."""
    wanted = filtered(viewer, filters)
    page = list(_lean(wanted).order_by("next_due_at", "pk")[: MOST_CARDS + 1])
    rows = page[:MOST_CARDS]
    counted = len(rows) if len(page) <= MOST_CARDS else wanted.order_by()[:101].count()
    return Listing(rows_of(viewer, rows), None, min(counted, 100), counted > 100)


def _resting(viewer: Viewer, now: datetime) -> Listing:
    wanted = filtered(viewer, Filters(open_only=True)).filter(suspended_at__lt=now - LONG_SUSPENDED)
    rows = list(_lean(wanted).order_by("suspended_at", "pk")[:MOST_CARDS])
    return Listing(rows_of(viewer, rows), None, len(rows), more=False)


def _lean(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.defer("search", "search_text", "content", "demand", "parties")


def _load(viewer: Viewer, now: datetime) -> tuple[tuple[str, int, int], ...]:
    reach = visible(viewer, SEE)
    units = [str(unit) for unit in sorted(reach.units)]
    rows = database.rows(LOAD, {"now": now, "all": reach.everything, "units": units, "most": MOST_PEOPLE})
    persons = viewer.organisation.persons
    return tuple(
        (persons[int(person)].name, count, late)
        for person, count, late in rows
        if person.isdecimal() and int(person) in persons
    )
