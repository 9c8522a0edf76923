"""What several customers complained of within a while: each new case is compared with those most like it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from shouwen.analytics.queries import alike_by
from shouwen.cases.queries.similar import alike
from shouwen.cases.tallies import least_alike
from shouwen.people.organisation import current_version
from shouwen.people.queries import copy_of
from shouwen.people.snapshot import Organisation
from shouwen.runtime import database, rulebooks

NEWEST = 500
MOST_ALIKE = 60
# What came in while the worker was down is looked at when it is back; older cases were compared when they were new.
NEWS = timedelta(days=1)
COLUMNS = "subject_id, customer_id, opened_at, title, content, case_type, unit, edition"
# Unknown is never somebody else: a case without a customer is nobody's second complaint.
COUNTS = "customer_id IS NOT NULL AND parent_id IS NULL AND state NOT IN ('void', 'withdrawn')"
NEW = f"""
SELECT {COLUMNS} FROM cases_case WHERE opened_at >= %(since)s AND opened_at <= %(now)s AND {COUNTS}
  AND NOT (subject_id = ANY(%(seen)s)) ORDER BY subject_id DESC LIMIT %(most)s
"""  # noqa: S608  # constants
OTHERS = f"""
SELECT {COLUMNS} FROM cases_case WHERE subject_id = ANY(%(ids)s) AND case_type = %(type)s
  AND opened_at >= %(since)s AND opened_at <= %(now)s AND {COUNTS} ORDER BY subject_id
"""  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people within what time, how alike in percent, and where that stands; no source is the settings."""

    people: int
    window: timedelta
    likeness: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One group, with the figures by which it is one."""

    cases: tuple[int, ...]
    people: int
    title: str
    case_type: str
    unit: str
    figures: Figures


def figures_of(edition: str) -> Figures:
    """As far as the rulebook of the case says so; else by the settings."""
    book = rulebooks.rulebook(edition) if edition in rulebooks.installed() else None
    repeats = alike_by(book) if book is not None else None
    percent = least_alike(book) if book is not None else None
    return Figures(
        people=repeats.people if repeats else settings.HOT_SPOT_PEOPLE,
        window=repeats.window if repeats else timedelta(days=settings.HOT_SPOT_DAYS),
        likeness=percent or settings.HOT_SPOT_LIKENESS,
        source=edition if repeats or percent else "",
    )


def groups_of(at: datetime, seen: Iterable[int] = ()) -> Iterator[tuple[int, Found | None]]:
    """Each new case that was not looked at before, with the group that it makes."""
    organisation = copy_of(current_version())
    asked = {"since": at - NEWS, "now": at, "seen": sorted(seen), "most": NEWEST}
    for row in database.rows(NEW, asked):
        yield row[0], _found(organisation, row, at)


def _found(organisation: Organisation, new: tuple[Any, ...], at: datetime) -> Found | None:
    figures = figures_of(new[7])
    near = alike(f"{new[3]} {new[4]}", customer=None, own=new[0], most=MOST_ALIKE)
    ids = [case for case, share in near.items() if share >= figures.likeness]
    if len(ids) + 1 < figures.people:
        return None
    asked = {"ids": [*ids, new[0]], "type": new[5], "since": at - figures.window, "now": at}
    rows = [row for row in database.rows(OTHERS, asked) if _top(organisation, row[6]) == _top(organisation, new[6])]
    people = len({row[1] for row in rows})
    if people < figures.people:
        return None
    unit = _around(organisation, [row[6] for row in rows])
    return Found(tuple(row[0] for row in rows), people, rows[0][3], new[5], unit, figures)


def _path(organisation: Organisation, unit: str) -> tuple[int, ...]:
    place = organisation.units.get(int(unit)) if unit.isdecimal() else None
    return place.path if place else ()


def _top(organisation: Organisation, unit: str) -> int | None:
    """What hangs together: everything under one uppermost unit."""
    return next(iter(_path(organisation, unit)), None)


def _around(organisation: Organisation, units: list[str]) -> str:
    """The lowest unit that all of them stand in or under."""
    shared = ""
    for steps in zip(*(_path(organisation, unit) for unit in units), strict=False):
        if len(set(steps)) > 1:
            break
        shared = str(steps[0])
    return shared
