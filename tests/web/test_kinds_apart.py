"""Replies, notes and promises each keep their own words: none goes out as another, and none is lost for another."""

import json

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions, queries

pytestmark = pytest.mark.django_db
INTERNAL = "客户很难缠，内部注意"


def page(client: Client, case_id: int) -> str:
    return text_of(client.get(f"/cases/{case_id}/"))


def test_words_begun_as_a_note_do_not_leave_as_a_reply(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    sent = {"kind": "reply", "text_of": "note", "text": INTERNAL, "key": "k"}
    answer = alice.post(f"/cases/{case_id}/message/", sent)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "没有发出" in shown
    assert 'value="note" checked' in shown
    assert not [entry for entry in house.page(case_id, "alice", now()).timeline if entry.text == INTERNAL]


def test_a_note_half_written_outlives_the_reply_that_is_sent(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    sent = {"kind": "reply", "text_of": "reply", "text": "王女士您好", "kept_note": INTERNAL, "key": "k"}
    assert alice.post(f"/cases/{case_id}/message/", sent).status_code == 302
    shown = page(alice, case_id)
    assert f"data-shelf>{INTERNAL}</textarea>" in shown
    assert "data-message></textarea>" in shown


def handed(house: House, case_id: int, kind: str) -> int:
    row = actions.hand_draft(
        case_id=case_id, kind=kind, text="王女士说漏水", to=house["dora"], by=house["alice"], at=now()
    )
    return row.pk


def take(client: Client, case_id: int, draft: int, **own: str) -> None:
    assert client.post(f"/cases/{case_id}/draft/{draft}/take/", own).status_code == 302


@pytest.mark.parametrize("by_page", [True, False])
def test_what_a_colleague_hands_on_stands_below_ones_own_words(house: House, by_page: bool) -> None:  # noqa: FBT001  # a case
    case_id = recent(house)
    dora, draft = signed_in("dora"), handed(house, case_id, "reply")
    own = {"kind": "reply", "text_of": "reply", "text": "主管也在写"}
    if not by_page:
        kept = json.dumps({name: [value] for name, value in own.items()})
        dora.post(f"/cases/{case_id}/draft/?form=message", kept, content_type="application/json")
    take(dora, case_id, draft, **(own if by_page else {}))
    values = queries.draft(house["dora"], f"{case_id}:message") or {}
    first, line, second = values["text"][0].partition("———")
    assert (first.strip(), line, second.strip()) == ("主管也在写", "———", "王女士说漏水")


def test_a_note_handed_on_does_not_mix_with_the_reply_one_was_writing(house: House) -> None:
    case_id = recent(house)
    dora, draft = signed_in("dora"), handed(house, case_id, "note")
    take(dora, case_id, draft, kind="reply", text_of="reply", text="主管也在写", files="3")
    values = queries.draft(house["dora"], f"{case_id}:message") or {}
    assert values["text"] == ["王女士说漏水"]
    assert (values["kept_reply"], values["files_reply"], values.get("files")) == (["主管也在写"], ["3"], None)
    assert "data-shelf>主管也在写</textarea>" in page(dora, case_id)
