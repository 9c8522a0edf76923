"""A real installation begins with one administrator, whose password nobody else sees."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from shouwen.base import queries
from shouwen.base.actions import found_installation
from shouwen.base.clock import now
from shouwen.base.models import User

PASSWORD = "梧桐更兼细雨-2026"
WHO = {"company": "安居装饰", "name": "张伟", "username": "zhangwei"}

pytestmark = pytest.mark.django_db


def test_the_first_administrator_signs_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", PASSWORD)
    call_command("found", **WHO)
    client.post(reverse("account_login"), {"login": "zhangwei", "password": PASSWORD})
    assert "_auth_user_id" in client.session
    assert queries.installation() == queries.InstallationFacts(company="安居装饰", is_demo=False)


def test_a_weak_password_makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", "12345")
    with pytest.raises(CommandError):
        call_command("found", **WHO)
    assert not User.objects.exists()
    assert not queries.is_founded()


def test_a_demonstration_is_not_founded_for_real_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", PASSWORD)
    found_installation(company="示范装饰集团", is_demo=True, at=now())
    with pytest.raises(CommandError, match="demonstration"):
        call_command("found", **WHO)


@pytest.mark.filterwarnings("ignore::getpass.GetPassWarning")
def test_where_nobody_can_type_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOUWEN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    monkeypatch.setattr("os.open", _no_terminal)
    with pytest.raises(CommandError, match="SHOUWEN_PASSWORD"):
        call_command("found", **WHO)


def _no_terminal(*_: object, **__: object) -> int:
    raise OSError("no terminal")
