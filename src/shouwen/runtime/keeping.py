"""Which notices and messages that were sent or given up are past a time of keeping, and how they go."""

from collections.abc import Sequence
from datetime import datetime

from shouwen.base.due import Due
from shouwen.runtime.models import Notice, Outbox

OVER = (Outbox.State.SENT, Outbox.State.DROPPED, Outbox.State.PARKED)


def past_notices(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = Notice.objects.filter(at__lt=before).order_by("at", "pk").values_list("pk", "at")[skip : skip + most]
    return tuple(Due(pk, str(pk), at) for pk, at in rows)


def count_past_notices(*, before: datetime) -> int:
    return Notice.objects.filter(at__lt=before).count()


def past_letters(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = Outbox.objects.filter(made_at__lt=before, state__in=OVER).order_by("made_at", "pk")
    return tuple(Due(pk, str(pk), at) for pk, at in rows.values_list("pk", "made_at")[skip : skip + most])


def count_past_letters(*, before: datetime) -> int:
    return Outbox.objects.filter(made_at__lt=before, state__in=OVER).count()


def erase_notices(*, ids: Sequence[int]) -> int:
    return Notice.objects.filter(pk__in=ids).delete()[0]


def erase_letters(*, ids: Sequence[int]) -> int:
    """One that waits to be sent stays, however old."""
    return Outbox.objects.filter(pk__in=ids, state__in=OVER).delete()[0]
