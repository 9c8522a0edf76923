"""The pages in English: no word is missing, none is left over, and the switch keeps."""

import gettext
import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from tests.cases.house import House
from tests.web.msgids import msgids
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.runtime.sweep import sweep
from shouwen.web.catalogue import BETWEEN, LOCALE, compile_catalogues, compiled, entries
from shouwen.web.ui.words import counted

CHINESE = re.compile("[一-鿿]")
CATALOGUE = LOCALE / "en" / "LC_MESSAGES" / "django.po"


def words() -> dict[str, str]:
    return dict(entries(CATALOGUE.read_text(encoding="utf-8")))


def test_every_word_of_the_pages_has_an_english_one() -> None:
    known = words()
    assert sorted(word for word in msgids() if not known.get(word)) == []


def test_no_english_word_is_left_over_or_half_chinese() -> None:
    known = words()
    assert sorted(known.keys() - msgids() - {""}) == []
    assert [said for said in known.values() if CHINESE.search(said)] == []


def test_names_filled_in_are_the_same_in_both_languages() -> None:
    filled = re.compile(r"%\((\w+)\)s")
    differing = [word for word, said in words().items() if set(filled.findall(word)) != set(filled.findall(said))]
    assert differing == []


def test_a_number_before_a_noun_has_a_form_for_one_and_one_for_many() -> None:
    """What is only ever asked for by its number has two forms in English and one in Chinese, in both scripts."""
    forms = {word: said.split(BETWEEN) for word, said in words().items() if BETWEEN in word}
    assert len(forms) > 30
    assert [word for word, said in forms.items() if len(said) != 2 or said[0] == said[1]] == []
    assert [word for word in forms if len(set(word.split(BETWEEN))) != 1] == []
    for language, one, many in (("en", "1 row", "3 rows"), ("zh-hans", "1 行", "3 行"), ("zh-hant", "1 行", "3 行")):
        with translation.override(language):
            said = [counted("%(n)s 行", n) % {"n": n} for n in (1, 3)]
        assert said == [one, many]


@pytest.mark.django_db
def test_one_case_is_not_one_cases(house: House) -> None:
    house.open(now())
    alice = signed_in("alice")
    alice.post("/preferences/", {"language": "en", "next": "/"})
    shown = text_of(alice.get("/cases/"))
    assert re.search(r"\b1 row\b", shown)
    assert not re.search(r"\b1 rows\b", shown)
    house.open(now())
    assert re.search(r"\b2 rows\b", text_of(alice.get("/cases/")))


def test_what_is_compiled_reads_back_as_it_was_written(tmp_path: Path) -> None:
    forms = "Plural-Forms: nplurals=2; plural=(n != 1);\n"
    told = {
        "": f"Content-Type: text/plain; charset=UTF-8\n{forms}",
        "待办": "Tasks",
        "一\n二": "one\ntwo",
        "件\0件": "case\0cases",
    }
    read = gettext.GNUTranslations(BytesIO(compiled(told)))
    assert [read.gettext(word) for word in ("待办", "一\n二", "没有的")] == ["Tasks", "one\ntwo", "没有的"]
    assert [read.ngettext("件", "件", n) for n in (0, 1, 2)] == ["cases", "case", "cases"]
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "是"\nmsgstr "Yes"\n')
    compile_catalogues(tmp_path)
    with source.with_suffix(".mo").open("rb") as made:
        assert gettext.GNUTranslations(made).gettext("是") == "Yes"


@pytest.mark.django_db
def test_the_switch_is_kept_and_leads_back(house: House) -> None:
    alice = signed_in("alice")
    assert "我的待办" in text_of(alice.get("/"))
    answer = alice.post("/preferences/", {"language": "en", "next": "/cases/"})
    assert answer["Location"] == "/cases/"
    assert "My tasks" in text_of(alice.get("/"))
    alice.post("/preferences/", {"language": "zh-hans", "next": "https://elsewhere.example/"})
    assert "我的待办" in text_of(alice.get("/"))


@pytest.mark.django_db
def test_no_page_in_english_keeps_chinese_words_of_ours(house: House) -> None:
    house.open()
    dora: Client = signed_in("dora")
    dora.cookies["shouwen_language"] = "en"
    ours = {word for word in msgids() if len(word) > 1} - {"首问"}
    for url in ("/", "/cases/", "/cases/new/", "/customers/", "/board/", "/compliance/", "/notices/", "/search/?q=x"):
        text = re.sub(r"<[^>]+>", "\n", text_of(dora.get(url)))
        left = {line.strip() for line in text.splitlines()} & ours
        assert left == set(), url


@pytest.mark.django_db
def test_what_followed_and_what_was_told_are_in_english(house: House) -> None:
    at = now()
    case_id = house.open(at - timedelta(hours=30))
    sweep(now=at)
    lee = signed_in("lee")
    assert "→ 超时：1小时内登记" in text_of(lee.get(f"/cases/{case_id}/"))
    assert "超时：1小时内登记" in text_of(lee.get("/notices/"))
    lee.post("/preferences/", {"language": "en", "next": "/"})
    said = unescape(text_of(lee.get(f"/cases/{case_id}/")))
    assert "→ Late: 1小时内登记" in said
    assert re.search(r"→ Task '.+' → ", said)
    assert re.search("→ (超时|预警|待办|通知|转给|升级至)", said) is None
    told = text_of(lee.get("/notices/"))
    assert "Late: 1小时内登记" in told
    assert "超时：" not in told


@pytest.mark.django_db
def test_what_the_program_itself_says_of_a_case_is_in_english(house: House) -> None:
    at = now()
    case_id = house.open(at - timedelta(minutes=9), fields={"caller": "王女士", "flood": "true"})
    actions.reply(case_id=case_id, text="已记下", by=house["alice"], at=at - timedelta(minutes=8))
    actions.promise(case_id=case_id, reply_at=at + timedelta(hours=1), words="", by=house["alice"], at=at)
    alice = signed_in("alice")
    alice.cookies["shouwen_language"] = "en"
    said = re.sub(r"<[^>]+>", "\n", unescape(text_of(alice.get(f"/cases/{case_id}/"))))
    lines = {line.strip() for line in said.splitlines()}
    assert {"Take in", "Reply to customer", "Promised reply"} <= lines, lines
    assert lines & {"回复客户", "约定回复", "答应客户的时间", "是", "到时"} == set()
