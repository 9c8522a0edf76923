"""繁體: every word of the pages, by OpenCC and a reviewed list, with no Simplified letter left, and kept for the person."""

import gettext
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import opencc
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.cases.house import House
from tests.web.msgids import msgids
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.people import actions as people
from shouwen.web.catalogue import BETWEEN, LOCALE, TRADITIONAL, compile_catalogues, in_traditional
from shouwen.web.traditional import reviewed, traditional
from shouwen.web.ui import words

HAN = re.compile("[一-鿿]")
NAMES = re.compile(r"%\((\w+)\)s")


@cache
def simplified_only() -> frozenset[str]:
    """Letters that stand in no Traditional text: OpenCC never gives them back for themselves."""
    table = Path(opencc.__file__).parent / "dictionary" / "STCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return frozenset(simple for simple, said in pairs if simple not in said.split())


def left_in(text: str) -> set[str]:
    return set(text) & simplified_only()


def catalogue() -> gettext.GNUTranslations:
    with (LOCALE / TRADITIONAL).open("rb") as made:
        return gettext.GNUTranslations(made)


def test_the_measure_knows_simplified_letters_from_common_ones() -> None:
    assert left_in("时间超过") == set("时间过")
    assert left_in("制度里的后台只有一面，登记在台上") == set("记")
    assert left_in("開啟這個連結") == set()


def test_every_word_of_the_pages_stands_in_the_catalogue_without_a_simplified_letter() -> None:
    compile_catalogues()
    made = catalogue()
    known = made._catalog  # type: ignore[attr-defined]
    asked = {word: (one, 0) if many else one for word in msgids() for one, many, _ in (word.partition(BETWEEN),)}
    lacking = [word for word, key in asked.items() if HAN.search(word) and key not in known]
    assert lacking == []
    assert {word: left for word, key in asked.items() if (left := left_in(known.get(key, "")))} == {}


def test_names_that_are_filled_in_stay_as_they_are() -> None:
    converted = in_traditional(msgids())
    assert [
        one
        for word in msgids()
        for one in word.split(BETWEEN)[:1]
        if NAMES.findall(one) != NAMES.findall(converted[word])
    ] == []


@pytest.mark.parametrize(
    ("simple", "said"),
    [
        ("登录名", "登入名"),
        ("权限由安全管理员给出", "權限由安全管理員給出"),
        ("审核后发布", "審核後發布"),
        ("保存文件", "儲存檔案"),
        ("签字链接已撤销", "簽字連結已撤銷"),
        ("由程序执行", "由程式執行"),
        ("作业进程", "作業程序"),
        ("类型和项目", "類型和項目"),
        ("刚才填写的内容在这里", "剛才填寫的內容在這裡"),
        ("干净的后台", "乾淨的後台"),
    ],
)
def test_reviewed_words_and_letters(simple: str, said: str) -> None:
    assert traditional(simple) == said


def test_the_list_is_in_order() -> None:
    """Nothing twice, nothing Simplified on the right."""
    found = reviewed()
    assert {word: said for word, said in found.items() if left_in(said)} == {}
    lines = (LOCALE / "zh_Hant" / "words.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split()[0] for line in lines if line and not line.startswith("#")]
    assert len(names) == len(set(names)) == len(found)


def test_a_catalogue_that_is_older_than_its_words_is_made_again(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "登录"\nmsgstr "Sign in"\n'
    )
    compile_catalogues(tmp_path)
    with (tmp_path / TRADITIONAL).open("rb") as made:
        assert gettext.GNUTranslations(made).gettext("登录") == "登入"


def test_instants_and_spans_are_in_the_reader_s_letters() -> None:
    at, zone = datetime(2026, 3, 2, 2, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
    with translation.override("zh-hant"):
        told = [
            words.span(timedelta(hours=3, minutes=20)),
            words.left(at - timedelta(days=1), at),
            words.moment(at, at + timedelta(days=9), zone),
            words.said("请另选一人"),
        ]
    assert told == ["3 小時 20 分", "超時 1 天", "3月2日 週一 10:00", "請另選一人"]


@pytest.mark.django_db
def test_it_is_chosen_in_the_menu_and_kept_for_the_person(house: House) -> None:
    alice = signed_in("alice")
    menu = text_of(alice.get("/"))
    assert 'value="zh-hant"' in menu
    assert "繁體中文" in menu
    alice.post("/preferences/", {"language": "zh-hant", "next": "/"})
    assert User.objects.get(username="alice").language == "zh-hant"
    shown = text_of(alice.get("/"))
    assert '<html lang="zh-hant"' in shown
    assert "我的待辦" in shown
    user = User.objects.get(username="alice")
    user.set_password("梧桐更兼细雨-2026")
    user.save()
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": "alice", "password": "梧桐更兼细雨-2026"})
    assert "我的待辦" in text_of(elsewhere.get("/"))


@pytest.mark.django_db
def test_no_simplified_letter_of_ours_is_left_on_a_page(house: House) -> None:
    """What people wrote and what a rulebook says stays as it was written: no word of the catalogue is left in Simplified."""
    recent(house)
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    ours = {word for word in msgids() if len(word) > 1 and left_in(word)} - {"首问"}
    urls: tuple[str, ...] = (
        "/",
        "/cases/",
        "/cases/new/",
        "/customers/",
        "/board/",
        "/compliance/",
        "/notices/",
        "/search/?q=x",
    )
    urls += ("/rulebooks/", "/calendar/", "/replies/", "/replies/new/", "/operations/")
    pages = [("dora", url) for url in urls]
    pages += [("fay", f"/admin/{page}/") for page in ("people", "people/new", "units", "posts", "offices", "channels")]
    for name, url in pages:
        client = signed_in(name)
        client.cookies["shouwen_language"] = "zh-hant"
        text = re.sub(r"<[^>]+>", "\n", text_of(client.get(url)))
        assert {line.strip() for line in text.splitlines()} & ours == set(), url
