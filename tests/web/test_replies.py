"""快捷回复 in the browser: written, found, changed, removed."""

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.knowledge.models import CannedReply

pytestmark = pytest.mark.django_db


def test_a_reply_is_written_found_changed_and_removed(house: House) -> None:
    alice = signed_in("alice")
    assert "还没有快捷回复" in text_of(alice.get("/replies/"))
    wrong = alice.post("/replies/new/", {"title": "致歉", "text": "{密码}", "reach": "own"})
    assert wrong.status_code == 422
    assert "没有变量" in text_of(wrong)
    assert 'value="致歉"' in text_of(wrong)
    assert "快捷回复已保存" in text_of(
        alice.post("/replies/new/", {"title": "致歉", "text": "{客户姓名}您好", "reach": "own"}, follow=True)
    )
    row = CannedReply.objects.get()
    assert "致歉" in text_of(alice.get("/replies/?q=zq&reach=own"))
    assert "没有找到快捷回复" in text_of(alice.get("/replies/?q=没有"))
    alice.post(f"/replies/{row.pk}/", {"title": "道歉", "text": "抱歉", "reach": "own"})
    assert CannedReply.objects.get().title == "道歉"
    assert signed_in("amy").get(f"/replies/{row.pk}/").status_code == 404
    assert signed_in("amy").post(f"/replies/{row.pk}/remove/").status_code == 404
    assert "快捷回复已删除" in text_of(alice.post(f"/replies/{row.pk}/remove/", follow=True))
    assert "道歉" not in text_of(alice.get("/replies/"))


def test_what_others_look_after_is_shown_and_not_to_be_changed(house: House) -> None:
    signed_in("dora").post("/replies/new/", {"title": "开场", "text": "您好", "reach": "shared"})
    row = CannedReply.objects.get()
    shown = text_of(signed_in("alice").get(f"/replies/{row.pk}/"))
    assert "您可以使用，不能更改" in shown
    assert "保存快捷回复" not in shown
