"""The board by unit, post or person: how many cases stand how, each number the length of one list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from shouwen.cases.queries import Filters
from shouwen.cases.queries.carrying import WORK, holders
from shouwen.cases.queries.lists import filtered
from shouwen.cases.queries.seeing import unit_name
from shouwen.dispatch.queries.presence import PresenceRow, team_presence
from shouwen.people.access import Viewer
from shouwen.people.queries import post_titles
from shouwen.runtime import database

Way = Literal["unit", "post", "person"]
WAYS: Mapping[Way, str] = {"unit": "按单位", "post": "按岗位", "person": "按人员"}
COLUMNS: Mapping[str, tuple[str, Filters]] = {
    "open_only": ("在办", Filters(open_only=True)),
    "late": ("超时", Filters(late=True)),
    "nearly_late": ("即将超时", Filters(nearly_late=True)),
    "unassigned": ("未指派", Filters(unassigned=True)),
    "not_taken": ("未签收", Filters(not_taken=True)),
    "rests_long": ("长期挂起", Filters(rests_long=True)),
    "reopened": ("重开", Filters(reopened=True)),
    "repeated": ("反复来找", Filters(repeated=True, open_only=True)),
}
# What nobody carries is in no person's row.
NOT_OF: Mapping[Way, frozenset[str]] = {"person": frozenset({"unassigned"})}
MOST_ROWS = 200
BY_UNIT = "SELECT unit, count(*) FROM cases_case WHERE subject_id = ANY(%(ids)s) GROUP BY unit"
BY_POST = """
SELECT seat.post, count(DISTINCT t.subject_id) FROM runtime_taskseat seat JOIN runtime_task t ON t.id = seat.task_id
WHERE seat.is_open AND seat.post <> '' AND t.state = 'open' AND t.subject_id = ANY(%(ids)s) GROUP BY seat.post
"""
BY_PERSON = f"""
SELECT person, count(DISTINCT subject_id) FROM ({WORK}) AS work
WHERE person IS NOT NULL AND subject_id = ANY(%(ids)s) GROUP BY person
"""  # noqa: S608  # a constant
ADDRESS: Mapping[Way, str] = {"unit": "unit", "post": "post", "person": "carried_by"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit, post or person with a number for each column."""

    key: str
    title: str
    address: str
    """The word of the list's address that narrows it to this row."""
    numbers: Mapping[str, int]
    presence: PresenceRow | None = None


def grid(viewer: Viewer, way: Way) -> tuple[GridRow, ...]:
    """The rows with most late cases first; two queries for each column, whatever there is."""
    found: dict[str, dict[str, int]] = {}
    columns = columns_of(way)
    for name, (_title, filters) in columns.items():
        ids = list(filtered(viewer, filters).values_list("pk", flat=True))
        for key, count in _grouped(viewer, way, ids):
            found.setdefault(key, {})[name] = count
    titles = _TITLES[way](viewer, list(found))
    people = team_presence(viewer, found) if way == "person" else {}
    rows = [
        GridRow(
            key, titles.get(key) or key, ADDRESS[way], {name: numbers.get(name, 0) for name in columns}, people.get(key)
        )
        for key, numbers in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.numbers["late"], -row.numbers["open_only"], row.title))[:MOST_ROWS])


def columns_of(way: Way) -> Mapping[str, tuple[str, Filters]]:
    """What is counted in a table by this way, with its words and filters."""
    return {name: column for name, column in COLUMNS.items() if name not in NOT_OF.get(way, ())}


def _grouped(viewer: Viewer, way: Way, ids: list[int]) -> list[tuple[str, int]]:
    if not ids:
        return []
    if way == "unit":
        return database.rows(BY_UNIT, {"ids": ids})
    if way == "post":
        return database.rows(BY_POST, {"ids": ids})
    return database.rows(BY_PERSON, {**holders(viewer), "ids": ids})


def _units(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    return {key: unit_name(viewer, key) for key in keys}


def _posts(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    titles = post_titles(viewer)
    return {key: titles.get(key, key) for key in keys}


def _people(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    known = viewer.organisation.persons
    return {key: known[int(key)].name for key in keys if key.isdecimal() and int(key) in known}


_TITLES: Mapping[Way, Callable[[Viewer, list[str]], dict[str, str]]] = {
    "unit": _units,
    "post": _posts,
    "person": _people,
}
