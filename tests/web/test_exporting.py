"""A list leaves the house as a workbook: typed, marked, without formulas, and many cases only with a second person."""

import re
import zipfile
from io import BytesIO

import pytest
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.cases.attributes import Attribute

pytestmark = pytest.mark.django_db


def sheet_of(content: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()


def test_a_list_goes_out_as_a_workbook_without_formulas_and_with_its_mark(house: House) -> None:
    recent(house, title='=HYPERLINK("http://x","点我")', fields={"caller": "李先生", "phone": "13912345678"})
    lee = signed_in("lee")
    assert "用途" in text_of(lee.get("/cases/export/?open_only=1"))
    assert lee.post("/cases/export/?open_only=1", {"reason": "例会材料"})["Location"] == "/exports/"
    (row,) = queries.own_exports(house.viewer("lee", now()))
    answer = lee.post(f"/exports/{row.id}/file/")
    sheet, texts = sheet_of(answer.content)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "no-store" in answer["Cache-Control"]
    assert "<f>" not in sheet
    assert "HYPERLINK" in texts
    assert "导出人 Lee" in texts
    assert "例会材料" in texts
    assert "例会材料" in sheet.partition("<headerFooter")[2]
    assert "13912345678" not in texts
    assert "李先生" not in texts
    assert 'autoFilter ref="A2:' in sheet
    assert "下载于" in text_of(lee.get("/exports/"))


def test_a_file_comes_in_the_order_of_the_list(house: House) -> None:
    for number in range(3):
        recent(house, title=f"第{number}件")
    lee = signed_in("lee")
    for order in ("new", "old"):
        lee.post(f"/cases/export/?sort={order}", {"reason": "例会材料"})
    old, new = (lee.post(f"/exports/{row.id}/file/").content for row in queries.own_exports(house.viewer("lee", now())))
    titles = [re.findall("第.件", sheet_of(content)[1]) for content in (new, old)]
    assert titles == [["第2件", "第1件", "第0件"], ["第0件", "第1件", "第2件"]]


def test_an_export_of_many_asks_a_second_person_on_the_page(house: House) -> None:
    for number in range(queries.WITHOUT_ASKING + 1):
        recent(house, title=f"第{number}件")
    lee, dora = signed_in("lee"), signed_in("dora")
    assert "第二人" in text_of(lee.get("/cases/export/"))
    lee.post("/cases/export/", {"reason": "年度归档"})
    (row,) = queries.own_exports(house.viewer("lee", now()))
    assert lee.post(f"/exports/{row.id}/file/").status_code == 404
    assert "1 份导出请您同意" in text_of(dora.get("/home/"))
    assert "年度归档" in text_of(dora.get("/exports/"))
    dora.post(f"/exports/{row.id}/decide/", {"agrees": "yes"})
    sheet, _ = sheet_of(lee.post(f"/exports/{row.id}/file/").content)
    assert sheet.count("<row ") == queries.WITHOUT_ASKING + 3


def test_a_cell_says_the_name_of_a_unit_or_a_person_not_its_number(house: House) -> None:
    lee = house.viewer("lee", now())
    place = lee.organisation.units[house.branch].name
    for kind, value, said in (
        ("unit", str(house.branch), place),
        ("person", house["alice"], "Alice"),
        ("unit", [str(house.branch), str(house.other)], f"{place}、{lee.organisation.units[house.other].name}"),
        ("number", 12, 12),
        ("text", "10", "10"),
        ("unit", "", ""),
    ):
        assert queries.in_cell(lee, Attribute("x.y", "单位", "表", kind), value) == said
    ticked = Attribute("x.y", "进水", "表", "yes_no", (("true", "是"), ("false", "否")))
    assert [queries.in_cell(lee, ticked, value) for value in (True, False, None)] == ["是", "否", None]
