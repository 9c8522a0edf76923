"""When a case must be looked at again although nothing happens to it."""

from datetime import datetime

from shouwen.engine.dues import wakes
from shouwen.engine.work import Work


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
    waiting = {what.partition(":")[2].rpartition("@")[0] for what in work.draft.pending if what.startswith("reaction:")}
    if waiting:
        known = work.flow.named
        watched += [known[key].rule.when for key in waiting if key in known and known[key].rule.when is not None]  # type: ignore[misc]
    changes = (work.judge(condition).next_change for condition in watched)
    return [change for change in changes if change is not None and change > work.at]
