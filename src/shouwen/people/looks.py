"""Who looked at which hidden value, when and why: for the audit administrator, and after a leak."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.people.access import Viewer, require
from shouwen.people.models import AccessLog

SEE_ACCESS_LOG = "see_access_log"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one hidden value."""

    id: int
    person: str
    name: str
    subject: str
    field: str
    reason: str
    at: datetime


def looks(
    viewer: Viewer,
    *,
    subject: str = "",
    person: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    most: int = 100,
) -> tuple[Look, ...]:
    """Newest first; narrowed by what it is about (`customer:12`), by who looked, by time; `before` continues a page."""
    require(viewer, SEE_ACCESS_LOG)
    rows = AccessLog.objects.select_related("person").order_by("-id")
    wanted = {"subject": subject, "person": person, "at__gte": since, "at__lt": until, "pk__lt": before}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return tuple(
        Look(row.pk, str(row.person_id), row.person.name, row.subject, row.field, row.reason, row.at)
        for row in rows[:most]
    )
