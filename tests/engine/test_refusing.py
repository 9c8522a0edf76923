"""退单: work that somebody refuses goes to somebody else: who gave it out, who asked for it, or the next above."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.engine.conftest import Town

from shouwen.engine.effects import Notify, SetState
from shouwen.engine.events import CaseOpened, PartyChanged, PromiseMade
from shouwen.engine.plan import Compiled
from shouwen.engine.seats import persons_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LIMIT = {"limit": (AT + timedelta(hours=4)).isoformat()}
RULES = """
- {post: boss, title: 经理}
- {post: leader, title: 班长, superior: boss}
- {post: agent, title: 专员, superior: leader}
- {post: worker, title: 师傅, superior: leader}
- procedure: matter
  roles: {tracker: {set: opener}, handler: {title: 主办, set: worker}}
  steps:
    take: {by: {role: tracker}, out: {known: work}}
    work: {by: {role: handler}, out: {done: end}}
"""
Make = Callable[..., Town]


@pytest.fixture
def opened(small: Callable[[str], Compiled], world_of: Callable[..., Town]) -> Make:
    def make(by: str = "专员", **holders: list[str]) -> Town:
        town = world_of(small(RULES), {}, **({"holders": holders} if holders else {}))
        town.open(CaseOpened(at=AT, by=by, case_type="matter", unit="本单位"))
        return town

    return make


def with_whom(town: Town, place: int = 0) -> set[str]:
    roster = town.subject("matter-1").around.roster
    return {one for seat in town.cases["matter-1"].active[place].assignees for one in persons_of(seat, roster)}


def told(decision: Any, town: Town) -> set[str]:
    roster = town.subject("matter-1").around.roster
    notices = [each for each in decision.effects if isinstance(each, Notify) and each.kind == "task.refused"]
    return {one for notice in notices for seat in notice.to for one in persons_of(seat, roster)}


def test_it_goes_to_whoever_answers_for_the_case(opened: Make) -> None:
    town = opened()
    town.finish("matter-1", "take", "known", "专员", at=AT)
    decision = town.act("refuse", "师傅", at=AT, reason="不归我修")
    assert (with_whom(town), told(decision, town)) == ({"专员"}, {"专员"})
    assert decision.after.state == "to_dispatch"


def test_who_answers_for_it_and_refuses_it_gives_it_to_the_next_above(opened: Make) -> None:
    town = opened()
    decision = town.act("refuse", "专员", at=AT, reason="不归我管")
    assert (with_whom(town), told(decision, town)) == ({"班长"}, {"班长"})
    town.act("refuse", "班长", at=AT, reason="专员的事")
    assert with_whom(town) == {"专员"}


def test_above_whoever_refuses_stands_somebody_else_even_if_he_holds_that_post_too(opened: Make) -> None:
    town = opened("甲", 专员=["甲"], 班长=["甲"], 经理=["乙"])
    decision = town.act("refuse", "甲", at=AT, reason="不归我管")
    assert (with_whom(town), told(decision, town)) == ({"乙"}, {"乙"})


def test_of_several_dispatchers_the_others_get_it(opened: Make) -> None:
    town = opened()
    town.do("matter-1", PartyChanged(at=AT, by="班长", role="dispatcher", post="agent"))
    town.finish("matter-1", "take", "known", "专员", at=AT)
    assert not town.act("refuse", "师傅", at=AT, reason="不归我修").refusals
    assert with_whom(town) == {"专员"}


def test_where_nobody_else_is_it_stays_and_that_is_said(opened: Make) -> None:
    town = opened("经理")
    decision = town.act("refuse", "经理", at=AT, reason="不归我管")
    assert [each.lacks for each in decision.refusals] == [("nobody_else:",)]
    assert with_whom(town) == {"经理"}


def test_a_supervision_goes_back_to_whoever_asked_for_it_and_the_case_stays_as_it_is(opened: Make) -> None:
    town = opened()
    town.act("supervise", "班长", at=AT, facts={**LIMIT, "person": "专员"}, reason="久拖")
    (key,) = [each.task for each in town.cases["matter-1"].active if each.task.startswith("supervise!")]
    decision = town.act("refuse", "专员", at=AT, task=key, reason="不是我办的")
    assert (with_whom(town, 1), told(decision, town)) == ({"班长"}, {"班长"})
    assert not [each for each in decision.effects if isinstance(each, SetState)]
    assert not town.act("done", "班长", at=AT, task=key, reason="已改由他人办理").refusals


FAR = "9999-12-31T09:00:00+08:00"


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("supervise", {"limit": FAR}),
        ("suspend", {"until": FAR}),
        ("co_handle", {"limit": FAR, "post": "worker"}),
        ("co_handle", {"limit": "2036-03-04T09:00:00+08:00", "post": "worker"}),
    ],
)
def test_a_year_that_was_mistyped_is_refused(opened: Make, act: str, facts: dict[str, Any]) -> None:
    town = opened()
    decision = town.act(act, "班长", at=AT, facts=facts, reason="久拖")
    assert [each.lacks for each in decision.refusals] == [("far:",)]
    assert len(town.cases["matter-1"].active) == 1


def test_so_is_a_promise_and_one_for_years_ahead_is_not(opened: Make) -> None:
    town = opened()
    far = PromiseMade(at=AT, by="专员", promise_id="p", reply_at=datetime.fromisoformat(FAR), words="")
    assert [each.lacks for each in town.do("matter-1", far).refusals] == [("far:",)]
    near = PromiseMade(at=AT, by="专员", promise_id="q", reply_at=AT.replace(year=2030), words="")
    assert not town.do("matter-1", near).refusals


def test_who_asked_for_a_supervision_is_never_the_one_supervised(opened: Make) -> None:
    town = opened()
    own = town.act("supervise", "专员", at=AT, facts=LIMIT, reason="久拖")
    assert [each.lacks for each in own.refusals] == [("own:",)]
    named = town.act("supervise", "班长", at=AT, facts={**LIMIT, "person": "班长"}, reason="久拖")
    assert [each.lacks for each in named.refusals] == [("own:",)]
    assert not town.act("supervise", "班长", at=AT, facts=LIMIT, reason="久拖").refusals
    assert with_whom(town, 1) == {"专员"}
