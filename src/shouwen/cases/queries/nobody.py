"""Open work that nobody can do, looked for where it can be: from vacant posts and absent persons, not from every open task."""

HELD = "SELECT * FROM unnest(%(persons)s::text[], %(posts)s::text[], %(units)s::text[]) AS given (person, post, unit)"
# The posts, persons and takers of open work, one step along an index for each, however much work each of them has.
PLACES = """
place AS (
  (SELECT unit, post FROM runtime_taskseat WHERE is_open AND person = '' ORDER BY unit, post LIMIT 1)
  UNION ALL
  SELECT further.unit, further.post FROM place, LATERAL (
    SELECT unit, post FROM runtime_taskseat WHERE is_open AND person = '' AND (unit, post) > (place.unit, place.post)
    ORDER BY unit, post LIMIT 1) AS further
)"""
NAMED = """
named AS (
  (SELECT person FROM runtime_taskseat WHERE is_open AND person <> '' ORDER BY person LIMIT 1)
  UNION ALL
  SELECT further.person FROM named, LATERAL (
    SELECT person FROM runtime_taskseat WHERE is_open AND person <> '' AND person > named.person
    ORDER BY person LIMIT 1) AS further
)"""
TAKERS = """
taker AS (
  (SELECT taken_by FROM runtime_task WHERE state = 'open' AND taken_by <> '' ORDER BY taken_by LIMIT 1)
  UNION ALL
  SELECT further.taken_by FROM taker, LATERAL (
    SELECT taken_by FROM runtime_task WHERE state = 'open' AND taken_by <> '' AND taken_by > taker.taken_by
    ORDER BY taken_by LIMIT 1) AS further
)"""
# Seats of which each for itself helps nobody; whether the task has a better one is asked of these few tasks only. What stands
# under LATERAL with OFFSET is looked up by its key, for the database takes the vacant posts for many and would read everything.
EMPTY = f"""
held AS MATERIALIZED (
  SELECT given.post, given.unit, array_agg(given.person) AS persons
  FROM ({HELD}) AS given JOIN place ON place.post = given.post AND place.unit = given.unit
  WHERE given.person = ANY(%(able)s) GROUP BY given.post, given.unit
), vacant AS MATERIALIZED (
  SELECT place.unit, place.post FROM place
  WHERE NOT EXISTS (SELECT FROM held WHERE held.post = place.post AND held.unit = place.unit)
), absent AS MATERIALIZED (SELECT person FROM named WHERE person <> ALL(%(able)s)),
empty AS (
  SELECT seat.task_id FROM vacant, LATERAL (
    SELECT task_id FROM runtime_taskseat
    WHERE is_open AND person = '' AND unit = vacant.unit AND post = vacant.post OFFSET 0) AS seat
  UNION
  SELECT seat.task_id FROM runtime_taskseat seat JOIN held ON held.post = seat.post AND held.unit = seat.unit
  WHERE seat.is_open AND seat.person = '' AND seat.barred <> '{{}}' AND held.persons <@ seat.barred
  UNION
  SELECT seat.task_id FROM absent, LATERAL (
    SELECT task_id FROM runtime_taskseat WHERE is_open AND person <> '' AND person = absent.person OFFSET 0) AS seat
)"""  # noqa: S608  # a constant
UNASSIGNED = f"""
SELECT * FROM (
WITH RECURSIVE {PLACES}, {NAMED}, {TAKERS}, {EMPTY}
SELECT t.subject_id FROM empty, LATERAL (
  SELECT subject_id FROM runtime_task WHERE id = empty.task_id AND state = 'open' AND taken_by = '' OFFSET 0) AS t
WHERE NOT EXISTS (
  SELECT FROM runtime_taskseat other LEFT JOIN held ON held.post = other.post AND held.unit = other.unit
  WHERE other.task_id = empty.task_id AND other.is_open AND (
    other.outside <> '' OR other.person = ANY(%(able)s) OR (other.person = '' AND NOT held.persons <@ other.barred)))
UNION ALL
SELECT t.subject_id FROM taker JOIN runtime_task t ON t.state = 'open' AND t.taken_by <> '' AND t.taken_by = taker.taken_by
WHERE taker.taken_by <> ALL(%(able)s)
UNION ALL
SELECT t.subject_id FROM runtime_task t JOIN cases_case c ON c.subject_id = t.subject_id
WHERE t.state = 'open' AND t.seatless AND t.taken_by = '' AND c.handler <> ALL(%(able)s)
) AS unassigned
"""  # noqa: S608  # a constant
