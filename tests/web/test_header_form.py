"""What holds for the whole rulebook has a form as rules have: words, calendars, kinds of units, outside parties."""

from html import unescape

import pytest
from django.test import Client
from tests.web.signed_in import text_of
from tests.web.test_rule_forms import sent_by_a_browser, url

from shouwen.authoring.models import Draft, DraftFile
from shouwen.rulebook.form.parts import changed, find
from shouwen.rulebook.load import load_texts, shipped

pytestmark = pytest.mark.django_db
HEAD = {"part": "header"}


def text(draft: Draft) -> str:
    return next(file.text for file in DraftFile.objects.filter(draft=draft) if "rulebook: DESK" in file.text)


def test_opened_and_saved_it_changes_no_letter(dora: Client, draft: Draft) -> None:
    before = text(draft)
    page = text_of(dora.get(url(draft, "part"), HEAD))
    assert "时长词" in page
    assert dora.post(url(draft, "part"), sent_by_a_browser(page)).status_code == 302
    assert text(draft) == before


@pytest.mark.parametrize("name", [name for name, _edition, _path in shipped()])
def test_every_shipped_header_is_read_and_written_as_it_stands(name: str) -> None:
    path = next(path for each, _edition, path in shipped() if each == name)
    files = {each.name: each.read_text(encoding="utf-8") for each in path.glob("*.yaml")}
    piece = find(files, "header")
    assert piece is not None
    assert changed(piece, files[piece.file], "", piece.values())[0] == files[piece.file]


def test_a_word_a_calendar_a_kind_of_unit_and_a_party_are_added_in_chinese(dora: Client, draft: Draft) -> None:
    fields = sent_by_a_browser(text_of(dora.get(url(draft, "part"), HEAD)))
    fields |= {
        "v/words/7/value/title": ["马上"], "v/words/7/value/value/n": ["10"], "v/words/7/value/value/u": ["min"],
        "v/calendars/7/value/title": ["夜班"], "v/calendars/7/value/days": ["all"],
        "v/calendars/7/value/hours/0": ["18:00-24:00"], "v/unit_kinds/9/value": ["营业厅"], "v/parties/9/value": ["媒体"],
    }  # fmt: skip
    told = unescape(text_of(dora.post(url(draft, "check"), fields)))
    assert "10分钟（马上）" in told
    assert dora.post(url(draft, "part"), fields).status_code == 302
    book = load_texts({file.name: file.text for file in DraftFile.objects.filter(draft=draft)}).rulebook
    assert book is not None
    word = next(one for one in book.header.words.values() if one.title == "马上")
    assert word.value == "10min"
    assert next(one for one in book.header.calendars.values() if one.title == "夜班").hours == ("18:00-24:00",)
    assert "营业厅" in book.header.unit_kinds.values()
    assert "媒体" in book.header.parties.values()
    step = text_of(dora.get(url(draft, "part"), {"part": "complaint.steps.record"}))
    assert "马上（10分钟）" in step


def test_what_is_wrong_stands_beside_its_field(dora: Client, draft: Draft) -> None:
    fields = sent_by_a_browser(text_of(dora.get(url(draft, "part"), HEAD)))
    fields |= {"v/calendars/7/value/title": ["夜班"], "v/calendars/7/value/hours/0": ["晚上"]}
    told = unescape(text_of(dora.post(url(draft, "check"), fields)))
    assert 'data-told="v/calendars/' in told
    assert "“晚上”不是工作时段" in told
