"""The dialogs of a case's verbs: whom they offer, and what they keep when the rules say no."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now

pytestmark = pytest.mark.django_db


def test_people_to_hand_over_to_stand_under_their_units_the_cases_own_first(house: House) -> None:
    case_id = recent(house)
    shown = text_of(signed_in("dora").get(reverse("case", args=[case_id])))
    groups = [shown.index(f'<optgroup label="{name}">') for name in ("华东一分", "集团", "华东二分")]
    assert groups == sorted(groups)


def test_a_verb_offered_for_two_steps_has_a_dialog_for_each(house: House) -> None:
    case_id = recent(house)
    limit = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"act": "supervise", "reason": "抓紧", "limit": limit, "key": "k1"}
    assert signed_in("lee").post(reverse("case-act", args=[case_id]), sent).status_code == 302
    shown = text_of(signed_in("alice").get(reverse("case", args=[case_id])))
    assert "转派：登记" in shown
    assert "转派：督办" in shown
    assert shown.count('<dialog id="act-transfer-') == 2
    tasks = set(re.findall(r'name="act" value="transfer"><input type="hidden" name="task" value="([^"]+)"', shown))
    assert len(tasks) == 2


def test_a_refused_act_keeps_its_reason_and_its_day_in_the_dialog_it_came_from(house: House) -> None:
    case_id = recent(house)
    sent = {"act": "suspend", "reason": "", "until": "2031-01-02T09:30", "key": "k1"}
    response = signed_in("alice").post(reverse("case-act", args=[case_id]), sent)
    assert response.status_code == 422
    dialog = text_of(response).partition('<dialog id="act-suspend"')[2].partition("</dialog>")[0]
    assert "data-now" in dialog[:120]
    assert 'value="2031-01-02T09:30"' in dialog


def test_an_approval_without_an_opinion_says_so_and_a_copy_reaches_the_one_chosen(house: House) -> None:
    case_id = recent(house)
    house.record(case_id, now())
    house.finish(case_id, "review#1", "serious", by="lee", at=now())
    dora, url = signed_in("dora"), reverse("case-act", args=[case_id])
    refused = dora.post(url, {"act": "approve.reject", "task": "sign#1", "reason": "", "key": "k1"})
    assert refused.status_code == 422
    assert "审批意见不能为空" in text_of(refused)
    nobody = dora.post(url, {"act": "approve.copy", "task": "sign#1", "person": "", "key": "k2"})
    assert "请先选人员" in text_of(nobody)
    sent = {"act": "approve.copy", "task": "sign#1", "person": house["amy"], "key": "k3"}
    assert dora.post(url, sent).status_code == 302
    assert "Amy" in text_of(dora.get(reverse("case", args=[case_id]))).partition("抄送")[2].partition("</li>")[0]


@pytest.mark.parametrize(
    ("by", "sent", "said"),
    [
        (
            "alice",
            {"act": "link", "other": "TS99999999-0001", "reason": "同一客户"},
            "没有编号为“TS99999999-0001”的事项",
        ),
        ("lee", {"act": "co_handle", "person": "", "unit": "", "reason": "请协助"}, "请先选人员或单位"),
        ("alice", {"act": "suspend", "until": "2020-01-01T10:00", "reason": "客户出差"}, "请填写晚于现在的时间"),
    ],
)
def test_an_act_that_lacks_its_whom_or_when_says_so_in_its_dialog(
    house: House, by: str, sent: dict[str, str], said: str
) -> None:
    case_id = recent(house)
    response = signed_in(by).post(reverse("case-act", args=[case_id]), {**sent, "key": "k1"})
    assert response.status_code == 422
    dialog = text_of(response).partition(f'<dialog id="act-{sent["act"]}"')[2].partition("</dialog>")[0]
    assert said in dialog
    assert sent["reason"] in dialog
