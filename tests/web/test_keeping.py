"""保存期限 in the pages: asked for, looked at, agreed by another, carried out, and the erased case looked at."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.people import actions as people
from shouwen.retention.actions import erase_past
from shouwen.retention.models import Certificate, Hold, Term
from shouwen.runtime import job_runs

pytestmark = pytest.mark.django_db
PAGE = "/admin/keeping/"
OLD = timedelta(days=100)


@pytest.fixture
def three(house: House) -> dict[str, Client]:
    offices = {"amy": "security", "olga": "audit", "fay": "system"}
    for name, office in offices.items():
        people.appoint_administrator(person=int(house[name]), office=office, by=None, at=now())
    return {office: signed_in(name) for name, office in offices.items()}


def ended(house: House) -> Case:
    at = now() - OLD
    case_id = house.open(at, title="厨房漏水急修", content="王女士家")
    cases.void(case_id=case_id, reason="王女士撤诉", by=house["lee"], at=at)
    return Case.objects.get(pk=case_id)


def test_from_a_term_to_an_erased_case(house: House, three: dict[str, Client]) -> None:
    case, held = ended(house), ended(house)
    security, audit = three["security"], three["audit"]
    hold = {"number": held.number, "reason": "法院来函"}
    assert "已保全" in text_of(security.post(f"{PAGE}hold/case/", hold, follow=True))
    asked = {"scope": "DESK/complaint", "months": "2", "reason": "最短必要"}
    assert "等第二人同意" in text_of(security.post(f"{PAGE}ask/case/", asked, follow=True))
    term = Term.objects.get()
    shown = text_of(security.get(PAGE))
    assert "由别的管理员决定" in shown
    assert security.get(f"{PAGE}{term.pk}/decide/").status_code == 404
    preview = text_of(audit.get(f"{PAGE}{term.pk}/preview/"))
    assert case.number in preview
    assert held.number not in preview
    assert "厨房漏水急修" not in preview
    assert "1 条已到期" in text_of(audit.get(f"{PAGE}{term.pk}/decide/"))
    refused = audit.post(f"{PAGE}{term.pk}/decide/", {"agrees": "no", "opinion": ""})
    assert refused.status_code == 422
    assert "请写明原因" in text_of(refused)
    assert "今晚起执行" in text_of(audit.post(f"{PAGE}{term.pk}/decide/", {"agrees": "yes"}, follow=True))
    assert erase_past(at=now(), most=100) == 1
    assert "没有到期的" in text_of(security.get(f"{PAGE}{term.pk}/preview/"))
    certificate = Certificate.objects.get()
    paper = text_of(audit.get(f"{PAGE}certificates/{certificate.pk}/"))
    for words in (case.number, "Amy", "Olga", "2 个月"):
        assert words in paper
    assert case.number in text_of(audit.get("/admin/audit/?act=records_erased"))
    looked_at(case)


def looked_at(case: Case) -> None:
    """By who may see it: the box says why it is empty, and nothing can be written."""
    dora = signed_in("dora")
    page = text_of(dora.get(f"/cases/{case.pk}/"))
    assert "保存期限已到" in page
    assert "到期删除个人信息" in page
    assert 'id="composer"' not in page
    assert "王女士" not in page
    assert case.number in text_of(dora.get(f"/cases/?text={case.number}")).partition('id="list"')[2]
    answer = dora.post(f"/cases/{case.pk}/act/", {"act": "reopen", "reason": "再看看", "seq": "1"})
    assert answer.status_code in {409, 410}
    assert case.number not in text_of(dora.get("/cases/?text=厨房漏水急修"))


def test_a_hold_is_lifted_with_a_reason(house: House, three: dict[str, Client]) -> None:
    case = ended(house)
    security = three["security"]
    assert "没有编号" in text_of(security.post(f"{PAGE}hold/case/", {"number": "X-1", "reason": "诉讼"}))
    security.post(f"{PAGE}hold/case/", {"number": case.number, "reason": "诉讼"})
    hold = Hold.objects.get()
    assert "诉讼" in text_of(three["audit"].get(PAGE))
    assert three["audit"].post(f"{PAGE}lift/{hold.pk}/", {"reason": "x"}).status_code == 404
    assert security.post(f"{PAGE}lift/{hold.pk}/", {"reason": ""}).status_code == 422
    assert "已解除 1 件" in text_of(security.post(f"{PAGE}lift/{hold.pk}/", {"reason": "结案"}, follow=True))


def test_a_term_out_of_range_is_said_and_long_lists_are_paged(house: House, three: dict[str, Client]) -> None:
    for months in ("0", "99999999", "两年"):
        answer = three["security"].post(f"{PAGE}ask/draft/", {"months": months, "reason": "最短必要"})
        assert "1 到 1200 个月" in text_of(answer)
    for number in range(53):
        cases.save_draft(person=house["alice"], form_key=f"new:{number}", values={}, at=now() - OLD)
    three["security"].post(f"{PAGE}ask/draft/", {"months": "1", "reason": "最短必要"})
    url = f"{PAGE}{Term.objects.get().pk}/preview/"
    first, second = text_of(three["audit"].get(url)), text_of(three["audit"].get(f"{url}?page=2"))
    assert "共 53 条" in first
    assert (first.count("<tr data-row"), second.count("<tr data-row")) == (50, 3)
    assert "第 51 到 53 条" in second


def test_certificates_are_listed_and_the_job_shows_how_it_went(house: House, three: dict[str, Client]) -> None:
    assert "还没有删除过" in text_of(three["audit"].get(f"{PAGE}certificates/"))
    ended(house)
    three["security"].post(f"{PAGE}ask/case/", {"months": "1", "reason": "最短必要"})
    three["audit"].post(f"{PAGE}{Term.objects.get().pk}/decide/", {"agrees": "yes"})
    erase_past(at=now(), most=100)
    job_runs.note_done("retention", now())
    assert "已办结的事项" in text_of(three["security"].get(f"{PAGE}certificates/"))
    assert "最近一次作业" in text_of(three["security"].get(PAGE))
    assert "到期记录的删除" in text_of(three["system"].get("/operations/"))
