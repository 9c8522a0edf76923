"""导入人员: nothing happens before every line is in order, and then everything does."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.customers.sheets import workbook
from shouwen.people import actions as people
from shouwen.people.importing import COLUMNS
from shouwen.people.models import Holding, Person

pytestmark = pytest.mark.django_db
PAGE = "/admin/people/import/"
HEAD = ",".join(COLUMNS)
GOOD = (
    f"{HEAD}\n罗小满,A1,138,luo@example.com,agent,branch,2026-02-01,luo\n罗小满,A1,,,fixer,branch,,luo\n傅明,,,,,,,\n"
)


@pytest.fixture
def system(house: House) -> Client:
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    return signed_in("fay")


def file(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_looked_at_first_and_carried_out_on_the_second_press(system: Client, encoding: str) -> None:
    shown = text_of(system.post(PAGE, {"file": file(GOOD, encoding)}))
    assert shown.count("可导入") == 3
    assert not Person.objects.filter(name="罗小满").exists()
    done = system.post(PAGE, {"text": GOOD, "carry_out": "1"})
    password = re.findall(r"<code>(.+?)</code>", text_of(done))
    assert len(password) == 1
    assert done.headers["Cache-Control"] == "no-store"
    user = User.objects.get(username="luo")
    assert user.check_password(password[0])
    assert user.must_change_password
    posts = Holding.objects.filter(person__name="罗小满").values_list("post", "starts_on")
    assert sorted(post for post, _ in posts) == ["agent", "fixer"]
    assert Person.objects.get(name="傅明").employee_no == ""


def test_every_faulty_line_says_why_and_nothing_is_taken_in(system: Client) -> None:
    bad = (
        f"{HEAD}\n,A1,,,,,,\n傅明,A2,,,king,branch,,\n傅明,A2,,,agent,moon,,\n罗,A2,,,agent,,31.1.2026,alice\n"
        "甲,,,,,,,same\n乙,,,,,,,same\n"
    )
    answer = system.post(PAGE, {"file": file(bad), "carry_out": "1"})
    assert answer.status_code == 422
    shown = text_of(answer)
    for words in (
        "没有姓名",
        "没有岗位“king”",
        "没有单位代号“moon”",
        "起始日期写成 2026-01-31",
        "岗位和单位代号要一起填",
        "登录名 alice 已被使用",
        "登录名 same 在表里给了两个人",
        "工号 A2 在表里已是傅明的",
    ):
        assert words in shown
    assert not Person.objects.filter(name="傅明").exists()


def test_every_fault_of_a_line_is_told_at_once(system: Client) -> None:
    bad = f"{HEAD}\n傅明,A2,,bad,agent,moon,,a b\n罗,A3,,,agent,branch,,luo\n罗,A3,,,agent,branch,,luo\n"
    answer = system.post(PAGE, {"file": file(bad), "carry_out": "1"})
    assert answer.status_code == 422
    shown = unescape(text_of(answer))
    for words in ("“bad”不是邮箱地址", "登录名“a b”只能用", "没有单位代号“moon”", "与第 3 行相同"):
        assert words in shown
    assert not Person.objects.filter(name__in=["傅明", "罗"]).exists()


def test_a_line_the_organisation_refuses_takes_the_others_back(system: Client) -> None:
    people.hire(name="老王", employee_no="A9", by=None, at=now())
    text = f"{HEAD}\n傅明,,,,,,,\n小王,A9,,,,,,\n"
    answer = system.post(PAGE, {"text": text, "carry_out": "1"})
    assert "第 3 行：工号 A9 已是老王的" in text_of(answer)
    assert not Person.objects.filter(name="傅明").exists()


def test_what_is_no_table_is_said_and_the_template_can_be_read_in(system: Client, house: House) -> None:
    assert "第一行要有列名" in text_of(system.post(PAGE, {"file": file("a,b\n1,2\n")}))
    binary = SimpleUploadedFile("x.csv", b"\xff\xff\xfe\x81")
    assert system.post(PAGE, {"file": binary}).status_code == 422
    template = system.get("/admin/people/import/template/").content.decode("utf-8-sig")
    assert template.startswith(HEAD)
    assert "没有岗位“客服助理”" in text_of(system.post(PAGE, {"file": file(template)}))


def test_a_workbook_is_taken_in_like_a_table(system: Client) -> None:
    rows = [line.split(",") for line in GOOD.splitlines()]
    content = workbook("人员", rows[0], rows[1:])
    shown = text_of(system.post(PAGE, {"file": SimpleUploadedFile("people.xlsx", content)}))
    assert shown.count("可导入") == 3
    kept = re.search(r'<textarea name="text" hidden>(.*?)</textarea>', shown, re.DOTALL)
    assert kept is not None
    system.post(PAGE, {"text": unescape(kept[1]), "carry_out": "1"})
    assert Holding.objects.filter(person__name="罗小满").count() == 2


def test_a_broken_workbook_is_said(system: Client) -> None:
    answer = system.post(PAGE, {"file": SimpleUploadedFile("people.xlsx", b"PK\x03\x04 nothing")})
    assert "打不开" in text_of(answer)
