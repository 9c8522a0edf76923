"""Sign-ins: a name and an e-mail belong to one person, whatever their case."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from shouwen.base import actions
from shouwen.base.models import User

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "蓝天白云-2026"

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang() -> User:
    return actions.create_user(username="wang", email="wang@example.com", password=PASSWORD, at=AT)


def _sign_in(client: Client, login: str, password: str) -> bool:
    client.post(reverse("account_login"), {"login": login, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["wang", "WANG", "wang@example.com", "Wang@Example.com"])
def test_signs_in_by_name_or_mail(client: Client, wang: User, login: str) -> None:
    assert _sign_in(client, login, PASSWORD)


def test_a_wrong_password_does_not_sign_in(client: Client, wang: User) -> None:
    assert not _sign_in(client, "wang", "wrong")


def test_a_closed_sign_in_stays_out(client: Client, wang: User) -> None:
    actions.close_user(user_id=wang.pk)
    assert not _sign_in(client, "wang", PASSWORD)


def test_nobody_makes_an_account_for_themselves(client: Client) -> None:
    client.post("/accounts/signup/", {"username": "me", "password1": PASSWORD})
    assert not User.objects.filter(username="me").exists()


@pytest.mark.parametrize(("username", "email"), [("WANG", ""), ("other", "WANG@example.com")])
def test_one_name_and_one_mail_for_one_person(wang: User, username: str, email: str) -> None:
    with pytest.raises(ValidationError):
        actions.create_user(username=username, email=email, password=None, at=AT)


def test_without_a_password_nobody_signs_in(client: Client) -> None:
    actions.create_user(username="li", password=None, at=AT)
    assert not _sign_in(client, "li", "")
