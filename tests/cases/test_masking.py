"""Numbers that are known stay hidden in every form that shows them again, and are kept whole all the same."""

import pytest
from tests.cases.house import House

from shouwen.cases.forms import Invalid
from shouwen.cases.masking import covered, whole
from shouwen.cases.rows import FieldView
from shouwen.rulebook.model import FieldRule
from shouwen.runtime.queries import state_of

NUMBER, COVER = "13912345678", "139****5678"
DONE = {"done": "已修好"}


@pytest.fixture
def in_hand(house: House) -> int:
    case_id = house.open(fields={"caller": "王女士", "phone": NUMBER})
    house.to_handling(case_id)
    return case_id


def asked_for(house: House, case_id: int) -> FieldView:
    (step,) = [each for each in house.page(case_id, "frank").steps if each.is_mine]
    return next(field for field in step.papers[0].fields if field.name == "call")


def kept(house: House, case_id: int, sent: dict[str, str]) -> object:
    house.finish(case_id, "handle#1", "handled", by="frank", fields={"result": {**DONE, **sent}})
    return state_of(case_id).facts.get("result.call")


def test_the_form_of_the_next_step_shows_only_the_cover(house: House, in_hand: int) -> None:
    field = asked_for(house, in_hand)
    assert (field.value, field.masked) == (COVER, True)


def test_the_cover_sent_back_is_kept_as_the_whole_number(house: House, in_hand: int) -> None:
    assert kept(house, in_hand, {"call": COVER}) == NUMBER


def test_what_is_typed_over_it_holds_and_what_is_cleared_is_gone(house: House, in_hand: int) -> None:
    assert kept(house, in_hand, {"call": "021-66668888"}) == "021-66668888"
    other = house.open(fields={"caller": "王女士", "phone": NUMBER})
    house.to_handling(other)
    assert kept(house, other, {"call": ""}) is None


def test_a_cover_of_another_number_is_no_number(house: House, in_hand: int) -> None:
    with pytest.raises(Invalid, match="隐去的部分"):
        kept(house, in_hand, {"call": "138****0000"})


def test_columns_of_a_table_too_whichever_line_was_taken_out() -> None:
    columns = {"who": {"type": "text"}, "tel": {"type": "phone"}}
    rule = FieldRule.model_validate({"type": "table", "columns": columns})
    known = ({"who": "甲", "tel": NUMBER}, {"who": "乙", "tel": "13700001111"})
    shown = covered(rule, known)
    assert shown == ({"who": "甲", "tel": COVER}, {"who": "乙", "tel": "137****1111"})
    assert whole(rule, [{"who": "乙", "tel": "137****1111"}], known) == [{"who": "乙", "tel": "13700001111"}]
