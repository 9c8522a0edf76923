"""When a case must be looked at again although nothing happens to it."""

from datetime import datetime

from shouwen.engine.ripening import wakes
from shouwen.engine.work import Work
from shouwen.rulebook.model import Condition


def next_wake(work: Work) -> datetime | None:
    """The earliest warning, miss, planned resume, or instant at which a condition that the case waits for may change."""
    draft = work.draft
    if draft.closed_at is not None:
        return None
    found = wakes(work)
    if draft.suspended_until is not None:
        found.append(draft.suspended_until)
    if work.flow.timed or draft.flow_ended is not None or draft.pending:
        found.extend(_changes(work))
    return min(found) if found else None


def _changes(work: Work) -> list[datetime]:
    watched = list(work.flow.timed)
    if work.draft.flow_ended is not None:
        watched += [gate.needs for gate in work.compiled.gates.get("close", ()) if gate.needs is not None]
    if work.draft.pending:
        watched += _waited_for(work)
    changes = [work.judge(condition).next_change for condition in watched]
    return [change for change in changes if change is not None and change > work.at]


def _waited_for(work: Work) -> list[Condition]:
    """The conditions of reactions that wait for facts."""
    known = work.flow.named
    waiting = {what.partition(":")[2].rpartition("@")[0] for what in work.draft.pending if what.startswith("reaction:")}
    found = [known[key].rule.when for key in waiting if key in known]
    return [condition for condition in found if condition is not None]
