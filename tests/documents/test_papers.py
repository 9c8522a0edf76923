"""Papers as they leave: numbered, worded, signed, received, printed."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document as WordFile

from shouwen.documents import actions, queries
from shouwen.documents.content import SEALED, Line, Names, fingerprint, lines, to_sign
from shouwen.documents.docx import docx_of
from shouwen.documents.filetypes import FileRefusedError, look_at
from shouwen.documents.models import Document
from shouwen.documents.pdf import pdf_of
from shouwen.documents.printed import Letterhead, file_title, printed
from shouwen.engine.facts import Assignee, Facts
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook
from shouwen.runtime.numbers import give_numbers

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SHANGHAI = "Asia/Shanghai"
HEAD = Letterhead("和居装饰集团", "华东一分公司")
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
    assert printed["单值"] == "¥120,000.00"


def test_neither_a_sealed_name_nor_a_whole_telephone_number_is_printed(decor: Rulebook) -> None:
    facts: Facts = {
        "staff_form.complainant_name": "sealed:01a1d28e-817e-7072-80cd-437589a30000",
        "staff_form.complainant_post": "监察员",
        "staff_form.event": "材料款两个月未结",
    }
    printed = {line.title: line.text for line in lines(decor.papers["staff_form"], facts, decor, NAMES)}
    assert (printed["投诉人真实姓名"], printed["投诉人职务职级"]) == (SEALED, SEALED)
    assert printed["投诉人联系方式"] == ""
    record = decor.papers["callback_record"]
    left = {line.title: line.text for line in lines(record, {"complaint_intake.phone": "13895589090"}, decor, NAMES)}
    assert left["客户留下的联系方法"] == "138****9090"


def test_days_and_instants_are_printed_as_people_write_them(decor: Rulebook) -> None:
    facts: Facts = {
        "survey_record.surveyed_at": "2026-03-01T17:05:00+00:00",
        "penalty_document.carry_out_by": "2026-03-05",
        "dispute_detail.contract_value": "十二万",
    }
    survey = {line.title: line.text for line in lines(decor.papers["survey_record"], facts, decor, NAMES)}
    assert survey["会勘时间"] == "2026年3月2日 01:05"
    penalty = {line.title: line.text for line in lines(decor.papers["penalty_document"], facts, decor, NAMES)}
    assert penalty["执行期限"] == "2026年3月5日"
    detail = {line.title: line.text for line in lines(decor.papers["dispute_detail"], facts, decor, NAMES)}
    assert detail["单值"] == "十二万"


def test_a_form_has_a_place_for_each_signature_it_names(decor: Rulebook) -> None:
    assert to_sign(decor.papers["feedback"], {}) == (("分公司总经理", ""),)
    uploaded: Facts = {"feedback.signature": ("17",)}
    assert to_sign(decor.papers["feedback"], uploaded) == (("分公司总经理", "见所附签字件"),)


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
            ("关于（事由）", "墙砖空鼓", False),
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
    pdf = pdf_of(row, head=HEAD, zone=SHANGHAI)
    assert pdf.startswith(b"%PDF-")
    word = WordFile(BytesIO(docx_of(row, head=HEAD, zone=SHANGHAI)))
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


def test_fields_stand_in_their_own_order_short_ones_in_pairs_and_empty_ones_with_room_to_write() -> None:
    row = replace(
        printed_row(),
        content=(
            ("记录类别", "追访", False),
            ("受访人", "姜美玲", False),
            ("客户反映的情况", "渗水", True),
            ("问题类别", "", False),
            ("工程地址", "上海市闵行区翠堤湾二十二幢一单元二千一百零四室（东门）", False),
            ("处理方案", "", True),
        ),
    )
    word = WordFile(BytesIO(docx_of(row, head=HEAD, zone=SHANGHAI)))
    fields = word.tables[0]
    said = [list(dict.fromkeys(cell.text for cell in line.cells)) for line in fields.rows]
    assert said[:5] == [
        ["记录类别", "追访", "受访人", "姜美玲"],
        ["客户反映的情况", "渗水"],
        ["问题类别", ""],
        ["工程地址", "上海市闵行区翠堤湾二十二幢一单元二千一百零四室（东门）"],
        ["处理方案", ""],
    ]
    room = fields.rows[4].height
    assert room is not None
    assert room.mm > 15
    assert said[5][0] == "分公司总经理签字"
    assert "陈立" in said[5][1]
    assert "2026年3月2日" in said[5][1]
    assert "年　　月　　日" in said[5][3]


def test_a_notice_goes_out_under_the_seal_of_the_unit_that_issues_it_and_a_letter_under_the_companys() -> None:
    sent = queries.DeliveryRow(
        1, "华东一分公司 客服部", "in_app", AT, needs_receipt=True, received_at=AT, received_by="陈立", note=""
    )
    notice = replace(printed_row(), deliveries=(sent,), sender="客服中心", by="纪文秀")
    said = printed(notice, head=HEAD, zone=SHANGHAI)
    assert (said["sender"], said["date"], said["by"]) == ("和居装饰集团 客服中心", "2026年3月2日", "纪文秀")
    assert said["receivers"] == [
        {"name": "华东一分公司 客服部", "via": "系统", "sent": "2026-03-02 09:00", "received": "陈立 2026-03-02 09:00"}
    ]
    letter = replace(notice, sort="letter", title="《关于……的函》")
    assert printed(letter, head=HEAD, zone=SHANGHAI)["sender"] == "和居装饰集团"
    assert file_title(letter) == "关于墙砖空鼓的函 通知-2026-0001"
    word = WordFile(BytesIO(docx_of(letter, head=HEAD, zone=SHANGHAI)))
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    assert "（盖章）" in paragraphs
    assert "通知-2026-0001" in paragraphs
    assert "王女士：" in paragraphs


def test_a_letter_says_the_amount_that_stands_beside_its_text() -> None:
    row = replace(printed_row("letter", "协议书"), content=(("协议条款", "双方同意", True), ("金额", "¥500.00", False)))
    word = WordFile(BytesIO(docx_of(row, head=HEAD, zone=SHANGHAI)))
    assert "金额：¥500.00" in [paragraph.text for paragraph in word.paragraphs]


def test_a_long_word_and_many_pages_still_make_a_paper() -> None:
    row = replace(printed_row(), content=(("编码", "a" * 300, False), ("经过", "客户反映渗水。\n" * 400, True)))
    assert len(pdf_of(row, head=HEAD, zone=SHANGHAI)) > len(pdf_of(printed_row(), head=HEAD, zone=SHANGHAI))
