"""Papers as Word files: nothing empty is announced, blocks that belong together stay together."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn

from shouwen.documents.docx import docx_of
from shouwen.documents.printed import Letterhead
from shouwen.documents.queries import DocumentRow, SignatureRow

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HEAD = Letterhead("和居装饰集团", "华东一分公司")
ROW = DocumentRow(
    id=1, subject=1, paper="survey_record", sort="form", template="", title="《客户投诉现场会勘记录》", number="",
    version=1, issued_at=AT, content=(("现场情况", "墙砖空鼓三处", True),), clauses=("DECOR-7.1.2b",), unit="7",
    deliveries=(), signatures=(SignatureRow("分公司总经理"),),
)  # fmt: skip


def word(row: DocumentRow) -> Any:
    return WordFile(BytesIO(docx_of(row, head=HEAD, zone="Asia/Shanghai")))


def test_a_form_without_a_number_has_no_line_for_it() -> None:
    assert not any("编号" in each.text for each in word(ROW).paragraphs)
    assert any("编号：会勘-1" in each.text for each in word(replace(ROW, number="会勘-1")).paragraphs)


@pytest.mark.parametrize("sort", ["form", "letter"])
def test_page_numbers_are_as_small_as_the_words_around_them(sort: str) -> None:
    (line,) = word(replace(ROW, sort=sort)).sections[0].footer.paragraphs
    runs = [run for run in line._p.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    assert {run.find(qn("w:rPr")).find(qn("w:sz")).get(qn("w:val")) for run in runs} == {"16"}
    assert {each.get(qn("w:instr")) for each in line._p.iter(qn("w:fldSimple"))} == {"PAGE", "NUMPAGES"}


def test_a_letter_is_not_torn_between_its_sender_and_its_seal() -> None:
    sender, seal = [
        each for each in word(replace(ROW, sort="letter")).paragraphs if each.text in {HEAD.company, "（盖章）"}
    ][1:]
    assert sender.paragraph_format.keep_with_next
    assert seal.paragraph_format.keep_with_next


@pytest.mark.parametrize("sort", ["form", "letter"])
def test_a_line_to_sign_on_is_not_torn(sort: str) -> None:
    tables = word(replace(ROW, sort=sort)).tables
    lines = [row for table in tables for row in table.rows if "分公司总经理" in row.cells[0].text]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in lines] == [True]
