"""The one door for events: lock, decide, write the ledger and everything that follows, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.engine.codec import effect_from_json, effect_to_json
from shouwen.engine.effects import Refuse
from shouwen.engine.events import Event
from shouwen.rulebook.asked import TAKING_OUT
from shouwen.runtime import database, writer
from shouwen.runtime.encoding import canonical, read
from shouwen.runtime.subjects import Act, Change, Held, NewSubject, Receipt, Refused, Stale, refusals_of
from shouwen.runtime.work import Work

CLAIM_KEY = "INSERT INTO runtime_actkey (key, answer, at) VALUES (%s, '{}', %s) ON CONFLICT DO NOTHING RETURNING key"
ANSWER_OF = "SELECT subject_id, seq, answer FROM runtime_actkey WHERE key = %s"
KEEP_ANSWER = "UPDATE runtime_actkey SET subject_id = %s, seq = %s, answer = %s WHERE key = %s"
# What time did is no reason to stop a person who acts, nor is what did not pass, nor that somebody printed a form.
SINCE = """
SELECT seq, kind, event, at FROM runtime_ledger
WHERE subject_id = %s AND seq > %s AND kind <> 'TimeReached' AND NOT refused
AND NOT (kind = 'ActRequested' AND event->>'act' = ANY(%s)) ORDER BY seq
"""


def submit(
    *,
    subject: int | NewSubject,
    event: Event,
    actor: int | None = None,
    key: str | None = None,
    expected_seq: int | None = None,
    recorded_at: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Receipt:
    """One event for one subject; the same key gets the first answer again."""
    act = Act(subject, event, extra or {})
    return submit_all(acts=[act], actor=actor, key=key, expected_seq=expected_seq, recorded_at=recorded_at)


def submit_all(
    *,
    acts: Sequence[Act],
    actor: int | None = None,
    key: str | None = None,
    expected_seq: int | None = None,
    recorded_at: datetime | None = None,
) -> Receipt:
    """Several events that stand or fall together; the first is the act itself, its subject the one answered for."""
    at = recorded_at or acts[0].event.at
    with transaction.atomic():
        receipt, refusals = _once(acts, actor, key, expected_seq, at)
    # Only now: the refusal is on record, whatever the caller makes of it.
    if refusals:
        raise Refused(refusals, receipt)
    return receipt


def _once(
    acts: Sequence[Act], actor: int | None, key: str | None, expected_seq: int | None, at: datetime
) -> tuple[Receipt, Sequence[Refuse]]:
    if key is not None and not database.rows(CLAIM_KEY, [key, at]):
        return _first_answer(key)
    work = Work(actor=actor, recorded_at=at)
    held = _hold(work, acts)
    if expected_seq is not None:
        _refuse_stale(held[0], expected_seq)
    refusals = _decide(work, held, acts)
    writer.write(work)
    first = work.entries[0]
    receipt = Receipt(first.held.id, first.seq, decision=first.decision)
    if key is not None:
        answer = canonical({"refused": [effect_to_json(refuse) for refuse in refusals]})
        database.run(KEEP_ANSWER, [receipt.subject, receipt.seq, answer, key])
    return receipt, refusals


def _decide(work: Work, held: Sequence[Held], acts: Sequence[Act]) -> tuple[Refuse, ...]:
    """The refusals of the first act; a later one that is refused takes back all of them."""
    for place, (subject, act) in enumerate(zip(held, acts, strict=True)):
        begun = len(work.entries)
        work.put(subject, act.event, act.extra)
        work.run()
        entry = work.entries[begun]
        refusals = refusals_of(entry.decision)
        if refusals and place:
            raise Refused(refusals, Receipt(entry.held.id, entry.held.seq - 1))
        if refusals:
            return refusals
    return ()


def _hold(work: Work, acts: Sequence[Act]) -> list[Held]:
    known = work.lock([act.subject for act in acts if isinstance(act.subject, int)])
    by_id = {held.id: held for held in known}
    return [
        by_id[act.subject] if isinstance(act.subject, int) else work.begin([(act.subject, act.event.at)])[0]
        for act in acts
    ]


def _first_answer(key: str) -> tuple[Receipt, Sequence[Refuse]]:
    ((subject, seq, answer),) = database.rows(ANSWER_OF, [key])
    refusals = [effect_from_json(each) for each in read(answer)["refused"]]
    return Receipt(subject, seq, repeated=True), [each for each in refusals if isinstance(each, Refuse)]


def _refuse_stale(held: Held, expected_seq: int) -> None:
    if held.seq == expected_seq:
        return
    found = database.rows(SINCE, [held.id, expected_seq, list(TAKING_OUT)])
    changes = [_change(*row) for row in found]
    if changes:
        raise Stale(held.id, changes)


def _change(seq: int, kind: str, event: str, at: datetime) -> Change:
    told = read(event)
    return Change(seq, kind, told, at, told.get("by"))
