"""What is said on a case: to the customer, by the customer, among colleagues."""

from datetime import datetime
from typing import Unpack

from shouwen.cases.actions.permission import ensure_may
from shouwen.cases.actions.sending import Sender, send, user_of, written
from shouwen.cases.forms import Invalid
from shouwen.cases.models import Case
from shouwen.cases.phrases import forbidden_hits
from shouwen.engine.events import ActRequested, Happened
from shouwen.engine.facts import Value
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.subjects import Receipt
from shouwen.runtime.submit import submit


def reply(*, case_id: int, text: str, interim: bool = False, channel: str = "", **sender: Unpack[Sender]) -> Receipt:
    """回复客户: the customer is answered by it; an interim word (进度告知) is none yet."""
    ensure_may("reply", case_id, by=sender["by"], at=sender["at"])
    facts: dict[str, Value] = {"text.forbidden_hits": len(forbidden_hits(text, _rulebook(case_id)))}
    if interim:
        facts["interim"] = True
    event = ActRequested(at=sender["at"], by=sender["by"], act="reply", facts=facts)
    said = {"kind": "reply", "text": _text(text), "channel": channel}
    return send(case_id, event, key=sender.get("key"), expected_seq=sender.get("expected_seq"), extra={"message": said})


def note(*, case_id: int, text: str, **sender: Unpack[Sender]) -> Receipt:
    """内部备注: colleagues read it, the rules do not."""
    event = Happened(at=sender["at"], by=sender["by"], name="case.noted")
    said = {"kind": "note", "text": _text(text)}
    return send(case_id, event, key=sender.get("key"), expected_seq=sender.get("expected_seq"), extra={"message": said})


def inbound(*, case_id: int, text: str, channel: str, source_key: str, by: str | None = None, at: datetime) -> Receipt:
    """客户来信: the same message delivered twice is taken once."""
    event = Happened(at=at, by=by, name="customer.wrote")
    said = {"kind": "inbound", "text": _text(text), "channel": channel, "source_key": source_key}
    return submit(
        subject=case_id, event=event, actor=user_of(by), key=f"inbound:{source_key}"[:120], extra={"message": said}
    )


def _rulebook(case_id: int) -> Rulebook:
    return rulebooks.rulebook(Case.objects.values_list("edition", flat=True).get(pk=case_id))


def _text(text: str) -> str:
    clean = written(text, "text")
    if not clean:
        raise Invalid({"text": "内容必填，请填写要说的话。"})
    return clean
