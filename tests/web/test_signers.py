"""减签: offered to who brought a signer in, for those who have not signed, and for nobody else."""

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now

pytestmark = pytest.mark.django_db
BUTTON = 'data-opens="#act-approveremove_signer-sign1"'


def test_only_those_whom_one_added_can_be_removed(house: House) -> None:
    case_id = house.open(now())
    house.record(case_id, now())
    house.finish(case_id, "review#1", "serious", by="lee", at=now())
    dora = signed_in("dora")
    page = text_of(dora.get(f"/cases/{case_id}/"))
    assert BUTTON not in page
    assert "approve.remove_signer" not in page
    sent = {"act": "approve.add_signer", "task": "sign#1", "person": house["amy"], "key": "add"}
    assert dora.post(f"/cases/{case_id}/act/", sent).status_code == 302
    page = text_of(dora.get(f"/cases/{case_id}/"))
    assert BUTTON in page
    choice = page.partition('name="person" required>')[2].partition("</select>")[0]
    assert choice.count("<option") == 1
    assert f'value="{house["amy"]}"' in choice
    assert BUTTON not in text_of(signed_in("amy").get(f"/cases/{case_id}/"))
    gone = {"act": "approve.remove_signer", "task": "sign#1", "person": house["amy"], "reason": "不必", "key": "less"}
    assert dora.post(f"/cases/{case_id}/act/", gone).status_code == 302
    assert BUTTON not in text_of(dora.get(f"/cases/{case_id}/"))


def test_a_refused_try_does_not_read_as_if_it_had_happened(house: House) -> None:
    case_id = house.open(now())
    alice = signed_in("alice")
    sent = {"task": "record#1", "outcome": "nothing", "record.what": "无", "record.kind": "noise", "key": "k"}
    assert alice.post(f"/cases/{case_id}/step/", sent).status_code == 422
    page = text_of(alice.get(f"/cases/{case_id}/"))
    assert "被拒绝</span>" in page
    assert "试过</span>" not in page
    assert "<b>无需处理</b>" not in page
    line = page.partition("is-refused")[2].partition("</li>")[0]
    assert "原因：" in line
    done = text_of(alice.get(f"/cases/{case_id}/?show=done"))
    assert "is-refused" not in done
    only = text_of(alice.get(f"/cases/{case_id}/?show=refused"))
    timeline = only.partition('class="timeline"')[2].partition("</ol>")[0]
    assert timeline.count("<li") == timeline.count("is-refused") == 1


def test_no_two_fields_of_a_step_have_the_same_label(house: House) -> None:
    case_id = house.open(now())
    page = text_of(signed_in("alice").get(f"/cases/{case_id}/"))
    assert ">办理说明</label>" in page
