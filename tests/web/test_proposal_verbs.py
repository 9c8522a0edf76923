"""A retirement is cancelled, an approval handed over or shared, and the list of changes read page by page."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_proposals import FILE, say, submit, written
from tests.web.test_proposals import draft as draft  # the same fixtures
from tests.web.test_proposals import lee as lee
from tests.web.test_proposals import signed as signed

from shouwen.authoring.models import Draft, Proposal
from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.models import EditionEntry, Notice

pytestmark = pytest.mark.django_db


def test_a_retirement_is_cancelled_before_its_day_by_those_who_agree_to_one(signed: House, lee: Client) -> None:
    edition = "/rulebooks/DESK/2/edition/"
    assert "送审取消停用" not in text_of(lee.get(edition))
    assert lee.post(edition, {"keep": "1", "reason": "还要用"}).status_code == 422
    day = (now() + timedelta(days=30)).date().isoformat()
    url = str(lee.post(edition, {"day": day, "reason": "改版"})["Location"])
    assert say("dora", url, "agree") == 302
    assert lee.post(f"{url}carry-out/").status_code == 302
    assert rulebooks.edition("DESK/2").retired_on is not None
    assert "送审取消停用" in text_of(lee.get(edition))
    assert "请写明理由" in text_of(lee.post(edition, {"keep": "1", "reason": ""}))
    back = str(lee.post(edition, {"keep": "1", "reason": "新版推迟"})["Location"])
    assert lee.post(f"{back}carry-out/").status_code == 422
    assert say("lee", back, "agree") == 422
    assert say("carl", back, "agree") == 302
    assert lee.post(f"{back}carry-out/").status_code == 302
    assert rulebooks.edition("DESK/2").retired_on is None
    page = unescape(text_of(lee.get(edition)))
    assert "新版推迟" in page
    assert "取消停用" in page
    assert "送审取消停用" not in page
    assert list(EditionEntry.objects.filter(edition="DESK/2").order_by("id").values_list("what", flat=True)) == [
        "installed", "retired", "kept",
    ]  # fmt: skip


def test_a_retirement_whose_day_has_passed_stays(signed: House, lee: Client) -> None:
    edition = "/rulebooks/DESK/2/edition/"
    url = str(lee.post(edition, {"day": now().date().isoformat(), "reason": "停"})["Location"])
    say("dora", url, "agree")
    lee.post(f"{url}carry-out/")
    answer = lee.post(edition, {"keep": "1", "reason": "再用"})
    assert answer.status_code == 422
    assert "没有尚未到期的停用" in text_of(answer)


def test_who_is_asked_hands_over_or_brings_somebody_in(signed: House, lee: Client, draft: Draft) -> None:
    url = submit(lee, draft)
    dora, carl = signed_in("dora"), signed_in("carl")
    nobody = dora.post(url, {"verb": "hand_over"})
    assert nobody.status_code == 422
    assert "请先选择在岗的人员" in text_of(nobody)
    author = dora.post(url, {"verb": "hand_over", "person": signed["lee"]})
    assert author.status_code == 422
    assert "须由别人审批" in text_of(author)
    assert dora.post(url, {"verb": "hand_over", "person": "999999"}).status_code == 422
    assert dora.post(url, {"verb": "hand_over", "person": signed["amy"], "opinion": "请代办"}).status_code == 302
    assert url not in text_of(signed_in("dora").get("/"))
    assert url in text_of(signed_in("amy").get("/"))
    assert carl.post(url, {"verb": "add_signer", "person": signed["alice"], "place": "before"}).status_code == 302
    assert url in text_of(signed_in("alice").get("/"))
    assert url not in text_of(signed_in("carl").get("/"))
    shown = unescape(text_of(carl.get(url)))
    for words in ("转交</b> Amy", "请代办", "加签</b> Alice"):
        assert words in shown
    assert say("alice", url, "agree") == 302
    assert carl.post(url, {"verb": "add_signer", "person": signed["frank"], "place": "after"}).status_code == 302
    assert "减签" in text_of(carl.get(url))
    assert carl.post(url, {"verb": "remove_signer", "person": signed["frank"]}).status_code == 302
    assert [say(name, url, "agree") for name in ("carl", "amy")] == [302, 302]
    assert Proposal.objects.get().state == "agreed"
    assert Notice.objects.filter(kind="proposal.asked").count() == 5


def test_a_second_person_hands_over_to_somebody_by_name(house: House) -> None:
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    dora = signed_in("dora")
    dora.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, written("2", table=False).encode())})
    url = submit(dora, Draft.objects.get())
    assert signed_in("lee").post(url, {"verb": "hand_over", "person": house["amy"]}).status_code == 302
    assert "Amy" in text_of(dora.get(url))
    assert say("lee", url, "agree") == 422
    assert say("amy", url, "agree") == 302
    assert Proposal.objects.get().state == "agreed"


def test_the_list_of_changes_goes_on_page_by_page(signed: House, lee: Client) -> None:
    edition = "/rulebooks/DESK/2/edition/"
    for n in range(32):
        url = str(lee.post(edition, {"day": "2027-01-01", "reason": f"第{n}次"})["Location"])
        say("lee", url, "withdraw")
    first = text_of(lee.get("/proposals/"))
    assert "第31次" in first
    assert "第1次" not in first
    key = Proposal.objects.order_by("-id")[29].pk
    assert f"?before={key}" in first
    second = text_of(lee.get(f"/proposals/?before={key}"))
    assert "第1次" in second
    assert "第2次" not in second
    assert "更早" not in second
