"""Papers as they leave: numbered, worded, signed, received, printed."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document as WordFile

from shouwen.documents import actions, queries
from shouwen.documents.content import Line, Names, fingerprint, lines
from shouwen.documents.docx import docx_of
from shouwen.documents.filetypes import FileRefusedError, look_at
from shouwen.documents.models import Document
from shouwen.documents.pdf import pdf_of
from shouwen.engine.facts import Assignee, Facts
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook
from shouwen.runtime.numbers import give_numbers

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SHANGHAI = "Asia/Shanghai"
NAMES = Names(units={"7": "华东一分公司"}, persons={"3": "陈立"})


@pytest.fixture(scope="module")
def decor() -> Rulebook:
    path = next(path for name, _edition, path in shipped() if name.upper() == "DECOR")
    rulebook = load(path).rulebook
    assert rulebook is not None
    return rulebook


def draft(number: str | None = "通知-2026-0001", key: str = "notice@3") -> actions.Draft:
    return actions.Draft(
        subject=1,
        key=key,
        edition="DECOR/2005-08",
        paper="handling_notice",
        sort="notice",
        template="handling_notice",
        title="《客户投诉处理通知单》",
        number=number,
        printed=(Line("branch", "责任分公司", "华东一分公司"), Line("problem", "投诉内容", "墙砖空鼓", wide=True)),
        signers=(("branch_manager", "分公司总经理"), ("customer", "客户")),
        clauses=("DECOR-4.3.10",),
        unit="7",
    )


def receiver() -> actions.Receiver:
    return actions.Receiver(
        Assignee(post="branch_service", unit="7"), "华东一分公司 客服部", "in_app", needs_receipt=True
    )


def test_fields_are_printed_in_the_words_of_the_form(decor: Rulebook) -> None:
    facts = {"case.branch": "7", "complaint_intake.customer_name": "王女士", "handling_notice.problem": "墙砖空鼓"}
    printed = {line.title: line.text for line in lines(decor.papers["handling_notice"], facts, decor, NAMES)}
    assert printed["责任分公司"] == "华东一分公司"
    assert printed["客户姓名"] == "王女士"
    assert printed["投诉内容"] == "墙砖空鼓"
    assert printed["客户要求"] == ""


def test_choices_and_yes_no_are_printed_as_words(decor: Rulebook) -> None:
    facts: Facts = {
        "file_study.past_midterm": True,
        "file_study.contract_value": "120000.00",
        "authorities": ("media",),
    }
    paper = decor.papers["file_study"]
    printed = {line.title: line.text for line in lines(paper, facts, decor, NAMES)}
    assert printed["是否过中期"] == "是"
    assert printed["单值"] == "¥120000.00"


@pytest.mark.django_db
def test_numbers_count_up_without_gaps_for_each_year() -> None:
    pattern = "催办-{yyyy}-{n:4}"
    assert give_numbers([(pattern, AT, SHANGHAI)]) == ["催办-2026-0001"]
    assert give_numbers([(pattern, AT, SHANGHAI)] * 2) == ["催办-2026-0002", "催办-2026-0003"]
    last_minute_of_the_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 00:30 of 1 January in Shanghai
    assert give_numbers([(pattern, last_minute_of_the_year, SHANGHAI)]) == ["催办-2027-0001"]


@pytest.mark.django_db
def test_a_paper_is_issued_once_however_often_it_is_asked_for() -> None:
    first = actions.issue(draft=draft(), receivers=[receiver()], by="3", at=AT)
    again = actions.issue(draft=draft(), receivers=[receiver()], by="3", at=AT)
    assert first.pk == again.pk
    (row,) = queries.of_subjects([1])
    assert [one.receiver for one in row.deliveries] == ["华东一分公司 客服部"]


@pytest.mark.django_db
def test_a_receipt_is_taken_once_and_stays() -> None:
    actions.issue(draft=draft(), receivers=[receiver()], by="3", at=AT)
    (row,) = queries.of_subjects([1])
    assert actions.receive(delivery_id=row.deliveries[0].id, by_words="陈立", at=AT)
    assert not actions.receive(delivery_id=row.deliveries[0].id, by_words="别人", at=AT)
    (row,) = queries.of_subjects([1])
    assert row.deliveries[0].received_by == "陈立"


@pytest.mark.django_db
def test_a_signature_stands_under_one_content_and_only_asked_parties_sign() -> None:
    document = actions.issue(draft=draft(), receivers=[], by="3", at=AT)
    signed = actions.sign(document_id=document.pk, party="customer", name="王女士", person=None, at=AT)
    assert signed.content_hash == fingerprint(draft().title, draft().printed)
    changed = replace(draft(), printed=(Line("branch", "责任分公司", "另一家"),))
    assert signed.content_hash != fingerprint(changed.title, changed.printed)
    with pytest.raises(actions.NotSignableError):
        actions.sign(document_id=document.pk, party="customer", name="王女士", person=None, at=AT)
    with pytest.raises(actions.NotSignableError):
        actions.sign(document_id=document.pk, party="stranger", name="某人", person=None, at=AT)


def printed_row(sort: str = "notice", title: str = "《客户投诉处理通知单》") -> queries.DocumentRow:
    return queries.DocumentRow(
        id=1,
        subject=1,
        paper="handling_notice",
        sort=sort,
        template="",
        title=title,
        number="通知-2026-0001",
        version=1,
        issued_at=AT,
        content=(
            ("收函人", "王女士", False),
            ("事由", "墙砖空鼓", False),
            ("正文", "第一段{{ 7*7 }}\n第二段 龑䶮犇", True),
        ),
        clauses=("DECOR-4.3.10",),
        unit="7",
        deliveries=(),
        signatures=(queries.SignatureRow("分公司总经理", "陈立", AT), queries.SignatureRow("客户")),
    )


@pytest.mark.parametrize(("sort", "title"), [("notice", "《客户投诉处理通知单》"), ("letter", "《关于……的函》")])
def test_pdf_and_word_say_the_same_and_take_no_text_for_template(sort: str, title: str) -> None:
    row = printed_row(sort, title)
    pdf = pdf_of(row, company="和居装饰集团", zone=SHANGHAI)
    assert pdf.startswith(b"%PDF-")
    word = WordFile(BytesIO(docx_of(row, company="和居装饰集团", zone=SHANGHAI)))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    said = "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)
    assert "和居装饰集团" in said
    assert "第二段 龑䶮犇" in said
    assert "{{ 7*7 }}" in said
    assert "陈立" in said
    if sort == "letter":
        assert "关于墙砖空鼓的函" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.svg", b"<svg onload=alert(1)>"),
        ("页.html", b"<script>"),
        ("假.png", b"MZ\x90"),
        ("照片.jpg.exe", b"\xff\xd8\xff"),
        ("空.txt", b"a\x00b"),
    ],
)
def test_files_that_could_run_or_are_not_what_they_say_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileRefusedError, match=r"文件|不能接收|文本"):
        look_at(name, content)


def test_a_photo_is_taken_for_what_it_is() -> None:
    assert look_at("现场.JPG", b"\xff\xd8\xff\xe0rest") == "image/jpeg"


@pytest.mark.django_db
def test_a_number_is_never_given_twice() -> None:
    actions.issue(draft=draft(), receivers=[], by="3", at=AT)
    assert Document.objects.filter(number="通知-2026-0001").count() == 1
