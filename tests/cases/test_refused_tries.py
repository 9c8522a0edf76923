"""Tries that were refused for one reason are one line of the timeline, whoever tried."""

import pytest
from tests.cases.house import AT, House

from shouwen.cases import actions
from shouwen.runtime.subjects import Refused


def test_a_rush_for_one_case_leaves_one_line_beside_the_one_who_got_it(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    actions.take(case_id=case_id, task="handle#1", by=house["frank"], at=AT)
    rush = ("fay", "fay", "alice", "amy", "lee")
    for name in rush:
        with pytest.raises(Refused):
            actions.take(case_id=case_id, task="handle#1", by=house[name], at=AT)
    page = house.page(case_id, "lee")
    tried = [entry for entry in page.timeline if entry.refused]
    assert [(entry.times, entry.by, entry.text) for entry in tried] == [
        (len(rush), "Fay、Alice、Amy等 4 人", "已由他人接单")
    ]
    assert [entry.by for entry in page.timeline if entry.title == "接单" and not entry.refused] == ["Frank"]
    assert (page.case.state, page.case.handler) == ("working", "Frank")
