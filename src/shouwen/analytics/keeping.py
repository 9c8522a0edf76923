"""Which runs of imports are past a time of keeping."""

from datetime import datetime
from typing import Any

from shouwen.analytics.models import ImportRun
from shouwen.base.due import Due


def past_runs(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = _runs(before).order_by("finished_at", "pk").values_list("pk", "finished_at")[skip : skip + most]
    return tuple(Due(pk, str(pk), at) for pk, at in rows)


def count_past_runs(*, before: datetime) -> int:
    return int(_runs(before).count())


def _runs(before: datetime) -> Any:
    return ImportRun.objects.filter(finished_at__lt=before).exclude(file_name="", faults=[])
