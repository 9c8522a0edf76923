"""Which cases, exports and drafts are past a time of keeping; a case with everything that was opened from it counts as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.base.due import Due
from shouwen.cases.models import Case, Draft, Export
from shouwen.runtime import database
from shouwen.runtime.queries import states_of

SEALED = "sealed:"
KINDS = "SELECT DISTINCT edition, case_type FROM cases_case WHERE erased_at IS NULL AND parent_id IS NULL"
# A case goes with its whole family, when the last of it ended; what holds one holds all.
PAST = """
FROM cases_case c
JOIN unnest(%(editions)s::text[], %(types)s::text[], %(befores)s::timestamptz[]) AS term (edition, case_type, before)
  ON c.edition = term.edition AND c.case_type = term.case_type
WHERE c.parent_id IS NULL AND c.erased_at IS NULL AND c.closed_at < term.before
AND NOT EXISTS (
  SELECT FROM runtime_subject f JOIN cases_case m ON m.subject_id = f.id WHERE f.root_id = c.subject_id AND (
    f.closed_at IS NULL OR f.closed_at >= term.before OR f.id = ANY(%(held)s) OR m.customer_id = ANY(%(customers)s)
    OR EXISTS (
      SELECT FROM unnest(%(papers)s::text[], %(keeps)s::text[], %(floors)s::timestamptz[]) AS kept (edition, paper, before)
      WHERE kept.edition = m.edition AND (kept.before IS NULL OR f.closed_at >= kept.before)
      AND (position('"paper":"' || kept.paper || '"' IN f.state) > 0 OR EXISTS (
        SELECT FROM jsonb_object_keys(f.state::jsonb -> 'facts') AS fact WHERE starts_with(fact, kept.paper || '.')
      ))
    )
  )
)
"""
COUNT = f"SELECT count(*) {PAST}"  # both are constants
# The oldest first; those that ended at one instant by their number.
LIST = f"""
SELECT c.subject_id, c.number, c.closed_at {PAST}
ORDER BY c.closed_at, c.subject_id LIMIT %(most)s OFFSET %(skip)s
"""  # both are constants
FAMILY = "SELECT id FROM runtime_subject WHERE root_id = ANY(%s) ORDER BY id"


@dataclass(frozen=True, slots=True)
class CaseTerm:
    """Cases of one kind under one edition that ended before this instant are past their time."""

    edition: str
    case_type: str
    before: datetime


@dataclass(frozen=True, slots=True)
class PaperFloor:
    """A rulebook has a paper kept longer: cases with it stay until then, or for good."""

    edition: str
    paper: str
    before: datetime | None


@dataclass(frozen=True, slots=True)
class PastCases:
    """What makes a case go, and what keeps it."""

    terms: Sequence[CaseTerm]
    floors: Sequence[PaperFloor] = ()
    held: Sequence[int] = ()
    customers: Sequence[int] = ()

    def values(self) -> dict[str, Any]:
        return {
            "editions": [each.edition for each in self.terms],
            "types": [each.case_type for each in self.terms],
            "befores": [each.before for each in self.terms],
            "papers": [each.edition for each in self.floors],
            "keeps": [each.paper for each in self.floors],
            "floors": [each.before for each in self.floors],
            "held": list(self.held),
            "customers": list(self.customers),
        }


def kinds_kept() -> tuple[tuple[str, str], ...]:
    """Editions and case types of which there are cases that were not erased."""
    return tuple((row[0], row[1]) for row in database.rows(KINDS))


def count_past(past: PastCases) -> int:
    ((count,),) = database.rows(COUNT, past.values())
    return int(count)


def past_cases(past: PastCases, *, most: int, skip: int = 0) -> tuple[Due, ...]:
    return tuple(Due(*row) for row in database.rows(LIST, {**past.values(), "most": most, "skip": skip}))


def family_ids(roots: Sequence[int]) -> tuple[int, ...]:
    """The cases themselves and everything that was opened from them."""
    return tuple(row[0] for row in database.rows(FAMILY, [list(roots)]))


def by_number(number: str) -> tuple[int, str] | None:
    """The case of this number that was not erased yet, and the number as it is written."""
    return Case.objects.filter(number__iexact=number.strip(), erased_at=None).values_list("pk", "number").first()


def handles_in(cases: Sequence[int]) -> frozenset[str]:
    """The sealed values that these cases know by their handle."""
    found: set[str] = set()
    for _, state in states_of(cases).values():
        _collect(dict(state.facts), found)
    return frozenset(found)


def past_exports(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = _exports(before).order_by("asked_at", "pk").values_list("pk", "asked_at")[skip : skip + most]
    return tuple(Due(pk, str(pk), at) for pk, at in rows)


def count_past_exports(*, before: datetime) -> int:
    return int(_exports(before).count())


def past_drafts(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = Draft.objects.filter(at__lt=before).order_by("at", "pk").values_list("pk", "at")[skip : skip + most]
    return tuple(Due(pk, str(pk), at) for pk, at in rows)


def count_past_drafts(*, before: datetime) -> int:
    return Draft.objects.filter(at__lt=before).count()


def _exports(before: datetime) -> Any:
    return Export.objects.filter(asked_at__lt=before).exclude(state=Export.State.WAITING)


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        handle = value.removeprefix(SEALED) if value.startswith(SEALED) else ""
        if handle and "." not in handle:
            found.add(handle)
    elif isinstance(value, dict):
        for inner in value.values():
            _collect(inner, found)
    elif isinstance(value, list | tuple):
        for inner in value:
            _collect(inner, found)


def customers_named() -> list[int]:
    """Customers whom a case still names."""
    return list(Case.objects.exclude(customer=None).order_by().values_list("customer", flat=True).distinct())
