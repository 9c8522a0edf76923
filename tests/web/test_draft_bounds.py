"""What is too deep, too large or too long for a draft is refused with a sentence, and nothing typed is lost."""

import io
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.rulebook.test_too_much import UNFOLDING
from tests.web.signed_in import text_of

from shouwen.authoring.actions import LONGEST
from shouwen.authoring.models import Draft, DraftFile, DraftSave
from shouwen.base.clock import now
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"
DEEP = "[" * 100_000
BAD = pytest.mark.parametrize(("content", "said"), [(DEEP, "层次过深"), (UNFOLDING, "内容过多")])


def url(draft: Draft, end: str = "") -> str:
    return f"/drafts/{draft.pk}/{end}"


def packed(content: str) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SHOP/bad.yaml", content)
    return raw.getvalue()


@BAD
def test_an_upload_that_cannot_be_read_gives_no_draft(dora: Client, content: str, said: str) -> None:
    for upload in (SimpleUploadedFile("bad.yaml", content.encode()), SimpleUploadedFile("bad.zip", packed(content))):
        answer = dora.post("/drafts/", {"way": "import", "file": upload})
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "bad.yaml" in text_of(answer)
    assert not Draft.objects.exists()


@BAD
def test_a_whole_file_that_cannot_be_read_is_not_saved_and_stands_where_it_was_typed(
    dora: Client, draft: Draft, content: str, said: str
) -> None:
    answer = dora.post(url(draft, "file/"), {"file": FILE, "version": 1, "text": content})
    assert answer.status_code == 422
    shown = unescape(text_of(answer))
    assert said in shown
    assert content[:200] in shown
    assert DraftSave.objects.count() == 1


@BAD
def test_a_draft_that_holds_such_a_file_is_opened_and_deleted(
    dora: Client, draft: Draft, content: str, said: str
) -> None:
    DraftFile.objects.create(draft=draft, name="bad.yaml", text=content, version=1)
    page = dora.get(url(draft))
    assert page.status_code == 200
    assert said in text_of(page)
    assert dora.get(url(draft, "file/"), {"name": "bad.yaml"}).status_code == 200
    assert dora.post(url(draft, "remove/"), {"reason": "读不了"}).status_code == 302
    assert dora.get(url(draft)).status_code == 404


def test_a_clause_that_is_too_long_is_refused_and_its_text_kept(dora: Client, draft: Draft) -> None:
    long = "长" * LONGEST
    sent = {"file": FILE, "version": 1, "clause": "DESK-1.1", "title": "一小时内登记", "text": long, "source": ""}
    answer = dora.post(url(draft, "clause/"), sent)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert f"超过 {LONGEST} 字" in shown
    assert long in shown
    assert DraftSave.objects.count() == 1
    added = {"id": "DESK-9", "title": "新", "text": long, "parent": "", "after": "DESK-1"}
    assert dora.post(url(draft, "clauses/add/"), added).status_code == 422


@pytest.mark.parametrize(
    "name", ["../../../../etc/passwd", "/etc/x.yaml", "../x.yaml", "notes.txt", f"{'x' * 300}.yaml"]
)
def test_a_file_name_that_leads_elsewhere_opens_no_editor(dora: Client, draft: Draft, name: str) -> None:
    answer = dora.get(url(draft, "file/"), {"name": name})
    assert answer.status_code == 422
    assert "文件名要以 .yaml 结尾" in text_of(answer)
    assert 'name="text" rows="30"' not in text_of(answer)
    assert dora.post(url(draft, "file/"), {"file": name, "version": 0, "text": "x: y\n"}).status_code == 422
    assert not DraftFile.objects.filter(name=name).exists()
    assert dora.get(url(draft, "file/"), {"name": "posts.yaml"}).status_code == 200


def test_an_edition_id_that_no_address_can_hold_is_not_published(dora: Client, draft: Draft) -> None:
    bad = DraftFile.objects.get(draft=draft, name=FILE).text.replace('id: "1"', 'id: "../../../evil"')
    assert dora.post(url(draft, "file/"), {"file": FILE, "version": 1, "text": bad}).status_code == 302
    assert "不能用作版本号" in text_of(dora.get(url(draft)))
    assert dora.post(url(draft, "publish/"), {"in_force": "2026-03-01"}).status_code == 422
    assert rulebooks.installed() == ("DESK/1",)


def test_an_edition_without_clauses_is_no_failure_of_the_page(dora: Client) -> None:
    bare = {"header.yaml": "rulebook: BARE\ntitle: 空\nedition: {id: '1', in_force: 2026-01-01}\n"}
    key = rulebooks.install_texts(files=bare, units=(), by=None, at=now())
    assert dora.get(f"/rulebooks/{key}/read/").status_code == 404
    assert dora.get("/rulebooks/").status_code == 200


def test_a_suggestion_accepted_in_words_without_end_stays_open_and_says_why(dora: Client, draft: Draft) -> None:
    one = draft.suggestions.create(sort="principle", words="24小时内", clauses=["DESK-1"])
    answer = dora.post(url(draft, "suggestions/"), {"suggestion": one.pk, "answer": "accept", "words": "长" * LONGEST})
    assert answer.status_code == 422
    assert f"超过 {LONGEST} 字" in text_of(answer)
    one.refresh_from_db()
    assert one.state == "open"
