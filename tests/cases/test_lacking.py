"""What a refusal asks for, in words of the rulebook."""

from tests.cases.house import House

from shouwen.cases import queries
from shouwen.cases.queries.worded import Worded
from shouwen.engine.compile import compile_rulebook
from shouwen.rulebook.load import load, shipped


def test_copies_and_seals_are_asked_for_in_words(house: House) -> None:
    case_id = house.open()
    lacks = ("paper:result", "copies:result:2", "sealed:result", "signed:result:leader")
    assert queries.lacking(house.viewer("alice"), case_id, lacks) == (
        "缺少《处理结果》",
        "《处理结果》还差2份",
        "《处理结果》尚未盖章",
        "《处理结果》尚缺签字：客服主管",
    )


def test_titles_with_marks_roles_and_fields_are_called_as_they_stand_on_the_form() -> None:
    """A title that brings its own 《》 is not marked twice; a role signs by its title; a fact goes by the field that asks for it."""
    path = next(path for name, _edition, path in shipped() if name == "luoyang")
    book = load(path).rulebook
    assert book is not None
    lent = Worded(compile_rulebook(book), "equipment_loan")
    assert lent.lack("signed:loan_register:taker", {}).endswith("尚缺签字：领用人")
    filing = Worded(compile_rulebook(book), "renovation")
    assert filing.lack("rule:deposit.paid", {}) == "“已收款”尚不符合要求"
    for lack in ("copies:service_agreement:2", "sealed:service_agreement", "paper:service_agreement"):
        assert "《《" not in filing.lack(lack, {})
