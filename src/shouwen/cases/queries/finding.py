"""Cases for the search box: by their own words and numbers, and those of customers who were found."""

from collections.abc import Iterable

from shouwen.cases.models import Case
from shouwen.cases.queries.lists import NOT_LISTED, Filters, filtered
from shouwen.cases.queries.seeing import readable, rows_of
from shouwen.cases.rows import CaseRow
from shouwen.people.access import Viewer

SHORTEST = 2


def found_cases(viewer: Viewer, asked: str, customers: Iterable[int] = (), *, most: int = 6) -> tuple[CaseRow, ...]:
    """By words and numbers first, then of these customers; open ones before closed ones, the newest first."""
    found: dict[int, Case] = {}
    if len(asked.strip()) >= SHORTEST:
        words = filtered(viewer, Filters(text=asked)).order_by("-pk").defer(*NOT_LISTED)
        found = {case.pk: case for case in words[:most]}
    wanted = list(customers)
    if wanted and len(found) < most:
        theirs = readable(viewer).filter(customer__in=wanted).order_by("-pk").defer(*NOT_LISTED)
        found |= {case.pk: case for case in theirs[:most]}
    ranked = sorted(found.values(), key=lambda case: (case.closed_at is not None, -case.pk))
    return rows_of(viewer, ranked[:most])


def seen(viewer: Viewer, cases: Iterable[int]) -> dict[int, str]:
    """The numbers of those of these cases that the viewer may see."""
    return dict(readable(viewer).filter(pk__in=list(cases)).values_list("pk", "number"))
