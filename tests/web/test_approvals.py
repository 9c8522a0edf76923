"""The inbox of approvals: what waits for one's word now, with its papers; decided, the next one stands there."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import RECORD, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.runtime.models import Task

pytestmark = pytest.mark.django_db

DECIDE = "/approvals/decide/"


def to_sign(house: House, title: str) -> int:
    """A serious complaint: director and fixer both have to agree."""
    case_id = house.open(now(), title=title)
    house.finish(case_id, "record#1", "recorded", by="alice", at=now(), fields=RECORD)
    house.finish(case_id, "review#1", "serious", by="lee", at=now())
    return case_id


def decide(client: Client, case_id: int, act: str, **more: str) -> object:
    sent = {"case": str(case_id), "task": "sign#1", "act": f"approve.{act}", "key": f"{case_id}-{act}", **more}
    return client.post(DECIDE, sent, follow=True)


def test_everything_to_decide_by_is_in_view(house: House) -> None:
    to_sign(house, "地板起拱")
    page = text_of(signed_in("dora").get("/approvals/"))
    assert page.count('class="card"') == 1
    for words in ("审批方案", "地板起拱", "Lee", "厨房天花板漏水", "同意", "退回", "驳回"):
        assert words in page


def test_the_number_on_the_first_page_leads_to_them(house: House) -> None:
    to_sign(house, "地板起拱")
    home = text_of(signed_in("dora").get("/home/"))
    assert '<a class="tile " href="/approvals/"><b>1</b><span>请我审批</span></a>' in home


def test_decided_the_next_one_comes_by_itself(house: House) -> None:
    first, second = to_sign(house, "第一件"), to_sign(house, "第二件")
    dora = signed_in("dora")
    answer = decide(dora, first, "agree")
    shown = text_of(answer)
    assert "第二件" in shown
    assert f'name="case" value="{second}"' in shown
    assert queries.approvals(house.viewer("dora", now()))[0].case.id == second
    decide(dora, second, "agree")
    assert "都批完了" in text_of(dora.get("/approvals/"))
    assert Task.objects.get(subject=first, key="sign#1").state == "open"
    decide(signed_in("frank"), first, "agree")
    assert Task.objects.get(subject=first, key="sign#1").outcome == "agreed"


def test_sent_back_without_a_word_it_stays_and_says_why(house: House) -> None:
    case_id = to_sign(house, "第一件")
    dora = signed_in("dora")
    answer = decide(dora, case_id, "send_back", reason="")
    assert answer.status_code == 422  # type: ignore[attr-defined]  # a response
    assert "请写明理由" in text_of(answer) or "审批意见不能为空" in text_of(answer)
    decide(dora, case_id, "send_back", reason="请补报价", key="again")
    assert Task.objects.get(subject=case_id, key="sign#1").state != "open"
    assert "请补报价" in text_of(signed_in("lee").get(reverse("case", args=[case_id])))


def test_what_is_not_ones_own_is_not_listed_and_cannot_be_decided(house: House) -> None:
    case_id = to_sign(house, "第一件")
    olga = signed_in("olga")
    assert "没有等您审批的" in text_of(olga.get("/approvals/"))
    assert "这一审批已经有了结果，或不再由您审批" in text_of(decide(olga, case_id, "agree"))
    assert Task.objects.get(subject=case_id, key="sign#1").state == "open"


def test_whose_turn_comes_later_is_not_asked_yet(house: House) -> None:
    """A letter is signed by the leader first, then by the director."""
    case_id = house.open(now(), case_type="offering", title="致歉函", fields={})
    house.finish(case_id, "draft#1", "drafted", by="alice", at=now(), fields={"offer": {"about": "致歉"}})
    assert [row.title for row in queries.approvals(house.viewer("lee", now()))] == ["签批"]
    assert queries.approvals(house.viewer("dora", now())) == ()
    decide(signed_in("lee"), case_id, "agree")
    assert [row.title for row in queries.approvals(house.viewer("dora", now()))] == ["签批"]
