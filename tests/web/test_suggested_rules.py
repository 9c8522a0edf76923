"""建议 from a language model: asked by a button, shown with its source, checked, and in the draft only when accepted."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.authoring.chat_server import MODEL, ChatServer
from tests.authoring.conftest import chat as chat  # the same server
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft, DraftFile, DraftSuggestion
from shouwen.base.clock import now
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db
WRITTEN = "门店规定\n一、走访\n1. 客服专员每月走访客户不低于二次。\n二、投诉\n1. 接到投诉24小时内答复客户。\n"
RULES = """- {post: clerk, title: 客服专员, cites: [SHOP-1.1]}
- duty: monthly_visit
  title: 每月走访
  by: clerk
  due: {visit: {each: month, need: {at_least: 2, of: visit}}}
  cites: [SHOP-1.1]"""
GOOD = {"clause": "SHOP-1.1", "words": "每月走访客户不低于二次", "rules": RULES}


@pytest.fixture
def dora(house: House) -> Client:
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    return signed_in("dora")


@pytest.fixture
def page(dora: Client) -> str:
    upload = SimpleUploadedFile("规定.txt", WRITTEN.encode())
    sent = {"way": "read", "file": upload, "code": "SHOP", "in_force": "2027-01-01"}
    assert dora.post("/drafts/", sent).status_code == 302
    return f"/drafts/{Draft.objects.get().pk}/suggestions/"


@pytest.fixture
def asked(chat: ChatServer, settings: Settings) -> ChatServer:
    settings.PROPOSE = chat.endpoint()
    chat.says({"proposals": [GOOD, {**GOOD, "rules": RULES.replace("by: clerk", "by: nobody")}]})
    return chat


def proposed() -> DraftSuggestion:
    return DraftSuggestion.objects.get(sort="rule")


def test_without_an_endpoint_there_is_no_button_and_nobody_is_asked(dora: Client, page: str) -> None:
    assert "请语言模型补充建议" not in text_of(dora.get(page))
    answer = dora.post(page, {"ask": "SHOP-1"})
    assert answer.status_code == 422
    assert "没有设置 SHOUWEN_PROPOSE_URL" in text_of(answer)


def test_one_chapter_is_asked_about_and_what_loads_waits_with_its_source(
    dora: Client, page: str, asked: ChatServer
) -> None:
    assert "请语言模型补充建议" in text_of(dora.get(page))
    assert asked.asked == []
    before = dict(DraftFile.objects.values_list("name", "text"))
    answer = unescape(text_of(dora.post(page, {"ask": "SHOP-1"}, follow=True)))
    assert "新建议 1 条，已有 0 条，丢弃 1 条" in answer
    assert "nobody" in answer
    assert f"来自 {MODEL}" in " ".join(answer.split()).replace("</span>", "")
    assert "每月走访：" in answer
    sent = asked.asked[0]["messages"][1]["content"]
    assert "每月走访客户不低于二次" in sent
    assert "24小时内" not in sent
    assert dict(DraftFile.objects.values_list("name", "text")) == before
    again = unescape(text_of(dora.post(page, {"ask": "SHOP-1"}, follow=True)))
    assert "新建议 0 条，已有 1 条" in again


def test_accepted_it_stands_in_a_file_of_its_own_and_the_draft_still_loads(
    dora: Client, page: str, asked: ChatServer
) -> None:
    dora.post(page, {"ask": "SHOP-1"})
    sent = {"suggestion": proposed().pk, "answer": "accept", "words": RULES.replace("2,", "3,")}
    assert dora.post(page, sent).status_code == 302
    assert "at_least: 3" in DraftFile.objects.get(name="proposed.yaml").text
    assert proposed().state == "accepted"
    assert "每月走访" in text_of(dora.get(f"{page.removesuffix('suggestions/')}?part=monthly_visit"))


def test_what_was_corrected_to_nonsense_is_not_taken_and_stays_typed(
    dora: Client, page: str, asked: ChatServer
) -> None:
    dora.post(page, {"ask": "SHOP-1"})
    sent = {"suggestion": proposed().pk, "answer": "accept", "words": RULES.replace("duty:", "dooty:")}
    answer = dora.post(page, sent)
    assert answer.status_code == 422
    assert "dooty" in unescape(text_of(answer))
    assert not DraftFile.objects.filter(name="proposed.yaml").exists()
    assert proposed().state == "open"


def test_rejected_it_is_not_proposed_again(dora: Client, page: str, asked: ChatServer) -> None:
    dora.post(page, {"ask": "SHOP-1"})
    dora.post(page, {"suggestion": proposed().pk, "answer": "reject"})
    dora.post(page, {"ask": "SHOP-1"})
    assert proposed().state == "rejected"
    assert not DraftFile.objects.filter(name="proposed.yaml").exists()


@pytest.mark.parametrize(("clause", "said"), [("SHOP-9", "没有带文字的条款"), ("", "没有设置")])
def test_trouble_is_told_on_the_page(
    dora: Client, page: str, asked: ChatServer, settings: Settings, clause: str, said: str
) -> None:
    if not clause:
        settings.PROPOSE = None
    answer = dora.post(page, {"ask": clause})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not DraftSuggestion.objects.filter(sort="rule").exists()


def test_a_refusal_and_a_long_chapter_are_told_in_both_languages(dora: Client, page: str, asked: ChatServer) -> None:
    asked.says(None, refusal="no")
    assert "模型拒绝回答" in text_of(dora.post(page, {"ask": "SHOP-1"}))
    dora.cookies["shouwen_language"] = "en"
    assert "refuses to answer" in text_of(dora.post(page, {"ask": "SHOP-1"}))
    long = DraftFile.objects.get(name="clauses.yaml")
    long.text = long.text.replace("接到投诉24小时内答复客户。", "字" * 12_000).replace(
        "客服专员每月", "字" * 500 + "每月"
    )
    long.save()
    assert "choose a smaller chapter" in text_of(dora.post(page, {"ask": ""}))
