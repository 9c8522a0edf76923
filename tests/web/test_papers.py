"""Forms of a case are printed, and signed by those whom they ask."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordFile
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now

pytestmark = pytest.mark.django_db


def test_a_filled_form_is_listed_and_prints_what_was_typed(house: House) -> None:
    case_id = house.open(now())
    house.record(case_id, now())
    alice = signed_in("alice")
    assert "record.pdf" in text_of(alice.get(f"/cases/{case_id}/papers/"))
    pdf = alice.get(f"/cases/{case_id}/papers/record.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    word = WordFile(BytesIO(alice.get(f"/cases/{case_id}/papers/record.docx").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "厨房天花板漏水" in cells


def test_a_form_nobody_filled_and_a_case_out_of_sight_print_nothing(house: House) -> None:
    case_id = house.open(now())
    assert signed_in("alice").get(f"/cases/{case_id}/papers/record.pdf").status_code == 404
    house.record(case_id, now())
    assert signed_in("olga").get(f"/cases/{case_id}/papers/record.pdf").status_code == 404


def test_nobody_signs_where_the_form_does_not_ask_for_it(house: House) -> None:
    case_id = house.open(now())
    house.record(case_id, now())
    answer = signed_in("alice").post(f"/cases/{case_id}/papers/record/sign/", {"party": "agent"}, follow=True)
    assert "这一栏不由您签字" in text_of(answer)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
SHEET = {"task": "look#1", "sheet.seen": "地板起拱两处"}


def filed(house: House) -> int:
    """A survey whose sheet is filed and not signed yet."""
    case_id = house.open(now(), case_type="survey", fields={})
    assert signed_in("alice").post(f"/cases/{case_id}/step/", {**SHEET, "file": "sheet"}).status_code == 302
    return case_id


def signs(case_id: int, party: str, **more: object) -> str:
    sent = {"party": party, **more}
    return text_of(signed_in("alice").post(f"/cases/{case_id}/papers/sheet/sign/", sent, follow=True))


def test_a_sheet_is_filed_printed_signed_by_all_and_only_then_the_step_is_finished(house: House) -> None:
    case_id = filed(house)
    alice = signed_in("alice")
    assert alice.get(f"/cases/{case_id}/papers/sheet.pdf").content.startswith(b"%PDF-")
    done = {**SHEET, "outcome": "seen"}
    refused = alice.post(f"/cases/{case_id}/step/", done)
    assert refused.status_code == 422
    assert "尚缺签字：客服专员；《现场查看单》尚缺签字：客户" in text_of(refused)
    signs(case_id, "agent")
    signs(case_id, "customer", scan=SimpleUploadedFile("会勘.png", PNG))
    page = text_of(alice.get(f"/cases/{case_id}/"))
    assert "客户（纸面签字，已附扫描件）" in page
    assert "会勘.png" in page
    assert alice.post(f"/cases/{case_id}/step/", done).status_code == 302
    assert house.open_tasks(case_id) == set()


def test_a_customer_signs_on_paper_and_the_sheet_is_kept(house: House) -> None:
    case_id = filed(house)
    assert "请附上签过字的扫描件或照片" in signs(case_id, "customer")
    assert "<form" in text_of(signed_in("alice").get(f"/cases/{case_id}/papers/?paper=sheet"))


def test_a_sheet_that_is_changed_loses_its_signatures(house: House) -> None:
    case_id = filed(house)
    signs(case_id, "agent")
    alice = signed_in("alice")
    listed = f"/cases/{case_id}/papers/?paper=sheet"
    assert "is-done" in text_of(alice.get(listed))
    alice.post(f"/cases/{case_id}/step/", {**SHEET, "sheet.seen": "地板起拱三处", "file": "sheet"})
    assert "is-done" not in text_of(alice.get(listed))
    assert "第 2 版" in text_of(alice.get(listed))


def test_the_page_offers_to_file_what_has_to_be_signed(house: House) -> None:
    case_id = house.open(now(), case_type="survey", fields={})
    assert 'name="file" value="sheet"' in text_of(signed_in("alice").get(f"/cases/{case_id}/"))


def test_the_panel_of_forms_fills_the_place_below_its_heading(house: House) -> None:
    page = text_of(signed_in("alice").get(f"/cases/{filed(house)}/"))
    panel = page[page.index('/papers/" hx-trigger="toggle once"') :].partition("</details>")[0]
    found = re.search(r'hx-target="find (\w+)\.body"', panel)
    assert found is not None
    assert f'<{found[1]} class="body"' in panel.partition("</summary>")[2]
    assert f"<{found[1]} " not in panel.partition("</summary>")[0]
