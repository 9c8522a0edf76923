"""Who carries which open case, and which cases rest too long: for the board, and for the lists behind its counts."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from shouwen.base.oneof import within_few
from shouwen.base.pinyin import latin_of
from shouwen.cases.queries.nobody import HELD, UNASSIGNED
from shouwen.cases.queries.seeing import person_name
from shouwen.cases.surroundings import calendars_of
from shouwen.engine.compile_due import span_of
from shouwen.engine.date_tests import over_before
from shouwen.people.access import Viewer, viewer_of
from shouwen.people.company import is_reached
from shouwen.runtime import database, rulebooks

PLACE = re.compile(r"%\((\w+)\)s")

# By whoever took the task or was given it by name, else by each who can act for its post; a task of outsiders is the handler's.
WORK = f"""
SELECT DISTINCT t.id, t.subject_id, t.due_at, c.unit, COALESCE(seat.outside, '') AS outside,
  COALESCE(NULLIF(t.taken_by, ''), NULLIF(seat.person, ''), held.person,
    CASE WHEN seat.id IS NULL OR seat.outside <> '' THEN NULLIF(c.handler, '') END) AS person
FROM runtime_task t JOIN cases_case c ON c.subject_id = t.subject_id
LEFT JOIN runtime_taskseat seat ON seat.task_id = t.id AND seat.is_open AND t.taken_by = ''
LEFT JOIN ({HELD}) AS held ON seat.person = '' AND seat.outside = ''
  AND held.post = seat.post AND held.unit = seat.unit AND NOT held.person = ANY(seat.barred)
WHERE t.state = 'open' AND c.closed_at IS NULL
"""  # noqa: S608  # constants
CARRIED = f"""
SELECT subject_id FROM ({WORK}) AS work
WHERE person = %(person)s AND (%(late)s::timestamptz IS NULL OR due_at < %(late)s)
"""  # noqa: S608  # a constant
OF_CASES = f"""
SELECT DISTINCT subject_id, person, due_at < %(now)s FROM ({WORK}) AS work
WHERE subject_id = ANY(%(cases)s) AND person IS NOT NULL ORDER BY subject_id, person
"""  # noqa: S608  # a constant
OF_POST = """
SELECT t.subject_id FROM runtime_taskseat seat JOIN runtime_task t ON t.id = seat.task_id
WHERE seat.is_open AND seat.post = %(post)s AND t.state = 'open'
"""
MOST_NAMES = 3
_LOOKED_IN_VAIN: list[str] = []
"""Questions for the cases in which somebody was looked for and nobody found, told by the domain that looks."""


def carried_by(viewer: Viewer, person: str, *, late_at: datetime | None = None) -> Q:
    """Cases with an open task of this person; with `late_at`, one whose limit is over by then."""
    return among(CARRIED, {**holders(viewer), "person": person, "late": late_at})


def looked_in_vain(sql: str) -> None:
    """Called when the program starts, by whoever gives out tasks."""
    _LOOKED_IN_VAIN.append(sql)


def nobody_found() -> Q:
    """Cases with a task for which nobody could be found who is there and may have it."""
    return among(" UNION ALL ".join(_LOOKED_IN_VAIN), {}) if _LOOKED_IN_VAIN else Q(pk__in=())


def unassigned(viewer: Viewer) -> Q:
    """Cases with an open task for which nobody can act: its posts are vacant and nobody stands in or above, or who has it
    is in no post or away with nobody who stands in, or nobody was found who is there and may have it.
    """
    copy = viewer.organisation
    able = [
        str(person)
        for person, held in copy.held_by_person.items()
        if copy.works_here(person, viewer.at)
        and any(one.at(viewer.at) for one in held)
        and is_reached(copy, str(person), viewer.at, procedure="")
    ]
    # One question, for of several, each of which may do, the database would look at every case; and one that is answered before,
    # for what it takes this one to cost is so much that beside it every way through the cases looks the same.
    found = " UNION ALL ".join((UNASSIGNED, *_LOOKED_IN_VAIN))
    return within_few("pk", *placed(found, {**holders(viewer), "able": able}))


def for_post(post: str) -> Q:
    """Cases with an open task that stands in the name of the post."""
    return among(OF_POST, {"post": post})


def among(sql: str, given: Mapping[str, Any]) -> Q:
    """A condition in the form that Django puts into its own question."""
    return Q(pk__in=RawSQL(*placed(sql, given)))  # noqa: S611  # constants


def placed(sql: str, given: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The same question with values that have places and no names."""
    return PLACE.sub("%s", sql), [given[name] for name in PLACE.findall(sql)]


def names_at_work(viewer: Viewer, cases: Sequence[int], now: datetime) -> dict[int, str]:
    """Who is late with a task of the case; where no task is, whom the case waits for."""
    if not cases:
        return {}
    found: dict[int, dict[bool, list[str]]] = {}
    for case, person, is_late in database.rows(OF_CASES, {**holders(viewer), "cases": list(cases), "now": now}):
        found.setdefault(case, {}).setdefault(bool(is_late), []).append(person_name(viewer, person))
    return {case: _short(by[True] if True in by else by[False]) for case, by in found.items()}


def _short(names: Sequence[str]) -> str:
    known = sorted({name for name in names if name}, key=lambda name: latin_of(name).sort_key)
    return _("、").join(known[:MOST_NAMES]) + ("等" if len(known) > MOST_NAMES else "")


def holders(viewer: Viewer) -> dict[str, list[str]]:
    """Everybody who is here, with the posts they can act for and, as an empty post, their units; worked out once a turn."""
    copy = viewer.organisation
    key = ("holders", copy.stretch(viewer.at), rulebooks.installed())
    known = copy.worked_out.get(key)
    if not isinstance(known, _Held):
        known = copy.worked_out[key] = _columns(set(_held(viewer)))
    return {"persons": known.persons, "posts": known.posts, "units": known.units}


@dataclass(frozen=True, slots=True)
class _Held:
    """Three columns of one table; nobody changes them."""

    persons: list[str]
    posts: list[str]
    units: list[str]


def _columns(rows: Collection[tuple[str, str, str]]) -> _Held:
    persons, posts, units = zip(*sorted(rows), strict=True) if rows else ((), (), ())
    return _Held(list(persons), list(posts), list(units))


def _held(viewer: Viewer) -> Iterator[tuple[str, str, str]]:
    copy = viewer.organisation
    for person in copy.persons:
        other = None if copy.is_away(person, viewer.at) else viewer_of(person, viewer.at, version=viewer.version)
        for post, unit in other.seats if other is not None else ():
            yield str(person), post, str(unit)
            yield str(person), "", str(unit)


def rests_long(viewer: Viewer) -> Q:
    """Cases at rest for longer than the rulebook they stand under lets pass without a word."""
    return reduce(or_, _long_ago(viewer, viewer.at), Q(pk__in=()))


def _long_ago(viewer: Viewer, now: datetime) -> list[Q]:
    """Since before when a case rests too long, by the rulebook it stands under."""
    found: list[Q] = []
    if viewer.home is None:
        return found
    for key in rulebooks.installed():
        book = rulebooks.rulebook(key)
        figure = book.header.long_rest
        span = span_of(figure.value, book) if figure is not None and figure.value is not None else None
        if span is not None:
            office = calendars_of(key, str(viewer.home), viewer.version).default
            found.append(Q(edition=key, suspended_at__lt=over_before(span, now, office)))
    return found
