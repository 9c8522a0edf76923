"""The key of an edition can stand in an address, and nothing is counted below zero."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.rulebook.conftest import HEADER
from tests.rulebook.test_check_blocks import ALL

Faulty = Callable[..., None]
Write = Callable[..., Any]
ID = "id: '1'"


@pytest.mark.parametrize("bad", ["../../../evil", "2026/1", "2026 1", ".2026", "a?b", "x" * 41, "二〇二六"])
def test_an_edition_id_that_no_address_can_hold(write: Write, bad: str) -> None:
    found = write("", header=HEADER.replace(ID, f"id: '{bad}'"))
    (problem,) = [one for one in found.problems if one.level == "error"]
    assert problem.code == "bad_edition_id"
    assert problem.place.line == 3
    assert "不能用作版本号" in problem.message
    assert f"'{bad}' cannot be an edition id" in problem.message_en


@pytest.mark.parametrize("good", ["2026", "2026-01", "5.10", "draft_2"])
def test_an_edition_id_that_can_stand_in_an_address(write: Write, good: str) -> None:
    assert write("", header=HEADER.replace(ID, f"id: '{good}'")).codes == write("").codes


@pytest.mark.parametrize("bad", ["t", "T/U", "..", "T1", "X" * 21])
def test_a_code_that_no_address_can_hold(write: Write, bad: str) -> None:
    found = write("", header=HEADER.replace("rulebook: T\n", f"rulebook: '{bad}'\n"))
    (problem,) = [one for one in found.problems if one.level == "error"]
    assert (problem.code, problem.place.line) == ("bad_code", 1)


def test_a_quota_below_zero(faulty: Faulty) -> None:
    duty = "- {duty: call, by: clerk, per: credit_account, mode: record, due: {m: {each: month, need: {at_least: %s, of: callback}}}, cites: [T-1]}"
    faulty(
        "negative_number",
        ALL + duty % "'-3'" + "  # <-\n",
        ALL + duty % "3" + "\n",
        zh="个数不能是 -3",
        en="write 0 or a greater whole number",
    )


def test_a_post_held_by_fewer_than_nobody(write: Write) -> None:
    found = write("", header=HEADER.replace("unit: group, count: 2", "unit: group, count: {value: -2, confirm: 人数}"))
    assert "negative_number" in found.codes
