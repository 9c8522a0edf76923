"""A new edition in the browser: begun, written, checked, compared, tried, published; and nobody's work is lost."""

import io
import warnings
import zipfile
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft, DraftFile, DraftSave
from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.models import InstalledRulebook

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"
LIMIT = "complaint.steps.record.due.record.within"
WRITTEN = "客服管理规定\n一、受理\n1. 客服主管接到投诉后，24小时内填写《投诉登记表》，重大投诉上报总监。\n二、回访\n1. 每月不低于二次。\n"


@pytest.fixture
def dora(house: House) -> Client:
    """She may everything; with her the leader, who may write and publish too."""
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    return signed_in("dora")


def sound() -> str:
    """The small rulebook without what its checker finds wrong."""
    lines = (DESK / FILE).read_text(encoding="utf-8").replace(", sealed: true", "").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("- {reaction: flooding", "- {reaction: storming")))


@pytest.fixture
def draft(dora: Client) -> Draft:
    upload = SimpleUploadedFile(FILE, sound().encode())
    answer = dora.post("/drafts/", {"way": "import", "file": upload, "name": "明年版"})
    assert answer.status_code == 302
    return Draft.objects.get()


def url(draft: Draft, end: str = "") -> str:
    return f"/drafts/{draft.pk}/{end}"


def text(draft: Draft, name: str = FILE) -> str:
    return DraftFile.objects.get(draft=draft, name=name).text


def rule(**more: Any) -> dict[str, Any]:
    return {"file": FILE, "version": 1, "rule": "complaint", "part": "complaint", **more}


def next_edition(client: Client, draft: Draft, edition: str = "2") -> None:
    written = text(draft).replace('id: "1"', f'id: "{edition}"')
    version = DraftFile.objects.get(draft=draft).version
    assert client.post(url(draft, "file/"), {"file": FILE, "version": version, "text": written}).status_code == 302


def test_a_copy_is_the_edition_to_the_letter_and_stands_in_the_list(dora: Client) -> None:
    assert dora.post("/drafts/", {"way": "copy", "edition": "DESK/1", "name": "明年版"}).status_code == 302
    assert dora.post("/drafts/", {"way": "copy", "edition": "DESK/9"}).status_code == 422
    assert text(Draft.objects.get()) == (DESK / FILE).read_text(encoding="utf-8")
    listed = text_of(dora.get("/drafts/"))
    assert "明年版" in listed
    assert "DESK/1" in listed
    assert "Dora" in listed


def test_a_clause_is_changed_in_its_form_and_everything_else_stays(dora: Client, draft: Draft) -> None:
    before = text(draft)
    sent = {
        "file": FILE,
        "version": 1,
        "clause": "DESK-1.1",
        "title": "半小时内登记",
        "text": "接报即登记。",
        "source": "一.1",
    }
    assert dora.post(url(draft, "clause/"), sent).status_code == 302
    assert text(draft) == before.replace(
        "- {id: DESK-1.1, title: 一小时内登记}",
        "- {id: DESK-1.1, title: 半小时内登记, text: 接报即登记。, source: 一.1}",
    )
    shown = text_of(dora.get(url(draft), {"clause": "DESK-1.1"}))
    assert "接报即登记。" in shown
    assert "半小时内登记" in shown


def test_a_limit_is_changed_in_the_form_of_its_rule_and_the_sentence_follows(dora: Client, draft: Draft) -> None:
    page = text_of(dora.get(url(draft), {"clause": "DESK-1.1"}))
    assert f'name="leaf:{LIMIT}" value="1小时"' in page
    before = text(draft)
    assert dora.post(url(draft, "rule/"), rule(**{f"leaf:{LIMIT}": "3h"})).status_code == 302
    assert text(draft) == before.replace("within: 1h,", "within: 3h,", 1)
    assert "3小时" in text_of(dora.get(url(draft), {"clause": "DESK-1.1"}))
    assert [(one.version, one.by) for one in DraftSave.objects.order_by("id")] == [
        (1, one.by) for one in DraftSave.objects.filter(version=1)
    ] + [(2, one.by) for one in DraftSave.objects.filter(version=2)]


def test_a_figure_that_cannot_stand_there_is_told_and_not_saved(dora: Client, draft: Draft) -> None:
    answer = dora.post(url(draft, "rule/"), rule(**{f"leaf:{LIMIT}": "soon"}))
    assert answer.status_code == 422
    assert "“soon”不能用作" in unescape(text_of(answer))
    assert DraftSave.objects.count() == 1


def test_a_post_is_chosen_from_those_there_are(dora: Client, draft: Draft) -> None:
    sent = {"file": FILE, "version": 1, "rule": "agent", "part": "agent", "leaf:agent.superior": "director"}
    assert dora.post(url(draft, "rule/"), sent).status_code == 302
    assert "title: 客服专员, count: 2, superior: director" in text(draft)
    refused = dora.post(url(draft, "rule/"), {**sent, "version": 2, "leaf:agent.superior": "nobody"})
    assert refused.status_code == 422


def test_a_rule_is_written_as_yaml_and_its_problems_are_shown_with_their_line(dora: Client, draft: Draft) -> None:
    sent = {"file": FILE, "version": 1, "rule": "agent", "part": "agent"}
    written = "{post: agent, title: 客服专员, superior: nobody, cites: [DESK-1]}"
    assert dora.post(url(draft, "rule/"), {**sent, "yaml": written}).status_code == 302
    page = unescape(text_of(dora.get(url(draft), {"part": "agent"})))
    assert "nobody" in page
    assert f"{FILE}:" in page
    broken = dora.post(url(draft, "file/"), {"file": FILE, "version": 2, "text": "rulebook: [DESK\n"})
    assert broken.status_code == 302
    assert "YAML 写法有误" in text_of(dora.get(url(draft)))
    assert "rulebook: [DESK" in text_of(dora.get(url(draft, "file/"), {"name": FILE, "line": "1"}))


def test_the_page_compares_with_an_installed_edition_in_sentences(dora: Client, draft: Draft) -> None:
    assert "3小时" not in text_of(dora.get(url(draft, "compare/"), {"with": "DESK/1"}))
    dora.post(url(draft, "rule/"), rule(**{f"leaf:{LIMIT}": "3h"}))
    assert "3小时" in text_of(dora.get(url(draft, "compare/"), {"with": "DESK/1"}))


def test_a_trial_shows_clocks_tasks_and_misses_with_their_clauses_and_goes_on_step_by_step(
    dora: Client, draft: Draft, house: House
) -> None:
    dora.post(url(draft, "rule/"), rule(**{f"leaf:{LIMIT}": "3h"}))
    asked: dict[str, str | int] = {
        "procedure": "complaint",
        "unit": house.branch,
        "start": "2026-03-02T09:00",
        "facts": "受理登记表.来电人 = 王女士",
    }
    first = text_of(dora.get(url(draft, "preview/"), asked))
    assert "2026-03-02 12:00" in first  # three hours after the opening
    assert "登记" in first
    assert "1.1" in first
    on = {**asked, "task": "record#1", "outcome": "recorded", "finished": "2026-03-02T09:30"}
    second = text_of(dora.get(url(draft, "preview/"), on))
    assert 'value="record#1|recorded|2026-03-02T09:30"' in second
    assert "一般" in second
    wrong = dora.get(url(draft, "preview/"), {**on, "task": "nothing#1"})
    assert wrong.status_code == 422
    assert InstalledRulebook.objects.count() == 1


def test_an_edition_is_published_by_somebody_else_for_a_day_and_units_and_old_cases_keep_theirs(
    dora: Client, draft: Draft, house: House
) -> None:
    case = house.open(now())
    next_edition(dora, draft)
    sent = {"in_force": "2026-03-01", "units": [house.branch]}
    refused = dora.post(url(draft, "publish/"), sent)
    assert refused.status_code == 422
    assert "须由另一人发布" in text_of(refused)
    assert signed_in("lee").post(url(draft, "publish/"), sent).status_code == 302
    edition = rulebooks.edition("DESK/2")
    assert (edition.in_force.isoformat(), edition.units) == ("2026-03-01", frozenset({str(house.branch)}))
    assert edition.rulebook.header.edition.in_force.isoformat() == "2026-03-01"
    from shouwen.runtime.models import Subject  # noqa: PLC0415

    assert Subject.objects.get(pk=case).edition == "DESK/1"
    assert Subject.objects.get(pk=house.open(now())).edition == "DESK/2"
    late = dora.post(url(draft, "file/"), {"file": FILE, "version": 3, "text": "x"})
    assert late.status_code == 422
    assert "已经发布" in text_of(dora.get("/drafts/")) or "已发布" in text_of(dora.get("/drafts/"))


def test_what_is_published_is_confirmed_and_copied_like_any_other_edition(dora: Client, draft: Draft) -> None:
    next_edition(dora, draft)
    signed_in("lee").post(url(draft, "publish/"), {"in_force": "2026-03-01"})
    settled = {"parameter": "header.long_rest", "value": "5d", "reason": "办公会"}
    assert dora.post("/rulebooks/DESK/2/confirm/", settled).status_code == 302
    long_rest = rulebooks.rulebook("DESK/2").header.long_rest
    assert long_rest is not None
    assert long_rest.value == "5d"
    dora.post("/drafts/", {"way": "copy", "edition": "DESK/2"})
    assert text(Draft.objects.latest("pk")) == text(draft)
    assert "in_force: 2026-03-01" in text(draft)


def test_a_draft_with_errors_or_an_old_name_is_not_published(dora: Client, draft: Draft) -> None:
    lee = signed_in("lee")
    again = lee.post(url(draft, "publish/"), {"in_force": "2026-01-01"})
    assert again.status_code == 422
    assert "DESK/1 已经发布" in text_of(again)
    broken = text(draft).replace("superior: leader, cites: [DESK-1]", "superior: nobody, cites: [DESK-1]")
    dora.post(url(draft, "file/"), {"file": FILE, "version": 1, "text": broken.replace('id: "1"', 'id: "2"')})
    faulty = lee.post(url(draft, "publish/"), {"in_force": "2026-01-01"})
    assert faulty.status_code == 422
    assert "处错误" in text_of(faulty)
    assert rulebooks.installed() == ("DESK/1",)
    assert lee.get(url(draft, "preview/")).status_code == 200
    assert lee.post(url(draft, "publish/"), {"in_force": "soon"}).status_code == 422


def test_what_is_exported_and_imported_again_is_the_same_to_the_letter(dora: Client) -> None:
    texts = {"a/one.yaml": "# 说明\r\nrulebook: SHOP\r\n", "a/two.yaml": "\ufeffclauses: []   # 空\n\n"}
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in texts.items():
            archive.writestr(f"SHOP/{name}", content)
    for given in (raw.getvalue(), b""):
        packed = given or bytes(dora.get(url(Draft.objects.latest("pk"), "export/")).content)
        sent = {"way": "import", "file": SimpleUploadedFile("SHOP.zip", packed)}
        assert dora.post("/drafts/", sent).status_code == 302
        made = DraftFile.objects.filter(draft=Draft.objects.latest("pk"))
        assert {file.name: file.text for file in made} == texts
    one = SimpleUploadedFile("small.yaml", b"rulebook: SHOP\n")
    assert dora.post("/drafts/", {"way": "import", "file": one}).status_code == 302


def packed(*names: str, mode: int = 0o100644) -> bytes:
    """An archive of small files, or of links; a name may stand twice."""
    raw = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(raw, "w") as archive:
        warnings.simplefilter("ignore")
        for name in names:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, "rulebook: SHOP\n")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("twice.zip", packed("SHOP/a.yaml", "SHOP/a.yaml"), "有两个“SHOP/a.yaml”"),
        ("link.zip", packed("SHOP/a.yaml", mode=0o120777), "“SHOP/a.yaml”是链接"),
        ("a.zip", b"PK nothing", "压缩包损坏"),
        ("a.yaml", b"\xff\xfe\x00", "不是 UTF-8"),
        ("a.txt", b"rulebook: SHOP", "不能用文件名"),
        ("", None, "请选择文件"),
    ],
)
def test_a_file_that_gives_no_draft_says_why(dora: Client, name: str, content: bytes | None, said: str) -> None:
    sent = {"way": "import"} | ({"file": SimpleUploadedFile(name, content)} if content else {})
    answer = dora.post("/drafts/", sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Draft.objects.exists()


def test_a_written_rulebook_becomes_clauses_and_suggestions_that_wait_for_a_word(dora: Client) -> None:
    upload = SimpleUploadedFile("规定.txt", WRITTEN.encode())
    sent = {"way": "read", "file": upload, "code": "SHOP", "in_force": "2027-01-01"}
    assert dora.post("/drafts/", sent).status_code == 302
    draft = Draft.objects.get()
    listed = unescape(text_of(dora.get(url(draft, "suggestions/"))))
    for words in ("24小时内", "客服主管", "投诉登记表", "每月不低于二次", "总监"):
        assert words in listed
    assert set(DraftFile.objects.values_list("name", flat=True)) == {"header.yaml", "clauses.yaml"}
    for one in draft.suggestions.order_by("id"):
        answer = "reject" if one.words == "24小时内" else "accept"
        dora.post(url(draft, "suggestions/"), {"suggestion": one.pk, "answer": answer, "words": f"{one.words}"})
    states = dict(draft.suggestions.values_list("words", "state"))
    assert states["24小时内"] == "rejected"
    assert states["客服主管"] == "accepted"
    assert "title: 客服主管" in text(draft, "posts.yaml")
    page = unescape(text_of(dora.get(url(draft))))
    assert "没有环节填写或发出" in page
    assert "tou_su_deng_ji_biao" in page
    bad = dora.post("/drafts/", {**sent, "file": SimpleUploadedFile("规定.txt", WRITTEN.encode()), "code": "x"})
    assert bad.status_code == 422
    empty = dora.post("/drafts/", {**sent, "file": SimpleUploadedFile("空.txt", b"  ")})
    assert empty.status_code == 422


def test_who_does_not_manage_rulebooks_finds_no_draft(draft: Draft) -> None:
    alice = signed_in("alice")
    for end in ("", "file/", "compare/", "preview/", "suggestions/", "export/"):
        assert alice.get(url(draft, end)).status_code == 404
    assert alice.post(url(draft, "publish/"), {"in_force": "2026-01-01"}).status_code == 404
    assert 'href="/drafts/"' not in text_of(alice.get("/rulebooks/"))
    assert signed_in("dora").get("/drafts/99999/").status_code == 404
