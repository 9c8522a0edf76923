"""In which order a list stands, and how its next stretch is asked for by key."""

from datetime import datetime
from typing import Literal, get_args

from django.db.models import F, Q, QuerySet

from shouwen.cases.models import Case

Order = Literal["new", "old", "due"]
ORDERS: tuple[Order, ...] = get_args(Order)
Due = Literal["next_due_at", "promised_at"]
"""By which instant a case is pressing: its next limit, or what the customer was promised."""
LONGEST_ID = 19
BETWEEN = "_"


def ordered(cases: QuerySet[Case], order: Order, due: Due = "next_due_at") -> QuerySet[Case]:
    """The newest first, the oldest first, or the most pressing first with what has no limit behind."""
    if order == "due":
        return cases.order_by(F(due).asc(nulls_last=True), "pk")
    return cases.order_by("pk" if order == "old" else "-pk")


def after_key(order: Order, key: str | None, due: Due = "next_due_at") -> Q | None:
    """What stands behind the row of this key; None for the beginning and for what is no key."""
    if not key:
        return None
    instant, _, number = key.rpartition(BETWEEN)
    if not (number.isdecimal() and len(number) <= LONGEST_ID):
        return None
    last = int(number)
    if order != "due":
        return Q(pk__gt=last) if order == "old" else Q(pk__lt=last)
    if not instant:
        return Q((f"{due}__isnull", True), pk__gt=last)
    at = _instant(instant)
    if at is None:
        return None
    return Q((f"{due}__gt", at)) | Q((due, at), pk__gt=last) | Q((f"{due}__isnull", True))


def key_of(order: Order, row: Case, due: Due = "next_due_at") -> str:
    """The key under which the list goes on behind this row."""
    at = getattr(row, due) if order == "due" else None
    return f"{at.isoformat() if at else ''}{BETWEEN}{row.pk}" if order == "due" else str(row.pk)


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
