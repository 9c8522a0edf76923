"""Whoever is sent back learns why, and finds what they typed: at the sign-in, in a dialog for one case or for many."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.cases.queries.worded import quoted

pytestmark = pytest.mark.django_db


def test_the_sign_in_says_why_one_is_there(house: House) -> None:
    lost = Client().post(f"/cases/{house.open()}/step/", {"task": "record#1"}, headers={"Referer": "/cases/1/"})
    shown = text_of(Client().get(lost["Location"]))
    assert "登录已过期，请重新登录。填写的内容还在" in shown
    part = Client().get("/home/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/tasks/"})
    assert "登录已过期" in text_of(Client().get(part["HX-Redirect"]))
    followed = Client().get("/board/")
    assert "请先登录，登录后打开您要看的那一页" in text_of(Client().get(followed["Location"]))
    plain = text_of(Client().get("/accounts/login/"))
    assert "登录已过期" not in plain
    assert "请先登录" not in plain


def test_a_task_goes_to_a_person_or_to_a_unit_never_to_one_of_both_silently(house: House) -> None:
    case_id = recent(house)
    lee = signed_in("lee")
    before = queries.case_page(house.viewer("lee", now()), case_id, now()).steps
    both = {"act": "transfer", "task": "record#1", "person": house["amy"], "unit": house.branch, "reason": "调休"}
    answer = lee.post(f"/cases/{case_id}/act/", {**both, "key": "a", "seq": "99"})
    assert answer.status_code == 422
    assert "人员和单位只能选一个" in text_of(answer)
    assert queries.case_page(house.viewer("lee", now()), case_id, now()).steps == before
    assert "人员和单位只能选一个" in text_of(lee.post("/cases/bulk/", {**both, "case": [case_id], "key": "b"}))


def test_what_did_not_pass_for_many_stands_in_the_form_as_typed(house: House) -> None:
    open_case, other = recent(house), recent(house)
    house.to_handling(other, now())
    past = (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"case": [open_case, other], "act": "suspend", "until": past, "reason": "等客户回电", "key": "s"}
    lee = signed_in("lee")
    again = text_of(lee.post("/cases/bulk/", sent))
    assert "没有办成 2 件" in again
    assert "等客户回电</textarea>" in again
    assert f'value="{past}"' in again
    assert re.search(r'value="suspend"[^>]*checked', again)
    assert set(re.findall(r'name="case" value="(\d+)"', again)) == {str(open_case), str(other)}
    # What passed is not offered a second time.
    sent |= {"until": (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"), "key": "t"}
    assert "办成 2 件" in text_of(lee.post("/cases/bulk/", sent))


def test_an_act_that_needs_a_reason_asks_for_it_before_it_is_sent(house: House) -> None:
    page = text_of(signed_in("lee").get("/cases/bulk/", {"case": [recent(house)]}))
    asked = re.search(r"<div class=\"field\" data-must='([^']+)' data-requires><label for=\"bulk-reason\"", page)
    assert asked is not None
    assert '"suspend"' in asked[1]
    assert '"note"' in asked[1]


def test_words_with_quotation_marks_of_their_own_get_no_second_pair() -> None:
    assert quoted("“批准正式意见”的结果") == "“批准正式意见”的结果"
    assert quoted("资料齐全") == "“资料齐全”"
