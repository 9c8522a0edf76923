"""What is said on a case: to the customer, by the customer, among colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction

from shouwen.base.ids import new_uuid
from shouwen.cases.actions.permission import ensure_may
from shouwen.cases.actions.sending import Sender, own_key, send, user_of, written
from shouwen.cases.actions.telling import tell_followers, tell_mentioned
from shouwen.cases.forms import Invalid
from shouwen.cases.models import Case, HandedDraft
from shouwen.cases.phrases import Hit, hits, minds_words
from shouwen.documents.queries import files_of
from shouwen.engine.events import ActRequested, Event, Happened, PromiseMade
from shouwen.engine.facts import Value
from shouwen.knowledge.variables import NAMED
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.subjects import Act, Receipt, Refused
from shouwen.runtime.submit import submit, submit_all

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with a text: files of the case, the colleague's draft that it began as, whom it calls by name."""

    files: Sequence[str] = ()
    draft: int | None = None
    mentions: Sequence[str] = ()


ALONE = Beside()


def reply(
    *,
    case_id: int,
    text: str,
    interim: bool = False,
    channel: str = "",
    reason: str = "",
    reply_at: datetime | None = None,
    beside: Beside = ALONE,
    **sender: Unpack[Sender],
) -> Receipt:
    """回复客户: the customer is answered by it; an interim word (进度告知) is none yet.

    `reason` says why words stand that the rulebook warns of; `reply_at` is a time that the text promises.
    """
    ensure_may("reply", case_id, by=sender["by"], at=sender["at"])
    found = _checked(case_id, text, reason)
    facts: dict[str, Value] = {"text.forbidden_hits": len(found)}
    if interim:
        facts["interim"] = True
    event = ActRequested(at=sender["at"], by=sender["by"], act="reply", facts=facts, reason=_kept(found, reason))
    said = {"kind": "reply", "text": _text(text, beside), "channel": channel, **_with(case_id, beside, sender["by"])}
    events: list[Event] = [event]
    if reply_at is not None:
        told = PromiseMade(at=event.at, by=event.by, promise_id=str(new_uuid(at=event.at)), reply_at=reply_at, words="")
        events.append(told)
    return _say(case_id, events, said, sender)


def note(*, case_id: int, text: str, beside: Beside = ALONE, **sender: Unpack[Sender]) -> Receipt:
    """内部备注: colleagues read it, the rules do not; whoever is called by name in it is told."""
    event = Happened(at=sender["at"], by=sender["by"], name="case.noted")
    said = {"kind": "note", "text": _text(text, beside), **_with(case_id, beside, sender["by"])}
    return _say(case_id, [event], said, sender, mentions=beside.mentions)


def inbound(
    *, case_id: int, text: str, channel: str, source_key: str, customer: int | None = None, by: str | None = None,
    at: datetime,
) -> Receipt:  # fmt: skip
    """客户来信: the same message delivered twice is taken once; `customer` is who wrote, if not the case's own."""
    event = Happened(at=at, by=by, name="customer.wrote")
    said = {"kind": "inbound", "text": _text(text), "channel": channel, "source_key": source_key, "customer": customer}
    receipt = submit(
        subject=case_id, event=event, actor=user_of(by), key=f"inbound:{source_key}"[:120], extra={"message": said}
    )
    if not receipt.repeated:
        tell_followers(case_id, said, by=by, at=at)
    return receipt


def _say(
    case_id: int, events: Sequence[Event], said: dict[str, Any], sender: Sender, mentions: Sequence[str] = ()
) -> Receipt:
    """The words and who is told of them stand or fall together; a refusal stays on record."""
    refused, receipt = None, None
    with transaction.atomic():
        try:
            receipt = _sent(case_id, events, said, sender)
        except Refused as error:
            refused = error
        if receipt is not None and not receipt.repeated:
            called = tell_mentioned(case_id, said["text"], mentions, by=sender["by"], at=sender["at"])
            tell_followers(case_id, said, by=sender["by"], at=sender["at"], but=called)
    if refused is not None or receipt is None:
        assert refused is not None  # there is one or the other
        raise refused
    return receipt


def _sent(case_id: int, events: Sequence[Event], said: dict[str, Any], sender: Sender) -> Receipt:
    key, seq = sender.get("key"), sender.get("expected_seq")
    if len(events) == 1:
        return send(case_id, events[0], key=key, expected_seq=seq, extra={"message": said})
    acts = [Act(case_id, events[0], {"message": said}), *(Act(case_id, event, {}) for event in events[1:])]
    by = sender["by"]
    return submit_all(acts=acts, actor=user_of(by), key=own_key(by, key), expected_seq=seq)


def _checked(case_id: int, text: str, reason: str) -> tuple[Hit, ...]:
    """What the rulebook minds about the words; what it forbids is not sent, and no variable leaves as its own name."""
    left = tuple(dict.fromkeys(NAMED.findall(text)))
    if left:
        names = "、".join(f"{{{name}}}" for name in left)
        raise Invalid({"text": f"还有没填的变量：{names}，请改成实际内容再发。"})
    rulebook = _rulebook(case_id)
    found = hits(text, rulebook)
    barred = [hit for hit in found if hit.mode == "block"]
    if barred:
        raise Invalid({"text": f"制度不允许对客户这样说：{_named(barred)}。请改写再发。"})
    warned = [hit for hit in found if hit.mode == "warn"]
    if warned and not reason.strip() and not minds_words(rulebook, "reply"):
        raise Invalid({"text": f"请改写，或写明为什么保留：{_named(warned)}。"})
    return found


def _kept(found: Sequence[Hit], reason: str) -> str:
    """What stands on record of words that were sent although the rulebook minds them."""
    clean = written(reason, "reason")
    return f"保留{'、'.join(f'“{hit.phrase}”' for hit in found)}：{clean}" if found and clean else clean


def _named(found: Sequence[Hit]) -> str:
    told = (f"“{hit.phrase}”（{'、'.join((hit.title, *hit.clauses))}）" for hit in found)
    return "，".join(told)


def _with(case_id: int, beside: Beside, by: str) -> dict[str, Any]:
    """Only files of this case, and a draft that was given to the one who sends."""
    if len(beside.files) > MOST_FILES:
        raise Invalid({"text": f"一次最多附 {MOST_FILES} 个文件，请分几次发。"})
    own = {str(each.id) for each in files_of(case_id)} if beside.files else set()
    if not own.issuperset(beside.files):
        raise Invalid({"text": "附件不属于本事项或已失效，请重新上传。"})
    taken = None
    if beside.draft is not None:
        taken = HandedDraft.objects.filter(pk=beside.draft, case=case_id, taker=by).values_list("pk", flat=True).first()
    return {"files": list(dict.fromkeys(beside.files)), **({"draft": taken} if taken else {})}


def _rulebook(case_id: int) -> Rulebook:
    return rulebooks.rulebook(Case.objects.values_list("edition", flat=True).get(pk=case_id))


def _text(text: str, beside: Beside = ALONE) -> str:
    clean = written(text, "text")
    if not clean and not beside.files:
        raise Invalid({"text": "内容必填，请填写要说的话。"})
    return clean
