"""开始使用: from an empty installation to the first case, step by step, left and taken up again."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.signed_in import signed_in, text_of

from shouwen.base import actions as base
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.base.queries import installation
from shouwen.cases import actions as cases
from shouwen.people import actions as people
from shouwen.people.models import PostScope
from shouwen.people.queries import all_units, unit_by_code
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
GREEN = "GREEN/2024"


@pytest.fixture
def founder() -> Client:
    """The first administrator of an installation that has nothing else."""
    rulebooks.forget()
    base.found_installation(company="", is_demo=False, at=now())
    person = people.hire(name="张伟", by=None, at=now())
    people.give_sign_in(person=person.pk, username="zhangwei", password=None, by=None, at=now())
    people.appoint_administrator(person=person.pk, office="system", by=None, at=now())
    return signed_in("zhangwei")


def done(client: Client) -> list[bool]:
    """Of each step, whether it says it is done."""
    return [step.done for step in client.get("/start/").context["steps"]]


def to_posts(founder: Client) -> None:
    founder.post("/start/company/", {"name": "安居绿化"})
    founder.post("/start/calendar/", {})
    founder.post("/start/rulebook/", {"edition": GREEN})
    founder.post("/start/units/", {"edition": GREEN, "code": "AJ"})


def test_every_step_says_what_is_missing_and_is_resumed(founder: Client) -> None:
    shown = text_of(founder.get("/start/"))
    for words in ("公司名称还没有登记", "还没有装入一版制度", "没有能登录并受理的人", "还没有登记过事项"):
        assert words in shown
    assert "先装入一版制度" in text_of(founder.get("/start/posts/"))
    assert "还没有能登录并受理的人" in text_of(founder.get("/start/case/"))
    # The years that came with the program are there from the first migration on.
    assert done(founder) == [False, True, False, False, False]
    founder.post("/start/company/", {"name": "安居绿化"})
    assert installation().company == "安居绿化"
    founder.post("/start/calendar/", {})
    assert done(founder) == [True, True, False, False, False]
    founder.post("/start/rulebook/", {"edition": GREEN})
    assert rulebooks.installed() == (GREEN,)
    assert done(founder) == [True, True, True, False, False]
    assert "已装入" in text_of(founder.get("/start/rulebook/"))


def test_units_come_from_the_rulebook_under_names_of_ones_own(founder: Client) -> None:
    to_posts(founder)
    top = unit_by_code("AJ")
    assert top is not None
    assert (top.name, top.kind) == ("安居绿化", "company")
    assert {place.kind for place in all_units()} == {"company", "department"}
    assert all(place.code.startswith("AJ") for place in all_units())
    # Nothing is proposed twice.
    assert "需要的单位" not in text_of(founder.get("/start/posts/"))


def test_people_are_placed_and_passwords_shown_once(founder: Client) -> None:
    to_posts(founder)
    rows = founder.get("/start/posts/").context["rows"]
    clerk, other = rows[0].seat, rows[1].seat
    sent = {
        "edition": GREEN,
        f"unit-{clerk.post}": clerk.units[0].id,
        f"name-{clerk.post}": "罗小满",
        f"username-{clerk.post}": "luoxiaoman",
        f"unit-{other.post}": other.units[0].id,
        f"name-{other.post}": "张伟",
    }
    answer = founder.post("/start/posts/", sent)
    assert answer.headers["Cache-Control"] == "no-store"
    password = re.search(r"<code>(.+?)</code>", answer.content.decode())
    assert password
    assert User.objects.get(username="luoxiaoman").check_password(password[1])
    assert "张伟" in text_of(founder.get("/start/posts/"))
    assert password[1] not in founder.get("/start/").content.decode()


def test_what_cannot_be_is_said_at_its_row_and_nothing_is_made(founder: Client) -> None:
    to_posts(founder)
    seat, second = (row.seat for row in founder.get("/start/posts/").context["rows"][:2])
    sent = {
        f"unit-{seat.post}": seat.units[0].id,
        f"name-{seat.post}": "罗小满",
        f"username-{seat.post}": "ZhangWei",
        f"unit-{second.post}": second.units[0].id,
        f"name-{second.post}": "傅明",
    }
    answer = founder.post("/start/posts/", sent)
    assert answer.status_code == 422
    assert "登录名已被使用" in text_of(answer)
    assert 'value="罗小满"' in answer.content.decode()
    assert User.objects.count() == 1
    assert founder.get("/start/posts/").context["rows"][1].seat.holders == ()


def test_one_person_takes_up_two_posts_under_one_username(founder: Client) -> None:
    to_posts(founder)
    first, second, third = (row.seat for row in founder.get("/start/posts/").context["rows"][:3])
    sent = {"edition": GREEN}
    for seat, name in ((first, "罗小满"), (second, "罗小满"), (third, "傅明")):
        sent |= {f"unit-{seat.post}": str(seat.units[0].id), f"name-{seat.post}": name, f"username-{seat.post}": "luo"}
    assert "登录名已被使用" in text_of(founder.post("/start/posts/", sent))
    sent[f"username-{third.post}"] = ""
    shown = founder.post("/start/posts/", sent)
    password = re.findall(r"<code>(.+?)</code>", shown.content.decode())
    assert User.objects.get(username="luo").check_password(password[0])
    rows = founder.get("/start/posts/").context["rows"]
    assert [row.seat.holders for row in rows[:3]] == [("罗小满",), ("罗小满",), ("傅明",)]


def test_names_that_are_too_long_are_said(founder: Client) -> None:
    shown = founder.post("/start/company/", {"name": "安" * 300})
    assert shown.status_code == 422
    assert "最多 100 个字" in text_of(shown)
    # The browser does not cut silently what the page would have refused.
    assert not re.search(
        r"<input[^>]*name=\"name\"[^>]*maxlength|<input[^>]*maxlength[^>]*name=\"name\"", text_of(shown)
    )
    founder.post("/start/company/", {"name": "安居绿化"})
    founder.post("/start/rulebook/", {"edition": GREEN})
    long = founder.post("/start/units/", {"edition": GREEN, "code": "AJ", "name-0": "安" * 61})
    assert "单位名称最多 60 个字" in text_of(long)
    assert all_units() == ()


def test_who_only_looks_at_the_units_is_led_to_their_page(founder: Client) -> None:
    assert founder.get("/start/units/").headers["Location"] == "/start/posts/"


def test_where_a_security_administrator_is_they_give_the_scopes(founder: Client) -> None:
    to_posts(founder)
    guard = people.hire(name="安全", by=None, at=now())
    people.appoint_administrator(person=guard.pk, office="security", by=None, at=now())
    page = founder.get("/start/posts/")
    seat = page.context["rows"][0].seat
    assert "权限由安全管理员给出" in text_of(page)
    answer = founder.post(
        "/start/posts/",
        {f"unit-{seat.post}": seat.units[0].id, f"name-{seat.post}": "罗小满", f"username-{seat.post}": "luo"},
    )
    assert "luo" in text_of(answer)
    assert User.objects.get(username="luo").must_change_password
    assert not PostScope.objects.exists()


def test_the_first_password_opens_nothing_but_the_page_where_one_s_own_is_chosen(founder: Client) -> None:
    to_posts(founder)
    seat = founder.get("/start/posts/").context["rows"][0].seat
    sent = {f"unit-{seat.post}": seat.units[0].id, f"name-{seat.post}": "罗小满", f"username-{seat.post}": "luo"}
    given = re.findall(r"<code>(.+?)</code>", text_of(founder.post("/start/posts/", sent)))[0]
    luo, own = Client(), "梧桐更兼细雨-2026"
    luo.post(reverse("account_login"), {"login": "luo", "password": given})
    assert luo.get("/cases/").headers["Location"] == reverse("account_change_password")
    luo.post(reverse("account_change_password"), {"oldpassword": given, "password1": own, "password2": own})
    assert luo.get("/cases/").status_code == 200


def test_with_the_first_case_the_steps_are_over(founder: Client) -> None:
    to_posts(founder)
    seats = [row.seat for row in founder.get("/start/posts/").context["rows"]]
    able = next(seat for seat in seats if seat.post == "service_supervisor")
    founder.post("/start/posts/", {f"unit-{able.post}": able.units[0].id, f"name-{able.post}": "张伟"})
    assert done(founder) == [True, True, True, True, False]
    assert "您在受理岗位上" in text_of(founder.get("/start/case/"))
    assert 'href="/start/"' in founder.get("/").content.decode()
    person = founder.get("/start/case/").context["able"][0]
    intake = cases.Intake(case_type="improvement", unit=str(able.units[0].id), title="草坪枯黄", content="门口草坪枯黄")
    cases.open_case(intake=intake, by=str(person.id), at=now() + timedelta(seconds=1))
    assert done(founder) == [True] * 5
    assert "都已完成" in text_of(founder.get("/start/"))
    assert 'href="/start/"' not in founder.get("/").content.decode()


def test_the_founder_is_led_there_at_sign_in_and_others_are_not(founder: Client) -> None:
    base.set_password(user_id=User.objects.get().pk, password="梧桐更兼细雨-2026")
    client = Client()
    answer = client.post(reverse("account_login"), {"login": "zhangwei", "password": "梧桐更兼细雨-2026"})
    assert answer.headers["Location"] == "/start/"
    fresh = Client()
    door = fresh.get("/")
    assert door.headers["Location"] == reverse("account_login")
    answer = fresh.post(door.headers["Location"], {"login": "zhangwei", "password": "梧桐更兼细雨-2026"})
    assert answer.headers["Location"] == "/start/"
    assert Client().get("/cases/").headers["Location"].endswith("?next=/cases/")


def test_posts_sent_blank_say_what_is_missing(founder: Client) -> None:
    to_posts(founder)
    founder.post("/start/posts/", {"edition": GREEN})  # gives the scopes that wait
    answer = founder.post("/start/posts/", {"edition": GREEN})
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "没有填写任何人" in shown
    assert "还空缺：" in shown


def test_the_calendar_s_own_pages_are_one_click_away(founder: Client) -> None:
    shown = text_of(founder.get("/start/calendar/"))
    for name in ("calendar", "calendar-notice"):
        assert f'href="{reverse(name)}"' in shown
        assert founder.get(reverse(name)).status_code == 200


def test_an_unknown_rulebook_and_an_empty_name_are_refused(founder: Client) -> None:
    assert founder.post("/start/rulebook/", {"edition": "NO/1"}).status_code == 422
    assert founder.post("/start/company/", {"name": " "}).status_code == 422
    assert founder.post("/start/units/", {}).status_code == 302
