"""Two who write one draft at the same time: different places come together, the same place is shown, nothing is undone."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft, DraftFile, DraftSave

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"


def text(draft: Draft) -> str:
    return DraftFile.objects.get(draft=draft, name=FILE).text


def title(clause: str, words: str, version: int = 1) -> dict[str, Any]:
    """The form of a clause as the page of that version showed it."""
    return {"file": FILE, "version": version, "clause": clause, "title": words, "text": "", "source": "", "kind": ""}


@pytest.fixture
def lee(dora: Client, house: House) -> Client:
    return signed_in("lee")


def test_changes_to_different_clauses_come_together_without_a_question(dora: Client, lee: Client, draft: Draft) -> None:
    before, url = text(draft), f"/drafts/{draft.pk}/clause/"
    assert dora.post(url, title("DESK-1", "受理与登记")).status_code == 302
    answer = lee.post(url, title("DESK-1.1", "马上登记"), follow=True)
    assert "与别人刚保存的改动合在一起" in text_of(answer)
    now = text(draft)
    assert "受理与登记" in now
    assert "马上登记" in now
    assert now.count("\n") == before.count("\n")
    assert list(DraftSave.objects.order_by("id").values_list("version", flat=True)) == [1, 2, 3]


def test_the_same_line_is_shown_and_the_button_pressed_unread_undoes_nothing(
    dora: Client, lee: Client, draft: Draft
) -> None:
    url = f"/drafts/{draft.pk}/"
    dora.post(f"{url}clause/", title("DESK-1", "受理与登记"))
    dora.post(f"{url}clause/", title("DESK-1.1", "半小时内登记", 2))
    theirs = text(draft)
    answer = lee.post(f"{url}clause/", title("DESK-1.1", "马上登记"))
    assert answer.status_code == 409
    assert "Dora" in text_of(answer)
    page = html.fromstring(unescape(text_of(answer)))
    offered = page.xpath('//textarea[@name="text"]')[0].text.lstrip("\n")
    version = page.xpath('//input[@name="version"]')[0].get("value")
    assert text(draft) == theirs
    assert lee.post(f"{url}file/", {"file": FILE, "version": version, "text": offered}).status_code == 302
    now = text(draft)
    assert "".join(line for line in now.splitlines(keepends=True) if not line.startswith("# ")) == "".join(
        line for line in theirs.splitlines(keepends=True) if not line.startswith("# ")
    )
    assert "title: 马上登记" in now
    shown = text_of(lee.get(url, {"clause": "DESK-1.1"}))
    assert 'value="半小时内登记"' in shown


def test_every_older_version_can_be_read_from_the_list_of_saves(dora: Client, draft: Draft) -> None:
    before, url = text(draft), f"/drafts/{draft.pk}/"
    dora.post(f"{url}clause/", title("DESK-1.1", "半小时内登记"))
    page = html.fromstring(text_of(dora.get(url)))
    links = [link for link in page.xpath("//a/@href") if "at=1" in link]
    assert len(links) == 1
    shown = html.fromstring(text_of(dora.get(links[0])))
    area = shown.xpath("//textarea[@readonly]")[0]
    assert area.text.strip() == before.strip()
    assert not shown.xpath('//textarea[@name="text"]')
    assert dora.get(f"{url}file/", {"name": FILE, "at": "9"}).status_code == 404
    assert dora.get(f"{url}file/", {"name": FILE, "at": "x"}).status_code == 404
