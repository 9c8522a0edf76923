"""A form begins with what is known: on the case, or on the cases above it."""

from tests.cases.house import RECORD, House

from shouwen.rulebook.model import FieldRule, PaperRule
from shouwen.runtime.prefill import prefilled
from shouwen.runtime.queries import state_of


def paper(**prefills: str) -> PaperRule:
    fields = {name: FieldRule.model_validate({"type": "text", "prefill": path}) for name, path in prefills.items()}
    return PaperRule.model_validate({"name": "letter", "fields": fields, "cites": ["DESK-1"]})


def test_a_case_below_another_begins_its_forms_with_what_that_one_knows(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    house.handle(case_id)
    state = state_of(house.child(case_id))
    asked = paper(what="record.what", grade="parent.grade", name="parent.record.what", nothing="result.cost")
    found = prefilled([asked], state, state.facts)
    assert found["record.what"] == "厨房天花板漏水"
    assert found["parent.record.what"] == "厨房天花板漏水"
    assert found["parent.grade"] == "general"
    assert "result.cost" not in found


def test_what_the_case_knows_itself_comes_first_and_how_often_a_step_was_done_is_known(house: House) -> None:
    case_id = house.open()
    house.finish(case_id, "record#1", "recorded", by="alice", fields=RECORD)
    state = state_of(case_id)
    found = prefilled([paper(round="record.round", what="record.what")], state, {"record.what": "另写"})
    assert found["record.round"] == 1
    assert found["record.what"] == "另写"
