"""条款执行: how each clause was kept, from the findings that the decisions left."""

from datetime import datetime
from typing import Any

from shouwen.cases.queries.seeing import unit_name
from shouwen.cases.rows import ClauseFigures
from shouwen.people.access import SEE, Viewer, visible
from shouwen.runtime import database, rulebooks

# Where a limit carries a clause, the limit tells how it was kept; that the step was done at all says less.
TELLING = """
  SELECT * FROM runtime_finding
  WHERE edition = %(edition)s AND at >= %(since)s AND at < %(until)s AND clause <> ''
    AND is_limit = (clause = ANY(%(limited)s)) AND (%(all)s OR unit = ANY(%(units)s))
"""
FIGURES = f"""
SELECT clause,
  count(*) FILTER (WHERE result = 'kept'),
  count(*) FILTER (WHERE result = 'broken' AND is_limit),
  count(*) FILTER (WHERE result = 'broken' AND NOT is_limit),
  count(*) FILTER (WHERE result = 'overridden'),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY took_seconds) FILTER (WHERE took_seconds IS NOT NULL)
FROM ({TELLING}) AS telling GROUP BY clause
"""  # noqa: S608  # constants only
OPEN = """
SELECT clause, count(*) FROM runtime_clock c
JOIN runtime_subject s ON s.id = c.subject_id, unnest(c.clauses) AS clause
WHERE c.stopped_at IS NULL AND c.missed_at IS NULL AND s.edition = %(edition)s
  AND c.from_at >= %(since)s AND c.from_at < %(until)s AND (%(all)s OR c.unit = ANY(%(units)s))
GROUP BY clause
"""
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
    still_open = dict(database.rows(OPEN, asked))
    worst = dict(database.rows(WORST, asked))
    rulebook = rulebooks.rulebook(edition)
    carried = {clause for rule in rulebook.rules for clause in _cited(rule)} | set(figures) | set(still_open)
    return tuple(
        _figures(viewer, clause.id, clause.title, figures.get(clause.id), still_open.get(clause.id, 0), worst)
        for clause in rulebook.clauses
        if clause.id in carried
    )


def limited_clauses(edition: str) -> frozenset[str]:
    """The clauses that a limit of the edition carries."""
    flows = rulebooks.get(edition).flows.values()
    return frozenset(clause for flow in flows for due in flow.dues.values() for clause in due.cites)


def _asked(viewer: Viewer, edition: str, since: datetime, until: datetime, unit: str | None) -> dict[str, Any]:
    reach = visible(viewer, SEE)
    seen = {str(each) for each in reach.units}
    if unit is not None:
        below = {str(each) for each in viewer.organisation.below(int(unit))}
        seen = below if reach.everything else seen & below
    return {
        "edition": edition,
        "limited": sorted(limited_clauses(edition)),
        "since": since,
        "until": until,
        "all": reach.everything and unit is None,
        "units": sorted(seen),
    }


def _figures(
    viewer: Viewer, clause: str, title: str, row: tuple[Any, ...] | None, still_open: int, worst: dict[str, str]
) -> ClauseFigures:
    kept, late, broken, overridden, median = row or (0, 0, 0, 0, None)
    return ClauseFigures(
        clause=clause,
        title=title,
        kept=kept,
        late=late,
        broken=broken,
        overridden=overridden,
        open=still_open,
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
