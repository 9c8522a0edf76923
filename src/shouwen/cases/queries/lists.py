"""The list of cases: filters, search by two characters, keyset paging, counts that stop at a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.base.bigrams import matching
from shouwen.cases.models import Case
from shouwen.cases.queries.carrying import among, carried_by, for_post, nobody_found, placed, rests_long, unassigned
from shouwen.cases.queries.compliance import counted_units, limited_clauses
from shouwen.cases.queries.known import Sought, attribute_is, repeated
from shouwen.cases.queries.ordering import Due, Order, after_key, key_of, ordered
from shouwen.cases.queries.own import AT_HAND, OWN_WAYS, own, promised_at
from shouwen.cases.queries.seats import OWN, of_seats
from shouwen.cases.queries.seeing import readable, rows_of, seats_of
from shouwen.cases.rows import Listing
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, Finding, Ledger

MOST_COUNTED = 100
NOT_LISTED = ("search", "search_text", "content", "demand", "parties", "attributes")
LONGEST_PAGE = 200

# Looked up by limits and then sorted: the database takes them for many, and would walk through all cases to meet a few. The
# index holds both instants.
NEARLY_LATE = "SELECT subject_id FROM cases_case WHERE next_due_at >= %(now)s AND next_warn_at <= %(now)s OFFSET 0"

REOPENS = Ledger.objects.filter(subject=OuterRef("pk"), kind="ActRequested", event__act="reopen", refused=False)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means all.

    With a clause, unit, edition and period are those of the findings, as 条款执行 counts them.
    """

    text: str = ""
    state: tuple[str, ...] = ()
    case_type: tuple[str, ...] = ()
    unit: str = ""
    handler: str = ""
    customer: int | None = None
    edition: str = ""
    without: tuple[str, ...] = ()
    """Editions whose cases are left out, because they may not leave the house."""
    mine: bool = False
    open_only: bool = False
    late: bool = False
    nearly_late: bool = False
    not_taken: bool = False
    unassigned: bool = False
    """With an open task for which nobody can act."""
    rests_long: bool = False
    carried_by: str = ""
    """The person for whom a task of the case waits."""
    carried_late: bool = False
    urgent: bool = False
    clause: str = ""
    result: str = ""
    """With a clause, or with an edition over all its clauses: kept, late, broken, overridden or open."""
    rule: str = ""
    """With a clause: of the rules that carry it, this one."""
    since: datetime | None = None
    until: datetime | None = None
    own: str = ""
    """What concerns the viewer: one of `OWN_WAYS`."""
    severity: str = ""
    channel: str = ""
    object: int | None = None
    attributes: tuple[tuple[str, ...], ...] = ()
    """Fields or facts and what is asked of each, as `Sought`."""
    post: str = ""
    """A post for which an open task of the case waits."""
    reopened: bool = False
    """Worked on again after it was closed."""
    repeated: bool = False
    """Of customers who came more than once lately."""
    among: frozenset[int] | None = None
    """Cases that somebody else picked, as those of an import; None for no such choice."""

    @property
    def by_finding(self) -> bool:
        return bool(self.clause or (self.result and self.edition))


def listing(
    viewer: Viewer, filters: Filters, after: str | None = None, limit: int = 50, order: Order = "new"
) -> Listing:
    """The newest first unless another order is asked for; `after` is the key of the page before."""
    limit = max(1, min(limit, LONGEST_PAGE))
    wanted, due = filtered(viewer, filters), _pressing(filters)
    if due == "promised_at":
        wanted = wanted.alias(promised_at=promised_at())
    behind = after_key(order, after, due)
    # Numbers alone, as many as are counted: where few are found, the way to them is long and is gone once for page and count.
    page = wanted if behind is None else wanted.filter(behind)
    found = list(ordered(page, order, due).values_list("pk", flat=True)[: max(limit, MOST_COUNTED) + 1])
    counted = len(found) if behind is None else _count(wanted)
    rows, has_more = _rows(found[:limit], due), len(found) > limit
    return Listing(rows_of(viewer, rows), key_of(order, rows[-1], due) if has_more else None, *_told(counted))


def _rows(wanted: Sequence[int], due: Due) -> list[Case]:
    """In the same order."""
    cases = Case.objects.defer(*NOT_LISTED)
    if due == "promised_at":
        cases = cases.annotate(promised_at=promised_at())
    by_key = cases.in_bulk(wanted)
    return [by_key[key] for key in wanted if key in by_key]


def _pressing(filters: Filters) -> Due:
    """Among what was promised, the promise is what presses."""
    return "promised_at" if filters.own == "promised" else "next_due_at"


def count(viewer: Viewer, filters: Filters) -> tuple[int, bool]:
    """How many there are, and whether there are more than are counted."""
    return _told(_count(filtered(viewer, filters)))


def counts(viewer: Viewer, wanted: Sequence[Filters]) -> list[tuple[int, bool]]:
    """The same for several lists at once, in one question."""
    parts: list[str] = []
    begins, given = placed(f"WITH own_work AS MATERIALIZED ({OWN})", of_seats(viewer))
    for number, filters in enumerate(wanted):
        cases = filtered(viewer, filters, has_own_work=True).values("pk")
        # Own work is few and at hand: any hundred and one of it tell as much as the newest, and need no look at the rest.
        some = cases.order_by()[: MOST_COUNTED + 1] if filters.own in AT_HAND else _newest(cases)
        sql, values = some.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS q{number})")  # noqa: S608  # made by the ORM, values apart
        given += values
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{begins} SELECT {', '.join(parts)}", given)
        row = cursor.fetchone() or ()
    return [_told(int(each)) for each in row]


def filtered(viewer: Viewer, filters: Filters, *, has_own_work: bool = False) -> QuerySet[Case]:
    """The cases of these filters that the viewer may see; it may be part of a question that has worked out the own tasks."""
    found = readable(viewer)
    for condition in _conditions(viewer, filters):
        found = found.filter(condition)
    if filters.own in OWN_WAYS:
        found = found.filter(own(viewer, filters.own, is_shared=has_own_work))
    return found


def _newest(wanted: QuerySet[Case, Any]) -> QuerySet[Case, Any]:
    """As many as are counted, in the list's own order: its newest rows are the ones that are in memory anyway."""
    return ordered(wanted, "new")[: MOST_COUNTED + 1]


def _count(wanted: QuerySet[Case]) -> int:
    return _newest(wanted).count()


def _told(counted: int) -> tuple[int, bool]:
    return min(counted, MOST_COUNTED), counted > MOST_COUNTED


def _conditions(viewer: Viewer, filters: Filters) -> list[Q | Exists]:
    found: list[Q | Exists] = [Q((name, value)) for name, value in _columns(filters).items() if value]
    if filters.text.strip():
        found.append(_text(filters.text))
    if filters.mine:
        found.append(Q(parties__overlap=seats_of(viewer)))
    if filters.urgent:
        found.append(Q(urgent=True))
    if filters.without:
        found.append(~Q(edition__in=filters.without))
    if filters.among is not None:
        found.append(Q(pk__in=filters.among))
    if filters.by_finding:
        found.append(_finding(viewer, filters))
    found += [attribute_is(viewer, Sought(*each)) for each in filters.attributes]
    return found + _standing(viewer, filters)


def _columns(filters: Filters) -> dict[str, Any]:
    """What a column of the case says by itself; a value that is empty asks nothing."""
    simple: dict[str, Any] = {
        "state__in": filters.state,
        "case_type__in": filters.case_type,
        "handler": filters.handler,
        "customer": filters.customer,
        "severity": filters.severity,
        "channel": filters.channel,
        "object": filters.object,
    }
    if not filters.by_finding:
        simple |= {
            "unit": filters.unit,
            "edition": filters.edition,
            "opened_at__gte": filters.since,
            "opened_at__lt": filters.until,
        }
    return simple


def _standing(viewer: Viewer, filters: Filters) -> list[Q | Exists]:
    """How the case stands against its limits, at the viewer's instant."""
    found: list[Q | Exists] = []
    if filters.late:
        found.append(Q(closed_at__isnull=True, next_due_at__lt=viewer.at))
    if filters.nearly_late:
        found.append(Q(closed_at__isnull=True) & among(NEARLY_LATE, {"now": viewer.at}))
    if filters.not_taken:
        found.append(Q(closed_at__isnull=True, state="to_take") & ~nobody_found())
    if filters.rests_long:
        found.append(Q(closed_at__isnull=True) & rests_long(viewer))
    if filters.unassigned:
        found.append(Q(closed_at__isnull=True) & unassigned(viewer))
    if filters.carried_by:
        found.append(carried_by(viewer, filters.carried_by, late_at=viewer.at if filters.carried_late else None))
    return found + _concerning(viewer, filters)


def _concerning(viewer: Viewer, filters: Filters) -> list[Q | Exists]:
    found: list[Q | Exists] = []
    if filters.post:
        found.append(for_post(filters.post))
    if filters.reopened:
        found.append(Q(closed_at__isnull=True) & Q(Exists(REOPENS)))
    if filters.repeated:
        found.append(repeated(viewer))
    if filters.open_only:
        found.append(Q(closed_at__isnull=True))
    return found


def _text(asked: str) -> Q:
    """A single character has no pair; it is asked of numbers and titles only."""
    text = asked.strip()
    return matching("search", "search_text", text) if len(text) > 1 else Q(title__contains=text)


def carries_limit(clause: str, edition: str = "") -> bool:
    """Whether a limit of the edition, else of any in use, carries the clause: then the limits tell how it was kept."""
    keys = rulebooks.installed()
    return any(clause in limited_clauses(key) for key in ([edition] if edition in keys else keys))


def _finding(viewer: Viewer, filters: Filters) -> Exists:
    is_open = filters.result == "open"
    instant, edition = ("from_at", "subject__edition") if is_open else ("at", "edition")
    units = counted_units(viewer, filters.unit)
    narrowed = {
        "rule": filters.rule or None,
        edition: filters.edition or None,
        f"{instant}__gte": filters.since,
        f"{instant}__lt": filters.until,
        "unit__in": None if units is None else sorted(units),
    }
    behind = _running(filters) if is_open else _found(filters)
    given = {name: value for name, value in narrowed.items() if value is not None}
    return Exists(behind.filter(subject=OuterRef("pk"), **given))


def _running(filters: Filters) -> QuerySet[Any]:
    running = Clock.objects.filter(stopped_at__isnull=True, missed_at__isnull=True)
    return running.filter(clauses__contains=[filters.clause]) if filters.clause else running


def _found(filters: Filters) -> QuerySet[Any]:
    findings = _telling(filters)
    if filters.result == "late":
        return findings.filter(result="broken", is_limit=True)
    if filters.result == "broken":
        return findings.filter(result="broken", is_limit=False)
    if filters.result == "decided":
        return findings.filter(result__in=("kept", "broken"))
    return findings.filter(result=filters.result) if filters.result else findings


def _telling(filters: Filters) -> QuerySet[Any]:
    """Where a limit carries a clause, its findings; elsewhere those of the steps, gates and papers."""
    if not filters.clause:
        limited = Q(clause__in=limited_clauses(filters.edition))
        return Finding.objects.exclude(clause="").filter(limited & Q(is_limit=True) | ~limited & Q(is_limit=False))
    findings = Finding.objects.filter(clause=filters.clause)
    if carries_limit(filters.clause, filters.edition):
        return findings.filter(is_limit=True)
    return findings.filter(is_limit=False) if filters.edition else findings
