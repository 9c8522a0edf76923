"""A list leaves the house as a file: asked for with a reason, over a hundred rows agreed to by a second person, written down."""

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.cases.models import Export
from shouwen.cases.queries.exports import AGREES, MOST_ROWS, WITHOUT_ASKING, how_many, sees_all_of
from shouwen.cases.queries.lists import Filters
from shouwen.people.access import NotAllowedError, Viewer, may, viewer_of
from shouwen.people.actions import record

LONGEST_TITLE = 120
LONGEST_REASON = 500
VALID = timedelta(hours=24)
"""How long a consent holds; the list goes on changing."""


class ExportRefused(ValueError):
    """Why it does not go out; the words are keys that pages know."""


def ask_export(*, viewer: Viewer, title: str, query: str, filters: Filters, reason: str, at: datetime) -> int:
    """Few rows are granted at once, many wait for a second person."""
    count, newest = how_many(viewer, filters)
    if not count:
        raise ExportRefused("empty")
    if count > MOST_ROWS:
        raise ExportRefused("too_many")
    if not reason.strip():
        raise ExportRefused("reason")
    row = Export.objects.create(
        person=viewer.id,
        title=title[:LONGEST_TITLE],
        query=query,
        count=count,
        last_case=newest,
        reason=reason.strip()[:LONGEST_REASON],
        state=Export.State.WAITING if count > WITHOUT_ASKING else Export.State.AGREED,
        asked_at=at,
        decided_at=None if count > WITHOUT_ASKING else at,
    )
    return row.pk


def decide_export(*, viewer: Viewer, export_id: int, agrees: str, opinion: str, filters: Filters, at: datetime) -> None:
    """By somebody else, who supervises and sees every row of it; a refusal says why."""
    row = Export.objects.filter(pk=export_id).first()
    if row is None or row.person == viewer.id or not may(viewer, AGREES):
        raise NotAllowedError("agree_to_export", f"export {export_id}")
    if row.state != Export.State.WAITING:
        raise ExportRefused("decided")
    is_agreed = agrees == "yes"
    if not is_agreed and not opinion.strip():
        raise ExportRefused("opinion")
    asker = viewer_of(row.person, at)
    if is_agreed and (asker is None or not sees_all_of(viewer, asker, filters, row.last_case)):
        raise ExportRefused("sees_less")
    changed = Export.objects.filter(pk=export_id, state=Export.State.WAITING).update(
        state=Export.State.AGREED if is_agreed else Export.State.REFUSED,
        decided_by=viewer.id,
        opinion=opinion.strip()[:LONGEST_REASON],
        decided_at=at,
    )
    if not changed:
        raise ExportRefused("decided")


@transaction.atomic
def fetch_export(*, viewer: Viewer, export_id: int, at: datetime) -> None:
    """The file is made now, by who asked for it; written down before the first row leaves."""
    row = Export.objects.filter(pk=export_id, person=viewer.id, state=Export.State.AGREED).first()
    if row is None or row.decided_at is None:
        raise NotAllowedError("fetch_export", f"export {export_id}")
    if at - row.decided_at > VALID:
        raise ExportRefused("too_late")
    Export.objects.filter(pk=export_id).update(fetched_at=at)
    record(
        act="exported",
        by=viewer.person,
        at=at,
        subject=f"export:{export_id}",
        name=row.title,
        detail=str(row.count),
        reason=row.reason,
    )
