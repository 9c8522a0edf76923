"""What stands open in one person's own name, for those who look after people: numbers and titles, nothing of the content."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.runtime import database

OPEN = """
SELECT t.subject_id, t.key, t.title, t.due_at, c.number FROM runtime_task t
JOIN cases_case c ON c.subject_id = t.subject_id
WHERE t.state = 'open' AND (t.taken_by = %(person)s OR EXISTS (
  SELECT 1 FROM runtime_taskseat s WHERE s.task_id = t.id AND s.is_open AND s.person = %(person)s))
ORDER BY t.due_at NULLS LAST, t.id
"""
COUNT = """
SELECT who, count(DISTINCT task) FROM (
  SELECT s.person AS who, s.task_id AS task FROM runtime_taskseat s JOIN runtime_task t ON t.id = s.task_id
  WHERE s.is_open AND s.person <> '' AND s.person = ANY(%(persons)s) AND t.state = 'open'
  UNION ALL
  SELECT t.taken_by, t.id FROM runtime_task t WHERE t.state = 'open' AND t.taken_by = ANY(%(persons)s)
) AS found GROUP BY who
"""

FIRST = "SELECT count(*) FROM cases_case WHERE first_contact = %s AND closed_at IS NULL"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One task that waits for this person and nobody else."""

    case_id: int
    key: str
    title: str
    due_at: datetime | None
    number: str


def open_tasks(person: str) -> tuple[OpenTask, ...]:
    """Those of a seat in their name, and those they took from their post's pool; the most pressing first."""
    return tuple(OpenTask(*row) for row in database.rows(OPEN, {"person": person}))


def count_open_tasks(persons: list[str]) -> dict[str, int]:
    """By person, without those who have none."""
    return {who: int(count) for who, count in database.rows(COUNT, {"persons": persons})}


def count_first_contacts(person: str) -> int:
    """Open cases that the person took in and answers for, whoever works on them now."""
    return int(database.rows(FIRST, [person])[0][0])
