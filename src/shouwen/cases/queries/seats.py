"""Open tasks of somebody's seats, as the database is asked for them: the most pressing of each seat, along one index."""

from typing import Any

from shouwen.people.access import Viewer

# Of each seat only the most pressing tasks are looked at, along an index that has them in this order.
# Its task is looked up for one seat after the other: the database would rather read all tasks than some thousand by key.
PRESSING = """
  SELECT seat.task_id, seat.due_at, t.subject_id, t.take, t.taken_by, t.approve FROM runtime_taskseat seat, LATERAL (
    SELECT subject_id, take, taken_by, approve FROM runtime_task
    WHERE id = seat.task_id AND state = 'open' AND (taken_by = '' OR taken_by = ANY(%(persons)s)) OFFSET 0) AS t
  WHERE seat.is_open AND {whose} AND NOT (%(me)s = ANY(seat.barred))
  ORDER BY seat.due_at, seat.task_id LIMIT %(reach)s
"""
OF_PERSON = PRESSING.format(whose="seat.person <> '' AND seat.person = own.person")
OF_POST = PRESSING.format(whose="seat.person = '' AND seat.unit = held.unit AND seat.post = held.post")
OWN = f"""
SELECT near.* FROM unnest(%(persons)s::text[]) AS own (person), LATERAL ({OF_PERSON}) AS near
UNION
SELECT near.* FROM (
  SELECT * FROM unnest(%(posts)s::text[], %(units)s::text[]) AS given (post, unit)
  UNION SELECT '', unit FROM unnest(%(units)s::text[]) AS given (unit)
) AS held, LATERAL ({OF_POST}) AS near
"""  # noqa: S608  # constants
SHARED = "SELECT * FROM own_work"
"""The same, once a question with several parts begins with `OWN` under this name."""
MOST_LOOKED_AT = 2000
"""Of each seat; nobody works off more, and a list stops counting at a hundred."""


def of_seats(viewer: Viewer, reach: int = MOST_LOOKED_AT) -> dict[str, Any]:
    """What `OWN` asks for."""
    seats = sorted(viewer.seats)
    return {
        "persons": [str(person) for person in sorted(viewer.persons)],
        "posts": [post for post, _ in seats],
        "units": [str(unit) for _, unit in seats],
        "me": viewer.id,
        "reach": reach,
    }
