"""Who was given a password chooses one of their own before anything else."""

import pytest
from django.core.management import call_command
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import text_of

from shouwen.base import actions as base
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db
GIVEN, OWN = "梧桐更兼细雨-2026", "到黄昏点点滴滴-2026"
CHANGE = "/accounts/password/change/"


def given(name: str = "alice") -> Client:
    base.give_one_time_password(user_id=User.objects.get(username=name).pk, password=GIVEN)
    browser = Client()
    assert browser.post("/accounts/login/", {"login": name, "password": GIVEN}).status_code == 302
    return browser


def change(browser: Client, password: str) -> int:
    sent = {"oldpassword": GIVEN, "password1": password, "password2": password}
    return int(browser.post(CHANGE, sent).status_code)


def test_every_page_leads_to_the_change_until_it_is_made(house: House) -> None:
    browser = given()
    for page in ("/", "/cases/"):
        assert browser.get(page).headers["Location"] == CHANGE
    assert browser.get("/cases/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == CHANGE
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{CHANGE}"}
    assert browser.get("/cases/", headers=there).status_code == 204
    assert "一次性密码" in text_of(browser.get(CHANGE))
    assert change(browser, GIVEN) == 200
    assert "不能与别人给的一次性密码相同" in text_of(
        browser.post(CHANGE, {"oldpassword": GIVEN, "password1": GIVEN, "password2": GIVEN})
    )
    assert change(browser, OWN) == 302
    assert browser.get("/").status_code == 200
    assert "一次性密码" not in text_of(browser.get(CHANGE))
    assert User.objects.get(username="alice").check_password(OWN)


def test_a_new_sign_in_begins_with_it_and_one_without_password_does_not(house: House) -> None:
    for name, password in (("neu", GIVEN), ("still", None)):
        person = people.hire(name=name, by=None, at=now()).pk
        people.give_sign_in(person=person, username=name, password=password, one_time=True, by=None, at=now())
    assert User.objects.get(username="neu").must_change_password
    assert not User.objects.get(username="still").must_change_password


def test_a_password_given_anew_is_changed_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", GIVEN)
    call_command("reset_password", "alice")
    assert User.objects.get(username="alice").must_change_password


def test_who_founds_the_company_typed_it_themselves(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_PASSWORD", GIVEN)
    call_command("found", company="安居", name="张伟", username="zhangwei")
    assert not User.objects.get(username="zhangwei").must_change_password
    assert User.objects.get(username="zhangwei").check_password(GIVEN)
