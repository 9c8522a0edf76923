"""Who is told what: a notice for each person of the house, and an e-mail when it is urgent."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shouwen.engine.effects import Effect, Escalate, HandOver, Notify, RaiseAlarm, RequestFact
from shouwen.engine.facts import Assignee, Roster
from shouwen.engine.seats import persons_of
from shouwen.engine.state import State
from shouwen.runtime import registry, rulebooks
from shouwen.runtime.database import Insert
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
    told = [each for entry in entries if _is_news(entry) for each in told_by(entry)]
    insert_notices([_notice(each) for each in told])
    insert_outbox([_message(each, channel) for each, ways in _leaving(told) for channel in ways])


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
            return effect.to, "case.escalated", _limit(effect.why, state), True
        case HandOver():
            return effect.to, "case.handed_over", effect.what, False
        case RaiseAlarm():
            return effect.to, "post.vacant", _post(effect.post, entry), True
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
