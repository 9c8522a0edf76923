"""A check of the audit log and the ledger: asked for, taken by one worker, and what it found kept."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from shouwen.people.access import Viewer, require
from shouwen.people.actions.audit import record
from shouwen.people.audit import SEE_AUDIT, go_through
from shouwen.people.models import IntegrityCheck
from shouwen.runtime import job_runs
from shouwen.runtime.verify import Tally, verify

NAME = "integrity"
MOST_FAULTS = 20
LONGEST_TROUBLE = 300
# Longer than the largest ledger takes; a worker that was killed meanwhile leaves it to the next.
LEASE = timedelta(hours=2)
EVERY_NIGHT = timedelta(hours=12)
"""A night is shorter, and the next one is further away."""
log = logging.getLogger(__name__)


def ask_check(*, by: Viewer, at: datetime) -> bool:
    """The next worker does it; False where one waits or runs already."""
    require(by, SEE_AUDIT)
    is_new = _ask(by.person, at)
    job_runs.want(NAME)
    return is_new


def is_check_due(*, at: datetime, at_night: bool) -> bool:
    """Whether one waits; by night one of the program's own joins them when the last is a day old."""
    if at_night and not IntegrityCheck.objects.filter(asked_at__gt=at - EVERY_NIGHT).exists():
        _ask(None, at)
    waiting = IntegrityCheck.objects.filter(done_at=None)
    return waiting.filter(Q(claimed_until=None) | Q(claimed_until__lte=at)).exists()


def check_what_is_asked(*, at: datetime) -> IntegrityCheck | None:
    """The one that waits; None when there is nothing to do, or another worker is at it."""
    row = _claim(at)
    if row is not None:
        _carry_out(row)
        _keep(row, at)
    return row


def _ask(by: int | None, at: datetime) -> bool:
    try:
        with transaction.atomic():
            IntegrityCheck.objects.create(asked_by_id=by, asked_at=at)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def _claim(at: datetime) -> IntegrityCheck | None:
    row = IntegrityCheck.objects.select_for_update(skip_locked=True).filter(done_at=None).first()
    if row is None or (row.claimed_until is not None and row.claimed_until > at):
        return None
    row.claimed_until = at + LEASE
    row.save(update_fields=["claimed_until"])
    return row


def _carry_out(row: IntegrityCheck) -> None:
    """What cannot be gone through is a finding too, and told in words."""
    try:
        own, tally, faults = go_through(), Tally(), []
        for fault in verify(tally):
            faults.append(["ledger", fault.kind, fault.subject, fault.seq])
            if len(faults) == MOST_FAULTS:
                break
    except Exception as error:
        log.exception("the check of the audit log and the ledger could not be finished")
        row.trouble = f"{type(error).__name__}: {error}"[:LONGEST_TROUBLE].replace("\x00", "")
        return
    changed = [["audit", "changed", None, place] for place in own.changed[:MOST_FAULTS]]
    broken = [["audit", "broken", None, place] for place in own.broken[:MOST_FAULTS]]
    ends = [["audit", "end", None, place] for place in own.ends[-1:]]
    row.faults = [*changed, *broken, *ends, *faults]
    row.entries, row.rows, row.subjects, row.seals = own.entries, tally.rows, tally.subjects, tally.seals
    row.texts, row.texts_before = tally.texts, tally.texts_before


@transaction.atomic
def _keep(row: IntegrityCheck, at: datetime) -> None:
    row.done_at = at
    row.save()
    detail = f"{row.entries} + {row.rows}: {len(row.faults)}"
    record(act="integrity_checked", by=row.asked_by_id, at=at, detail=f"{detail} {row.trouble}".strip())
