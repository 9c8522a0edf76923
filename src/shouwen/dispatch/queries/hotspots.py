"""Hot spots as a viewer may see them: with those of their cases that are in reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.cases.queries import person_name
from shouwen.cases.queries.seeing import readable
from shouwen.dispatch.models import HotSpot, HotSpotCase
from shouwen.people.access import Viewer

LATELY = timedelta(days=30)
MOST = 20
FEWEST = 2


class NoSuchSpotError(LookupError):
    """There is no such hot spot, or too little of it is in the viewer's reach; nobody learns which."""


@dataclass(frozen=True, slots=True)
class SpotView:
    """One hot spot with the cases that the viewer may see."""

    id: int
    title: str
    customers: int
    cases: tuple[tuple[int, str, str], ...]
    """(id, number, title), the oldest first."""
    days: int
    likeness: int
    source: str
    """Empty where the figures are those of the settings."""
    found_at: datetime
    grown_at: datetime
    seen_by: str
    seen_at: datetime | None
    note: str


def hot_spots(viewer: Viewer) -> tuple[SpotView, ...]:
    """Those that nobody has looked at first, then the latest."""
    recent = HotSpot.objects.filter(grown_at__gte=viewer.at - LATELY).order_by("-grown_at")[:MOST]
    return _views(viewer, list(recent))


def cases_of_spot(viewer: Viewer, spot: int) -> frozenset[int]:
    """The cases of one that the viewer may see."""
    own = HotSpotCase.objects.filter(spot=spot).values_list("subject_id", flat=True)
    found = frozenset(readable(viewer).filter(pk__in=list(own)).values_list("pk", flat=True))
    if len(found) < FEWEST:
        raise NoSuchSpotError
    return found


def _views(viewer: Viewer, spots: Iterable[HotSpot]) -> tuple[SpotView, ...]:
    rows = list(spots)
    members: dict[int, list[int]] = {}
    for spot_id, subject in HotSpotCase.objects.filter(spot__in=rows).values_list("spot_id", "subject_id"):
        members.setdefault(spot_id, []).append(subject)
    wanted = [case for own in members.values() for case in own]
    known = readable(viewer).filter(pk__in=wanted).values_list("pk", "number", "title") if wanted else ()
    cases = {row[0]: row for row in known}
    views = (
        _view(viewer, row, tuple(cases[each] for each in sorted(members.get(row.pk, ())) if each in cases))
        for row in rows
    )
    return tuple(
        sorted((view for view in views if len(view.cases) >= FEWEST), key=lambda view: view.seen_at is not None)
    )


def _view(viewer: Viewer, row: HotSpot, cases: tuple[tuple[int, str, str], ...]) -> SpotView:
    return SpotView(
        id=row.pk,
        title=row.title,
        customers=row.customers,
        cases=cases,
        days=row.days,
        likeness=row.likeness,
        source=row.source,
        found_at=row.found_at,
        grown_at=row.grown_at,
        seen_by=person_name(viewer, row.seen_by),
        seen_at=row.seen_at,
        note=row.note,
    )
