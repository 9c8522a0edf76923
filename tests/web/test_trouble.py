"""What people read when something is wrong: plain words, what to do, and a way back."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "梧桐更兼细雨-2026", "到黄昏点点滴滴-2027"


def bad_request() -> HttpResponseBase:
    return defaults.bad_request(RequestFactory().get("/"), SuspiciousOperation("host"))


def forbidden() -> HttpResponseBase:
    return defaults.permission_denied(RequestFactory().get("/"), PermissionDenied())


def expired() -> HttpResponseBase:
    return Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})


def nowhere() -> HttpResponseBase:
    return Client().get("/nothing-here/")


def broken() -> HttpResponseBase:
    return defaults.server_error(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (bad_request, 400, "什么也没有保存"),
        (forbidden, 403, "请联系安全管理员"),
        (expired, 403, "请返回上一页并刷新"),
        (nowhere, 404, "请从待办或搜索里重新打开"),
        (broken, 500, "请把时间和正在做的事告诉系统管理员"),
    ],
)
def test_trouble_is_told_with_what_to_do(trouble: Callable[[], HttpResponseBase], status: int, said: str) -> None:
    response = trouble()
    shown = text_of(response)
    assert response.status_code == status
    assert said in shown
    assert 'href="/"' in shown
    assert "Traceback" not in shown


def test_a_case_that_is_not_there_and_one_out_of_sight_look_the_same(house: House) -> None:
    olga = signed_in("olga")
    hidden = olga.get(f"/cases/{house.open(title='不该看到')}/")
    missing = olga.get("/cases/999999/")
    assert hidden.status_code == missing.status_code == 404
    assert "不在您的数据范围内" in text_of(hidden)
    assert "不该看到" not in text_of(hidden)


def test_htmx_gets_the_refusal_alone_without_a_frame(house: House) -> None:
    shown = text_of(signed_in("olga").get(f"/cases/{house.open()}/", headers={"HX-Request": "true"}))
    assert "不在您的数据范围内" in shown
    assert "<html" not in shown


def test_signing_in_and_out_have_pages_of_their_own(house: House) -> None:
    shown = text_of(Client().post("/accounts/login/", {"login": "alice", "password": "wrong"}))
    assert 'role="alert"' in shown
    assert 'value="alice"' in shown
    assert "要退出登录吗" in text_of(signed_in("alice").get("/accounts/logout/"))


def test_everybody_changes_their_own_password(house: House) -> None:
    browser = signed_in("alice")
    assert '<a href="/accounts/password/change/">修改密码</a>' in text_of(browser.get(reverse("tasks")))
    alice = User.objects.get(username="alice")
    alice.set_password(BEFORE)
    alice.save()
    browser.force_login(alice)
    shown = text_of(browser.get("/accounts/password/change/"))
    assert 'class="button primary">修改密码' in shown
    assert 'class="rail"' in shown
    typed = {"oldpassword": "不是这个", "password1": AFTER, "password2": AFTER}
    assert 'role="alert"' in text_of(browser.post("/accounts/password/change/", typed))
    assert browser.post("/accounts/password/change/", typed | {"oldpassword": BEFORE}).status_code == HTTPStatus.FOUND
    # Whoever changed it stays signed in.
    assert browser.get(reverse("tasks")).status_code == HTTPStatus.OK
    assert User.objects.get(username="alice").check_password(AFTER)


def test_a_form_that_is_too_long_is_told_so(house: House) -> None:
    alice, case_id = signed_in("alice"), house.open(now())
    reason = "a" * (11 * 2**20)
    guarded = Client(enforce_csrf_checks=True)
    guarded.get("/accounts/login/")
    for client, address in ((alice, f"/cases/{case_id}/act/"), (guarded, "/accounts/login/")):
        answer = client.post(address, f"act=urge&reason={reason}", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 413
        assert "一次最多提交 10 MB 文字" in text_of(answer)
        assert 'href="/"' in text_of(answer)
