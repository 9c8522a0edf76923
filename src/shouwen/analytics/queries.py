"""Imported history as it stands: runs, shares for each clause, verdicts for each message, and what many wrote about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shouwen.analytics.likeness import Alike, Text
from shouwen.analytics.models import Burst, ImportedRow, ImportRun
from shouwen.analytics.recount import Limit, Verdict
from shouwen.cases.queries.seeing import readable
from shouwen.engine.plan import DuePlan, Flow
from shouwen.people.access import SEE, Viewer, visible
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.model.base import Figure
from shouwen.rulebook.span import parse_span, show_span
from shouwen.runtime import database, rulebooks

LENGTHS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
EDITIONS = """
SELECT DISTINCT c.edition FROM analytics_importedrow r JOIN cases_case c ON c.subject_id = r.case_id
WHERE r.run_id = %s ORDER BY 1
"""
KNOWN = "SELECT source_id FROM analytics_importedrow WHERE case_type = %s AND source_id = ANY(%s)"
VERDICTS = """
SELECT r.source_id, c.rule,
  CASE WHEN f.result = 'kept' THEN 'kept' WHEN f.result = 'broken' THEN 'late'
       WHEN f.result IS NULL AND c.stopped_at IS NULL THEN 'open' END
FROM analytics_importedrow r JOIN runtime_clock c ON c.subject_id = r.case_id
LEFT JOIN runtime_finding f ON f.subject_id = c.subject_id AND f.is_limit AND f.rule || '#' || f.key = c.key
WHERE r.run_id = %s
"""
# A limit that was met or not stands in the findings, one that still runs among the clocks.
SHARES = """
SELECT f.edition, f.rule, f.clause, count(*) FILTER (WHERE f.result = 'kept'),
  count(*) FILTER (WHERE f.result = 'broken'), count(*) FILTER (WHERE f.result = 'overridden'), 0,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY f.took_seconds)
FROM analytics_importedrow r JOIN runtime_finding f ON f.subject_id = r.case_id AND f.is_limit
WHERE r.run_id = %(run)s GROUP BY 1, 2, 3
UNION ALL
SELECT s.edition, c.rule, clause, 0, 0, 0, count(*), NULL
FROM analytics_importedrow r JOIN runtime_clock c ON c.subject_id = r.case_id
JOIN runtime_subject s ON s.id = c.subject_id, unnest(c.clauses) AS clause
WHERE r.run_id = %(run)s AND c.stopped_at IS NULL AND c.missed_at IS NULL GROUP BY 1, 2, 3
"""
TEXTS = """
SELECT c.subject_id, COALESCE(c.customer_id::text, 'case ' || c.subject_id), c.opened_at, c.title || ' ' || c.content
FROM analytics_importedrow r JOIN cases_case c ON c.subject_id = r.case_id WHERE r.run_id = %s
"""


@dataclass(frozen=True, slots=True)
class ClauseShare:
    """How one limit fared over all messages of a run."""

    edition: str
    rule: str
    clause: str
    clause_title: str
    limit: str
    span: str
    kept: int
    late: int
    overridden: int
    open: int
    median_seconds: int | None

    @property
    def share(self) -> float | None:
        decided = self.kept + self.late
        return self.kept / decided if decided else None


@dataclass(frozen=True, slots=True)
class BurstView:
    """Messages of several people about one matter, those that the viewer may see."""

    first_at: datetime
    last_at: datetime
    people: int
    likeness: int
    cases: tuple[tuple[int, str, str, datetime], ...]
    """Id, number, title, and when it came."""


def run_number(number: int) -> ImportRun | None:
    return ImportRun.objects.filter(pk=number).first()


def run_of_file(file_hash: str, *, case_type: str | None = None) -> ImportRun | None:
    """The newest, where one file was taken in for several units."""
    found = ImportRun.objects.filter(file_hash=file_hash)
    return (found.filter(case_type=case_type) if case_type else found).order_by("-pk").first()


def runs_for(viewer: Viewer) -> list[ImportRun]:
    """The runs into units within the viewer's reach, the newest first."""
    reach = visible(viewer, SEE)
    found = ImportRun.objects.order_by("-pk")
    return list(found if reach.everything else found.filter(unit__in=[str(unit) for unit in reach.units]))


def known_sources(case_type: str, source_ids: list[str]) -> set[str]:
    """Which of them have a case already."""
    return {row[0] for row in database.rows(KNOWN, [case_type, source_ids])}


def counts(run: ImportRun) -> tuple[int, int, int]:
    """Cases of the run, replies that came, replies still to come."""
    rows = ImportedRow.objects.filter(run=run)
    came = rows.filter(replayed_at__isnull=False).count()
    return rows.count(), came, rows.filter(replayed_at__isnull=True, replied_at__isnull=False).count()


def cases_of(viewer: Viewer, number: int, reply: str = "") -> frozenset[int]:
    """The cases of a run within the viewer's reach; with `came` or `to_come`, those whose reply came or has yet to."""
    run = next((run for run in runs_for(viewer) if run.pk == number), None)
    rows = ImportedRow.objects.filter(run=run) if run else ImportedRow.objects.none()
    if reply == "came":
        rows = rows.filter(replayed_at__isnull=False)
    elif reply == "to_come":
        rows = rows.filter(replayed_at__isnull=True, replied_at__isnull=False)
    return frozenset(rows.values_list("case_id", flat=True))


def refusals(run: ImportRun, *, most: int = 20) -> list[tuple[str, str]]:
    """Source id and reason of replies that the rules did not let pass."""
    rows = ImportedRow.objects.filter(run=run).exclude(refusal="").order_by("line")
    return list(rows.values_list("source_id", "refusal")[:most])


def editions(run: ImportRun) -> tuple[str, ...]:
    """The rulebooks under which the cases of the run were opened."""
    return tuple(row[0] for row in database.rows(EDITIONS, [run.pk]))


def limits(run: ImportRun) -> tuple[Limit, ...]:
    """The limits on the case type that count from its opening to its answer, in the order written."""
    found: dict[str, Limit] = {}
    for key in editions(run):
        rulebook = rulebooks.rulebook(key)
        for rule, plan in rulebooks.get(key).flows[run.case_type].dues.items():
            if _counts_to_the_answer(plan, rulebooks.get(key).flows[run.case_type]):
                assert plan.within is not None  # asked a line above
                calendar = rulebook.header.calendars.get(plan.due.calendar or "")
                found[rule] = Limit(rule, plan.title, plan.cites, plan.within, calendar, rulebook.header.zone)
    return tuple(found.values())


def _counts_to_the_answer(plan: DuePlan, flow: Flow) -> bool:
    """From the message to the reply and nothing in between; what ends otherwise, no file can tell."""
    plain = plan.within is not None and plan.due.while_ is None and plan.due.pause is None
    step = flow.steps.get(plan.step or "")
    by_step = plan.until is None and step is not None and step.rule.act == "reply"
    return plain and plan.start == "case.opened" and (by_step or plan.until == "customer.answered")


def verdicts(run: ImportRun) -> dict[tuple[str, str], Verdict]:
    """What the ledger says of each message and limit."""
    counted = {limit.rule for limit in limits(run)}
    rows = database.rows(VERDICTS, [run.pk])
    return {(source, rule): verdict for source, rule, verdict in rows if rule in counted and verdict}


def shares(run: ImportRun) -> tuple[ClauseShare, ...]:
    """Each limit of the run, in the order of the clauses."""
    sums: dict[tuple[str, str, str], list[Any]] = {}
    for edition, rule, clause, kept, late, overridden, still_open, median in database.rows(SHARES, {"run": run.pk}):
        row = sums.setdefault((edition, rule, clause), [0, 0, 0, 0, None])
        for place, count in enumerate((kept, late, overridden, still_open)):
            row[place] += count
        row[4] = median if median is not None else row[4]
    found = [_share(run, key, row) for key, row in sums.items()]
    return tuple(share for _, share in sorted(found, key=lambda pair: pair[0]))


def _share(run: ImportRun, key: tuple[str, str, str], row: list[Any]) -> tuple[tuple[str, int, str], ClauseShare]:
    edition, rule, clause = key
    rulebook = rulebooks.rulebook(edition)
    plan = rulebooks.get(edition).flows[run.case_type].dues.get(rule)
    order = {each.id: place for place, each in enumerate(rulebook.clauses)}
    share = ClauseShare(
        edition=edition,
        rule=rule,
        clause=clause,
        clause_title=rulebook.clause[clause].title if clause in rulebook.clause else "",
        limit=plan.title if plan else rule,
        span=show_span(plan.within) if plan and plan.within else "",
        kept=row[0],
        late=row[1],
        overridden=row[2],
        open=row[3],
        median_seconds=None if row[4] is None else round(row[4]),
    )
    return (edition, order.get(clause, len(order)), rule), share


def alike_by(rulebook: Rulebook) -> Alike | None:
    """What the rulebook calls one matter: window and people of the fact `repeats`, percent of the fact `likeness`."""
    repeats, likeness = rulebook.facts.get("repeats"), rulebook.facts.get("likeness")
    if repeats is None or likeness is None or repeats.count is None or repeats.count.last is None:
        return None
    window = repeats.count.last.value
    people, percent = (_least(rule.target) for rule in (repeats, likeness))
    if window is None or people is None or percent is None:
        return None
    span = parse_span(window)
    length = LENGTHS.get(span.unit)
    return Alike(length * span.n, people, percent) if length else None


def _least(target: Mapping[str, Figure[str]] | None) -> int | None:
    figure = (target or {}).get("at_least")
    return int(figure.value) if figure is not None and figure.value is not None else None


def texts(run: ImportRun) -> list[Text]:
    """What people wrote, for finding what many wrote about."""
    return [Text(*row) for row in database.rows(TEXTS, [run.pk])]


def bursts(run: ImportRun, viewer: Viewer | None = None) -> tuple[BurstView, ...]:
    """Largest first; to a viewer only with cases that they may see, and while two of them are left."""
    found = list(Burst.objects.filter(run=run))
    wanted = {case for burst in found for case in burst.cases}
    cases = _cases(wanted, viewer)
    views = []
    for burst in found:
        own = tuple((case, *cases[case]) for case in burst.cases if case in cases)
        if len(own) > 1:
            views.append(BurstView(burst.first_at, burst.last_at, burst.people, burst.likeness, own))
    return tuple(sorted(views, key=lambda view: (-len(view.cases), view.first_at)))


def _cases(wanted: set[int], viewer: Viewer | None) -> Mapping[int, tuple[str, str, datetime]]:
    if viewer is None:
        rows = database.rows(
            "SELECT subject_id, number, title, opened_at FROM cases_case WHERE subject_id = ANY(%s)", [list(wanted)]
        )
    else:
        rows = list(readable(viewer).filter(pk__in=wanted).values_list("pk", "number", "title", "opened_at"))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def sources(run: ImportRun) -> frozenset[str]:
    """The source ids of the run's cases."""
    return frozenset(ImportedRow.objects.filter(run=run).values_list("source_id", flat=True))
