"""What other domains tell and are told: somebody left, and their work waits for its post again; nobody was found for a task."""

import logging

from shouwen.cases.queries.carrying import looked_in_vain
from shouwen.dispatch.actions import end_duty_of
from shouwen.engine.events import ActRequested
from shouwen.people.listeners import Departure, when_somebody_leaves
from shouwen.runtime import database
from shouwen.runtime.bulk import submit_many
from shouwen.runtime.subjects import Act

log = logging.getLogger(__name__)

LEFT = "离职，放回岗位"
TAKEN = """
SELECT DISTINCT ON (t.subject_id) t.subject_id, t.key FROM runtime_taskseat seat JOIN runtime_task t ON t.id = seat.task_id
WHERE seat.is_open AND seat.person = '' AND t.state = 'open' AND NOT t.approve AND t.taken_by = %s ORDER BY t.subject_id, t.id
"""
NOBODY = "SELECT subject_id FROM dispatch_choice WHERE state = 'nobody'"
MOST_LAPS = 50


def listen() -> None:
    """Called when the program starts."""
    when_somebody_leaves(put_back_work)
    when_somebody_leaves(end_duty)
    looked_in_vain(NOBODY)


def end_duty(departure: Departure) -> None:
    """The duty roster names nobody who is gone."""
    end_duty_of(person=departure.person, at=departure.at)


def put_back_work(departure: Departure) -> None:
    """One task of each case at a time, until none is left or none can be put back."""
    for _ in range(MOST_LAPS):
        found = database.rows(TAKEN, [departure.person])
        if not found:
            return
        acts = [
            Act(subject, ActRequested(at=departure.at, act="put_back", task=task, reason=LEFT))
            for subject, task in found
        ]
        answers = submit_many(acts=acts, recorded_at=departure.at)
        if all(answer.refusals for answer in answers):
            log.warning("%s tasks of person %s could not be put back", len(found), departure.person)
            return
