"""A procedure's chart and the tree of clauses, edited; and a published draft, which nobody changes."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import DESK
from tests.web.signed_in import signed_in, text_of
from tests.web.test_rule_forms import FILE, step, text, url

from shouwen.authoring.models import Draft, DraftFile

pytestmark = pytest.mark.django_db


def test_the_chart_is_edited_and_drawn_anew(dora: Client, draft: Draft) -> None:
    asked = {"procedure": "complaint", "step": "record", "version": 1}
    to = dora.post(url(draft, "flow"), {**asked, "act": "add", "outcome": "nothing", "title": "电话核实"})["Location"]
    page = unescape(text_of(dora.get(to)))
    assert "电话核实" in page
    assert "nothing: {then: dian_hua_he_shi, title: 无需处理, reason: true}" in text(draft)
    dora.post(url(draft, "flow"), {**asked, "version": 2, "act": "lead", "outcome": "nothing", "then": "end"})
    lost = unescape(text_of(dora.get(url(draft, "part"), {"part": "complaint"})))
    assert "没有一条路走到环节“电话核实”" in lost
    assert 'class="node bad"' in lost
    dora.post(url(draft, "flow"), {**asked, "version": 3, "step": "dian_hua_he_shi", "act": "remove"})
    before = (DESK / FILE).read_text(encoding="utf-8")
    assert text(draft) == before


def test_clauses_come_go_and_change_their_number(dora: Client, draft: Draft) -> None:
    page = text_of(dora.get(f"/drafts/{draft.pk}/", {"clause": "DESK-1.1"}))
    assert 'name="id" value="DESK-1.3"' in page
    sent = {"id": "DESK-1.3", "parent": "DESK-1", "title": "当日回电", "text": "当天回电。", "after": "DESK-1.2"}
    assert dora.post(url(draft, "clauses/add"), sent)["Location"].endswith("clause=DESK-1.3")
    assert "- {id: DESK-1.3, parent: DESK-1, title: 当日回电, text: 当天回电。}\n- {id: DESK-2," in text(draft)
    twice = dora.post(url(draft, "clauses/add"), sent)
    assert twice.status_code == 422
    assert "已有条款 DESK-1.3" in text_of(twice)
    dora.post(url(draft, "clauses/number"), {"clause": "DESK-2.1", "number": "DESK-2.9"})
    assert "DESK-2.1" not in text(draft)
    assert "judge: grade" in text(draft)
    assert dora.post(url(draft, "clauses/number"), {"clause": "DESK-2.9", "number": "x"}).status_code == 422
    dora.post(url(draft, "clauses/remove"), {"clause": "DESK-1.3"})
    assert "当日回电" not in text(draft)


def test_a_published_draft_is_never_changed(dora: Client) -> None:
    lines = (DESK / FILE).read_text(encoding="utf-8").replace(", sealed: true", "").replace('id: "1"', 'id: "2"')
    kept = "".join(
        line
        for line in lines.splitlines(keepends=True)
        if not line.startswith(("- {reaction: flood", "- {reaction: storm"))
    )
    dora.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, kept.encode()), "name": "x"})
    draft = Draft.objects.get()
    assert signed_in("lee").post(url(draft, "publish"), {"in_force": "2026-03-01"}).status_code == 302
    version = DraftFile.objects.get(draft=draft).version
    for end, sent in (
        ("part", step(version=version, **{"v/title": "改"})),
        ("flow", {"procedure": "complaint", "step": "record", "act": "remove", "version": version}),
        ("clauses/add", {"id": "DESK-8", "title": "改"}),
        ("clauses/number", {"clause": "DESK-5", "number": "DESK-8"}),
        ("part/remove", {"part": "fixer"}),
    ):
        answer = dora.post(url(draft, end), sent)
        assert answer.status_code == 422, end
        assert "已经发布" in text_of(answer)
    assert "保存规则</button></div>" not in text_of(dora.get(url(draft, "part"), {"part": "agent"}))
