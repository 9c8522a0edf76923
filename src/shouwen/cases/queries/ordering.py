"""In which order a list stands, and how its next stretch is asked for by key."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from django.db.models import F, Q, QuerySet

from shouwen.cases.models import Case

Order = Literal["new", "old", "due"]
ORDERS: tuple[Order, ...] = get_args(Order)
# When the row's case was opened, or is due, in microseconds, where it is; and its number, for rows of one instant.
KEY = re.compile(r"(-?[0-9]{1,17})?_([0-9]{1,18})", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Due = Literal["next_due_at", "promised_at"]
"""By which instant a case is pressing: its next limit, or what the customer was promised."""


def ordered(cases: QuerySet[Case], order: Order, due: Due = "next_due_at") -> QuerySet[Case]:
    """Opened last first, opened first first, or the most pressing first with what has no limit behind.

    By when a case was opened, not by when its row came in: an import brings cases of years ago.
    """
    if order == "due":
        return cases.order_by(F(due).asc(nulls_last=True), "pk")
    return cases.order_by("opened_at", "pk") if order == "old" else cases.order_by("-opened_at", "-pk")


def after_key(order: Order, key: str | None, due: Due = "next_due_at") -> Q | None:
    """What stands behind the row of this key; None for the beginning and for what is no key."""
    found = KEY.fullmatch(key or "")
    if found is None:
        return None
    at, last = _instant(found[1]), int(found[2])
    if at is None:
        return Q((f"{due}__isnull", True), pk__gt=last) if order == "due" else None
    if order == "due":
        return Q((f"{due}__gt", at)) | Q((due, at), pk__gt=last) | Q((f"{due}__isnull", True))
    # The first half leads the index to its place, the second settles rows of one instant.
    if order == "old":
        return Q(opened_at__gte=at) & (Q(opened_at__gt=at) | Q(pk__gt=last))
    return Q(opened_at__lte=at) & (Q(opened_at__lt=at) | Q(pk__lt=last))


def key_of(order: Order, row: Case, due: Due = "next_due_at") -> str:
    """The key under which the list goes on behind this row."""
    at = getattr(row, due) if order == "due" else row.opened_at
    return f"{'' if at is None else (at - EPOCH) // MICROSECOND}_{row.pk}"


def _instant(text: str | None) -> datetime | None:
    try:
        return None if text is None else EPOCH + int(text) * MICROSECOND
    except OverflowError:
        return None
