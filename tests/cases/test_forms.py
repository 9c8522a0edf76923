"""Forms of the rulebook: what shows, what must be filled, and what is typed wrong is said in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from tests.cases.house import AT, DESK

from shouwen.cases.fields import Asked, Wrong, read_field
from shouwen.cases.forms import Cleaned, Known, clean, view
from shouwen.rulebook.load import load
from shouwen.rulebook.model import FieldRule, PaperRule

LOADED = load(DESK).rulebook
assert LOADED is not None
KNOWN = Known(LOADED, {}, AT)


def cleaned(paper: str, raw: Mapping[str, Any]) -> Cleaned:
    return clean(KNOWN.rulebook.papers[paper], raw, KNOWN)


def test_a_required_field_left_empty_is_named() -> None:
    found = cleaned("record", {"what": "  ", "kind": ""})
    assert found.errors == {"record.what": "“事由”必填，请填写。", "record.kind": "“类别”必填，请填写。"}


def test_a_field_shows_and_is_required_only_where_its_condition_holds() -> None:
    assert cleaned("record", {"what": "漏", "kind": "noise"}).errors == {}
    assert cleaned("record", {"what": "漏", "kind": "water"}).errors == {"record.litres": "“水量”必填，请填写。"}


def test_what_does_not_show_gives_nothing_even_when_sent() -> None:
    found = cleaned("record", {"what": "吵", "kind": "noise", "litres": "3", "other": "x"})
    assert found.values == {"record.what": "吵", "record.kind": "noise"}


def test_a_sealed_field_is_marked() -> None:
    assert cleaned("intake", {"caller": "王女士"}).sealed == {"intake.caller"}


def test_the_form_offers_words_for_values() -> None:
    form = view(KNOWN.rulebook.papers["record"], KNOWN)
    assert {field.name: field.choices for field in form.fields}["kind"] == (("water", "漏水"), ("noise", "噪音"))
    assert {field.name: field.shown for field in form.fields} == {"what": True, "kind": True, "litres": False}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("number", "1,200", 1200),
        ("number", "0.50", "0.50"),
        ("money", "￥12.5", "12.50"),
        ("date", "2026/03/02", "2026-03-02"),
        ("time", "9：30".replace("9", "09"), "09:30"),
        ("datetime", "2026-03-02 15:30", "2026-03-02T15:30:00+08:00"),
        ("yes_no", "是", True),
        ("phone", "138 1234 5678", "138 1234 5678"),
        ("person", "12", "12"),
        ("person", ["12", "13"], ("12", "13")),
        ("text", " 甲\x00乙 ", "甲乙"),
        ("file", "f1", ("f1",)),
        ("score", "95", 95),
        ("text", "", None),
    ],
)
def test_what_is_typed_becomes_a_value(kind: str, raw: object, value: object) -> None:
    rule = FieldRule.model_validate({"type": kind, "title": "栏"})
    assert read_field(Asked(rule, "栏", {}, "Asia/Shanghai"), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        ("number", "很多", "请填数字"),
        ("number", "NaN", "过大"),
        ("money", "1.234", "两位小数"),
        ("date", "2026-02-30", "请填日期"),
        ("time", "25:00", "请填时间"),
        ("yes_no", "也许", "是或否"),
        ("phone", "没有", "不像电话"),
        ("person", "张三", "从列表"),
        ("score", "101", "0 到 100"),
        ("text", "字" * 501, "最多 500"),
    ],
)
def test_what_is_typed_wrong_is_said_plainly(kind: str, raw: str, says: str) -> None:
    rule = FieldRule.model_validate({"type": kind, "title": "栏"})
    with pytest.raises(Wrong, match=says) as wrong:
        read_field(Asked(rule, "栏", {}, "Asia/Shanghai"), raw)
    assert "栏" in str(wrong.value)


def test_a_table_names_the_line_that_lacks_something() -> None:
    columns = {"item": {"type": "text", "title": "项目", "required": True}, "cost": {"type": "money", "title": "费用"}}
    rule = FieldRule.model_validate({"type": "table", "title": "明细", "columns": columns})
    asked = Asked(rule, "明细", {}, "Asia/Shanghai")
    lines = [{"item": "砖", "cost": "3"}, {"item": "", "cost": ""}]
    assert read_field(asked, lines) == ({"item": "砖", "cost": "3.00"},)
    with pytest.raises(Wrong, match="明细第2行项目"):
        read_field(asked, [lines[0], {"item": "", "cost": "5"}])


def test_a_page_is_told_when_a_field_must_be_filled() -> None:
    form = view(KNOWN.rulebook.papers["record"], KNOWN)
    told = {field.name: field.must_when for field in form.fields}
    condition = told["litres"]
    assert condition is not None
    assert condition.paths() == {"record.kind"}
    assert told["what"] is None


@pytest.mark.parametrize("opened", ["2026-11-22T19:22:00+00:00", "2026-11-23T03:22:00+08:00"])
def test_an_instant_put_in_beforehand_is_the_one_on_the_wall_and_comes_back_the_same(opened: str) -> None:
    fields = {
        "at": {"type": "datetime", "title": "投诉时间", "prefill": "case.opened_at"},
        "day": {"type": "date", "title": "投诉日期", "prefill": "case.opened_at"},
    }
    paper = PaperRule.model_validate({"name": "complaint", "title": "投诉单", "fields": fields})
    known = Known(KNOWN.rulebook, {"case.opened_at": opened}, AT)
    shown = {field.name: field.value for field in view(paper, known).fields}
    assert shown == {"at": "2026-11-23T03:22", "day": "2026-11-23"}
    values = clean(paper, shown, known).values
    assert datetime.fromisoformat(str(values["complaint.at"])) == datetime.fromisoformat(opened)
