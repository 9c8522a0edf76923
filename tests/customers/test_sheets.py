"""Tables that leave the house: what they hold is text, whatever it looks like."""

import io
from datetime import date

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from shouwen.base.tables import lines_of
from shouwen.customers.sheets import comma_text, workbook


def test_a_day_is_a_day_and_not_a_text() -> None:
    rows = [("王敏", date(2026, 3, 2), "2026-03-02")]
    sheet = workbook("客户", ("姓名", "建档日期", "备注"), rows)
    _, day, words = (each for each in load_workbook(io.BytesIO(sheet)).worksheets[0][2] if isinstance(each, Cell))
    assert (day.is_date, str(day.value), day.number_format) == (True, "2026-03-02 00:00:00", "yyyy-mm-dd")
    assert (words.data_type, words.value) == ("s", "2026-03-02")
    assert next(iter(lines_of(sheet))).cells[1] == "2026-03-02"
    assert "王敏,2026-03-02," in comma_text(("姓名", "建档日期", "备注"), rows, "utf-8").decode()


def test_nothing_that_leaves_is_a_formula() -> None:
    wicked = '=HYPERLINK("http://x")'
    told = comma_text(("姓名",), [(wicked,), ("+86",), ("@x",), ("-1",), ("王敏",)], "utf-8")
    assert [line.cells[0][0] for line in lines_of(told)] == ["'", "'", "'", "'", "王"]
    sheet = workbook("客户", ("姓名",), [(wicked,)])
    assert [line.cells for line in lines_of(sheet)] == [(wicked,)]
    cell = load_workbook(io.BytesIO(sheet)).worksheets[0].cell(2, 1)
    assert cell.data_type == "s"
