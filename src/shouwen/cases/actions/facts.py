"""What becomes known outside a step: facts, corrections, promises, who plays which part, what may pass once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from shouwen.base.ids import new_uuid
from shouwen.cases.actions.named import ensure_fit
from shouwen.cases.actions.sending import Sender, send, written
from shouwen.cases.forms import Invalid
from shouwen.cases.phrases import hits
from shouwen.cases.queries.talking import lock_of
from shouwen.engine.events import (
    Event,
    FactCorrected,
    FactSet,
    Happened,
    JudgementMade,
    Overridden,
    PartyChanged,
    PromiseMade,
)
from shouwen.engine.facts import Value
from shouwen.people.actions import record
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import state_of
from shouwen.runtime.subjects import Receipt


def set_facts(*, case_id: int, facts: Mapping[str, Value], **sender: Unpack[Sender]) -> Receipt:
    """Facts became known."""
    return tell(case_id, FactSet(at=sender["at"], by=sender["by"], facts=dict(facts)), sender)


def correct_fact(*, case_id: int, facts: Mapping[str, Value], reason: str, **sender: Unpack[Sender]) -> Receipt:
    """Facts were wrong; limits that start from them are worked out again."""
    event = FactCorrected(at=sender["at"], by=sender["by"], facts=dict(facts), reason=written(reason))
    return tell(case_id, event, sender)


def judge_again(*, case_id: int, fact: str, value: str, reason: str, **sender: Unpack[Sender]) -> Receipt:
    """改判: a scale is judged anew; earlier judgements stay."""
    event = JudgementMade(at=sender["at"], by=sender["by"], fact=fact, value=value, reason=written(reason))
    return tell(case_id, event, sender)


def happened(*, case_id: int, name: str, facts: Mapping[str, Value] | None = None, **sender: Unpack[Sender]) -> Receipt:
    """Something the rulebook knows by name happened: `call_out.connected`, `customer.called`."""
    return tell(case_id, Happened(at=sender["at"], by=sender["by"], name=name, facts=dict(facts or {})), sender)


def promise(*, case_id: int, reply_at: datetime, words: str = "", **sender: Unpack[Sender]) -> Receipt:
    """约定回复: the customer was told when the answer comes; where no reply may go yet, nothing but the time."""
    _ensure_sayable(case_id, words, by=sender["by"], at=sender["at"])
    event = PromiseMade(
        at=sender["at"],
        by=sender["by"],
        promise_id=str(new_uuid(at=sender["at"])),
        reply_at=reply_at,
        words=written(words, "words"),
    )
    return tell(case_id, event, sender)


def _ensure_sayable(case_id: int, words: str, *, by: str, at: datetime) -> None:
    """What may not be written to the customer is not told by a promise either."""
    state = state_of(case_id) if words.strip() else None
    if state is None:
        return
    barred = [hit for hit in hits(words, rulebooks.rulebook(state.edition)) if hit.mode == "block"]
    if barred:
        raise Invalid(
            {"text": f"制度不允许对客户这样说：{'、'.join(f'“{hit.phrase}”' for hit in barred)}。请改写再记。"}
        )
    lock = lock_of(case_id, state, by, at)
    if lock is not None:
        raise Invalid({"text": f"现在不能回复客户，约定里只记时间，请去掉文字。{lock.words}"})


def set_party(
    *,
    case_id: int,
    role: str,
    person: str | None = None,
    post: str | None = None,
    unit: str | None = None,
    reason: str = "",
    **sender: Unpack[Sender],
) -> Receipt:
    """A role goes to somebody else; a fixed one refuses."""
    ensure_fit("assign", case_id, {"person": person, "unit": unit}, at=sender["at"])
    event = PartyChanged(
        at=sender["at"], by=sender["by"], role=role, person=person, post=post, unit=unit, reason=written(reason)
    )
    return tell(case_id, event, sender)


def override(*, case_id: int, rule: str, reason: str, **sender: Unpack[Sender]) -> Receipt:
    """豁免: a refused act may pass once."""
    receipt = tell(case_id, Overridden(at=sender["at"], by=sender["by"], rule=rule, reason=written(reason)), sender)
    if not receipt.repeated:
        record(
            act="overridden",
            by=int(sender["by"]),
            at=sender["at"],
            subject=f"case:{case_id}",
            detail=rule,
            reason=reason,
        )
    return receipt


def tell(case_id: int, event: Event, sender: Sender) -> Receipt:
    return send(case_id, event, key=sender.get("key"), expected_seq=sender.get("expected_seq"))
