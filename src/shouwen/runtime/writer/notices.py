"""Who is told what: a notice for each person of the house, and by which ways it leaves the house."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shouwen.engine.effects import Effect, Escalate, HandOver, Notify, RaiseAlarm, RequestFact
from shouwen.engine.facts import Assignee, Roster
from shouwen.engine.seats import persons_of
from shouwen.engine.state import State
from shouwen.runtime import registry, rulebooks
from shouwen.runtime.database import Insert, rows
from shouwen.runtime.encoding import canonical
from shouwen.runtime.subjects import Entry

NOTICE_FIELDS = {
    "person": "text", "subject_id": "bigint", "kind": "text", "text": "text", "clauses": "text", "urgent": "boolean",
    "at": "timestamptz",
}  # fmt: skip
OUTBOX_FIELDS = {
    "dedupe_key": "text", "channel": "text", "to": "text", "payload": "jsonb", "not_before": "timestamptz",
    "tries": "smallint", "state": "text", "last_error": "text", "made_at": "timestamptz",
}  # fmt: skip
insert_notices = Insert("runtime_notice", NOTICE_FIELDS)
insert_outbox = Insert("runtime_outbox", OUTBOX_FIELDS, tail="ON CONFLICT (dedupe_key) DO NOTHING")
LONGEST_CLAUSES = 200
# Of these one unread notice about a case is enough: a newer one takes its place, and nobody is rung up again so soon.
ONE_AT_A_TIME = ("case.urged", "hotspot.found")
SOON = timedelta(minutes=10)
OUTDATED = """
DELETE FROM runtime_notice old USING unnest(%s::text[], %s::bigint[], %s::text[]) AS new (person, subject, sort)
WHERE old.person = new.person AND old.subject_id = new.subject AND starts_with(old.kind, new.sort) AND old.read_at IS NULL
RETURNING old.person, old.subject_id, new.sort, old.at
"""
MARKS = {".missed": "超时：", ".warned": "预警："}
# Behind the name of a step in the key of what was written at it.
STEP_OF = re.compile(r"[#.@]")
BY_THE_BOOK = "按制度告知您，请查看事项"
# Longer than any outage: what lies further back was not missed by a worker, it was imported.
HISTORY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One person told one thing by one decision."""

    entry: Entry
    person: str
    kind: str
    text: str
    urgent: bool
    cites: tuple[str, ...]


def write_notices(entries: Sequence[Entry]) -> None:
    """A person is told once by one decision, however many seats of theirs are meant."""
    told = _latest([each for entry in entries if _is_news(entry) for each in told_by(entry)])
    lately = take_back([(each.person, each.entry.held.id, each.kind) for each in told])
    insert_notices([_notice(each) for each in told])
    fresh = [each for each in told if not is_soon_after(lately, *_mark(each), each.entry.event.at)]
    insert_outbox([_message(each, channel) for each, ways in _leaving(fresh) for channel in ways])


def _latest(told: Sequence[Told]) -> list[Told]:
    """Of what one batch tells several times, the last."""
    found: dict[tuple[Any, ...], Told] = {}
    for place, each in enumerate(told):
        found[_mark(each) if sort_of(each.kind) else (place,)] = each
    return list(found.values())


def _mark(told: Told) -> tuple[str, int, str]:
    return told.person, told.entry.held.id, sort_of(told.kind)


def sort_of(kind: str) -> str:
    """What a newer notice takes the place of; nothing, where each stands for itself."""
    return next((sort for sort in ONE_AT_A_TIME if kind.startswith(sort)), "")


Lately = Mapping[tuple[str, int, str], datetime]


def take_back(told: Iterable[tuple[str, int | None, str]]) -> Lately:
    """Unread notices that newer ones of the same (person, case, kind) replace, with when they were written."""
    wanted = [(person, subject, sort_of(kind)) for person, subject, kind in told if subject and sort_of(kind)]
    if not wanted:
        return {}
    found = rows(OUTDATED, [list(column) for column in zip(*wanted, strict=True)])
    return {(person, subject, sort): at for person, subject, sort, at in found}


def is_soon_after(lately: Lately, person: str, subject: int | None, sort: str, at: datetime) -> bool:
    """Whether the person was told the same a moment ago, and has not read it yet."""
    last = lately.get((person, subject or 0, sort))
    return last is not None and at - last < SOON


def _leaving(told: Sequence[Told]) -> Iterator[tuple[Told, tuple[str, ...]]]:
    """By which ways each leaves the house at once."""
    mailings = [registry.Mailing(each.person, each.kind, each.urgent, each.entry.event.at) for each in told]
    return zip(told, registry.ways_of(mailings), strict=True)


def _is_news(entry: Entry) -> bool:
    """History that is taken in decides and counts like anything else, but nobody is rung up about it."""
    return entry.recorded_at - entry.event.at < HISTORY


def told_by(entry: Entry) -> Iterator[Told]:
    """Everybody whom the decision tells something."""
    seen: set[tuple[str, str, str]] = set()
    for effect in entry.decision.effects:
        words = _words(effect, entry)
        if words is None:
            continue
        to, kind, text, urgent = words
        for person in persons_behind(to, entry.around.roster):
            if (person, kind, text) not in seen:
                seen.add((person, kind, text))
                yield Told(entry, person, kind, text, urgent, effect.cites)


def persons_behind(seats: Iterable[Assignee], roster: Roster) -> list[str]:
    """The persons behind seats at this instant, each once; an outside party has no desk here."""
    return list(dict.fromkeys(person for seat in seats for person in persons_of(seat, roster)))


def _words(effect: Effect, entry: Entry) -> tuple[tuple[Assignee, ...], str, str, bool] | None:
    """Kinds are keys; pages and mails find the words for them."""
    state = entry.decision.after
    match effect:
        case Notify():
            return (
                effect.to,
                effect.kind,
                effect.say or _limit(effect.about, state) or _asked(effect, entry),
                effect.urgent,
            )
        case Escalate():
            return effect.to, "case.escalated", _limit(effect.why, state), effect.urgent
        case HandOver():
            return effect.to, "case.handed_over", effect.what, False
        case RaiseAlarm():
            return effect.to, "post.vacant", _post(effect.post, entry), False
        case RequestFact():
            return effect.to, "fact.asked", effect.fact, False
    return None


def _post(name: str, entry: Entry) -> str:
    """As the rulebook titles it."""
    rule = rulebooks.get(entry.held.edition).rulebook.posts.get(name)
    return (rule.title or name) if rule else name


def _asked(effect: Notify, entry: Entry) -> str:
    """What a notice without words of its own is about: the step at which it was written, or the task."""
    state = entry.decision.after
    task = next((each.title for each in state.active if each.task == effect.about and each.title), "")
    if task or effect.kind != "rule":
        return task
    flow = rulebooks.rulebook(entry.held.edition).case_types.get(entry.held.procedure)
    name = STEP_OF.split(effect.about)[0]
    step = flow.steps.get(name) if flow else None
    return f"{step.title}：{BY_THE_BOOK}" if step and step.title else BY_THE_BOOK


def _limit(rule: str, state: State) -> str:
    """The limit that a rule's key names, as `complaint.answer#1.missed.0` does: what was missed, or will be."""
    for mark, word in MARKS.items():
        key = rule.partition(mark)[0]
        clock = state.clocks.get(key)
        if clock is not None and clock.title:
            return f"{word}{clock.title}" if key != rule else clock.title
    return ""


def _notice(told: Told) -> tuple[Any, ...]:
    clauses = " ".join(told.cites)[:LONGEST_CLAUSES]
    entry = told.entry
    return (told.person, entry.held.id, told.kind, told.text, clauses, told.urgent, entry.event.at)


def _message(told: Told, channel: str) -> tuple[Any, ...]:
    entry = told.entry
    mark = "" if channel == "email" else f":{channel}"
    key = f"{entry.held.id}:{entry.seq}:{told.kind}:{told.person}{mark}"[:200]
    payload = canonical(
        {
            "subject": entry.held.id,
            "subject_kind": entry.held.kind,
            "kind": told.kind,
            "text": told.text,
            "clauses": list(told.cites),
        }
    )
    return (key, channel, told.person, payload, entry.recorded_at, 0, "waiting", "", entry.recorded_at)
