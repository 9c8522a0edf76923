"""The supervisor's wall: what is late, what soon will be, what nobody is there for, what nobody took, what rests too long, and who carries how much."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from shouwen.cases.models import Case
from shouwen.cases.queries.carrying import WORK, holders, names_at_work
from shouwen.cases.queries.lists import NOT_LISTED, Filters, filtered, listing
from shouwen.cases.queries.seeing import rows_of, seats_of
from shouwen.cases.rows import Board, Listing, Load
from shouwen.people.access import SEE, Viewer, visible
from shouwen.runtime import database

MOST_CARDS = 30
MOST_PEOPLE = 40
LOAD = f"""
SELECT person, count(DISTINCT subject_id), count(DISTINCT subject_id) FILTER (WHERE due_at < %(now)s)
FROM ({WORK}) AS work WHERE person IS NOT NULL AND (
  %(all)s OR unit = ANY(%(reach)s) OR subject_id IN (SELECT subject_id FROM cases_case WHERE parties && %(own)s))
GROUP BY person ORDER BY 3 DESC, 2 DESC LIMIT %(most)s
"""  # noqa: S608  # a constant


def board(viewer: Viewer, now: datetime) -> Board:
    """Five columns and the load, of what the viewer may see."""
    late, nearly = _column(viewer, Filters(late=True)), _column(viewer, Filters(nearly_late=True))
    names = names_at_work(viewer, [row.id for row in (*late.rows, *nearly.rows)], now)
    return Board(
        late=_with(late, names),
        nearly_late=_with(nearly, names),
        unassigned=_column(viewer, Filters(unassigned=True)),
        not_taken=listing(viewer, Filters(not_taken=True), limit=MOST_CARDS),
        long_suspended=_column(viewer, Filters(rests_long=True), by="suspended_at"),
        load=load(viewer, now),
    )


def _column(viewer: Viewer, filters: Filters, *, by: str = "next_due_at") -> Listing:
    """The most pressing first, unlike the list."""
    wanted = filtered(viewer, filters)
    page = list(_lean(wanted).order_by(by, "pk")[: MOST_CARDS + 1])
    rows = page[:MOST_CARDS]
    counted = len(rows) if len(page) <= MOST_CARDS else wanted.order_by()[:101].count()
    return Listing(rows_of(viewer, rows), None, min(counted, 100), counted > 100)


def _with(column: Listing, names: Mapping[int, str]) -> Listing:
    """A card names whom the case waits for, who need not be its handler."""
    return replace(column, rows=tuple(replace(row, handler=names.get(row.id, "")) for row in column.rows))


def _lean(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.defer(*NOT_LISTED)


def load(viewer: Viewer, now: datetime | None = None) -> tuple[Load, ...]:
    """Who carries how much, of the cases that the viewer may see; those with most late first."""
    reach = visible(viewer, SEE)
    units = [str(unit) for unit in sorted(reach.units)]
    seen = {"all": reach.everything, "reach": units, "own": seats_of(viewer)}
    rows = database.rows(LOAD, {**holders(viewer), **seen, "now": now or viewer.at, "most": MOST_PEOPLE})
    copy = viewer.organisation
    persons = copy.persons
    return tuple(
        Load(person, persons[int(person)].name, count, late, copy.is_away(int(person), viewer.at))
        for person, count, late in rows
        if person.isdecimal() and int(person) in persons
    )
