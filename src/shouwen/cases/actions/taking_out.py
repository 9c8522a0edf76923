"""Whatever leaves the house by way of cases is asked of their rulebooks here: lists, printed papers, links sent outside."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shouwen.cases.actions.sending import send, user_of, written
from shouwen.cases.models import Case, TakenOut
from shouwen.cases.queries.exports import WITHOUT_ASKING
from shouwen.cases.queries.lists import Filters
from shouwen.cases.queries.taking_out import BATCH, EXPORT, KeptIn, kept_in
from shouwen.engine.events import ActRequested
from shouwen.engine.taking_out import TAKEN_OUT, is_minded
from shouwen.people.access import Viewer
from shouwen.people.actions import record
from shouwen.runtime import rulebooks
from shouwen.runtime.bulk import submit_many
from shouwen.runtime.subjects import Act


class KeptInside(ValueError):
    """Rulebooks do not let some of a list go out; each says why, and the try is on record."""

    def __init__(self, found: Sequence[KeptIn]) -> None:
        super().__init__("; ".join(f"{each.edition}: {each.count}" for each in found))
        self.found = tuple(found)


def take_out(*, act: str, case_id: int, what: str, reason: str = "", by: str, at: datetime) -> None:
    """`print` or `send`, of one case: passes, or is `Refused`; in the log of the case where its rulebook minds it at all."""
    edition = Case.objects.values_list("edition", flat=True).get(pk=case_id)
    if is_minded(rulebooks.get(edition), act):
        send(case_id, ActRequested(at=at, by=by, act=act, facts={TAKEN_OUT: what}, reason=written(reason)), key=None)


def ensure_may_leave(*, viewer: Viewer, filters: Filters, title: str, reason: str) -> None:
    """Raises where a rulebook keeps cases of the list in; on record in the audit log and on one case of each rulebook."""
    found = kept_in(viewer, filters, reason=reason)
    if not found:
        return
    with transaction.atomic():
        _write_down([each.example for each in found], viewer.id, reason, at=viewer.at, recorded_at=viewer.at)
        record(
            act="export_refused",
            by=viewer.person,
            at=viewer.at,
            name=title,
            detail="、".join(f"《{each.title}》{'、'.join(each.clauses)} {each.count}" for each in found),
            reason=reason,
        )
    raise KeptInside(found)


def _write_down(cases: Sequence[int], by: str, reason: str, *, at: datetime, recorded_at: datetime) -> None:
    """In the log of each case, with whatever its rulebook does about it; a few queries for hundreds of them."""
    event = ActRequested(at=at, by=by, act=EXPORT, reason=written(reason))
    submit_many(acts=[Act(case, event) for case in cases], actor=user_of(by), recorded_at=recorded_at)


def note_taken_out(*, cases: Sequence[int], by: str, reason: str, at: datetime) -> None:
    """A few at once, with the file; of more the worker takes care, so that thousands of them keep nobody waiting."""
    if 0 < len(cases) <= WITHOUT_ASKING:
        _write_down(cases, by, reason, at=at, recorded_at=at)
    elif cases:
        TakenOut.objects.create(person=by, reason=reason, at=at, cases=list(cases))


@transaction.atomic
def write_down_next(*, at: datetime) -> bool:
    """The next stretch of what was taken out and is not yet in the logs of its cases; whether there was any."""
    row = TakenOut.objects.select_for_update(skip_locked=True).order_by("pk").first()
    if row is None:
        return False
    now, later = row.cases[:BATCH], row.cases[BATCH:]
    _write_down(now, row.person, row.reason, at=row.at, recorded_at=at)
    if later:
        TakenOut.objects.filter(pk=row.pk).update(cases=later)
    else:
        row.delete()
    return True
