"""Lists narrowed to any field of any form: each kind of field, between, empty, and what cannot be asked."""

from pathlib import Path
from typing import Any

import pytest
from tests.cases.gated import with_rules
from tests.cases.house import AT, HOUR, House

from shouwen.cases import queries
from shouwen.cases.attributes import attributes
from shouwen.cases.models import Case
from shouwen.cases.queries import Filters, Sought

FORM = """
- paper: extra
  title: 补充表
  cites: [DESK-1]
  fields:
    words: {type: text, title: 说明}
    rooms: {type: number, title: 间数}
    cost: {type: money, title: 金额}
    on: {type: date, title: 上门日期}
    at: {type: time, title: 上门时间}
    when: {type: datetime, title: 约定时间}
    sort: {type: choice, title: 类别, choices: {wall: 墙面, floor: 地面}}
    tags: {type: several, title: 标签, choices: {wet: 潮, loud: 响}}
    paid: {type: yes_no, title: 已付}
    who: {type: person, title: 上门人}
    place: {type: unit, title: 承办单位}
"""


@pytest.fixture
def cases(house: House, tmp_path: Path) -> dict[str, int]:
    """One filled with this, one with that, one with nothing; kept as forms keep them."""
    with_rules(tmp_path, FORM)
    one: dict[str, Any] = {
        "words": "C++ 卫生间(主卧) 100%", "rooms": 3, "cost": "1200.00", "on": "2026-03-02", "at": "09:30", "paid": True,
        "when": "2026-03-02T15:30:00+08:00", "sort": "wall", "tags": ["wet"], "who": house["frank"], "place": str(house.other),
    }  # fmt: skip
    two: dict[str, Any] = {
        "words": "厨房", "rooms": "0.5", "cost": "99.90", "on": "2026-03-09", "at": "14:00", "paid": False,
        "when": "2026-03-09T08:00:00+08:00", "sort": "floor", "tags": ["wet", "loud"], "who": house["fay"], "place": str(house.branch),
    }  # fmt: skip
    made = {name: house.open(AT) for name in ("one", "two", "none")}
    for name, said in (("one", one), ("two", two)):
        Case.objects.filter(pk=made[name]).update(attributes={f"extra.{key}": value for key, value in said.items()})
    return made


def found(house: House, *sought: tuple[str, ...]) -> set[int]:
    filters = Filters(attributes=tuple((f"extra.{field}", *rest) for field, *rest in sought))
    return {row.id for row in queries.listing(house.viewer("lee"), filters).rows}


@pytest.mark.parametrize(
    ("sought", "which"),
    [
        (("words", "主卧"), "one"), (("words", "c++"), "one"), (("words", "(主"), "one"), (("words", "100%"), "one"),
        (("rooms", "3"), "one"), (("rooms", "3.0"), "one"), (("rooms", "0.5"), "two"), (("rooms", "1", "between", "5"), "one"),
        (("rooms", "", "between", "1"), "two"), (("rooms", "1", "between", ""), "one"),
        (("cost", "1200"), "one"), (("cost", "1,200.00"), "one"), (("cost", "99.9"), "two"),
        (("cost", "100", "between", "2000"), "one"), (("cost", "20", "between", "100"), "two"),
        (("on", "2026-03-02"), "one"), (("on", "2026-03-03", "between", "2026-03-09"), "two"),
        (("at", "09:30"), "one"), (("at", "12:00", "between", "18:00"), "two"),
        (("when", "2026-03-02"), "one"), (("when", "2026-03-03", "between", "2026-03-09"), "two"),
        (("sort", "wall"), "one"), (("tags", "loud"), "two"), (("paid", "true"), "one"), (("paid", "false"), "two"),
        (("who", "Frank"), "one"), (("place", "华东一分"), "two"), (("sort", "", "empty"), "none"),
    ],
)  # fmt: skip
def test_each_kind_of_field(house: House, cases: dict[str, int], sought: tuple[str, ...], which: str) -> None:
    assert found(house, sought) == {cases[which]}


def test_conditions_add_up(house: House, cases: dict[str, int]) -> None:
    assert found(house, ("tags", "wet")) == {cases["one"], cases["two"]}
    assert found(house, ("tags", "wet"), ("paid", "false")) == {cases["two"]}
    assert found(house, ("tags", "wet"), ("rooms", "2", "between", "9"), ("cost", "99.9")) == set()
    assert found(house, ("words", "", "filled")) == {cases["one"], cases["two"]}


@pytest.mark.parametrize(
    ("sought", "why"),
    [
        (("nothing", "1"), "unknown"), (("rooms", "三间"), "number"), (("rooms", "1e99"), "number"), (("rooms", "NaN"), "number"),
        (("on", "2026-3-2"), "date"), (("on", "2026-02-45"), "date"), (("at", "25:00"), "time"), (("sort", "roof"), "choice"),
        (("who", "无此人"), "reference"), (("words", "a", "between", "b"), "how"), (("words", "a", "xx"), "how"),
        (("rooms", "", "between", ""), "value"), (("rooms", "", "is", "3"), "value"), (("paid", "maybe"), "choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_finds_nothing_and_says_why(
    house: House, cases: dict[str, int], sought: tuple[str, ...], why: str
) -> None:
    assert cases
    assert queries.wrong_with(house.viewer("lee"), Sought(f"extra.{sought[0]}", *sought[1:])) == why
    assert found(house, sought) == set()


def test_a_long_text_is_found_by_its_beginning_and_is_not_empty(house: House) -> None:
    case_id = house.open(AT)
    said = {"record": {"what": "天花板" + "很" * 600, "kind": "noise"}}
    house.finish(case_id, "record#1", "recorded", by="alice", at=AT + HOUR / 2, fields=said)
    viewer = house.viewer("lee")
    for sought in (("record.what", "花板很很"), ("record.what", "", "filled")):
        assert [row.id for row in queries.listing(viewer, Filters(attributes=(sought,))).rows] == [case_id]
    assert queries.listing(viewer, Filters(attributes=(("record.what", "", "empty"),))).rows == ()


def test_a_field_that_an_edition_gains_can_be_asked_for_at_once(house: House, tmp_path: Path) -> None:
    assert "extra.words" not in attributes("DESK/1")
    with_rules(tmp_path, FORM)
    assert attributes("DESK/1")["extra.words"].title == "说明"
