"""Writing to customers and colleagues: what the composer shows, checks, inserts, takes and hands on."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cases.house import AT, DESK, House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions, queries
from shouwen.cases.models import Message
from shouwen.knowledge import actions as knowledge
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16


def url(name: str, case_id: int, *more: int) -> str:
    return reverse(f"case-{name}", args=[case_id, *more])


def shown(client: Client, case_id: int) -> str:
    return text_of(client.get(reverse("case", args=[case_id])))


def test_each_kind_has_its_own_word_on_the_button_and_says_who_reads_it(house: House) -> None:
    page = shown(signed_in("alice"), recent(house))
    for word in ("发给客户", "存为内部备注", "记下约定", "只有同事看得到，不会发给客户", "客户会看到"):
        assert word in page


def test_what_is_neither_reply_nor_note_is_not_sent(house: House) -> None:
    case_id = recent(house)
    answer = signed_in("alice").post(url("message", case_id), {"text": "您好", "key": "k"})
    assert answer.status_code == 422
    assert not Message.objects.exists()
    assert "您好" in text_of(answer)


@pytest.mark.parametrize(("kind", "text"), [("note", "已转告师傅"), ("reply", "师傅明天到")])
def test_a_page_gets_the_thread_as_it_is_saved_and_empties_its_composer(house: House, kind: str, text: str) -> None:
    case_id, alice = recent(house), signed_in("alice")
    part = {"HX-Request": "true", "HX-Target": "case-now"}
    answer = alice.post(url("message", case_id), {"kind": kind, "text": text, "key": "k"}, headers=part)
    said = json.loads(answer["HX-Trigger-After-Swap"])["said"]
    assert (answer["HX-Retarget"], answer["HX-Reselect"]) == ("#case-timeline", "#case-timeline")
    assert (said["kind"], said["seq"]) == (kind, house.page(case_id, "alice", now()).seq)
    assert said["key"] != "k"
    shown_now = text_of(answer)
    assert text in shown_now
    assert 'id="case-now"' not in shown_now


def test_who_sends_again_after_a_lost_connection_gets_the_whole_case(house: House) -> None:
    case_id, alice = recent(house), signed_in("alice")
    sent = {"kind": "note", "text": "在电梯里写的", "key": "k"}
    answer = alice.post(url("message", case_id), sent, headers={"HX-Request": "true"})
    assert 'id="case-now"' in text_of(answer)
    assert "HX-Retarget" not in answer


def test_what_did_not_pass_comes_back_with_the_whole_case(house: House) -> None:
    case_id, alice = recent(house), signed_in("alice")
    sent = {"kind": "reply", "text": "{答复时间}前回复", "key": "k"}
    answer = alice.post(url("message", case_id), sent, headers={"HX-Request": "true", "HX-Target": "case-now"})
    assert answer.status_code == 422
    assert "HX-Retarget" not in answer
    assert "{答复时间}前回复" in text_of(answer)


def test_signs_are_shown_as_what_they_mean_and_nothing_else_is(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    alice.post(url("message", case_id), {"kind": "note", "text": "**急**\n- 关阀\n<script>x</script>", "key": "k"})
    page = shown(alice, case_id)
    assert "<b>急</b>" in page
    assert "<li>关阀</li>" in page
    assert "<script>x" not in page


def test_a_promise_in_the_text_is_offered_and_a_variable_is_told(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    told = text_of(alice.post(url("check", case_id), {"kind": "reply", "text": "{答复时间}前，即明天下午三点前回复您"}))
    assert "明天下午三点" in told
    assert 'T15:00"' in told
    assert "{答复时间}" in told
    assert text_of(alice.post(url("check", case_id), {"kind": "note", "text": "明天下午三点前回复您"})).strip() == ""


def test_a_reply_with_a_promised_time_keeps_both(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    at = (timezone.localtime(now()) + timedelta(hours=2)).replace(second=0, microsecond=0)
    sent = {"kind": "reply", "text": "两小时内回复您", "reply_at": at.strftime("%Y-%m-%dT%H:%M"), "key": "k"}
    assert alice.post(url("message", case_id), sent).status_code == 302
    page = house.page(case_id, "alice", now())
    assert [entry.kind for entry in page.timeline][-2:] == ["reply", "promise_made"]
    assert alice.post(url("message", case_id), {**sent, "reply_at": "x", "key": "k2"}).status_code == 422


def test_canned_replies_come_filled_and_say_what_is_left(house: House) -> None:
    case_id = recent(house)
    text = "您好，{事项编号}，我是{我的姓名}，{客户姓名}"
    knowledge.save_reply(
        reply=None, title="开场", text=text, reach="own", unit=None, by=house.viewer("alice", now()), at=now()
    )
    alice = signed_in("alice")
    for asked in ("", "开", "kc"):
        listed = text_of(alice.get(url("inserts", case_id), {"q": asked, "kind": "reply"}))
        assert queries.get_for(house.viewer("alice", now()), case_id).number in listed
        assert "我是Alice" in listed
        assert "要自己填：客户姓名" in listed
    assert "没有找到" in text_of(alice.get(url("inserts", case_id), {"q": "zzz"}))


def test_a_photo_goes_with_a_reply_and_stands_in_the_thread(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    kept = alice.post(url("attach", case_id), {"file": SimpleUploadedFile("现场.png", PIXEL)}).json()
    assert kept["picture"] is True
    alice.post(url("message", case_id), {"kind": "reply", "text": "", "files": [str(kept["id"])], "key": "k"})
    assert f'<img src="{kept["url"]}" alt="现场.png"' in shown(alice, case_id)


def test_a_file_of_another_kind_is_refused_with_what_to_do(house: House) -> None:
    case_id = recent(house)
    answer = signed_in("alice").post(url("attach", case_id), {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert answer.status_code == 422
    assert "请转存为" in answer.json()["words"]


def test_two_at_one_case_see_each_other(house: House) -> None:
    case_id = recent(house)
    signed_in("lee").post(url("here", case_id), {"typing": "note"})
    alice = signed_in("alice")
    assert "Lee 正在写备注" in " ".join(text_of(alice.post(url("here", case_id), {})).split())
    signed_in("lee").post(url("here", case_id), {"leave": "1"})
    assert "Lee" not in text_of(alice.post(url("here", case_id), {}))


def test_following_is_switched_on_and_off(house: House) -> None:
    case_id = recent(house)
    lee = signed_in("lee")
    assert "已关注" in text_of(lee.post(url("follow", case_id), {"do": "on"}))
    assert "已关注" in shown(lee, case_id)
    assert "已关注" not in text_of(lee.post(url("follow", case_id), {"do": "off"}))
    assert not queries.is_following(house.viewer("lee", now()), case_id)


def test_a_draft_is_handed_to_a_colleague_who_finishes_it(house: House) -> None:
    case_id = recent(house)
    alice, lee = signed_in("alice"), signed_in("lee")
    sent = {"kind": "note", "text": "王女士说", "to": house["lee"], "key": "k"}
    assert alice.post(url("draft-hand", case_id), sent).status_code == 302
    page = shown(lee, case_id)
    assert "请您接着写这份" in page
    handed = queries.handed(house.viewer("lee", now()), case_id)[0]
    assert lee.post(url("draft-take", case_id, handed.id)).status_code == 302
    assert "王女士说</textarea>" in shown(lee, case_id)
    finished = {"kind": "note", "text": "王女士说，已修好", "draft": str(handed.id), "key": "k2"}
    lee.post(url("message", case_id), finished)
    page = shown(alice, case_id)
    assert "起草" in page
    assert "王女士说，已修好" in page


def test_a_name_after_the_at_sign_is_found(house: House) -> None:
    case_id = recent(house)
    listed = text_of(signed_in("alice").get(url("colleagues", case_id), {"q": "le"}))
    assert "@Lee" in listed
    assert "Olga" not in listed


def test_a_long_thread_offers_what_was_before(house: House) -> None:
    case_id = recent(house)
    for number in range(85):
        actions.note(case_id=case_id, text=f"记第{number}条", by=house["alice"], at=now())
    alice = signed_in("alice")
    page = shown(alice, case_id)
    assert "记第84条" in page
    assert "记第0条" not in page
    before = queries.case_page(house.viewer("alice", now()), case_id, now(), most=80).earlier
    assert f"?before={before}" in page
    with CaptureQueriesContext(connection) as captured:
        assert "记第0条" in text_of(alice.get(url("timeline", case_id), {"before": str(before)}))
    assert len(captured) <= 16
    assert alice.get(url("timeline", case_id), {"before": "x"}).status_code == 400


@pytest.mark.parametrize("name", ["check", "here", "inserts", "colleagues"])
def test_what_is_asked_while_one_types_is_cheap(house: House, name: str) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    given = {"kind": "reply", "text": "您好", "q": "l"}
    ask = alice.get if name in ("inserts", "colleagues") else alice.post
    ask(url(name, case_id), given)
    with CaptureQueriesContext(connection) as captured:
        ask(url(name, case_id), given)
    assert len(captured) <= 12


SAYINGS = """
- {script: hear, title: 接待投诉, lines: ['请您慢慢说，我都记下来。'], branches: {情绪激动: [您的心情我理解。]}, cites: [DESK-1]}
- {wording: orders, title: 命令式用语, sort: imperative, phrases: [你必须], instead: {你必须: 请您}, cites: [DESK-1]}
- {article: valve, title: 怎样关阀, sort: question, text: 顺时针拧到底。, cites: [DESK-3]}
- {article: inner, title: 内部口径, text: 先讲理。, cites: [DESK-3]}
"""


@pytest.fixture
def spoken(house: House, tmp_path: Path) -> House:
    """Under an edition with a script, a phrase it minds, and articles for customers and for the house."""
    text = (DESK / "desk.yaml").read_text(encoding="utf-8").rstrip()
    text = text.replace('edition: {id: "1", in_force: 2026-01-01}', 'edition: {id: "2", in_force: 2026-01-02}')
    text = text.replace("      fill: [record]\n", "      fill: [record]\n      script: hear\n", 1)
    (tmp_path / "desk.yaml").write_text(text + SAYINGS, encoding="utf-8")
    rulebooks.install(path=tmp_path, by=None, at=AT)
    return house


def test_the_script_of_the_step_stands_beside_with_its_branches(spoken: House) -> None:
    page = shown(signed_in("alice"), recent(spoken))
    assert 'data-insert="请您慢慢说，我都记下来。"' in page
    assert '<summary class="button small">情绪激动</summary>' in page


def test_a_phrase_is_shown_with_its_clause_and_better_words_while_one_types(spoken: House) -> None:
    case_id = recent(spoken)
    alice = signed_in("alice")
    told = text_of(alice.post(url("check", case_id), {"kind": "reply", "text": "你必须今天来"}))
    assert "命令式用语" in told
    assert 'data-says="请您"' in told
    sent = {"kind": "reply", "text": "你必须今天来", "key": "k"}
    refused = alice.post(url("message", case_id), sent)
    assert refused.status_code == 422
    assert "写明为什么保留" in text_of(refused)
    assert alice.post(url("message", case_id), {**sent, "reason": "转述", "key": "k2"}).status_code == 302


def test_only_articles_for_customers_go_into_a_reply(spoken: House) -> None:
    case_id = recent(spoken)
    alice = signed_in("alice")
    listed = text_of(alice.get(url("inserts", case_id), {"kind": "reply"}))
    assert "顺时针拧到底。" in listed
    assert "先讲理。" not in listed
    assert "先讲理。" in text_of(alice.get(url("inserts", case_id), {"kind": "note", "q": "nbkj"}))
