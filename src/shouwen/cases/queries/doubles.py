"""Cases that may be the one about to be taken in: how alike in percent, and why in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.cases.models import Case
from shouwen.cases.queries.seeing import readable
from shouwen.cases.queries.similar import alike
from shouwen.cases.words import state_title
from shouwen.people.access import Viewer

MOST_SHOWN = 4
MOST_OF_CUSTOMER = 20
# A matter that rested longer is told of by the customer's history, not by a warning.
STILL_FRESH = timedelta(days=90)
LEAST_WORDS = 4
# Nobody overlooks a warning that comes seldom: words alone must be this much alike.
LEAST_LIKENESS = 50
SHOWN = ("number", "title", "state", "case_type", "customer", "object", "opened_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Double:
    """An earlier case, and what it has in common with what is being typed."""

    id: int
    number: str
    title: str
    state_title: str
    opened_at: datetime
    is_open: bool
    likeness: int | None
    """Percent of the words; nothing while too few are typed."""
    same_customer: bool
    same_object: bool
    same_words: bool


def doubles(
    viewer: Viewer, text: str, *, customer: int | None, thing: int | None, at: datetime, limit: int = MOST_SHOWN
) -> tuple[Double, ...]:
    """The most alike first: open cases of the same customer or object, and any that say the same."""
    shares = alike(text, customer=customer, own=0) if len(text.strip()) >= LEAST_WORDS else {}
    found = {case.pk: case for case in _near(viewer, shares, customer, thing, at)}
    rows = [_double(case, shares.get(case.pk), customer, thing) for case in found.values()]
    kept = [row for row in rows if _counts(row)]
    return tuple(sorted(kept, key=_order, reverse=True)[:limit])


def _near(
    viewer: Viewer, shares: Iterable[int], customer: int | None, thing: int | None, at: datetime
) -> Iterable[Case]:
    fresh = readable(viewer).filter(opened_at__gte=at - STILL_FRESH, parent_id__isnull=True).only(*SHOWN)
    ids = list(shares)
    if ids:
        yield from fresh.filter(pk__in=ids)
    if customer is not None:
        yield from fresh.filter(customer=customer, closed_at__isnull=True).order_by("-pk")[:MOST_OF_CUSTOMER]
    if thing is not None:
        yield from fresh.filter(object=thing, closed_at__isnull=True).order_by("-pk")[:MOST_OF_CUSTOMER]


def _double(case: Case, share: int | None, customer: int | None, thing: int | None) -> Double:
    return Double(
        id=case.pk,
        number=case.number,
        title=case.title,
        state_title=state_title(case.state),
        opened_at=case.opened_at,
        is_open=case.closed_at is None,
        likeness=share,
        same_customer=customer is not None and case.customer_id == customer,
        same_object=thing is not None and case.object_id == thing,
        same_words=share is not None and share >= LEAST_LIKENESS,
    )


def _counts(row: Double) -> bool:
    """Open with the same customer or object, or the same words, whoever said them."""
    return row.same_words or (row.is_open and (row.same_customer or row.same_object))


def _order(row: Double) -> tuple[bool, int, int, int]:
    return row.is_open, row.same_customer + row.same_object + row.same_words, row.likeness or 0, row.id
