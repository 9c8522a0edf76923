"""The cases that somebody keeps open beside others."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.models import OpenTab
from shouwen.cases.queries.seeing import readable
from shouwen.people.access import Viewer

MOST_TABS = 12


@dataclass(frozen=True, slots=True)
class TabRow:
    """One tab, as far as its label needs."""

    id: int
    number: str
    title: str
    state: str
    next_due_at: datetime | None


def tabs(viewer: Viewer) -> tuple[TabRow, ...]:
    """In the order in which they were opened; what the viewer may not see any more has no tab."""
    kept = OpenTab.objects.filter(person=viewer.id).order_by("opened_at", "pk").values_list("case", flat=True)
    ids = list(kept[:MOST_TABS])
    if not ids:
        return ()
    found = readable(viewer).filter(pk__in=ids).only("number", "title", "state", "next_due_at").in_bulk()
    return tuple(
        TabRow(pk, found[pk].number, found[pk].title, found[pk].state, found[pk].next_due_at)
        for pk in ids
        if pk in found
    )
