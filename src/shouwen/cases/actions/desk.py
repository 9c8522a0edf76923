"""What people keep for themselves: drafts, views, and which notices they have read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shouwen.cases.models import Draft, OpenTab, SavedView
from shouwen.cases.queries.tabs import MOST_TABS
from shouwen.runtime import database
from shouwen.runtime.models import Notice

LONGEST_NAME = 60
DROP = "DELETE FROM cases_draft WHERE person = %s AND form_key = %s"


def save_draft(*, person: str, form_key: str, values: Mapping[str, Any], at: datetime) -> None:
    """What was typed so far; `form_key` names the form, as `7:review#1` or `new:complaint`."""
    Draft.objects.update_or_create(person=person, form_key=form_key, defaults={"values": dict(values), "at": at})


def drop_draft(*, person: str, form_key: str) -> None:
    """The form was sent or thrown away."""
    database.run(DROP, [person, form_key])


def save_view(*, person: str, name: str, filters: Mapping[str, Any], at: datetime, unit: str = "") -> SavedView:
    """A search under a name; the same name is the same view. With a unit, its people find it too."""
    row, _ = SavedView.objects.update_or_create(
        person=person, name=name.strip()[:LONGEST_NAME], defaults={"filters": dict(filters), "unit": unit, "at": at}
    )
    return row


def drop_view(*, person: str, view_id: int) -> None:
    """Only one's own."""
    SavedView.objects.filter(person=person, pk=view_id).delete()


def open_tab(*, person: str, case_id: int, at: datetime) -> None:
    """The case stays at hand; of too many, the one that was looked at longest ago goes."""
    OpenTab.objects.update_or_create(
        person=person, case_id=case_id, defaults={"seen_at": at}, create_defaults={"seen_at": at, "opened_at": at}
    )
    kept = OpenTab.objects.filter(person=person).order_by("-seen_at", "-pk").values("pk")[:MOST_TABS]
    OpenTab.objects.filter(person=person).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def close_tab(*, person: str, case_id: int) -> None:
    """It can be opened again at any time."""
    OpenTab.objects.filter(person=person, case=case_id).delete()


def read_notices(*, person: str, notice_ids: Iterable[int] | None = None, at: datetime) -> int:
    """These, or all; returns how many were unread."""
    unread = Notice.objects.filter(person=person, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=at)
