"""Cases that are like another one: the same customer's, and those with most pieces of two characters in common."""

import heapq
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shouwen.base.bigrams import bigrams, normalise
from shouwen.cases.models import Case
from shouwen.cases.queries.seeing import readable
from shouwen.cases.rows import LinkView, Relation
from shouwen.cases.words import state_title
from shouwen.people.access import Viewer
from shouwen.runtime import database

# Rare pieces tell more than frequent ones, and a few of them find whatever is alike.
MOST_ASKED = 6
MOST_COMPARED = 100
# Those that look most alike at a glance are compared piece by piece.
MOST_WEIGHED = 20
LEAST_LIKENESS = 30
MOST_SHOWN = 5
# What happened long ago is no repetition of today's complaint.
NEWEST = 20_000
FRESH_SECONDS = 600.0
# Candidates hold at least one of the pieces; the newest are compared.
CANDIDATES = """
SELECT subject_id, search_text FROM cases_case
WHERE search @@ %(any)s::tsquery AND subject_id <> %(own)s
  AND subject_id > (SELECT COALESCE(max(subject_id), 0) - %(newest)s FROM cases_case)
ORDER BY subject_id DESC LIMIT %(most)s
"""
# What the database knows of frequent pieces since it last looked through the table.
FREQUENT = """
SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
WHERE schemaname = current_schema() AND tablename = 'cases_case' AND attname = 'search'
"""
OF_CUSTOMER = """
SELECT subject_id, search_text FROM cases_case WHERE customer_id = %s AND subject_id <> %s
ORDER BY subject_id DESC LIMIT 20
"""


def similar(
    viewer: Viewer, text: str, *, customer: int | None = None, own: int = 0, limit: int = MOST_SHOWN
) -> tuple[LinkView, ...]:
    """The most alike first; only what the viewer may see."""
    chosen = alike(text, customer=customer, own=own, most=limit * 3)
    return most_alike(by_id(viewer, chosen), chosen, limit=limit)


def alike(text: str, *, customer: int | None, own: int, most: int = MOST_SHOWN * 3) -> dict[int, int]:
    """Likeness in percent by case, whoever may see them."""
    pieces = frozenset(bigrams(normalise(text)))
    rows = _candidates(pieces, customer, own)
    ranked = sorted(((likeness(pieces, found), row_id) for row_id, found in rows.items()), reverse=True)
    return {row_id: share for share, row_id in ranked[:most] if share >= LEAST_LIKENESS}


def by_id(viewer: Viewer, ids: Iterable[int]) -> dict[int, Case]:
    """Those of the cases that the viewer may see, as far as a link tells of them."""
    wanted = list(ids)
    found = readable(viewer).filter(pk__in=wanted).only("number", "title", "state", "case_type") if wanted else ()
    return {case.pk: case for case in found}


def most_alike(
    cases: Mapping[int, Case], shares: Mapping[int, int], *, limit: int = MOST_SHOWN
) -> tuple[LinkView, ...]:
    """Links to the likeliest of these cases."""
    ordered = sorted((-share, -row_id) for row_id, share in shares.items() if row_id in cases)[:limit]
    return tuple(link_to(cases[-row_id], "similar", -share) for share, row_id in ordered)


def link_to(case: Case, relation: Relation, share: int | None = None) -> LinkView:
    """A case as another one names it."""
    return LinkView(case.pk, case.number, case.title, relation, state_title(case.state), share)


def likeness(pieces: frozenset[str], other: frozenset[str]) -> int:
    """Shared pieces in percent of the shorter text's: a short complaint repeated inside a long one is the same."""
    shorter = min(len(pieces), len(other))
    return round(100 * len(pieces & other) / shorter) if shorter else 0


def _candidates(pieces: frozenset[str], customer: int | None, own: int) -> dict[int, frozenset[str]]:
    rows: list[tuple[Any, ...]] = []
    if pieces:
        asked = _telling(sorted(pieces))
        query = " | ".join(f"'{piece}'" for piece in asked)
        rows += database.rows(CANDIDATES, {"any": query, "own": own, "newest": NEWEST, "most": MOST_COMPARED})
    if customer is not None:
        rows += database.rows(OF_CUSTOMER, [customer, own])
    near = heapq.nlargest(MOST_WEIGHED, rows, key=lambda row: _at_a_glance(pieces, row[1]))
    return {row[0]: frozenset(bigrams(row[1])) for row in near}


def _at_a_glance(pieces: frozenset[str], text: str) -> float:
    """The likeness without taking the other text apart: a text has about as many pieces as characters."""
    return sum(map(text.__contains__, pieces)) / min(len(pieces) or 1, len(text) or 1)


def _telling(pieces: Sequence[str]) -> Sequence[str]:
    """The rarest; digits of numbers and dates tell little."""
    frequency = _frequencies.get()
    words = [piece for piece in pieces if not any(each.isascii() for each in piece)] or list(pieces)
    return sorted(words, key=lambda piece: (frequency.get(piece, 0.0), piece))[:MOST_ASKED]


class _Frequencies:
    """Shares of cases that hold a piece, as far as they are worth knowing; looked up again now and then."""

    def __init__(self) -> None:
        self.known: Mapping[str, float] = {}
        self.good_until = 0.0

    def get(self) -> Mapping[str, float]:
        if time.monotonic() >= self.good_until:
            rows = database.rows(FREQUENT)
            pieces, shares = rows[0] if rows else ((), ())
            self.known = dict(zip(pieces or (), shares or (), strict=False))
            self.good_until = time.monotonic() + FRESH_SECONDS
        return self.known


_frequencies = _Frequencies()
