"""Two changes of one file: both stand, and where they meet nothing of either is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.rulebook.form.merging import merged
from shouwen.rulebook.writing import spots

BEFORE = """rulebook: SHOP
clauses:
- {id: SHOP-1, title: 受理}
- {id: SHOP-1.1, title: 登记}
- {id: SHOP-1.2, title: 回访}
"""


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (("受理}", "受理投诉}"), ("登记}", "马上登记}")),
        (("受理}", "受理投诉}"), ("- {id: SHOP-1.1, title: 登记}\n", "")),
        (("- {id: SHOP-1.2, title: 回访}\n", ""), ("登记}\n", "登记}\n- {id: SHOP-1.3, title: 归档}\n")),
        (("受理}", "受理投诉}"), ("回访}", "回访}\n- {id: SHOP-2, title: 考核}")),
    ],
)
def test_different_lines_come_together_even_side_by_side(theirs: tuple[str, str], mine: tuple[str, str]) -> None:
    one, two = BEFORE.replace(*theirs), BEFORE.replace(*mine)
    found = merged(BEFORE, one, two)
    assert found.text == BEFORE.replace(*mine).replace(*theirs)
    assert found.clashes == 0
    assert merged(BEFORE, two, one).text == found.text


def test_two_new_clauses_at_one_place_stand_one_after_the_other() -> None:
    one = BEFORE + "- {id: SHOP-2, title: 考核}\n"
    two = BEFORE + "- {id: SHOP-3, title: 奖惩}\n"
    found = merged(BEFORE, one, two)
    assert found.clashes == 0
    assert found.text == one + "- {id: SHOP-3, title: 奖惩}\n"


def test_two_new_clauses_with_one_number_are_not_put_together_unasked() -> None:
    one = BEFORE + "- {id: SHOP-2, title: 考核}\n"
    two = BEFORE + "- {id: SHOP-2, title: 奖惩}\n"
    found = merged(BEFORE, one, two)
    assert found.clashes == 1
    assert spots(found.text)["clauses.SHOP-2.title"].value == "考核"
    assert "# - {id: SHOP-2, title: 奖惩}\n" in found.text


def test_the_same_change_twice_is_one() -> None:
    one = BEFORE.replace("登记", "马上登记")
    assert merged(BEFORE, one, one).text == one


def test_the_same_line_keeps_what_stands_now_and_shows_the_other_as_a_remark() -> None:
    one, two = BEFORE.replace("登记", "半小时内登记"), BEFORE.replace("登记", "马上登记").replace("回访", "不回访")
    found = merged(BEFORE, one, two)
    assert found.clashes == 1
    now = spots(found.text)
    assert now["clauses.SHOP-1.1.title"].value == "半小时内登记"
    assert now["clauses.SHOP-1.2.title"].value == "回访"
    assert "title: 马上登记" in found.text
    assert "title: 不回访" in found.text


def test_what_was_removed_and_changed_at_once_is_shown() -> None:
    one = BEFORE.replace("登记", "马上登记")
    found = merged(BEFORE, one, BEFORE.replace("- {id: SHOP-1.1, title: 登记}\n", ""))
    assert found.clashes == 1
    assert "title: 马上登记" in found.text
    assert "you removed this" in found.text


def test_lines_that_fit_but_say_something_nobody_wrote_are_shown() -> None:
    before = "- post: agent\n  title: 专员\n- post: leader\n  title: 主管\n"
    one = before.replace("- post: leader\n", "")
    two = before.replace("主管", "经理")
    found = merged(before, one, two)
    assert found.clashes
    assert "经理" in found.text


LINES = st.lists(st.sampled_from([f"- {{post: p{n}, title: {word}}}\n" for n in range(4) for word in "ab"]), max_size=6)


@settings(max_examples=150, deadline=None)
@given(LINES, LINES, LINES)
def test_no_line_that_somebody_wrote_is_lost(before: list[str], theirs: list[str], mine: list[str]) -> None:
    old, one, two = ("".join(lines) for lines in (before, theirs, mine))
    assert merged(old, one, old).text == one
    found = merged(old, one, two)
    live = [line for line in found.text.splitlines(keepends=True) if not line.startswith("#")]
    assert {line for line in theirs if line not in before} <= set(live)
    assert all(line in found.text for line in mine if line not in before)
