"""The verbs of every task and every case; what each means is the engine's to say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from shouwen.cases.actions.joining import JOINS, join
from shouwen.cases.actions.named import NAMING, ensure_fit
from shouwen.cases.actions.permission import ensure_may
from shouwen.cases.actions.sending import Sender, ensure_names, send, written
from shouwen.cases.forms import Invalid
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Value
from shouwen.runtime.subjects import Receipt

# What a verb may be told; every other fact of a case comes from a step, a form or a rule, never from whoever acts.
TOLD = frozenset(
    {
        *("person", "post", "unit", "copies", "to", "place", "title"),
        *("until", "limit", "clock", "step", "into", "other", "interim", "customer"),
    }
)


def act(
    *,
    case_id: int,
    act: str,
    task: str | None = None,
    facts: Mapping[str, Value] | None = None,
    reason: str = "",
    by: str | None,
    at: datetime,
    key: str | None = None,
    expected_seq: int | None = None,
) -> Receipt:
    """Any act that gates or the engine know by name."""
    ensure_may(act, case_id, by=by, at=at)
    ensure_names(act=act, task=task, **{f"facts.{number}": name for number, name in enumerate(facts or {})})
    strange = sorted(set(facts or {}) - TOLD)
    if strange:
        raise Invalid({f"facts.{name}": "动作不带这一项；事实由环节的表单产生，请在环节里填写。" for name in strange})
    if act in JOINS:
        other = str((facts or {}).get(JOINS[act]) or "")
        return join(act, other, case_id=case_id, reason=reason, by=by, at=at, key=key, expected_seq=expected_seq)
    given = {name: _told(name, value) for name, value in (facts or {}).items() if value not in (None, "")}
    ensure_fit(act, case_id, given, at=at)
    event = ActRequested(at=at, by=by, act=act, task=task, facts=given, reason=written(reason))
    return send(case_id, event, key=key, expected_seq=expected_seq)


def take(*, case_id: int, task: str, **sender: Unpack[Sender]) -> Receipt:
    """接单: the task is mine."""
    return act(case_id=case_id, act="take", task=task, **sender)


def refuse(*, case_id: int, task: str, reason: str, **sender: Unpack[Sender]) -> Receipt:
    """退单: back to whoever dispatches."""
    return act(case_id=case_id, act="refuse", task=task, reason=reason, **sender)


def transfer(
    *,
    case_id: int,
    task: str,
    reason: str,
    person: str | None = None,
    post: str | None = None,
    unit: str | None = None,
    **sender: Unpack[Sender],
) -> Receipt:
    """转派: to a person, a post, or a unit."""
    to = {"person": person, "post": post, "unit": unit}
    return act(case_id=case_id, act="transfer", task=task, facts=to, reason=reason, **sender)


def co_handle(
    *,
    case_id: int,
    person: str | None = None,
    post: str | None = None,
    unit: str | None = None,
    title: str = "",
    limit: datetime | None = None,
    reason: str = "",
    **sender: Unpack[Sender],
) -> Receipt:
    """加派: somebody helps, perhaps within a limit of his own."""
    facts = {"person": person, "post": post, "unit": unit, "title": title, "limit": _iso(limit)}
    return act(case_id=case_id, act="co_handle", facts=facts, reason=reason, **sender)


def urge(*, case_id: int, reason: str, customer: bool = False, **sender: Unpack[Sender]) -> Receipt:
    """催办: of an open case, with a reason; `customer` where it was the customer who asked for haste."""
    return act(case_id=case_id, act="urge", facts={"customer": customer or None}, reason=reason, **sender)


def supervise(
    *,
    case_id: int,
    reason: str,
    limit: datetime,
    person: str | None = None,
    post: str | None = None,
    unit: str | None = None,
    title: str = "",
    **sender: Unpack[Sender],
) -> Receipt:
    """督办: with a limit; without a name it concerns whoever is at work."""
    facts = {"person": person, "post": post, "unit": unit, "title": title, "limit": _iso(limit)}
    return act(case_id=case_id, act="supervise", facts=facts, reason=reason, **sender)


def suspend(*, case_id: int, reason: str, until: datetime, **sender: Unpack[Sender]) -> Receipt:
    """挂起: until a planned instant."""
    return act(case_id=case_id, act="suspend", facts={"until": _iso(until)}, reason=reason, **sender)


def resume(*, case_id: int, reason: str = "", **sender: Unpack[Sender]) -> Receipt:
    """恢复."""
    return act(case_id=case_id, act="resume", reason=reason, **sender)


def extend(*, case_id: int, clock: str, until: datetime, reason: str, **sender: Unpack[Sender]) -> Receipt:
    """延期: one limit."""
    return act(case_id=case_id, act="extend", facts={"clock": clock, "until": _iso(until)}, reason=reason, **sender)


def done(*, case_id: int, task: str, reason: str = "", **sender: Unpack[Sender]) -> Receipt:
    """A task beside the flow is finished."""
    return act(case_id=case_id, act="done", task=task, reason=reason, **sender)


def close(*, case_id: int, reason: str = "", **sender: Unpack[Sender]) -> Receipt:
    """办结."""
    return act(case_id=case_id, act="close", reason=reason, **sender)


def archive(*, case_id: int, reason: str = "", **sender: Unpack[Sender]) -> Receipt:
    """归档."""
    return act(case_id=case_id, act="archive", reason=reason, **sender)


def reopen(*, case_id: int, reason: str, step: str | None = None, **sender: Unpack[Sender]) -> Receipt:
    """重开: at a step, or the last one that was worked on."""
    return act(case_id=case_id, act="reopen", facts={"step": step}, reason=reason, **sender)


def void(*, case_id: int, reason: str, **sender: Unpack[Sender]) -> Receipt:
    """作废."""
    return act(case_id=case_id, act="void", reason=reason, **sender)


def withdraw(*, case_id: int, reason: str, **sender: Unpack[Sender]) -> Receipt:
    """撤销."""
    return act(case_id=case_id, act="withdraw", reason=reason, **sender)


def _told(name: str, value: Value) -> Value:
    """Words lose what nobody sees; an id is one as it is written, or nobody's."""
    if name in NAMING:
        return value
    return written(value, name) if isinstance(value, str) else value


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
