"""Cases and their papers for the search box: by their own words and numbers, and cases of customers who were found."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.base.bigrams import runs
from shouwen.cases.models import Case, Message
from shouwen.cases.queries.lists import NOT_LISTED, Filters, filtered
from shouwen.cases.queries.ordering import ordered
from shouwen.cases.queries.seeing import readable, rows_of
from shouwen.cases.rows import CaseRow
from shouwen.documents.queries import FoundDocument, like
from shouwen.people.access import Viewer

SHORTEST = 2
LOOKED_AT = 100
LONGEST_NUMBER = 24
STRETCH, STRETCHES = 200, 5


def found_cases(viewer: Viewer, asked: str, customers: Iterable[int] = (), *, most: int = 6) -> tuple[CaseRow, ...]:
    """By words and numbers first, then of these customers; open ones before closed ones, opened last first."""
    found: dict[int, Case] = {}
    if len(asked.strip()) >= SHORTEST:
        found = _of(filtered(viewer, Filters(text=asked)), most)
        found = _numbered(viewer, asked) | found
    wanted = list(customers)
    if wanted and len(found) < most:
        told = Message.objects.filter(customer__in=wanted, case=OuterRef("pk"))
        found |= _of(readable(viewer).filter(Q(customer__in=wanted) | Exists(told)), most)
    ranked = sorted(found.values(), key=lambda case: (case.closed_at is None, case.opened_at, case.pk), reverse=True)
    return rows_of(viewer, ranked[:most])


def numbers_of(viewer: Viewer, cases: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """The number of each case, which tells nothing of it, and whether the viewer may open it."""
    wanted = list(cases)
    opens = set(readable(viewer).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    rows = Case.objects.filter(pk__in=wanted).values_list("pk", "number") if wanted else ()
    return {pk: (number, pk in opens) for pk, number in rows}


def _numbered(viewer: Viewer, asked: str) -> dict[int, Case]:
    """The case of this number, wherever its dashes stand: each writing of it is asked of the index of numbers."""
    plain = "".join(runs(asked)).upper()
    if not (plain.isascii() and plain.isalnum()) or len(plain) > LONGEST_NUMBER:
        return {}
    one = [f"{plain[:at]}-{plain[at:]}" for at in range(1, len(plain))]
    two = [f"{each[:at]}-{each[at:]}" for each in one for at in range(each.index("-") + 2, len(each))]
    return {case.pk: case for case in readable(viewer).filter(number__in=[plain, *one, *two]).defer(*NOT_LISTED)[:1]}


def _of(wanted: QuerySet[Case], most: int) -> dict[int, Case]:
    """A hundred numbers, of which the open ones go first.

    Asked for few rows, the database walks through all cases in their order until it has met them; asked for a hundred it
    goes by the index of words, where a word is rare.
    """
    near = ordered(wanted, "new").values_list("pk", "closed_at")[:LOOKED_AT]
    shown = sorted(near, key=lambda one: one[1] is not None)[:most]
    return Case.objects.defer(*NOT_LISTED).in_bulk([pk for pk, _ in shown])


def found_documents(viewer: Viewer, asked: str, *, most: int) -> tuple[tuple[FoundDocument, str], ...]:
    """The newest papers by number or title, each with the number of its case: of cases that the viewer may see.

    Looked for among the newest thousand that hold the words, a stretch at a time: most viewers find theirs in the first.
    """
    found: list[tuple[FoundDocument, str]] = []
    last: int | None = None
    for _ in range(STRETCHES):
        papers = like(asked, before=last, most=STRETCH)
        seen = readable(viewer).filter(pk__in={each.subject for each in papers}) if papers else Case.objects.none()
        numbers = dict(seen.values_list("pk", "number"))
        found += [(each, numbers[each.subject]) for each in papers if each.subject in numbers]
        if len(found) >= most or len(papers) < STRETCH:
            break
        last = papers[-1].id
    return tuple(found[:most])
