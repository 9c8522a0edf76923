"""A list leaves the house as a file: asked for with a reason, over a hundred rows agreed to by a second person, written down."""

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.cases.actions.taking_out import ensure_may_leave, note_taken_out
from shouwen.cases.models import Export
from shouwen.cases.queries.exports import AGREES, MOST_ROWS, WITHOUT_ASKING, picked, sees_all_of, still_seen
from shouwen.cases.queries.lists import Filters
from shouwen.cases.queries.ordering import Order
from shouwen.cases.queries.taking_out import minded_of
from shouwen.people.access import NotAllowedError, Viewer, may
from shouwen.people.actions import record

LONGEST_TITLE = 120
LONGEST_REASON = 500
VALID = timedelta(hours=24)
"""How long a consent holds; what the cases say goes on changing."""


class ExportRefused(ValueError):
    """Why it does not go out; the words are keys that pages know."""


def ask_export(
    *, viewer: Viewer, title: str, query: str, filters: Filters, order: Order = "new", reason: str, at: datetime
) -> int:
    """Few rows are granted at once, many wait for a second person; the cases are settled now, whatever the list becomes."""
    cases = picked(viewer, filters, order)
    count = len(cases)
    if not count:
        raise ExportRefused("empty")
    if count > MOST_ROWS:
        raise ExportRefused("too_many")
    if not reason.strip():
        raise ExportRefused("reason")
    ensure_may_leave(viewer=viewer, filters=Filters(among=frozenset(cases)), title=title, reason=reason)
    row = Export.objects.create(
        person=viewer.id,
        title=title[:LONGEST_TITLE],
        query=query,
        count=count,
        cases=list(cases),
        reason=reason.strip()[:LONGEST_REASON],
        state=Export.State.WAITING if count > WITHOUT_ASKING else Export.State.AGREED,
        asked_at=at,
        decided_at=None if count > WITHOUT_ASKING else at,
    )
    return row.pk


def decide_export(*, viewer: Viewer, export_id: int, agrees: str, opinion: str, at: datetime) -> None:
    """By somebody else, who supervises and sees every row of it; a refusal says why."""
    row = Export.objects.filter(pk=export_id).first()
    if row is None or row.person == viewer.id or not may(viewer, AGREES):
        raise NotAllowedError("agree_to_export", f"export {export_id}")
    if row.state != Export.State.WAITING:
        raise ExportRefused("decided")
    is_agreed = agrees == "yes"
    if not is_agreed and not opinion.strip():
        raise ExportRefused("opinion")
    if is_agreed and not sees_all_of(viewer, row.cases):
        raise ExportRefused("sees_less")
    changed = Export.objects.filter(pk=export_id, state=Export.State.WAITING).update(
        state=Export.State.AGREED if is_agreed else Export.State.REFUSED,
        decided_by=viewer.id,
        opinion=opinion.strip()[:LONGEST_REASON],
        decided_at=at,
    )
    if not changed:
        raise ExportRefused("decided")


def fetch_export(*, viewer: Viewer, export_id: int, at: datetime) -> tuple[int, ...]:
    """The cases that go out now: those agreed to that the viewer may still see. On record before the first row leaves, and
    in the log of each case whose rulebook minds it.
    """
    row = Export.objects.filter(pk=export_id, person=viewer.id, state=Export.State.AGREED).first()
    if row is None or row.decided_at is None:
        raise NotAllowedError("fetch_export", f"export {export_id}")
    if at - row.decided_at > VALID:
        raise ExportRefused("too_late")
    cases = still_seen(viewer, row.cases)
    if not cases:
        raise ExportRefused("gone")
    ensure_may_leave(viewer=viewer, filters=Filters(among=frozenset(cases)), title=row.title, reason=row.reason)
    minded = minded_of(cases)
    with transaction.atomic():
        Export.objects.filter(pk=export_id).update(fetched_at=at)
        note_taken_out(cases=sorted(minded), by=viewer.id, reason=row.reason, at=at)
        _record(row, viewer, len(cases), at)
    return cases


def _record(row: Export, viewer: Viewer, count: int, at: datetime) -> None:
    record(
        act="exported",
        by=viewer.person,
        at=at,
        subject=f"export:{row.pk}",
        name=row.title,
        detail=str(count) if count == row.count else f"{count}/{row.count}",
        reason=row.reason,
    )
