"""A step puts the papers it waits for before the one who acts, when they are asked for."""

from typing import Any

import pytest
from tests.cases.house import House

from shouwen.cases.actions import Refused
from shouwen.cases.forms import Invalid

Fields = dict[str, dict[str, Any]]
PAID: Fields = {"result": {"done": "已修好", "cost": "200"}}


@pytest.fixture
def in_hand(house: House) -> int:
    case_id = house.open()
    house.to_handling(case_id)
    return case_id


def handled(house: House, case_id: int, fields: Fields) -> None:
    house.finish(case_id, "handle#1", "handled", by="frank", fields=fields)


def test_a_paper_that_is_asked_for_under_a_condition_stands_beside_the_form_with_its_condition(
    house: House, in_hand: int
) -> None:
    (step,) = [each for each in house.page(in_hand, "frank").steps if each.is_mine]
    result, bill = step.papers
    assert (result.paper, result.shown_when) == ("result", None)
    assert bill.title == "《费用清单》"
    assert bill.shown_when is not None
    assert bill.shown_when.paths() == {"result.cost"}


def test_without_it_the_step_does_not_pass_and_says_its_title_once(house: House, in_hand: int) -> None:
    with pytest.raises(Refused):
        handled(house, in_hand, PAID)
    said = [entry.text for entry in house.page(in_hand, "frank").timeline if entry.refused]
    assert said == ["缺少《费用清单》"]


def test_one_left_empty_was_not_given_and_one_begun_must_be_whole(house: House, in_hand: int) -> None:
    with pytest.raises(Refused):
        handled(house, in_hand, {**PAID, "bill": {"items": ""}})
    handled(house, in_hand, {**PAID, "bill": {"items": "人工 200 元"}})
    assert house.page(in_hand, "frank").steps == ()


def test_where_it_is_not_asked_for_the_empty_form_is_no_hindrance(house: House, in_hand: int) -> None:
    free: Fields = {"result": {"done": "已修好", "cost": ""}, "bill": {"items": ""}}
    handled(house, in_hand, free)
    assert "handle#1" not in house.open_tasks(in_hand)


def test_what_was_typed_wrong_into_it_is_named(house: House, in_hand: int) -> None:
    with pytest.raises(Invalid, match="处理情况"):
        handled(house, in_hand, {"result": {"done": "", "cost": "200"}, "bill": {"items": "人工"}})
