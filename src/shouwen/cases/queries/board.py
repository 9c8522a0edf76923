"""The supervisor's wall: what is late, what soon will be, what nobody took, what rests too long, and who carries how much."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from shouwen.cases.models import Case
from shouwen.cases.queries.lists import Filters, filtered, listing
from shouwen.cases.queries.seeing import rows_of
from shouwen.cases.rows import Board, Listing
from shouwen.cases.surroundings import calendars_of
from shouwen.engine.compile_due import span_of
from shouwen.engine.date_tests import over_before
from shouwen.people.access import SEE, Viewer, visible
from shouwen.runtime import database, rulebooks

MOST_CARDS = 30
MOST_PEOPLE = 40
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
    long_ago = _long_ago(viewer, now)
    if not long_ago:
        return Listing((), None, 0, more=False)
    wanted = filtered(viewer, Filters(open_only=True)).filter(reduce(or_, long_ago))
    rows = list(_lean(wanted).order_by("suspended_at", "pk")[:MOST_CARDS])
    return Listing(rows_of(viewer, rows), None, len(rows), more=False)


def _long_ago(viewer: Viewer, now: datetime) -> list[Q]:
    """Since before when a case rests too long, by the rulebook it stands under."""
    found = []
    for key in rulebooks.installed():
        book = rulebooks.rulebook(key)
        figure = book.header.long_rest
        span = span_of(figure.value, book) if figure is not None and figure.value is not None else None
        if span is not None:
            office = calendars_of(key, str(viewer.home), viewer.version).default
            found.append(Q(edition=key, suspended_at__lt=over_before(span, now, office)))
    return found


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
