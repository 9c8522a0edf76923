"""Terms in force and asked for, holds, certificates; and which records a term would take, counted and listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.base.due import Due
from shouwen.cases.queries import keeping as of_cases
from shouwen.customers import keeping as of_customers
from shouwen.people.access import Viewer, may, require
from shouwen.retention.kinds import CASE, CUSTOMER, KINDS, PLAIN
from shouwen.retention.models import Certificate, Hold, Term
from shouwen.retention.reckoning import floors_of, months_before
from shouwen.runtime import rulebooks

MANAGE = "manage_retention"
AGREE = "agree_retention"
"""Of the second administrator; whoever manages terms has it too, but never for what they asked for themselves."""
PAGE = 50
Scope = tuple[str, str, str]
"""Class, rulebook, case type."""


@dataclass(frozen=True, slots=True)
class TermView:
    """One term with its words and its people."""

    id: int
    kind: str
    title: str
    book: str
    case_type: str
    months: int | None
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    opinion: str
    is_own: bool
    """Asked for by who looks at it."""


@dataclass(frozen=True, slots=True)
class HoldView:
    """One hold, and who lifted it."""

    id: int
    kind: str
    kind_title: str
    number: str
    reason: str
    by: str
    at: datetime
    lifted_by: str
    lifted_at: datetime | None
    lifted_because: str


@dataclass(frozen=True, slots=True)
class CertificateView:
    """What one batch took, under which term, and who answers for it."""

    id: int
    title: str
    goes: str
    stays: str
    months: int | None
    reason: str
    before: datetime
    count: int
    labels: tuple[str, ...]
    at: datetime
    asked_by: str
    asked_at: datetime
    agreed_by: str
    agreed_at: datetime | None


def sees(viewer: Viewer) -> bool:
    return may(viewer, MANAGE) or may(viewer, AGREE)


def terms_in_force() -> dict[Scope, Term]:
    """The newest agreed one of each scope; one that keeps for good is there as well, over a wider one."""
    rows = (
        Term.objects.filter(state=Term.State.AGREED)
        .order_by("decided_at", "pk")
        .select_related("asked_by", "decided_by")
    )
    return {(row.kind, row.book, row.case_type): row for row in rows}


def term_views(viewer: Viewer) -> tuple[TermView, ...]:
    """In force, in the order of the classes."""
    require(viewer, AGREE)
    order = list(KINDS)
    found = sorted(terms_in_force().items(), key=lambda item: (order.index(item[0][0]), item[0][1:]))
    return tuple(_view(row, viewer) for _, row in found)


def waiting_views(viewer: Viewer) -> tuple[TermView, ...]:
    require(viewer, AGREE)
    rows = Term.objects.filter(state=Term.State.WAITING).order_by("pk").select_related("asked_by", "decided_by")
    return tuple(_view(row, viewer) for row in rows)


def term_view(viewer: Viewer, term_id: int) -> TermView | None:
    require(viewer, AGREE)
    row = Term.objects.filter(pk=term_id).select_related("asked_by", "decided_by").first()
    return None if row is None else _view(row, viewer)


def holds(viewer: Viewer) -> tuple[HoldView, ...]:
    """Those in force first."""
    require(viewer, AGREE)
    rows = Hold.objects.select_related("by", "lifted_by").order_by("-lifted_at", "-pk")
    return tuple(_hold(row) for row in sorted(rows, key=lambda row: row.lifted_at is not None))


def certificates(viewer: Viewer, *, before: int | None = None, most: int = PAGE) -> tuple[CertificateView, ...]:
    require(viewer, AGREE)
    rows = Certificate.objects.select_related("term__asked_by", "term__decided_by").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_certificate(row) for row in rows[:most])


def certificate(viewer: Viewer, certificate_id: int) -> CertificateView | None:
    require(viewer, AGREE)
    row = Certificate.objects.select_related("term__asked_by", "term__decided_by").filter(pk=certificate_id).first()
    return None if row is None else _certificate(row)


def count_past(term: Term, at: datetime) -> int:
    """How many the term would take, were it in force now."""
    if term.months is None:
        return 0
    before = months_before(at, term.months)
    if term.kind == CASE:
        return of_cases.count_past(_cases(term, at))
    if term.kind == CUSTOMER:
        return of_customers.count_past(before=before, used=of_cases.customers_named(), held=_held(Hold.Kind.CUSTOMER))
    return PLAIN[term.kind].count(before=before)


def past(term: Term, at: datetime, *, most: int, skip: int = 0) -> tuple[Due, ...]:
    """The oldest first; by number and instant alone."""
    if term.months is None:
        return ()
    before = months_before(at, term.months)
    if term.kind == CASE:
        return of_cases.past_cases(_cases(term, at), most=most, skip=skip)
    if term.kind == CUSTOMER:
        named, held = of_cases.customers_named(), _held(Hold.Kind.CUSTOMER)
        return of_customers.past_customers(before=before, used=named, held=held, most=most, skip=skip)
    return PLAIN[term.kind].past(before=before, most=most, skip=skip)


def counts(viewer: Viewer, at: datetime) -> Mapping[int, int]:
    """By term, in force and waiting: how many records are past it."""
    require(viewer, AGREE)
    waiting = Term.objects.filter(state=Term.State.WAITING)
    return {term.pk: count_past(term, at) for term in (*terms_in_force().values(), *waiting)}


def preview(viewer: Viewer, term_id: int, at: datetime, *, skip: int = 0) -> tuple[int, tuple[Due, ...]]:
    """What a term takes or would take."""
    require(viewer, AGREE)
    term = Term.objects.get(pk=term_id)
    return count_past(term, at), past(term, at, most=PAGE, skip=skip)


def case_kinds() -> Mapping[str, Mapping[str, str]]:
    """Rulebooks in use by title, with their case types in words; by names without the edition."""
    found: dict[str, dict[str, str]] = {}
    for key in rulebooks.installed():
        book = rulebooks.rulebook(key)
        types = {name: rule.title or name for name, rule in book.case_types.items()}
        found[book.header.rulebook] = found.get(book.header.rulebook, {}) | types
    return found


def book_titles() -> Mapping[str, str]:
    return {
        rulebooks.rulebook(key).header.rulebook: rulebooks.rulebook(key).header.title for key in rulebooks.installed()
    }


def title_of(kind: str, book: str, case_type: str) -> str:
    """The class, for cases with the rulebook and the kind of case."""
    if not book:
        return KINDS[kind].title
    named = book_titles().get(book, book)
    word = case_kinds().get(book, {}).get(case_type, case_type)
    return f"{KINDS[kind].title}：{named}{f' · {word}' if case_type else ''}"


def _cases(term: Term, at: datetime) -> of_cases.PastCases:
    """Every kind of case for which this term is the closest one."""
    chosen = {**terms_in_force(), (term.kind, term.book, term.case_type): term}
    assert term.months is not None
    before = months_before(at, term.months)
    terms = [
        of_cases.CaseTerm(edition, case_type, before)
        for edition, case_type in of_cases.kinds_kept()
        if _closest(chosen, rulebooks.rulebook(edition).header.rulebook, case_type) is term
    ]
    return of_cases.PastCases(
        terms=terms,
        floors=floors_of(sorted({each.edition for each in terms}), at),
        held=_held(Hold.Kind.CASE),
        customers=_held(Hold.Kind.CUSTOMER),
    )


def _closest(chosen: Mapping[Scope, Term], book: str, case_type: str) -> Term | None:
    scopes: Sequence[Scope] = ((CASE, book, case_type), (CASE, book, ""), (CASE, "", ""))
    return next((chosen[scope] for scope in scopes if scope in chosen), None)


def _held(kind: str) -> list[int]:
    return list(Hold.objects.filter(kind=kind, lifted_at=None).values_list("target", flat=True))


def _view(row: Term, viewer: Viewer) -> TermView:
    return TermView(
        id=row.pk, kind=row.kind, title=title_of(row.kind, row.book, row.case_type), book=row.book,
        case_type=row.case_type, months=row.months, reason=row.reason, state=row.state, asked_by=row.asked_by.name,
        asked_at=row.asked_at, decided_by=row.decided_by.name if row.decided_by else "", decided_at=row.decided_at,
        opinion=row.opinion, is_own=row.asked_by_id == viewer.person,
    )  # fmt: skip


def _hold(row: Hold) -> HoldView:
    return HoldView(
        id=row.pk, kind=row.kind, kind_title=str(row.get_kind_display()), number=row.number, reason=row.reason,
        by=row.by.name, at=row.at, lifted_by=row.lifted_by.name if row.lifted_by else "", lifted_at=row.lifted_at,
        lifted_because=row.lifted_because,
    )  # fmt: skip


def _certificate(row: Certificate) -> CertificateView:
    term = row.term
    return CertificateView(
        id=row.pk, title=title_of(term.kind, term.book, term.case_type), goes=KINDS[term.kind].goes,
        stays=KINDS[term.kind].stays, months=term.months, reason=term.reason, before=row.before, count=row.count,
        labels=tuple(row.labels), at=row.at, asked_by=term.asked_by.name, asked_at=term.asked_at,
        agreed_by=term.decided_by.name if term.decided_by else "", agreed_at=term.decided_at,
    )  # fmt: skip
