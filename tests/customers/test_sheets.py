"""Tables that leave the house: what they hold is text, whatever it looks like."""

import io

from openpyxl import load_workbook

from shouwen.base.tables import lines_of
from shouwen.customers.sheets import comma_text, workbook


def test_nothing_that_leaves_is_a_formula() -> None:
    wicked = '=HYPERLINK("http://x")'
    told = comma_text(("姓名",), [(wicked,), ("+86",), ("@x",), ("-1",), ("王敏",)], "utf-8")
    assert [line.cells[0][0] for line in lines_of(told)] == ["'", "'", "'", "'", "王"]
    sheet = workbook("客户", ("姓名",), [(wicked,)])
    assert [line.cells for line in lines_of(sheet)] == [(wicked,)]
    cell = load_workbook(io.BytesIO(sheet)).worksheets[0].cell(2, 1)
    assert cell.data_type == "s"
