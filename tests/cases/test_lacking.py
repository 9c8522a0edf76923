"""What a refusal asks for, in words of the rulebook."""

from tests.cases.house import House

from shouwen.cases import queries


def test_copies_and_seals_are_asked_for_in_words(house: House) -> None:
    case_id = house.open()
    lacks = ("paper:result", "copies:result:2", "sealed:result", "signed:result:leader")
    assert queries.lacking(house.viewer("alice"), case_id, lacks) == (
        "缺少《处理结果》",
        "《处理结果》还差2份",
        "《处理结果》尚未盖章",
        "《处理结果》尚缺签字：客服主管",
    )
