"""A second administrator is appointed, and a forgotten password reset, from the console."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from shouwen.authoring.signing import managers
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.people.models import Person

PASSWORD = "梧桐更兼细雨-2026"
OTHER = "到黄昏点点滴滴-2027"

pytestmark = pytest.mark.django_db


@pytest.fixture
def _founded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", PASSWORD)
    call_command("found", company="安居装饰", name="张伟", username="zhangwei")


def signs_in(username: str, password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.usefixtures("_founded")
def test_a_second_person_manages_rulebooks(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(managers(now()))) == 1
    call_command("appoint", "李敏", "--username", "limin")
    assert "limin" in capsys.readouterr().out
    assert signs_in("limin", PASSWORD)
    second = Person.objects.get(name="李敏")
    assert str(second.pk) in set(managers(now()))


@pytest.mark.usefixtures("_founded")
def test_an_administrator_keeps_to_one_office() -> None:
    with pytest.raises(CommandError, match="nobody holds two"):
        call_command("appoint", "张伟", "--office", "audit")
    assert Person.objects.get(name="张伟").office == "system"


@pytest.mark.usefixtures("_founded")
def test_a_misspelt_name_enters_nobody() -> None:
    with pytest.raises(CommandError, match="correct the name"):
        call_command("appoint", "章伟")
    with pytest.raises(CommandError, match="somebody's sign-in already"):
        call_command("appoint", "章伟", "--username", "zhangwei")
    assert Person.objects.count() == 1


def test_nobody_is_appointed_where_nothing_is_founded() -> None:
    with pytest.raises(CommandError, match="manage found"):
        call_command("appoint", "李敏", "--username", "limin")
    assert not User.objects.exists()


@pytest.mark.usefixtures("_founded")
def test_a_forgotten_password_is_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", OTHER)
    call_command("reset_password", "zhangwei")
    assert signs_in("zhangwei", OTHER)
    assert not signs_in("zhangwei", PASSWORD)


@pytest.mark.usefixtures("_founded")
def test_a_weak_password_resets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", "12345")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("reset_password", "zhangwei")
    with pytest.raises(CommandError, match="spelling"):
        call_command("reset_password", "nobody")
    assert signs_in("zhangwei", PASSWORD)
