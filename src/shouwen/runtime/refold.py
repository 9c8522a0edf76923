"""The state of a subject made anew from its log, to prove that what is kept at hand is nothing but that."""

from collections.abc import Iterator
from typing import Any

from shouwen.engine.codec import effect_from_json, event_from_json, state_from_json
from shouwen.engine.fold import fold
from shouwen.engine.state import State
from shouwen.runtime import database
from shouwen.runtime.encoding import read

SUBJECTS = "SELECT id, procedure, unit, state FROM runtime_subject WHERE id > %s ORDER BY id LIMIT %s"
LOG = """
SELECT subject_id, edition, event, effects FROM runtime_ledger WHERE subject_id = ANY(%s) AND kind <> 'Erased'
ORDER BY subject_id, seq
"""
PAGE = 500


def differing() -> Iterator[int]:
    """Subjects whose state at hand is not what their log folds to."""
    last = 0
    while subjects := database.rows(SUBJECTS, [last, PAGE]):
        last = subjects[-1][0]
        logs: dict[int, list[tuple[Any, ...]]] = {row[0]: [] for row in subjects}
        for row in database.rows(LOG, [list(logs)]):
            logs[row[0]].append(row)
        for subject, procedure, unit, kept in subjects:
            if refold(subject, procedure, unit, logs[subject]) != state_from_json(read(kept)):
                yield subject


def refold(subject: int, procedure: str, unit: str, log: list[tuple[Any, ...]]) -> State:
    """Event by event, with what was decided for each."""
    edition = log[0][1] if log else ""
    state = State(id=str(subject), edition=edition, case_type=procedure, unit=unit)
    for _, _, event, effects in log:
        state = fold(state, event_from_json(read(event)), [effect_from_json(each) for each in read(effects)])
    return state
