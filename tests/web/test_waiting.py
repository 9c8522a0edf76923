"""A case without an open step says for which linked cases it waits, and for whom in them."""

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.cases.queries.waiting import waits_for
from shouwen.cases.queries.worded import worded
from shouwen.cases.rows import WaitView
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import state_of

pytestmark = pytest.mark.django_db


def waiting(house: House) -> int:
    """A complaint that was handled and waits for the chase."""
    at = now()
    case_id = house.open(at)
    house.to_handling(case_id, at)
    actions.take(case_id=case_id, task="handle#1", by=house["frank"], at=at)
    house.handle(case_id, at)
    return case_id


def test_the_page_leads_to_the_case_that_is_waited_for_and_names_who_is_at_work(house: House) -> None:
    case_id = waiting(house)
    child = house.child(case_id)
    shown = text_of(signed_in("alice").get(f"/cases/{case_id}/"))
    panel = shown.partition("本事项在等下列关联事项办结")[2].partition("</section>")[0]
    assert f'href="/cases/{child}/"' in panel
    assert "追访" in panel
    assert "Alice" in panel
    assert "没有待办环节" not in shown


def test_once_nothing_is_waited_for_the_page_says_so_no_more(house: House) -> None:
    case_id = waiting(house)
    house.finish(house.child(case_id), "ask#1", "satisfied", by="alice", at=now())
    shown = text_of(signed_in("alice").get(f"/cases/{case_id}/"))
    assert "本事项在等下列关联事项办结" not in shown
    assert "没有待办环节" in shown


def test_a_case_out_of_sight_is_named_by_its_kind_only(house: House) -> None:
    case_id = waiting(house)
    alice = house.viewer("alice", now())
    state = state_of(case_id)
    words = worded(rulebooks.get(state.edition), state.case_type, alice)
    assert waits_for(alice, words, state, {}) == (WaitView("追访"),)
