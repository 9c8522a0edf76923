"""Lists that were taken out or are asked for, and the rows that go into the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shouwen.cases.attributes import Attribute
from shouwen.cases.models import Export
from shouwen.cases.queries.known import known_attributes
from shouwen.cases.queries.lists import Filters, filtered
from shouwen.cases.queries.ordering import Order, ordered
from shouwen.cases.queries.seeing import person_name, readable, rows_of, unit_name
from shouwen.cases.rows import CaseRow
from shouwen.people.access import Viewer, may
from shouwen.people.queries import post_titles

WITHOUT_ASKING: int = settings.EXPORT_ALONE
"""Rows; more leave the house only when a second person agrees."""
MOST_ROWS = 20_000
BATCH = 500
LISTED = 50
NOT_SHOWN = ("cases",)
AGREES = "supervise"
"""The act of those who may agree to what others take out, as far as they see it all themselves."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export as it is listed and decided."""

    id: int
    person: str
    name: str
    title: str
    query: str
    count: int
    reason: str
    state: str
    asked_at: datetime
    decided_by: str
    opinion: str
    decided_at: datetime | None
    fetched_at: datetime | None


class NoSuchExport(LookupError):
    """There is no such export, or it is none of the viewer's."""


def how_many(viewer: Viewer, filters: Filters) -> int:
    """All of the list, uncapped."""
    return filtered(viewer, filters).order_by().count()


def picked(viewer: Viewer, filters: Filters, order: Order = "new") -> tuple[int, ...]:
    """The cases of the list as it stands, in its order; one more than may go out tells that there are too many."""
    return tuple(ordered(filtered(viewer, filters), order).values_list("pk", flat=True)[: MOST_ROWS + 1])


def own_exports(viewer: Viewer) -> tuple[ExportRow, ...]:
    """The newest first."""
    return tuple(
        _row(viewer, row) for row in Export.objects.filter(person=viewer.id).defer(*NOT_SHOWN).order_by("-pk")[:LISTED]
    )


def exports_to_decide(viewer: Viewer) -> tuple[ExportRow, ...]:
    """Asked for by others, for those who may agree; whether they see all of it is settled when they do."""
    if not may(viewer, AGREES):
        return ()
    waiting = Export.objects.filter(state=Export.State.WAITING).exclude(person=viewer.id).defer(*NOT_SHOWN)
    return tuple(_row(viewer, row) for row in waiting.order_by("pk")[:LISTED])


def export_for(viewer: Viewer, export_id: int) -> ExportRow:
    """For who asked for it, and who may agree."""
    row = Export.objects.filter(pk=export_id).defer(*NOT_SHOWN).first()
    if row is None or not (row.person == viewer.id or may(viewer, AGREES)):
        raise NoSuchExport(export_id)
    return _row(viewer, row)


def sees_all_of(viewer: Viewer, cases: Sequence[int]) -> bool:
    """Whether every one of them is a case that the viewer may see: nobody agrees to what they may not see."""
    return readable(viewer).filter(pk__in=cases).count() == len(cases)


def still_seen(viewer: Viewer, cases: Sequence[int]) -> tuple[int, ...]:
    """Those of them that the viewer may see now, in their order."""
    seen = frozenset(readable(viewer).filter(pk__in=cases).values_list("pk", flat=True))
    return tuple(case for case in cases if case in seen)


def sheet_rows(viewer: Viewer, cases: Sequence[int]) -> Iterator[tuple[CaseRow, str, Mapping[str, Any]]]:
    """The rows of the file in the order agreed to: as listed, the channel, and what the forms say."""
    wanted = readable(viewer).defer("search", "search_text", "content", "demand")
    for begin in range(0, len(cases), BATCH):
        by_id = wanted.in_bulk(cases[begin : begin + BATCH])
        found = [by_id[case] for case in cases[begin : begin + BATCH] if case in by_id]
        for row, case in zip(rows_of(viewer, found), found, strict=True):
            yield row, case.channel, case.attributes


def attribute_columns(found: Mapping[str, int], most: int = 40) -> tuple[Attribute, ...]:
    """The columns for what the forms say, by how many rows have it; nothing by which nobody may ask."""
    known = known_attributes()
    often = sorted((path for path in found if path in known), key=lambda path: (-found[path], path))
    return tuple(known[path] for path in often[:most])


def in_cell(viewer: Viewer, one: Attribute, value: Any) -> Any:
    """A value as people read it: the word of a choice, the name of a unit, person or post."""
    words = dict(one.choices)
    if isinstance(value, list):
        return _("、").join(str(in_cell(viewer, one, each)) for each in value)
    if isinstance(value, bool):
        return words.get(str(value).lower(), value)
    return words.get(str(value)) or _name(viewer, one.kind, str(value)) or value


def _name(viewer: Viewer, kind: str, value: str) -> str:
    if kind == "post":
        return post_titles(viewer).get(value, "")
    names = {"unit": unit_name, "person": person_name}
    return names[kind](viewer, value) if kind in names else ""


def _row(viewer: Viewer, row: Export) -> ExportRow:
    return ExportRow(
        id=row.pk,
        person=row.person,
        name=person_name(viewer, row.person),
        title=row.title,
        query=row.query,
        count=row.count,
        reason=row.reason,
        state=row.state,
        asked_at=row.asked_at,
        decided_by=person_name(viewer, row.decided_by),
        opinion=row.opinion,
        decided_at=row.decided_at,
        fetched_at=row.fetched_at,
    )
