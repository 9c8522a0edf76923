"""What people kept for themselves, and what they were told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.cases.models import Case, Draft
from shouwen.notices.words import title_of
from shouwen.people.access import Viewer
from shouwen.runtime import database
from shouwen.runtime.encoding import read
from shouwen.runtime.mail import fill_in
from shouwen.runtime.models import Notice

MOST_NOTICES = 50
VIEWS = """
SELECT id, name, filters, person, unit FROM cases_savedview
WHERE person = %(person)s OR (unit <> '' AND unit = ANY(%(units)s)) ORDER BY name, id
"""


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A named search."""

    id: int
    name: str
    filters: Mapping[str, Any]
    is_own: bool = True
    unit: str = ""
    """The unit with which it is shared."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something somebody was told, with the case it is about."""

    id: int
    kind: str
    title: str
    text: str
    case_id: int | None
    number: str
    case_title: str
    clauses: tuple[str, ...]
    urgent: bool
    at: datetime
    is_read: bool


def draft(person: str, form_key: str) -> Mapping[str, Any]:
    """What was typed and not sent."""
    return drafts(person, [form_key]).get(form_key, {})


def drafts(person: str, form_keys: list[str]) -> dict[str, Mapping[str, Any]]:
    """Several at once."""
    return dict(Draft.objects.filter(person=person, form_key__in=form_keys).values_list("form_key", "values"))


def saved_views(person: str, units: Iterable[str] = ()) -> tuple[SavedViewRow, ...]:
    """One's own and those shared with these units, in the order of their names."""
    rows = database.rows(VIEWS, {"person": person, "units": sorted(units)})
    return tuple(SavedViewRow(id_, name, read(filters), by == person, unit) for id_, name, filters, by, unit in rows)


def views_for(viewer: Viewer) -> tuple[SavedViewRow, ...]:
    """Those of the viewer, and those shared with a unit of theirs or one above it."""
    return saved_views(viewer.id, units_above(viewer))


def units_above(viewer: Viewer) -> frozenset[str]:
    """The units in which the viewer holds a post, and all above these."""
    units = viewer.organisation.units
    return frozenset(str(each) for post in viewer.posts if post.unit in units for each in units[post.unit].path)


def notices(person: str, *, unread_only: bool = False, most: int = MOST_NOTICES) -> tuple[NoticeRow, ...]:
    """The newest first."""
    found = Notice.objects.filter(person=person).order_by("-at", "-pk")
    if unread_only:
        found = found.filter(read_at__isnull=True)
    rows = list(found[:most])
    cases = Case.objects.only("number", "title").in_bulk([row.subject_id for row in rows if row.subject_id])
    return tuple(_notice(row, cases.get(row.subject_id)) for row in rows)


PRESSING = frozenset({"clock.missed", "case.escalated", "case.supervised", "post.vacant", "task.refused"})
"""Shown in the colour of what is late, though they ring at nobody's night."""


def _notice(row: Notice, case: Case | None) -> NoticeRow:
    known = {"case.number": case.number, "case.title": case.title} if case else {}
    return NoticeRow(
        id=row.pk,
        kind=row.kind,
        title=title_of(row.kind),
        text=fill_in(row.text, known),
        case_id=case.pk if case else None,
        number=case.number if case else "",
        case_title=case.title if case else "",
        clauses=tuple(row.clauses.split()),
        urgent=row.urgent or row.kind in PRESSING,
        at=row.at,
        is_read=row.read_at is not None,
    )
