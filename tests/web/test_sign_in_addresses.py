"""A password is reset by a colleague and by nothing else: no letter, no page that changes a sign-in beside the audit log."""

import pytest
from django.core import mail
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.models import User
from shouwen.people.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "梧桐更兼细雨-2026"
SHUT = (
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-abc/",
    "password/reset/key/done/",
    "password/set/",
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "reauthenticate/",
    "login/code/",
    "login/code/confirm/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/recovery-codes/",
    "2fa/authenticate/",
    "",
)


def set_up(**columns: object) -> None:
    alice = User.objects.get(username="alice")
    alice.set_password(PASSWORD)
    for column, value in columns.items():
        setattr(alice, column, value)
    alice.save()


@pytest.mark.parametrize("address", SHUT)
def test_nothing_else_is_open_beside_signing_in_and_out(house: House, address: str) -> None:
    for browser in (Client(), signed_in("alice")):
        assert browser.get(f"/accounts/{address}").status_code == 404
        assert browser.post(f"/accounts/{address}", {}).status_code == 404


def test_no_letter_opens_a_sign_in(house: House) -> None:
    set_up(email="alice@example.com")
    Client().post("/accounts/password/reset/", {"email": "alice@example.com"})
    assert mail.outbox == []
    shown = text_of(Client().get("/accounts/login/"))
    assert "忘记密码请找系统管理员重设" in shown
    assert "/accounts/password" not in shown


def test_nobody_adds_an_address_to_sign_in_by(house: House) -> None:
    set_up()
    signed_in("alice").post("/accounts/email/", {"email": "boss@example.com", "action_add": ""})
    Client().post("/accounts/login/", {"login": "boss@example.com", "password": PASSWORD})
    assert AuditEntry.objects.filter(act="signed_in").count() == 0


def test_a_closed_sign_in_is_told_so_in_our_frame_and_the_try_is_kept(house: House) -> None:
    set_up(is_active=False)
    shown = text_of(Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD}, follow=True))
    assert 'class="sign-in"' in shown
    assert "这个账号已停用" in shown
    assert [(one.act, one.name) for one in AuditEntry.objects.filter(kind="sign_in")] == [("sign_in_failed", "alice")]


def test_who_tries_too_often_reads_what_to_do(house: House) -> None:
    tries = [Client().post("/accounts/login/", {"login": f"a{n}", "password": "x"}) for n in range(21)]
    assert tries[-1].status_code == 429
    assert "请等一分钟再试" in text_of(tries[-1])
