"""What people kept for themselves, and what they were told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.cases.models import Case, Draft
from shouwen.notices.words import title_of
from shouwen.people.access import Viewer
from shouwen.runtime import database
from shouwen.runtime.encoding import read
from shouwen.runtime.mail import fill_in
from shouwen.runtime.queries import LINE

MOST_NOTICES, MOST_GATHERED = 50, 100
# Of somebody's newest few thousand, so that years of them cost no more.
TOLD = f"""
SELECT max(id), kind, text, clauses, urgent, max(at), bool_or(read_at IS NOT NULL), count(*),
  (array_agg(subject_id ORDER BY at DESC, id DESC))[:{MOST_GATHERED}]
FROM (
  SELECT * FROM runtime_notice WHERE person = %(person)s AND (read_at IS NULL OR NOT %(unread)s)
  ORDER BY at DESC, id DESC LIMIT 2000) AS near
GROUP BY {LINE} ORDER BY max(at) DESC, max(id) DESC LIMIT %(most)s
"""  # noqa: S608  # constants
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
    count: int = 1
    more: tuple[tuple[int, str, str], ...] = ()
    """Where the line stands for several: (id, number, title) of the newest of their cases."""


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
    """The newest first; several that say the same within an hour are one line."""
    rows = database.rows(TOLD, {"person": person, "unread": unread_only, "most": most})
    subjects = {subject for *_, about in rows for subject in about if subject}
    cases = Case.objects.only("number", "title").in_bulk(sorted(subjects))
    return tuple(_notice(row, [cases[each] for each in row[-1] if each in cases]) for row in rows)


PRESSING = frozenset({"clock.missed", "case.escalated", "case.supervised", "post.vacant", "task.refused"})
"""Shown in the colour of what is late, though they ring at nobody's night."""


def _notice(row: tuple[Any, ...], cases: Sequence[Case]) -> NoticeRow:
    id_, kind, text, clauses, urgent, at, is_read, count, _about = row
    alone = cases[0] if cases and count == 1 else None
    known = {"case.number": alone.number if alone else "", "case.title": alone.title if alone else ""}
    return NoticeRow(
        id=id_,
        kind=kind,
        title=title_of(kind),
        text=fill_in(text, known if cases else {}).strip(),
        case_id=alone.pk if alone else None,
        number=alone.number if alone else "",
        case_title=alone.title if alone else "",
        clauses=tuple(clauses.split()),
        urgent=urgent or kind in PRESSING,
        at=at,
        is_read=is_read,
        count=count,
        more=tuple((each.pk, each.number, each.title) for each in cases) if count > 1 else (),
    )
