"""What the pages of an import show: the file's first rows beside what each column is, how far it is, what is wrong."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from shouwen.base.tables import UNREADABLE, lines_of
from shouwen.customers.actions.importing import EDIT, object_kinds, own, targets_for
from shouwen.customers.fault_words import FAULTS
from shouwen.customers.importing import Target
from shouwen.customers.models import CustomerImport
from shouwen.people.access import Viewer, require

MOST_LISTED = 20
LOOKS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its heading, what stands in its first rows, and what it is taken for."""

    heading: str
    looks: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import as its page shows it; the file itself is never shown whole."""

    id: int
    file_name: str
    state: str
    state_title: str
    unit: int | None
    object_kind: str
    rows: int
    good: int
    faulty: int
    known: int
    faults: Sequence[Mapping[str, Any]]
    found: Sequence[Mapping[str, Any]]
    made: int
    updated: int
    skipped: int
    left: Sequence[Mapping[str, Any]]
    """Rows whose object is not taken in, and who holds it or which row named it first."""
    done_until: int
    trouble: str
    at: datetime
    finished_at: datetime | None

    @property
    def taken(self) -> int:
        return self.made + self.updated + self.skipped

    @property
    def percent(self) -> int | None:
        """How far the taking in is; while rows are looked at nobody knows yet how many there are."""
        return min(100, self.taken * 100 // self.good) if self.state == "taking" and self.good else None

    @property
    def new(self) -> int:
        return self.good - self.known


def own_imports(viewer: Viewer) -> tuple[ImportView, ...]:
    """The newest first."""
    require(viewer, EDIT)
    rows = CustomerImport.objects.defer("content").filter(by_id=viewer.person).order_by("-pk")[:MOST_LISTED]
    return tuple(map(_view, rows))


def import_for(viewer: Viewer, import_id: int) -> ImportView:
    """One's own; else a refusal."""
    return _view(own(import_id, viewer))


def columns_of(viewer: Viewer, import_id: int) -> tuple[Column, ...]:
    """With the first rows of the file, hidden from nobody: who brought it has it."""
    own(import_id, viewer)
    row = CustomerImport.objects.get(pk=import_id)
    first = list(islice(lines_of(bytes(row.content)), LOOKS)) if row.content else []
    return tuple(
        Column(
            heading, tuple(line.cells[place] for line in first if place < len(line.cells) and line.cells[place]), target
        )
        for place, (heading, target) in enumerate(zip(row.headings, row.columns, strict=True))
    )


def offered(viewer: Viewer, object_kind: str, at: datetime) -> tuple[Target, ...]:
    """What a column may be."""
    return tuple(targets_for(viewer, object_kind, at).values())


def kinds(viewer: Viewer, at: datetime) -> tuple[str, ...]:
    """Kinds of objects that a table may bring."""
    return object_kinds(viewer, at)


def _view(row: CustomerImport) -> ImportView:
    return ImportView(
        id=row.pk, file_name=row.file_name, state=row.state, state_title=str(row.get_state_display()),
        unit=row.unit_id, object_kind=row.object_kind, rows=row.rows, good=row.good, faulty=row.faulty,
        known=row.known, faults=tuple(map(_worded, row.faults)), found=[each for each in row.found if "object" not in each],
        made=row.made, updated=row.updated, skipped=row.skipped, left=[each for each in row.found if "object" in each],
        done_until=row.done_until, trouble=_trouble(row.trouble), at=row.at, finished_at=row.finished_at,
    )  # fmt: skip


def _worded(fault: Mapping[str, Any]) -> dict[str, Any]:
    """In the reader's language."""
    what, todo = (_(words) % fault["given"] for words in FAULTS[fault["sort"]])
    return {**fault, "what": what, "todo": todo}


def _trouble(said: str) -> str:
    if not said:
        return ""
    kept = json.loads(said)
    words: str = _(UNREADABLE[kept["sort"]]) % kept["given"]
    return words
