"""Whatever leaves the house by way of cases is asked of their rulebooks here: lists, printed papers, links sent outside."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shouwen.cases.actions.sending import send, user_of, written
from shouwen.cases.models import Case
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


def ensure_may_leave(*, viewer: Viewer, filters: Filters, last_case: int, title: str, reason: str) -> None:
    """Raises where a rulebook keeps cases of the list in; on record in the audit log and on one case of each rulebook."""
    found = kept_in(viewer, filters, last_case=last_case, reason=reason)
    if not found:
        return
    with transaction.atomic():
        write_down(viewer=viewer, cases=[each.example for each in found], reason=reason)
        record(
            act="export_refused",
            by=viewer.person,
            at=viewer.at,
            name=title,
            detail="、".join(f"《{each.title}》{'、'.join(each.clauses)} {each.count}" for each in found),
            reason=reason,
        )
    raise KeptInside(found)


def write_down(*, viewer: Viewer, cases: Sequence[int], reason: str) -> None:
    """In the log of each case, with whatever its rulebook does about it; a few queries for hundreds of them."""
    event = ActRequested(at=viewer.at, by=viewer.id, act=EXPORT, reason=written(reason))
    for begin in range(0, len(cases), BATCH):
        acts = [Act(case, event) for case in cases[begin : begin + BATCH]]
        submit_many(acts=acts, actor=user_of(viewer.id), recorded_at=viewer.at)
