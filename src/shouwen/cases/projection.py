"""Keeps the list's row of each case in step with what was decided about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from shouwen.base.bigrams import bigrams, normalise
from shouwen.cases.attributes import values_of
from shouwen.engine.effects import OpenTask, ReassignTask
from shouwen.engine.facts import Assignee
from shouwen.engine.state import State
from shouwen.runtime import database, rulebooks
from shouwen.runtime.database import Insert, columns, text_array
from shouwen.runtime.encoding import plain
from shouwen.runtime.numbers import give_numbers
from shouwen.runtime.subjects import Entry, Held, refusals_of

NEW = {
    "subject_id": "bigint", "number": "text", "case_type": "text", "title": "text", "content": "text", "demand": "text",
    "channel": "text", "customer_id": "bigint", "object_id": "bigint", "opener": "text", "parent_id": "bigint",
    "opened_at": "timestamptz", "search_text": "text", "search": "text[]",
}  # fmt: skip
MOVING = {
    "unit": "text", "first_contact": "text", "first_contact_unit": "text", "handler": "text", "handler_post": "text",
    "handler_unit": "text", "parties": "text[]", "state": "text", "severity": "text", "urgent": "boolean",
    "urged_count": "int", "edition": "text", "closed_at": "timestamptz", "archived_at": "timestamptz",
    "suspended_at": "timestamptz", "next_due_at": "timestamptz", "next_warn_at": "timestamptz", "attributes": "jsonb",
}  # fmt: skip
# What of a state lists show, or may come to show parties of; besides, its nearest limit.
SHOWN = (
    "unit", "edition", "opener", "roles", "active", "visits", "state", "judgements", "facts", "closed_at", "archived_at",
    "pauses", "suspended_until",
)  # fmt: skip
# An array of arrays, or of JSON, goes as texts and is turned in its place.
PASSED = {"text[]": "text", "jsonb": "text"}
LONGEST_TITLE = 200


def _insert() -> str:
    fields = {**NEW, **MOVING}
    given = ", ".join(f"%s::{PASSED.get(kind, kind)}[]" for kind in fields.values())
    chosen = ", ".join(
        "array_to_tsvector(search::text[])" if name == "search" else f"{name}::{kind}" if kind in PASSED else name
        for name, kind in fields.items()
    )
    names = ", ".join(fields)
    return f"INSERT INTO cases_case ({names}) SELECT {chosen} FROM unnest({given}) AS given ({names})"  # noqa: S608  # names are constants


def _update() -> str:
    given = ", ".join(f"%s::{PASSED.get(kind, kind)}[]" for kind in ("bigint", *MOVING.values()))
    chosen = ", ".join(
        # What a case was once seen by, it stays seen by.
        "parties = CASE WHEN c.parties @> given.parties::text[] THEN c.parties"
        " ELSE ARRAY(SELECT DISTINCT unnest(c.parties || given.parties::text[])) END"
        if name == "parties"
        else f"{name} = given.{name}{f'::{kind}' if kind in PASSED else ''}"
        for name, kind in MOVING.items()
    )
    names = ", ".join(("subject_id", *MOVING))
    return f"UPDATE cases_case AS c SET {chosen} FROM unnest({given}) AS given ({names}) WHERE c.subject_id = given.subject_id"  # noqa: S608  # names are constants


INSERT = _insert()
UPDATE = _update()
insert_messages = Insert(
    "cases_message",
    {"case_id": "bigint", "kind": "text", "author": "text", "text": "text", "channel": "text", "at": "timestamptz",
     "source_key": "text", "seq": "int", "files": "text[]", "draft_id": "bigint", "customer_id": "bigint"},
    tail="ON CONFLICT (source_key) DO NOTHING",
)  # fmt: skip
insert_links = Insert(
    "cases_caselink",
    {"case_id": "bigint", "other_id": "bigint", "relation": "text", "by": "text", "at": "timestamptz"},
    tail="ON CONFLICT (case_id, other_id, relation) DO NOTHING",
)


def project_cases(entries: Sequence[Entry]) -> None:
    """New cases get their number and their words, all get what lists show; messages and links come with their act."""
    shown = {entry.held.id for entry in entries if _shows(entry)}
    last = {entry.held.id: entry for entry in entries if entry.held.id in shown}
    seen_by = _parties(entry for entry in entries if entry.held.id in shown)
    new = [entry for entry in entries if entry.seq == 1]
    if new:
        rows = [(*words, *_moving(last[entry.held.id], seen_by)) for entry, words in zip(new, _words(new), strict=True)]
        database.run(INSERT, columns(rows, len(NEW) + len(MOVING)))
    begun = {entry.held.id for entry in new}
    moved = [(key, *_moving(entry, seen_by)) for key, entry in last.items() if key not in begun]
    if moved:
        database.run(UPDATE, columns(moved, len(MOVING) + 1))
    passed = [entry for entry in entries if not refusals_of(entry.decision)]
    insert_messages([_message(entry) for entry in passed if "message" in entry.extra])
    insert_links([_link(entry) for entry in passed if "link" in entry.extra])


def _shows(entry: Entry) -> bool:
    """Whether lists show any of it; of a limit that is warned of or missed, which is what most sweeps bring, they do not."""
    before, after = entry.before, entry.decision.after
    if entry.event.by or entry.seq == 1 or _nearest(before) != _nearest(after):
        return True
    was, now = before.__dict__, after.__dict__
    return any(was[name] != now[name] for name in SHOWN)


def _words(new: Sequence[Entry]) -> list[tuple[Any, ...]]:
    """What was typed at intake; a case opened by a rule takes its parent's customer, object and title."""
    numbers = give_numbers([_numbering(entry.held, entry) for entry in new])
    parents = _of_parents(
        [entry.held.parent_id for entry in new if entry.held.parent_id and "title" not in entry.extra]
    )
    return [
        _typed(entry, number, entry.extra if "title" in entry.extra else parents.get(entry.held.parent_id, {}))
        for entry, number in zip(new, numbers, strict=True)
    ]


def _typed(entry: Entry, number: str, given: Mapping[str, Any]) -> tuple[Any, ...]:
    held = entry.held
    title = given.get("title") or rulebooks.rulebook(held.edition).case_types[held.procedure].title or held.procedure
    content = given.get("content", "")
    text = normalise(" ".join((number, title, content, given.get("demand", ""), given.get("customer_name", ""))))
    return (
        held.id, number, held.procedure, title[:LONGEST_TITLE], content, given.get("demand", ""),
        given.get("channel", ""), given.get("customer"), given.get("object"), entry.event.by or "", held.parent_id,
        entry.event.at, text, text_array(bigrams(text)),
    )  # fmt: skip


def _of_parents(ids: Iterable[int | None]) -> dict[int | None, dict[str, Any]]:
    wanted = list(ids)
    if not wanted:
        return {}
    rows = database.rows(
        "SELECT subject_id, title, customer_id, object_id FROM cases_case WHERE subject_id = ANY(%s)", [wanted]
    )
    return {row[0]: {"title": row[1], "customer": row[2], "object": row[3]} for row in rows}


def _numbering(held: Held, entry: Entry) -> tuple[str | None, Any, str]:
    rulebook = rulebooks.rulebook(held.edition)
    return rulebook.case_types[held.procedure].number, entry.event.at, rulebook.header.zone


def _parties(entries: Iterable[Entry]) -> dict[int, set[str]]:
    """Who has a part by these decisions: who acted, who was given something to do, who plays a role."""
    found: dict[int, set[str]] = {}
    for entry in entries:
        parts = found.setdefault(entry.held.id, set())
        if entry.event.by:
            parts.add(entry.event.by)
        seats: list[Assignee] = [*entry.decision.after.roles.values()]
        for effect in entry.decision.effects:
            if isinstance(effect, OpenTask | ReassignTask):
                seats += effect.assignees
                # A task for a unit as a whole is everybody's there; a unit that plays a role only is not asked to do anything.
                parts.update(f"@{seat.unit}" for seat in effect.assignees if is_for_unit(seat))
        parts.update(seat_name(seat) for seat in seats if seat.person or seat.post)
    return found


def is_for_unit(seat: Assignee) -> bool:
    return bool(seat.unit) and not (seat.person or seat.post or seat.outside)


def seat_name(seat: Assignee) -> str:
    """A person by id, a post with its unit."""
    return seat.person or f"{seat.post}@{seat.unit}"


def _moving(entry: Entry, seen_by: Mapping[int, set[str]]) -> tuple[Any, ...]:
    held, state = entry.held, entry.decision.after
    first = state.roles.get("first_contact") or state.roles.get("tracker") or Assignee(person=state.opener)
    handler = state.roles.get("handler") or _at_work(state) or first
    return (
        state.unit, first.person or "", first.unit or "", handler.person or "", handler.post or "", handler.unit or "",
        text_array(sorted(seen_by[held.id])), state.state,
        state.judgements[-1].value if state.judgements else "", state.facts.get("case.urgent") is True,
        _count(state.facts.get("case.urged_count")), state.edition, state.closed_at, state.archived_at,
        state.pauses[-1][0] if state.suspended_until else None, *_nearest(state), plain(values_of(state.facts)),
    )  # fmt: skip


def _nearest(state: State) -> tuple[datetime | None, datetime | None]:
    """When the first of the running limits ends, and when it warns."""
    running = [(clock.due_at, clock) for clock in state.clocks.values() if clock.result is None and clock.due_at]
    if not running or state.closed_at is not None:
        return None, None
    due, clock = min(running, key=itemgetter(0))
    return due, clock.warn_at


def _at_work(state: State) -> Assignee | None:
    """Who has the first open task, taken or given."""
    for active in state.active:
        if active.taken_by:
            return Assignee(person=active.taken_by)
        if active.assignees:
            return active.assignees[0]
    return None


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _message(entry: Entry) -> tuple[Any, ...]:
    given = entry.extra["message"]
    return (
        entry.held.id, given["kind"], entry.event.by or "", given["text"], given.get("channel", ""), entry.event.at,
        given.get("source_key"), entry.seq, text_array(str(each) for each in given.get("files", ())), given.get("draft"),
        given.get("customer"),
    )  # fmt: skip


def _link(entry: Entry) -> tuple[Any, ...]:
    given = entry.extra["link"]
    return (entry.held.id, given["other"], given["relation"], entry.event.by or "", entry.event.at)
