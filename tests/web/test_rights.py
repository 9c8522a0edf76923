"""管理: what posts may do, keys of the interface, and who the three administrators are."""

import re

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.keys import speaker
from shouwen.people.models import AuditEntry, InterfaceKey, Person, PostScope

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(house: House) -> Client:
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    return signed_in("fay")


@pytest.fixture
def security(house: House) -> Client:
    people.appoint_administrator(person=int(house["amy"]), office="security", by=None, at=now())
    return signed_in("amy")


def test_rights_are_granted_and_withdrawn_by_the_security_administrator(house: House, security: Client) -> None:
    shown = text_of(security.get("/admin/scopes/"))
    assert "本单位及下级" in shown
    assert "督办" in shown
    sent = {"post": "fixer", "kind": "", "reach": "unit", "acts": ["see", "reveal"]}
    assert "权限已授予" in text_of(security.post("/admin/scopes/grant/", sent, follow=True))
    assert sorted(PostScope.objects.get(post="fixer", reach="unit").acts) == ["reveal", "see"]
    empty = security.post("/admin/scopes/grant/", {**sent, "acts": []})
    assert "请至少选一项" in text_of(empty)
    known = text_of(security.get("/admin/scopes/grant/?post=fixer&kind=&reach=unit"))
    assert re.search(r'value="reveal" checked', known)
    assert "权限已收回" in text_of(security.post("/admin/scopes/withdraw/?post=fixer&kind=&reach=unit", follow=True))
    assert not PostScope.objects.filter(post="fixer", reach="unit").exists()
    assert security.get("/admin/scopes/withdraw/?post=nobody&kind=&reach=unit").status_code == 404
    acts = AuditEntry.objects.filter(kind="right", subject="post:fixer").order_by("id").values_list("act", flat=True)
    assert list(acts)[-2:] == [
        "scope_granted",
        "scope_withdrawn",
    ]


def test_posts_of_which_nobody_has_said_anything_get_their_first_rights(house: House, security: Client) -> None:
    PostScope.objects.filter(post__in=["agent", "leader"]).delete()
    people.grant_scope(post="fixer", reach="own", acts=("see",), by=None, at=now())
    shown = text_of(security.get("/admin/scopes/first/"))
    assert "还没有权限的 2 个岗位" in shown
    assert "已给 2 个岗位初始权限" in text_of(security.post("/admin/scopes/first/", follow=True))
    assert PostScope.objects.get(post="leader").reach == "subtree"
    assert PostScope.objects.get(post="fixer").acts == ["see"]


def test_a_key_is_taken_by_its_person_shown_once_and_revoked(house: House, security: Client) -> None:
    assert "还没有发放过密钥" in text_of(security.get("/admin/keys/"))
    sent = {"name": "官网", "person": house["alice"], "scopes": ["cases:read"], "until": "2099-12-31"}
    offered = text_of(security.post("/admin/keys/new/", sent, follow=True))
    assert "等本人领取" in offered
    assert "待领取" in offered
    row = InterfaceKey.objects.get()
    take = f"/keys/{row.pk}/take/"
    assert [security.post(take).status_code, signed_in("dora").post(take).status_code] == [404, 404]
    alice = signed_in("alice")
    assert "以您的名义发放" in text_of(alice.get("/notices/"))
    assert "待领取" in text_of(alice.get("/keys/"))
    taken = alice.post(take)
    key = re.findall(r'<code class="secret">(.+?)</code>', text_of(taken))[0]
    assert taken.headers["Cache-Control"] == "no-store"
    assert speaker(key, now()) is not None
    assert alice.post(take).status_code == 409
    shown = text_of(security.get("/admin/keys/"))
    assert "官网" in shown
    assert key not in shown
    assert "密钥已收回" in text_of(security.post(f"/admin/keys/{row.pk}/revoke/", follow=True))
    assert speaker(key, now()) is None
    assert security.post(f"/admin/keys/{row.pk}/revoke/").status_code == 404
    acts = AuditEntry.objects.filter(subject=f"person:{house['alice']}").order_by("id").values_list("act", "person")
    assert list(acts)[-3:] == [
        ("key_made", int(house["amy"])),
        ("key_taken", int(house["alice"])),
        ("key_revoked", int(house["amy"])),
    ]


def test_one_gives_up_a_key_in_one_s_own_name(house: House) -> None:
    key = people.make_key(person=int(house["alice"]), name="网站", scopes=["cases:read"], at=now())
    row = InterfaceKey.objects.get()
    assert signed_in("amy").post(f"/keys/{row.pk}/revoke/").status_code == 404
    assert "密钥已收回" in text_of(signed_in("alice").post(f"/keys/{row.pk}/revoke/", follow=True))
    assert speaker(key, now()) is None
    assert "没有以您的名义发放的密钥" in text_of(signed_in("amy").get("/keys/"))


def test_nobody_holds_two_offices_appoints_themselves_or_leaves_one_empty(house: House, security: Client) -> None:
    assert "空缺" in text_of(security.get("/admin/offices/"))
    security.post("/admin/offices/audit/appoint/", {"person": house["lee"]})
    assert Person.objects.get(pk=int(house["lee"])).office == "audit"
    both = security.post("/admin/offices/system/appoint/", {"person": house["lee"]})
    assert "三种管理员不能由一人兼任" in text_of(both)
    last = security.post(f"/admin/offices/dismiss/{house['lee']}/", {})
    assert "是最后一位审计管理员" in text_of(last)
    own = security.post(f"/admin/offices/dismiss/{house['amy']}/", {})
    assert "不能任免自己" in text_of(own)
    security.post("/admin/offices/audit/appoint/", {"person": house["frank"]})
    assert "管理员已免去" in text_of(security.post(f"/admin/offices/dismiss/{house['lee']}/", {}, follow=True))


def test_until_there_is_a_security_administrator_the_first_one_appoints_them(house: House, system: Client) -> None:
    system.post("/admin/offices/security/appoint/", {"person": house["amy"]})
    assert Person.objects.get(pk=int(house["amy"])).office == "security"
    assert system.post("/admin/offices/audit/appoint/", {"person": house["lee"]}).status_code == 404
