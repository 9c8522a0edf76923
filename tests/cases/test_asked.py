"""Every act of the vocabulary is either asked of its gates when somebody does it, or said not to run."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cases.gated import shut, with_rules
from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases import actions, queries
from shouwen.documents import actions as documents
from shouwen.people.access import NotAllowedError
from shouwen.rulebook.asked import ASKED, BY_PEOPLE, TAKING_OUT, is_asked
from shouwen.rulebook.vocabulary import ACTS
from shouwen.runtime.models import Ledger, Subject

NOT_RUNNING = {
    *("accept", "reject", "dispatch", "claim", "reply_many", "hand_up", "decide_remedy", "decide_penalty"),
    *(
        "approve_purchase",
        "refund_deposit",
        "release_goods",
        "pay_goodwill",
        "offer_plan",
        "settle",
        "take_duty",
        "leave_post",
        "sign",
        "change_paper",
    ),
}
"""No page does them of itself; those that a step of a rulebook is are asked when the step is finished."""


def test_each_act_of_the_vocabulary_is_asked_or_counted_as_not_running() -> None:
    assert {act for act in ACTS if not is_asked(act, ())} == NOT_RUNNING
    assert set(TRIED) == BY_PEOPLE
    assert ACTS.keys() >= ASKED - {"notify", "set", "give_to", "put_back"}


def verb(act: str, task: str | None = None) -> Callable[[House, int], object]:
    facts = {"until": (AT + HOUR).isoformat(), "limit": (AT + HOUR).isoformat()}

    def tried(house: House, case_id: int) -> object:
        return actions.act(
            case_id=case_id, act=act, task=task, facts=facts, reason="试一试", by=house["dora"], at=AT + HOUR
        )

    return tried


def merge(house: House, case_id: int) -> object:
    other = house.open(title="大厅漏水")
    return actions.merge(case_id=case_id, into=other, reason="同一件", by=house["dora"], at=AT + HOUR)


def link(house: House, case_id: int) -> object:
    other = house.open(title="大厅漏水")
    return actions.link(case_id=case_id, other=other, reason="同一栋", by=house["dora"], at=AT + HOUR)


def reply(house: House, case_id: int) -> object:
    return actions.reply(case_id=case_id, text="已安排。", by=house["alice"], at=AT + HOUR)


def promise(house: House, case_id: int) -> object:
    return actions.promise(
        case_id=case_id, reply_at=AT + timedelta(hours=4), words="四小时内", by=house["alice"], at=AT + HOUR
    )


def opened(house: House, case_id: int) -> object:
    return house.open(title="再来一件")


def approve(house: House, case_id: int) -> object:
    house.record(case_id)
    house.finish(case_id, "review#1", "serious", by="lee")
    return actions.agree(case_id=case_id, task="sign#1", by=house["dora"], at=AT + HOUR)


def issue(house: House, case_id: int) -> object:
    return actions.paper_issued(case_id=case_id, paper="bill", paper_id="1", by=house["lee"], at=AT + HOUR)


def see(house: House, case_id: int) -> object:
    return actions.reveal_fact(
        case_id=case_id, path="intake.caller", reason="核对", by=house.viewer("lee"), at=AT + HOUR
    )


def export(house: House, case_id: int) -> object:
    return actions.ask_export(
        viewer=house.viewer("lee"), title="全部", query="", filters=queries.Filters(), reason="例会", at=AT + HOUR
    )


def printed(house: House, case_id: int) -> None:
    actions.take_out(act="print", case_id=case_id, what="登记表", by=house["lee"], at=AT + HOUR)


def send(house: House, case_id: int) -> None:
    to_sign = documents.ToSign(
        subject=case_id, document=None, paper="record", party="customer", word="客户", title="登记表", number="",
        content=(), content_hash="x",
    )  # fmt: skip
    actions.make_signing_link(to_sign=to_sign, by=house["alice"], at=AT + HOUR)


CLOSED = {"reopen", "archive"}
TRIED: Mapping[str, Callable[[House, int], object]] = {
    **{act: verb(act) for act in ("co_handle", "urge", "supervise", "suspend", "resume", "extend", "void", "withdraw")},
    **{act: verb(act, "record#1") for act in ("take", "refuse", "transfer", "put_back")},
    **{act: verb(act) for act in CLOSED},
    "close": verb("close"),
    "merge": merge,
    "link": link,
    "reply": reply,
    "promise": promise,
    "open": opened,
    "approve": approve,
    "issue": issue,
    "see": see,
    "export": export,
    "print": printed,
    "send": send,
}


@pytest.mark.parametrize("act", sorted(BY_PEOPLE - {"see", "close"}))
def test_a_gate_on_it_stops_whoever_does_it(house: House, tmp_path: Path, act: str) -> None:
    case_id = house.open()
    if act in CLOSED:
        house.finish(case_id, "record#1", "nothing", by="alice", fields=RECORD, reason="误报")
    with_rules(tmp_path, shut(act))
    with pytest.raises((actions.Refused, actions.KeptInside)) as stopped:
        TRIED[act](house, case_id)
    if isinstance(stopped.value, actions.Refused):
        assert {refuse.rule for refuse in stopped.value.refusals} == {"shut"}
    if act != "open":
        assert Ledger.objects.filter(subject=case_id, refused=True).count() == 1


def test_a_gate_on_seeing_stops_whoever_looks(house: House, tmp_path: Path) -> None:
    case_id = house.open()
    assert see(house, case_id) == "王女士"
    with_rules(tmp_path, shut("see").replace("act: see,", "act: see, facts: [intake.caller],"))
    with pytest.raises(NotAllowedError):
        see(house, case_id)


def test_a_gate_on_closing_keeps_the_case_open(house: House, tmp_path: Path) -> None:
    with_rules(tmp_path, shut("close"))
    case_id = house.open()
    house.finish(case_id, "record#1", "nothing", by="alice", fields=RECORD, reason="误报")
    assert Subject.objects.get(pk=case_id).closed_at is None


def test_what_leaves_the_house_is_among_what_people_do() -> None:
    assert set(TAKING_OUT) <= BY_PEOPLE
