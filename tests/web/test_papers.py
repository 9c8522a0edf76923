"""Forms of a case are printed, and signed by those whom they ask."""

from io import BytesIO

import pytest
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
