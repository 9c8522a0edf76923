"""Running cases that go over to a newer edition: which there are, what it would change for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shouwen.engine.decide import decide
from shouwen.engine.decision import Decision
from shouwen.engine.events import CaseMigrated
from shouwen.engine.state import State, Subject
from shouwen.people.queries import person_of_user
from shouwen.runtime import database, registry, rulebooks
from shouwen.runtime.queries import states_of
from shouwen.runtime.registry import Ask
from shouwen.runtime.retiring import siblings

CASE = "case"
ON_ONE_PAGE = 20
MOST_LISTED = 2000
Steps = Mapping[str, Mapping[str, str]]
"""By procedure: step of the older edition → step of the newer one."""

RUNNING = """
SELECT id, edition, procedure, unit, opened_at FROM runtime_subject
WHERE kind = %s AND closed_at IS NULL AND parent_id IS NULL AND edition = ANY(%s) AND id > %s
  AND (%s = '' OR procedure = %s) AND (%s::text[] IS NULL OR unit = ANY(%s)) ORDER BY id LIMIT %s
"""
FAMILIES = """
SELECT root_id, id, parent_id, edition, procedure FROM runtime_subject
WHERE root_id = ANY(%s) AND closed_at IS NULL ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A case that runs under an older edition, with those opened from it."""

    id: int
    number: str
    edition: str
    procedure: str
    unit: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What becomes of one limit."""

    sort: Literal["moved", "gone", "new", "late"]
    title: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the move would change for a case and those opened from it; `lacks` says why it cannot go over."""

    lacks: tuple[str, ...]
    clocks: tuple[ClockChange, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class _Member:
    id: int
    parent: int | None
    edition: str
    procedure: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which of the running cases are meant."""

    edition: str = ""
    procedure: str = ""
    units: tuple[str, ...] = ()


def older_editions(to: str) -> tuple[str, ...]:
    """Those of the same rulebook that came into force no later."""
    day = rulebooks.edition(to).in_force
    return tuple(each.key for each in siblings(to) if each.in_force <= day)


def running(to: str, filters: Filters, *, after: int = 0, most: int = ON_ONE_PAGE) -> tuple[Running, ...]:
    """By their key; a case that another one opened goes with that one."""
    known = older_editions(to)
    wanted = [each for each in known if filters.edition in {"", each}]
    units = list(filters.units) or None
    kind, procedure = CASE, filters.procedure
    rows = database.rows(RUNNING, [kind, wanted, after, procedure, procedure, units, units, most])
    words = registry.render(CASE, [row[0] for row in rows]) if rows else {}
    return tuple(Running(row[0], words.get(row[0], {}).get("case.number", str(row[0])), *row[1:]) for row in rows)


def outlooks(roots: Sequence[int], to: str, steps: Steps, at: datetime) -> dict[int, Outlook]:
    """Decided by the engine on what is known now, and written nowhere."""
    families = families_of(roots)
    members = [member for family in families.values() for member in family]
    decided = decided_for(members, to, steps, at) if members else {}
    return {
        root: outlook_of([decided[member.id] for member in families.get(root, []) if member.id in decided])
        for root in roots
    }


def families_of(roots: Sequence[int]) -> dict[int, list[_Member]]:
    """The open cases of each family, the first one first."""
    found: dict[int, list[_Member]] = {}
    for root, *member in database.rows(FAMILIES, [list(roots)]):
        found.setdefault(root, []).append(_Member(*member))
    return {root: family for root, family in found.items() if family[0].id == root}


def migration(member: _Member, to: str, steps: Steps, at: datetime, reason: str, by: int | None = None) -> CaseMigrated:
    person = person_of_user(by) if by else None
    return CaseMigrated(at=at, by=person, edition=to, steps=dict(steps.get(member.procedure, {})), reason=reason)


def decided_for(members: Iterable[_Member], to: str, steps: Steps, at: datetime) -> dict[int, tuple[State, Decision]]:
    listed = [member for member in members if member.edition != to]
    states = states_of({each for one in listed for each in (one.id, one.parent) if each is not None})
    events = {one.id: migration(one, to, steps, at, "") for one in listed}
    asks = [(CASE, Ask(one.id, states[one.id][1], events[one.id])) for one in listed]
    compiled = rulebooks.get(to)
    found = {}
    for one, around in zip(listed, registry.around(asks), strict=True):
        state = states[one.id][1]
        parent = states[one.parent][1] if one.parent is not None else None
        found[one.id] = state, decide(Subject(state, around.around, parent), events[one.id], compiled, around.calendars)
    return found


def outlook_of(decided: Sequence[tuple[State, Decision]]) -> Outlook:
    lacks = dict.fromkeys(lack for _, one in decided for refuse in one.refusals for lack in refuse.lacks)
    changes = tuple(change for before, one in decided for change in _changes(before, one.after))
    return Outlook(tuple(lacks), () if lacks else changes, len(decided))


def _changes(before: State, after: State) -> Iterable[ClockChange]:
    for key, clock in after.clocks.items():
        was = before.clocks.get(key)
        if was is None:
            yield ClockChange("new", clock.title, None, clock.due_at)
        elif was.result is None and clock.result is not None:
            yield ClockChange("gone", clock.title, was.due_at, None)
        elif was.result is None and was.due_at != clock.due_at:
            yield ClockChange("moved", clock.title, was.due_at, clock.due_at)
        if clock.missed and (was is None or not was.missed):
            yield ClockChange("late", clock.title, was.due_at if was else None, clock.due_at)
