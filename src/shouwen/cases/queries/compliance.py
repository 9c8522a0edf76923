"""条款执行: how each clause was kept, from the findings that the decisions left."""

from datetime import date, datetime
from typing import Any

from shouwen.cases.figures import ClauseFigures, Kept
from shouwen.cases.queries.seeing import seats_of, unit_name
from shouwen.people.access import SEE, Viewer, visible
from shouwen.runtime import database, rulebooks

RESULTS = ("kept", "late", "broken", "overridden")
"""In the order of the columns below."""
# Where a limit carries a clause, the limit tells how it was kept; that the step was done at all says less.
TELLING = """
  SELECT * FROM runtime_finding
  WHERE edition = %(edition)s AND at >= %(since)s AND at < %(until)s AND clause <> ''
    AND is_limit = (clause = ANY(%(limited)s)) AND (%(all)s OR unit = ANY(%(units)s))
"""
# Of the cases behind a figure, those that the viewer may open: its link leads to exactly these.
CASES = """
LEFT JOIN cases_case k ON k.subject_id = f.subject_id
  AND (%(everything)s OR k.unit = ANY(%(reached)s) OR k.parties && %(seats)s::text[])
"""
FIGURES = f"""
SELECT f.clause,
  count(*) FILTER (WHERE f.result = 'kept'),
  count(*) FILTER (WHERE f.result = 'broken' AND f.is_limit),
  count(*) FILTER (WHERE f.result = 'broken' AND NOT f.is_limit),
  count(*) FILTER (WHERE f.result = 'overridden'),
  count(DISTINCT k.subject_id) FILTER (WHERE f.result = 'kept'),
  count(DISTINCT k.subject_id) FILTER (WHERE f.result = 'broken' AND f.is_limit),
  count(DISTINCT k.subject_id) FILTER (WHERE f.result = 'broken' AND NOT f.is_limit),
  count(DISTINCT k.subject_id) FILTER (WHERE f.result = 'overridden'),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY f.took_seconds) FILTER (WHERE f.took_seconds IS NOT NULL)
FROM ({TELLING}) AS f {CASES} GROUP BY f.clause
"""  # noqa: S608  # constants only
# A limit that carries several clauses has a finding for each of them; in the total it counts once.
SUMS = f"""
SELECT {{first}}, CASE WHEN f.result <> 'broken' THEN f.result WHEN f.is_limit THEN 'late' ELSE 'broken' END,
  count(DISTINCT (f.subject_id, f.rule, f.key)), count(DISTINCT k.subject_id)
FROM ({TELLING}) AS f {CASES} GROUP BY 1, 2 ORDER BY 1
"""  # noqa: S608  # constants only
TOTALS = SUMS.format(first="NULL")
WEEKS = SUMS.format(first="date_trunc('week', f.at AT TIME ZONE %(zone)s)::date")
OPEN = f"""
SELECT clause, count(*), count(DISTINCT k.subject_id) FROM runtime_clock f
JOIN runtime_subject s ON s.id = f.subject_id {CASES}, unnest(f.clauses) AS clause
WHERE f.stopped_at IS NULL AND f.missed_at IS NULL AND s.edition = %(edition)s
  AND f.from_at >= %(since)s AND f.from_at < %(until)s AND (%(all)s OR f.unit = ANY(%(units)s))
GROUP BY clause
"""  # noqa: S608  # constants only
WORST = f"""
SELECT DISTINCT ON (clause) clause, unit FROM (
  SELECT clause, unit, count(*) FILTER (WHERE result = 'broken') AS bad,
    count(*) FILTER (WHERE result = 'broken')::float / count(*) AS share
  FROM ({TELLING}) AS telling GROUP BY clause, unit
) AS by_unit WHERE bad > 0 ORDER BY clause, share DESC, bad DESC
"""  # noqa: S608  # constants only


def compliance(
    viewer: Viewer, edition: str, since: datetime, until: datetime, unit: str | None = None
) -> tuple[ClauseFigures, ...]:
    """Every clause that a rule carries out, in the order of the rulebook; three queries."""
    asked = _asked(viewer, edition, since, until, unit)
    figures = {row[0]: row[1:] for row in database.rows(FIGURES, asked)}
    still_open = {row[0]: row[1:] for row in database.rows(OPEN, asked)}
    worst = dict(database.rows(WORST, asked))
    rulebook = rulebooks.rulebook(edition)
    carried = {clause for rule in rulebook.rules for clause in _cited(rule)} | set(figures) | set(still_open)
    return tuple(
        _figures(viewer, clause.id, clause.title, figures.get(clause.id), still_open.get(clause.id), worst)
        for clause in rulebook.clauses
        if clause.id in carried
    )


def compliance_totals(viewer: Viewer, edition: str, since: datetime, until: datetime, unit: str | None = None) -> Kept:
    """The same over all clauses, each finding once however many clauses it carries."""
    return _sums(database.rows(TOTALS, _asked(viewer, edition, since, until, unit))).get(None, Kept())


def compliance_weeks(
    viewer: Viewer, edition: str, since: datetime, until: datetime, unit: str | None = None, *, zone: str
) -> dict[date, Kept]:
    """The totals of each week in which anything happened, by its Monday on the clock of the zone."""
    asked = _asked(viewer, edition, since, until, unit) | {"zone": zone}
    return {monday: kept for monday, kept in _sums(database.rows(WEEKS, asked)).items() if monday is not None}


def _sums(rows: list[tuple[Any, ...]]) -> dict[date | None, Kept]:
    found: dict[date | None, tuple[dict[str, int], dict[str, int]]] = {}
    for first, word, times, cases in rows:
        counted = found.setdefault(first, ({}, {}))
        counted[0][word], counted[1][word] = times, cases
    return {
        first: Kept(**{name: times.get(name, 0) for name in RESULTS}, cases=cases)
        for first, (times, cases) in found.items()
    }


def counted_units(viewer: Viewer, unit: str | None) -> frozenset[str] | None:
    """The units whose findings count for the viewer, of a unit those below it too; None for all there are."""
    reach = visible(viewer, SEE)
    if not unit:
        return None if reach.everything else frozenset(str(each) for each in reach.units)
    below = viewer.organisation.below(int(unit)) if unit.isdecimal() else ()
    return frozenset(str(each) for each in below if reach.covers(each))


def limited_clauses(edition: str) -> frozenset[str]:
    """The clauses that a limit of the edition carries."""
    flows = rulebooks.get(edition).flows.values()
    return frozenset(clause for flow in flows for due in flow.dues.values() for clause in due.cites)


def _asked(viewer: Viewer, edition: str, since: datetime, until: datetime, unit: str | None) -> dict[str, Any]:
    reach, units = visible(viewer, SEE), counted_units(viewer, unit)
    return {
        "edition": edition,
        "limited": sorted(limited_clauses(edition)),
        "since": since,
        "until": until,
        "all": units is None,
        "units": sorted(units or ()),
        "everything": reach.everything,
        "reached": [str(each) for each in sorted(reach.units)],
        "seats": seats_of(viewer),
    }


def _figures(
    viewer: Viewer,
    clause: str,
    title: str,
    row: tuple[Any, ...] | None,
    still_open: tuple[int, int] | None,
    worst: dict[str, str],
) -> ClauseFigures:
    *counted, median = row or (*(0,) * 2 * len(RESULTS), None)
    times, cases = counted[: len(RESULTS)], counted[len(RESULTS) :]
    running, cases_running = still_open or (0, 0)
    return ClauseFigures(
        clause=clause,
        title=title,
        **dict(zip(RESULTS, times, strict=True)),
        open=running,
        cases={**dict(zip(RESULTS, cases, strict=True)), "open": cases_running},
        median_seconds=None if median is None else round(median),
        worst_unit=unit_name(viewer, worst.get(clause, "")),
    )


def _cited(part: Any) -> set[str]:
    """The clauses of a rule and of everything inside it."""
    found = set(getattr(part, "cites", ()) or ())
    children = (getattr(part, name) for name in type(part).model_fields) if hasattr(type(part), "model_fields") else ()
    for child in children:
        inner = child.values() if isinstance(child, dict) else child if isinstance(child, tuple) else (child,)
        for each in inner:
            if hasattr(type(each), "model_fields"):
                found |= _cited(each)
    return found
