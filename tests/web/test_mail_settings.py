"""邮件设置: named in the browser, in force at once, tried out, and never telling the password."""

import socket
from contextlib import closing
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of
from tests.web.smtp_server import smtp_server

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.models import AuditEntry
from shouwen.runtime import anchors, outbox, seals
from shouwen.runtime.models import MailServer, Outbox

pytestmark = pytest.mark.django_db
SET, TRY, CHANNELS = "/admin/channels/mail/", "/admin/channels/mail/try/", "/admin/channels/"
SECRET = "shh-code-1"


@pytest.fixture
def system(house: House) -> Client:
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    return signed_in("fay")


def given(**more: Any) -> dict[str, Any]:
    plain = {
        "host": "127.0.0.1",
        "port": "25",
        "security": "none",
        "user": "",
        "password": "",
        "sender": "",
        "seal_mail": "",
    }
    return {**plain, "sender": "desk@example.com", **more}


def tried(system: Client, to: str = "me@example.com") -> str:
    return text_of(system.post(TRY, {"to": to}, follow=True))


def test_what_is_set_is_in_force_for_the_next_letter(house: House, system: Client) -> None:
    outbox.add(
        channel="email", to="li@example.com", payload={"subject_line": "甲", "body": "乙"}, dedupe_key="1", at=now()
    )
    with smtp_server() as taken:
        answer = system.post(SET, given(port=taken.port), follow=True)
        assert "邮件设置已保存" in text_of(answer)
        people_told = tried(system)
        assert "收下了给 me@example.com 的信" in people_told
    assert "经 127.0.0.1，发件人 desk@example.com" in text_of(system.get(CHANNELS))
    assert taken.senders == ["desk@example.com"]
    assert "To: me@example.com" in taken.letters[0]
    acts = AuditEntry.objects.filter(kind="machine").order_by("id").values_list("act", flat=True)
    assert [*acts] == ["mail_server_set", "mail_tried"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_by_it_without_a_new_start() -> None:
    with smtp_server(password=SECRET) as taken:
        wanted = people.Wanted("127.0.0.1", taken.port, "none", "desk", SECRET, "desk@example.com", ())
        viewer = _founder()
        people.set_mail_server(wanted=wanted, by=viewer, at=now())
        letter = {"subject_line": "甲", "body": "乙"}
        outbox.add(channel="email", to="li@example.com", payload=letter, dedupe_key="1", at=now())
        assert outbox.send_waiting(now=now()) == 1
    assert Outbox.objects.get().state == "sent"
    assert len(taken.letters) == 1


def _founder() -> Any:
    from tests.cases.house import found_house  # noqa: PLC0415  # only this test founds a company by itself

    house = found_house()
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    return house.viewer("fay", now())


def test_the_verdict_says_what_is_wrong(house: House, system: Client) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    system.post(SET, given(port=closed))
    assert f"不接受端口 {closed} 的连接" in tried(system)
    with smtp_server(password=SECRET) as taken:
        system.post(SET, given(port=taken.port, security="starttls"))
        assert "不支持所选的加密方式" in tried(system)
        system.post(SET, given(port=taken.port, user="desk", password="wrong"))
        shown = tried(system)
        assert "不接受这个用户名和密码" in shown
        assert "535 who are you" in shown
        system.post(SET, given(port=taken.port, user="desk", password=SECRET))
        assert "不接受收件人" in tried(system, "nobody@example.com")
        assert "收下了" in tried(system)
    system.post(SET, given(host="no-such.invalid"))
    assert taken.letters != []
    assert "不是邮箱地址" in tried(system, "nobody")


def test_the_password_is_sealed_and_never_shown_or_sent_elsewhere(house: House, system: Client) -> None:
    system.post(SET, given(host="smtp.example.com", user="desk", password=SECRET))
    row = MailServer.objects.get()
    assert SECRET.encode() not in bytes(row.password)
    shown = text_of(system.get(SET))
    assert SECRET not in shown
    assert "已存有密码" in shown
    assert all(SECRET not in f"{row.detail} {row.name}" for row in AuditEntry.objects.all())
    elsewhere = system.post(SET, given(host="smtp.thief.example", user="desk"))
    assert elsewhere.status_code == 422
    assert "请重新填写密码" in text_of(elsewhere)
    system.post(SET, given(host="smtp.example.com", user="desk", sender="other@example.com"))
    kept = MailServer.objects.get()
    assert (kept.host, kept.sender, bytes(kept.password)) == (
        "smtp.example.com",
        "other@example.com",
        bytes(row.password),
    )
    system.post(SET, given(host="smtp.example.com"))
    assert not MailServer.objects.get().password


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"host": "http://mail"}, "不是服务器地址"),
        ({"port": "0"}, "端口是 1 到 65535"),
        ({"port": "x"}, "端口是 1 到 65535"),
        ({"sender": "desk"}, "不是邮箱地址"),
        ({"seal_mail": "a@example.com b"}, "不是邮箱地址"),
        ({"host": "", "user": "desk"}, "请把服务器也填上"),
        ({"user": "desk", "password": "密码"}, "只能用英文字母"),
    ],
)
def test_what_cannot_be_is_refused_in_words(house: House, system: Client, typed: dict[str, str], words: str) -> None:
    answer = system.post(SET, given(**typed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not MailServer.objects.exists()


def test_the_environment_wins_and_the_page_says_so(house: House, system: Client, settings: Settings) -> None:
    system.post(SET, given(host="smtp.example.com", seal_mail="a@example.com，b@example.com"))
    assert MailServer.objects.get().seal_mail == ["a@example.com", "b@example.com"]
    settings.EMAIL_HOST, settings.MAIL_FROM, settings.SEAL_MAIL = (
        "env.example.com",
        "env@example.com",
        ["s@example.com"],
    )
    shown = text_of(system.get(CHANNELS))
    assert "经 env.example.com，发件人 env@example.com" in shown
    assert "环境变量 SHOUWEN_SMTP_HOST，优先于本页" in shown
    shown = text_of(system.get(SET))
    assert "已由环境变量设定" in shown
    assert 'name="host"' not in shown
    system.post(SET, {})
    assert MailServer.objects.get().host == "smtp.example.com"


def test_seals_go_to_the_addresses_named_in_the_browser(house: House, system: Client) -> None:
    system.post(SET, given(host="smtp.example.com", seal_mail="safe@example.com"))
    house.open(now())
    seals.seal(at=now())
    assert anchors.anchor(now()) == 1
    assert Outbox.objects.get().to == "safe@example.com"


def test_nothing_is_tried_without_a_server(house: House, system: Client) -> None:
    assert "还没有邮件服务器" in tried(system)
