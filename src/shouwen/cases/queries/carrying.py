"""Who carries which open case, and which cases rest too long: for the board, and for the lists behind its counts."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.expressions import RawSQL

from shouwen.cases.surroundings import calendars_of
from shouwen.engine.compile_due import span_of
from shouwen.engine.date_tests import over_before
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks

# By whoever took the task or was given it by name, else by the handler of the case.
WORK = """
SELECT t.subject_id, t.due_at, c.unit,
  COALESCE(NULLIF(t.taken_by, ''), NULLIF(max(seat.person), ''), NULLIF(c.handler, '')) AS person
FROM runtime_task t JOIN cases_case c ON c.subject_id = t.subject_id
LEFT JOIN runtime_taskseat seat ON seat.task_id = t.id AND seat.is_open
WHERE t.state = 'open' AND c.closed_at IS NULL
GROUP BY t.id, c.subject_id
"""
CARRIED = f"SELECT subject_id FROM ({WORK}) AS work WHERE person = %s"  # noqa: S608  # a constant


def carried_by(person: str, *, late_at: datetime | None = None) -> Q:
    """Cases with an open task of this person; with `late_at`, one whose limit is over by then."""
    late, values = (" AND due_at < %s", [person, late_at]) if late_at else ("", [person])
    return Q(pk__in=RawSQL(CARRIED + late, values))  # noqa: S611  # constants


def rests_long(viewer: Viewer) -> Q:
    """Cases at rest for longer than the rulebook they stand under lets pass without a word."""
    return reduce(or_, _long_ago(viewer, viewer.at), Q(pk__in=()))


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
