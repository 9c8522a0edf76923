"""Signing in: guessing is slowed down account by account, and whoever leaves is out with the next request."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.people.company import AT, Company

from shouwen.base.models import User
from shouwen.people import actions

PASSWORD = "蓝天白云-2026"
GUESSES = 5


@pytest.fixture(autouse=True)
def _no_guesses_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _person(company: Company, name: str) -> int:
    person = company.employ(name, "agent", company.branch)
    actions.give_sign_in(person=person, username=name, password=PASSWORD, by=None, at=AT)
    return person


def _try(client: Client, login: str, password: str) -> bool:
    client.post(reverse("account_login"), {"login": login, "password": password})
    return "_auth_user_id" in client.session


def test_after_some_guesses_even_the_right_password_waits(company: Company, client: Client) -> None:
    _person(company, "wang")
    assert not any(_try(client, "wang", f"guess {number}") for number in range(GUESSES))
    assert not _try(client, "wang", PASSWORD)


def test_guesses_at_one_account_from_elsewhere_count_too(company: Company) -> None:
    _person(company, "wang")
    for number in range(GUESSES):
        assert not _try(Client(REMOTE_ADDR=f"10.0.0.{number}"), "wang", f"guess {number}")
    assert not _try(Client(REMOTE_ADDR="10.0.1.1"), "wang", PASSWORD)


def test_guesses_at_one_account_do_not_shut_out_another(company: Company) -> None:
    _person(company, "wang")
    _person(company, "li")
    for number in range(GUESSES):
        assert not _try(Client(REMOTE_ADDR=f"10.0.0.{number}"), "wang", f"guess {number}")
    assert _try(Client(REMOTE_ADDR="10.0.1.1"), "li", PASSWORD)


def test_a_new_password_ends_the_sessions_of_the_old_one(company: Company) -> None:
    _person(company, "wang")
    browser = Client()
    assert _try(browser, "wang", PASSWORD)
    assert _signed_in(browser)
    user = User.objects.get(username="wang")
    user.set_password("别的密码-2026")
    user.save()
    assert not _signed_in(browser)


def test_whoever_leaves_is_out_with_the_next_request(company: Company) -> None:
    person = _person(company, "wang")
    browser = Client()
    assert _try(browser, "wang", PASSWORD)
    assert _signed_in(browser)
    actions.leave(person=person, last_day=date(2026, 3, 1), by=None, at=AT)
    assert not _signed_in(browser)
    assert not _try(Client(), "wang", PASSWORD)


def _signed_in(browser: Client) -> bool:
    """The page for changing a password shows itself to those who are signed in, and sends others to the sign-in page."""
    answer = browser.get(reverse("account_change_password"))
    return answer.status_code == 200
