"""What people see and can do on the pages of duties and cases."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import AT, House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions, queries

pytestmark = pytest.mark.django_db


def test_nobody_sees_a_page_without_signing_in(house: House) -> None:
    case_id = house.open()
    for url in (
        "/",
        "/cases/",
        f"/cases/{case_id}/",
        "/customers/",
        "/rulebooks/",
        "/compliance/",
        "/board/",
        "/search/",
    ):
        response = Client().get(url)
        assert response.status_code == 302, url
        assert response["Location"].startswith("/accounts/login/"), url


def test_the_first_page_shows_the_duty_with_its_clause_and_button(house: House) -> None:
    recent(house, title="厨房天花板漏水")
    shown = text_of(signed_in("alice").get("/"))
    assert "厨房天花板漏水" in shown
    assert "剩" in shown or "超时" in shown
    assert 'class="clause"' in shown


def test_a_step_is_done_from_the_page_and_the_timeline_tells_it(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    page = text_of(alice.get(reverse("case", args=[case_id])))
    assert 'name="record.what"' in page
    sent = {"task": "record#1", "outcome": "recorded", "record.what": "天花板漏水", "record.kind": "noise", "key": "k1"}
    response = alice.post(reverse("case-step", args=[case_id]), sent)
    assert response.status_code == 302
    assert "天花板漏水" in text_of(alice.get(reverse("case", args=[case_id])))


def test_a_form_that_lacks_something_keeps_what_was_typed_and_says_where(house: House) -> None:
    case_id = recent(house)
    sent = {"task": "record#1", "outcome": "recorded", "record.kind": "noise", "reason": "客户着急"}
    response = signed_in("alice").post(reverse("case-step", args=[case_id]), sent)
    assert response.status_code == 422
    shown = text_of(response)
    assert "必填" in shown
    assert 'value="客户着急"' in shown


def test_a_double_click_acts_once(house: House) -> None:
    case_id = recent(house)
    lee = signed_in("lee")
    sent = {"act": "urge", "reason": "客户又来电", "key": "same"}
    for _ in range(2):
        assert lee.post(reverse("case-act", args=[case_id]), sent).status_code == 302
    row = queries.get_for(house.viewer("alice", now()), case_id)
    assert row.urged_count == 1


def test_a_page_that_is_out_of_date_says_what_changed_and_keeps_the_typed(house: House) -> None:
    case_id = recent(house)
    seen = house.page(case_id, "alice", now()).seq
    house.record(case_id, now())
    sent = {
        "task": "record#1",
        "outcome": "recorded",
        "record.what": "另一种说法",
        "seq": str(seen),
        "reason": "迟到的说明",
    }
    response = signed_in("alice").post(reverse("case-step", args=[case_id]), sent)
    assert response.status_code == 409
    shown = text_of(response)
    assert "有了变化" in shown
    # Who did it, which step, and how it ended; and what was typed.
    warned = shown[shown.index("有了变化") :].partition("</ul>")[0]
    assert "Alice" in warned
    assert "登记：已登记" in warned
    assert "另一种说法" in shown


def test_a_verb_that_the_post_does_not_carry_is_refused_with_its_name(house: House) -> None:
    case_id = recent(house)
    response = signed_in("alice").post(
        reverse("case-act", args=[case_id]), {"act": "void", "key": "v", "reason": "误登"}
    )
    assert response.status_code == 403
    assert "没有“作废”这项权限" in text_of(response)


def test_who_asked_for_an_approval_recalls_it_with_a_button(house: House) -> None:
    case_id = recent(house)
    house.record(case_id, now())
    house.finish(case_id, "review#1", "serious", by="lee", at=now())
    lee = signed_in("lee")
    assert 'data-opens="#act-approvewithdraw-sign1"' in text_of(lee.get(reverse("case", args=[case_id])))
    sent = {"act": "approve.withdraw", "task": "sign#1", "reason": "方案要改", "key": "w"}
    assert lee.post(reverse("case-act", args=[case_id]), sent).status_code == 302
    assert house.open_tasks(case_id) == {"review#2"}


def test_what_rules_refuse_says_what_is_lacking(house: House) -> None:
    case_id = recent(house)
    response = signed_in("lee").post(reverse("case-act", args=[case_id]), {"act": "void", "key": "v"})
    assert response.status_code == 422
    assert "请写明理由" in text_of(response)


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("lee", 200), ("dora", 200), ("olga", 404)])
def test_a_case_opens_for_those_whose_scope_holds_it(house: House, who: str, status: int) -> None:
    case_id = house.open()
    assert signed_in(who).get(reverse("case", args=[case_id])).status_code == status
    post = signed_in(who).post(reverse("case-act", args=[case_id]), {"act": "urge", "reason": "试"})
    assert (post.status_code == 404) == (status == 404)


def test_two_characters_find_a_case_in_the_list(house: House) -> None:
    house.open(title="厨房天花板漏水")
    house.open(title="墙砖空鼓")
    shown = text_of(signed_in("dora").get("/cases/?text=空鼓"))
    assert "墙砖空鼓" in shown
    assert "天花板" not in shown


def test_a_draft_is_there_again_after_a_reload(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    url = reverse("case-draft", args=[case_id]) + "?form=record%231"
    response = alice.post(url, data='{"record.what": ["写到一半"]}', content_type="application/json")
    assert "草稿已存" in response.json()["words"]
    assert "写到一半" in text_of(alice.get(reverse("case", args=[case_id])))


def test_what_did_not_pass_is_there_again_after_a_reload(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    draft = reverse("case-draft", args=[case_id]) + "?form=record%231"
    alice.post(draft, data='{"record.what": ["写到一"]}', content_type="application/json")
    sent = {
        "task": "record#1",
        "outcome": "recorded",
        "record.what": "写到一半，又补了几个字",
        "reason": "先记着",
        "key": "d1",
    }
    assert alice.post(reverse("case-step", args=[case_id]), sent).status_code == 422
    page = text_of(alice.get(reverse("case", args=[case_id])))
    assert "写到一半，又补了几个字" in page
    assert 'value="先记着"' in page
    done = {**sent, "record.kind": "noise", "key": "d2"}
    assert alice.post(reverse("case-step", args=[case_id]), done).status_code == 302
    assert queries.draft(house["alice"], f"{case_id}:record#1") == {}


def test_a_message_and_an_intake_that_did_not_pass_are_kept_too(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    promised = {"kind": "promise", "text": "周三给您答复", "reply_at": "", "key": "m1"}
    assert alice.post(reverse("case-message", args=[case_id]), promised).status_code == 422
    assert "周三给您答复" in text_of(alice.get(reverse("case", args=[case_id])))
    assert (
        alice.post("/cases/new/", {"case_type": "complaint", "unit": house.branch, "title": "水管爆裂"}).status_code
        == 422
    )
    assert "水管爆裂" in text_of(alice.get("/cases/new/"))


def test_taking_in_opens_a_case_and_goes_there(house: House) -> None:
    alice = signed_in("alice")
    page = text_of(alice.get("/cases/new/"))
    assert 'name="case_type"' in page
    sent = {
        "case_type": "complaint",
        "unit": str(house.branch),
        "title": "水管爆裂",
        "phone": "13812345678",
        "key": "new1",
    }
    paper = queries.intake_form("complaint", str(house.branch), now())
    assert paper is not None
    sent |= {f"{paper.paper}.caller": "王女士"}
    response = alice.post("/cases/new/", sent)
    assert response.status_code == 302, text_of(response)
    assert "水管爆裂" in text_of(alice.get(response["Location"]))
    # A dossier that nobody showed her is none to her.
    assert alice.post("/cases/new/", {**sent, "customer": "987654321", "key": "new2"}).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/cases/",
        "/board/",
        "/customers/",
        "/customers/new/",
        "/rulebooks/",
        "/notices/",
        "/search/?q=漏水",
        "/cases/new/",
    ],
)
def test_every_page_opens_for_the_director(house: House, url: str) -> None:
    house.open(AT)
    response = signed_in("dora").get(url)
    assert response.status_code == 200
    assert "</html>" in text_of(response)


def test_a_rulebook_can_be_read_and_its_flow_is_drawn(house: House) -> None:
    dora = signed_in("dora")
    listed = text_of(dora.get("/rulebooks/"))
    key = house.page(house.open(), "dora").edition
    assert key in listed
    assert "<svg" in text_of(dora.get(reverse("procedure", args=[key, "complaint"])))
    assert "由什么执行" in text_of(dora.get(reverse("rulebook", args=[key])))
    assert dora.get(reverse("clause", args=[key, "NO-1"])).status_code == 404


@pytest.mark.parametrize("seq", ["abc", "-1", "9" * 30])
def test_a_seq_that_no_page_was_given_does_not_pass_as_none(house: House, seq: str) -> None:
    case_id = recent(house)
    sent = {"act": "urge", "reason": "催", "seq": seq}
    assert signed_in("alice").post(reverse("case-act", args=[case_id]), sent).status_code == 400
    assert queries.get_for(house.viewer("alice", now()), case_id).urged_count == 0


def test_the_character_nul_is_refused_before_it_reaches_anything(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    assert alice.get("/search/?q=%00").status_code == 400
    assert alice.post(reverse("case-act", args=[case_id]), {"act": "link", "other": "\x00"}).status_code == 400


def test_a_task_that_a_rule_made_is_done_from_the_page(house: House) -> None:
    case_id = recent(house)
    actions.set_facts(case_id=case_id, facts={"flood": True}, by=house["alice"], at=now())
    lee = signed_in("lee")
    (step,) = (each for each in house.page(case_id, "lee", now()).steps if each.title == "到现场关水")
    assert step.is_mine
    assert f'value="{step.task}"' in text_of(lee.get(reverse("case", args=[case_id])))
    sent = {"task": step.task, "outcome": "explode", "key": "wrong"}
    refused = lee.post(reverse("case-step", args=[case_id]), sent)
    assert refused.status_code == 422
    assert "请选页面上列出的办理结果" in text_of(refused)
    for _ in range(2):
        sent = {"task": step.task, "outcome": "done", "key": "once", "reason": "阀门已关"}
        assert lee.post(reverse("case-step", args=[case_id]), sent).status_code == 302
    after = house.page(case_id, "lee", now())
    assert "到现场关水" not in {each.title for each in after.steps}
    (clock,) = (each for each in after.clocks if each.title == "到现场关水")
    assert clock.stopped_at is not None


def test_an_act_that_nobody_knows_is_refused_in_words(house: House) -> None:
    case_id = recent(house)
    response = signed_in("alice").post(reverse("case-act", args=[case_id]), {"act": "explode", "key": "x"})
    assert response.status_code == 422
    assert "没有“explode”这个动作" in text_of(response)
