"""The verbs of approvals: sign, refuse, send back, bring others in, hand over, lend."""

from collections.abc import Sequence
from typing import Literal, Unpack

from shouwen.cases.actions.sending import Sender
from shouwen.cases.actions.verbs import act
from shouwen.runtime.subjects import Receipt


def agree(*, case_id: int, task: str, opinion: str = "", **sender: Unpack[Sender]) -> Receipt:
    """同意."""
    return act(case_id=case_id, act="approve.agree", task=task, reason=opinion, **sender)


def reject(*, case_id: int, task: str, opinion: str, **sender: Unpack[Sender]) -> Receipt:
    """驳回."""
    return act(case_id=case_id, act="approve.reject", task=task, reason=opinion, **sender)


def send_back(*, case_id: int, task: str, opinion: str, to: str = "opener", **sender: Unpack[Sender]) -> Receipt:
    """退回: to the one who asked, to `previous`, or to a step."""
    return act(case_id=case_id, act="approve.send_back", task=task, facts={"to": to}, reason=opinion, **sender)


def add_signer(
    *,
    case_id: int,
    task: str,
    person: str,
    place: Literal["before", "after"] = "before",
    opinion: str = "",
    **sender: Unpack[Sender],
) -> Receipt:
    """加签: somebody signs before or after me."""
    facts = {"person": person, "place": place}
    return act(case_id=case_id, act="approve.add_signer", task=task, facts=facts, reason=opinion, **sender)


def remove_signer(*, case_id: int, task: str, person: str, opinion: str = "", **sender: Unpack[Sender]) -> Receipt:
    """减签: one whom I added."""
    return act(
        case_id=case_id, act="approve.remove_signer", task=task, facts={"person": person}, reason=opinion, **sender
    )


def hand_over(*, case_id: int, task: str, person: str, opinion: str = "", **sender: Unpack[Sender]) -> Receipt:
    """转办: for good."""
    return act(case_id=case_id, act="approve.hand_over", task=task, facts={"person": person}, reason=opinion, **sender)


def lend(*, case_id: int, task: str, person: str, opinion: str = "", **sender: Unpack[Sender]) -> Receipt:
    """委派: it comes back to me."""
    return act(case_id=case_id, act="approve.lend", task=task, facts={"person": person}, reason=opinion, **sender)


def give_back(*, case_id: int, task: str, opinion: str = "", **sender: Unpack[Sender]) -> Receipt:
    """交还 what was lent to me."""
    return act(case_id=case_id, act="approve.give_back", task=task, reason=opinion, **sender)


def take_back_approval(*, case_id: int, task: str, opinion: str = "", **sender: Unpack[Sender]) -> Receipt:
    """撤回."""
    return act(case_id=case_id, act="approve.withdraw", task=task, reason=opinion, **sender)


def copy_to(*, case_id: int, task: str, persons: Sequence[str], **sender: Unpack[Sender]) -> Receipt:
    """抄送."""
    return act(case_id=case_id, act="approve.copy", task=task, facts={"copies": tuple(persons)}, **sender)
