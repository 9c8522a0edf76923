"""What several customers complained of within a while: found among the newest cases, by the likeness of what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from shouwen.analytics.likeness import Alike, Text, groups
from shouwen.analytics.queries import alike_by
from shouwen.people.organisation import current_version
from shouwen.people.queries import copy_of
from shouwen.people.snapshot import Organisation
from shouwen.runtime import database, rulebooks

NEWEST = 3000
LATEST = "SELECT COALESCE(max(subject_id), 0) FROM cases_case"
# Unknown is never somebody else: a case without a customer is nobody's second complaint.
RECENT = """
SELECT subject_id, customer_id, opened_at, title, content, case_type, unit, edition FROM cases_case
WHERE opened_at >= %(since)s AND opened_at <= %(now)s AND customer_id IS NOT NULL AND parent_id IS NULL
  AND state NOT IN ('void', 'withdrawn') ORDER BY subject_id DESC LIMIT %(most)s
"""
BY_SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Found:
    """One group, with the figures by which it is one and where they stand."""

    cases: tuple[int, ...]
    people: int
    title: str
    case_type: str
    unit: str
    alike: Alike
    source: str


def latest_case() -> int:
    ((latest,),) = database.rows(LATEST)
    return int(latest)


def figures_of(edition: str) -> tuple[Alike, str]:
    """By the rulebook of the case, where it says so; else by the settings."""
    own = alike_by(rulebooks.rulebook(edition)) if edition in rulebooks.installed() else None
    if own is not None:
        return own, f"{edition}: repeats, likeness"
    window = timedelta(days=settings.HOT_SPOT_DAYS)
    return Alike(window, settings.HOT_SPOT_PEOPLE, settings.HOT_SPOT_LIKENESS), BY_SETTINGS


def groups_of(at: datetime) -> Iterator[Found]:
    """Within one kind of case and one company, each by its own figures."""
    organisation = copy_of(current_version())
    longest = max((figures_of(key)[0].window for key in rulebooks.installed()), default=timedelta(0))
    apart: dict[tuple[Alike, str, str, str], list[tuple[Any, ...]]] = {}
    for row in database.rows(RECENT, {"since": at - longest, "now": at, "most": NEWEST}):
        alike, source = figures_of(row[7])
        if row[2] >= at - alike.window:
            apart.setdefault((alike, source, row[5], _company(organisation, row[6])), []).append(row)
    for (alike, source, case_type, _), rows in apart.items():
        yield from _found(organisation, rows, alike, source, case_type)


def _found(
    organisation: Organisation, rows: list[tuple[Any, ...]], alike: Alike, source: str, case_type: str
) -> Iterator[Found]:
    by_id = {row[0]: row for row in rows}
    texts = [Text(row[0], row[1], row[2], f"{row[3]} {row[4]}") for row in rows]
    for group in groups(texts, alike):
        cases = tuple(text.key for text in group.texts)
        unit = _around(organisation, [by_id[case][6] for case in cases])
        yield Found(cases, group.people, by_id[cases[0]][3], case_type, unit, alike, source)


def _path(organisation: Organisation, unit: str) -> tuple[int, ...]:
    place = organisation.units.get(int(unit)) if unit.isdecimal() else None
    return place.path if place else ()


def _company(organisation: Organisation, unit: str) -> str:
    """What hangs together: everything under one uppermost unit."""
    path = _path(organisation, unit)
    return str(path[0]) if path else ""


def _around(organisation: Organisation, units: list[str]) -> str:
    """The lowest unit that all of them stand in or under."""
    paths = [_path(organisation, unit) for unit in units]
    shared = ""
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        shared = str(steps[0])
    return shared
