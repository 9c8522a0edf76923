"""Limits in motion: the order of marks, who is told how, limits that end with their task or outlive it, and with the case."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import MarkClock, Notify, PauseClock, RecordFinding, ResumeClock, StartClock, StopClock
from shouwen.engine.events import FactCorrected, FactSet, Happened, TimeReached
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- procedure: matter
  due: {CASE}
  steps:
    work: {by: agent, due: {STEP}, out: {done: last, again: work}, rounds: {most: none, why: 直至完成}}
    last: {by: boss, out: {done: end}}
"""


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(case: str = "", step: str = "", **facts: Any) -> Town:
        town: Town = world_of(small(RULES.replace("CASE", case).replace("STEP", step)), facts)
        town.start()
        return town

    return make


def results(town: Town) -> dict[str, str | None]:
    return {key: clock.result for key, clock in town.cases["matter-1"].clocks.items()}


def test_marks_noticed_late_come_in_the_order_of_their_instants_and_not_of_their_names(town_of: Any) -> None:
    town = town_of(
        "a: {title: 甲, within: 4h, until: customer.answered}, b: {title: 乙, within: 2h, until: customer.answered}, "
        "c: {title: 丙, within: 2h, until: customer.answered}"
    )
    assert town.told[-1].decision.next_wake == MORNING + timedelta(minutes=90)
    town.wakes.clear()
    found = town.do("matter-1", TimeReached(at=MORNING + 5 * HOUR)).effects
    assert [(each.clock[7], each.mark) for each in found if isinstance(each, MarkClock)] == [
        ("b", "warned"),
        ("c", "warned"),
        ("b", "missed"),
        ("c", "missed"),
        ("a", "warned"),
        ("a", "missed"),
    ]


def test_a_miss_and_a_warning_wait_for_the_hours_of_whoever_is_told(town_of: Any) -> None:
    town = town_of("answer: {title: 答复, within: 2h, until: customer.answered, cites: [SMALL-4]}")
    town.run_to(MORNING + 3 * HOUR)
    told = [each for each in town.effects(Notify) if each.kind.startswith("clock.")]
    assert [(each.kind, each.urgent, each.about, each.cites) for each in told] == [
        ("clock.warned", False, "matter.answer#1", ("SMALL-4",)),
        ("clock.missed", False, "matter.answer#1", ("SMALL-4",)),
    ]
    assert [seat.person for each in told for seat in each.to] == ["专员", "专员"]


def test_what_a_warning_and_a_miss_do_is_done(town_of: Any) -> None:
    town = town_of(
        "answer: {title: 答复, within: 2h, until: customer.answered, on_warn: [{notify: boss, say: 快到了}], on_miss: [{notify: boss, say: 过了}]}"
    )
    town.run_to(MORNING + timedelta(minutes=90))
    assert [each.say for each in town.effects(Notify) if each.kind == "rule"] == ["快到了"]
    town.run_to(MORNING + 3 * HOUR)
    assert [each.say for each in town.effects(Notify) if each.kind == "rule"] == ["快到了", "过了"]


@pytest.mark.parametrize(("until", "result"), [("", "met"), (", until: customer.answered", None)])
def test_a_limit_of_a_step_ends_with_it_unless_something_else_ends_it(town_of: Any, until: str, result: Any) -> None:
    town = town_of(step=f"reply: {{title: 回复, from: step.opened, within: 9h{until}}}")
    town.finish("matter-1", "work", "done", "专员", at=MORNING + HOUR)
    assert results(town) == {"matter.work.reply#1": result}


def test_a_limit_that_outlives_its_step_is_met_by_what_it_waits_for(town_of: Any) -> None:
    town = town_of(step="reply: {title: 回复, from: step.opened, within: 2h, until: customer.answered}")
    town.finish("matter-1", "work", "done", "专员", at=MORNING + HOUR)
    town.run_to(MORNING + 3 * HOUR)
    assert [each.mark for each in town.effects(MarkClock)] == ["warned", "missed"]
    town.do("matter-1", Happened(at=MORNING + 4 * HOUR, name="customer.answered"))
    assert results(town) == {"matter.work.reply#1": "late"}


def test_a_limit_of_the_whole_case_is_met_by_closing_and_what_waits_for_more_falls_away(town_of: Any) -> None:
    town = town_of(
        "whole: {title: 办结, within: 9h, cites: [SMALL-4]}, answer: {title: 答复, within: 9h, until: customer.answered}",
        "reply: {title: 回复, from: step.opened, within: 9h, until: customer.answered}",
    )
    town.finish("matter-1", "work", "done", "专员")
    town.finish("matter-1", "last", "done", "经理", at=MORNING + HOUR)
    assert town.cases["matter-1"].closed_at == MORNING + HOUR
    assert results(town) == {
        "matter.whole#1": "met",
        "matter.answer#1": "excused",
        "matter.work.reply#1": "excused",
    }
    assert [(each.rule, each.result) for each in town.effects(RecordFinding)] == [("matter.whole", "kept")]


LEFT = "reply: {title: 回复, from: step.opened, within: 4h}"


def test_a_step_that_was_left_and_is_entered_again_has_its_limit_anew(small: Small, world_of: Any) -> None:
    rules = RULES.replace("CASE", "").replace("STEP", LEFT)
    town: Town = world_of(small(rules + "  anytime: [{upon: restart, goto: work}]\n"))
    town.start()
    for hours in (5, 7):
        town.do("matter-1", Happened(at=MORNING + hours * HOUR, name="restart"))
    assert results(town) == {
        "matter.work.reply#1": "late",
        "matter.work.reply#1.2": "excused",
        "matter.work.reply#1.3": None,
    }
    assert town.clock("matter.work.reply#1.3").due_at == MORNING + 11 * HOUR
    town.finish("matter-1", "work", "done", "专员", at=MORNING + 8 * HOUR)
    assert results(town)["matter.work.reply#1.3"] == "met"


def test_a_case_that_comes_back_has_limits_again(town_of: Any) -> None:
    town = town_of(step=LEFT)
    town.act("void", at=MORNING + HOUR, reason="登记错了")
    town.act("reopen", at=MORNING + 2 * HOUR, reason="没有错")
    assert results(town) == {"matter.work.reply#1": "excused", "matter.work.reply#1.2": None}
    assert town.clock("matter.work.reply#1.2").due_at == MORNING + 6 * HOUR


WHILE = "reply: {title: 回复, from: step.opened, within: 9h, until: customer.answered, while: {customer.waits: true}}"


def test_a_condition_that_comes_true_later_starts_the_limit_of_an_open_step(town_of: Any) -> None:
    town = town_of(step=WHILE)
    assert results(town) == {}
    town.do("matter-1", FactSet(at=MORNING + HOUR, facts={"customer.waits": True}))
    assert results(town) == {"matter.work.reply#1": None}
    assert town.clock("matter.work.reply#1").due_at == MORNING + 9 * HOUR


def test_and_not_that_of_a_step_that_is_over(town_of: Any) -> None:
    town = town_of(step=WHILE)
    town.finish("matter-1", "work", "done", "专员")
    town.do("matter-1", FactSet(at=MORNING + HOUR, facts={"customer.waits": True}))
    assert results(town) == {}


def test_a_condition_that_fails_ends_a_limit_that_outlived_its_step(town_of: Any) -> None:
    town = town_of(step=WHILE, **{"customer.waits": True})
    town.finish("matter-1", "work", "done", "专员")
    assert results(town) == {"matter.work.reply#1": None}
    town.facts["customer.waits"] = False
    town.do("matter-1", TimeReached(at=MORNING + HOUR))
    assert results(town) == {"matter.work.reply#1": "excused"}
    assert not town.effects(RecordFinding)


def test_a_condition_that_comes_back_wakes_the_limit_of_the_visit_that_is_open(town_of: Any) -> None:
    while_ = "reply: {title: 回复, from: step.opened, within: 4h, while: {customer.waits: true}}"
    town = town_of(step=while_, **{"customer.waits": True})
    town.act("void", at=MORNING + HOUR, reason="登记错了")
    town.act("reopen", at=MORNING + 2 * HOUR, reason="没有错")
    for hours, waits in ((3, False), (4, True)):
        town.facts["customer.waits"] = waits
        town.do("matter-1", TimeReached(at=MORNING + hours * HOUR))
    assert results(town) == {"matter.work.reply#1": "excused", "matter.work.reply#1.2": None}


PAUSE = "answer: {title: 答复, within: 4h, until: customer.answered, pause: {customer.away: true}}"


def test_a_limit_rests_and_goes_on_once_for_each_change(town_of: Any) -> None:
    town = town_of(PAUSE)
    for hours, away in ((1, True), (2, True), (3, False), (4, False)):
        town.do("matter-1", FactSet(at=MORNING + hours * HOUR, facts={"customer.away": away}))
    assert (len(town.effects(PauseClock)), len(town.effects(ResumeClock))) == (1, 1)
    clock = town.clock("matter.answer#1")
    assert (clock.due_at, clock.pauses) == (MORNING + 6 * HOUR, ((MORNING + HOUR, MORNING + 3 * HOUR),))


def test_what_nobody_knows_lets_no_limit_rest(town_of: Any) -> None:
    town = town_of(PAUSE)
    town.do("matter-1", FactSet(at=MORNING + HOUR, facts={"x": 1}))
    assert not town.effects(PauseClock)


def test_a_limit_that_has_ended_neither_rests_nor_moves(town_of: Any) -> None:
    town = town_of(PAUSE)
    town.do("matter-1", Happened(at=MORNING + HOUR, name="customer.answered", facts={"customer.away": True}))
    town.do("matter-1", FactSet(at=MORNING + 2 * HOUR, facts={"customer.away": True}))
    assert (results(town), town.effects(PauseClock)) == ({"matter.answer#1": "met"}, [])


def test_a_day_that_a_fact_names_moves_with_the_fact(town_of: Any) -> None:
    town = town_of("visit: {title: 上门, by: {fact: visit.at}, until: customer.visited}")
    assert results(town) == {}
    for day in ("2026-03-04", "2026-03-06"):
        town.do("matter-1", FactSet(at=MORNING, facts={"visit.at": f"{day}T15:00:00+08:00"}))
        due = town.clock("matter.visit#1").due_at
        assert due is not None
        assert due.isoformat() == f"{day}T15:00:00+08:00"
    assert [each.clock for each in town.effects(StartClock)] == ["matter.visit#1"] * 2


def test_each_promise_is_a_limit_of_its_own_and_a_correction_moves_the_open_one(town_of: Any) -> None:
    town = town_of("visit: {title: 上门, from: visit.agreed, within: 4h, until: customer.visited}")
    town.do("matter-1", Happened(at=MORNING, name="visit.agreed"))
    town.do("matter-1", FactCorrected(at=MORNING + HOUR, facts={"x": 1}, reason="写错了"))
    assert town.clock("matter.visit#1").due_at == MORNING + 4 * HOUR
    assert len(town.effects(StartClock)) == 1


def test_a_limit_of_an_earlier_lap_stays_as_it_was_judged(town_of: Any) -> None:
    town = town_of(step="reply: {title: 回复, from: step.opened, within: 2h}")
    town.finish("matter-1", "work", "again", "专员", at=MORNING + 3 * HOUR)
    town.finish("matter-1", "work", "done", "专员", at=MORNING + 4 * HOUR)
    assert results(town) == {"matter.work.reply#1": "late", "matter.work.reply#2": "met"}
    assert [(each.clock, each.late_seconds) for each in town.effects(StopClock)] == [
        ("matter.work.reply#1", 3600),
        ("matter.work.reply#2", 0),
    ]


def test_a_second_rest_begins_once_as_well(town_of: Any) -> None:
    town = town_of(PAUSE)
    for hours, away in ((1, True), (2, False), (3, True), (4, True)):
        town.do("matter-1", FactSet(at=MORNING + hours * HOUR, facts={"customer.away": away}))
    assert (len(town.effects(PauseClock)), len(town.effects(ResumeClock))) == (2, 1)


def test_a_correction_leaves_what_has_ended_as_it_was_judged(town_of: Any) -> None:
    town = town_of("a: {title: 甲, within: 4h, until: customer.answered}, b: {title: 乙, within: 9h, until: x.done}")
    town.do("matter-1", Happened(at=MORNING + HOUR, name="customer.answered"))
    decision = town.do("matter-1", FactCorrected(at=MORNING + 2 * HOUR, facts={"x": 1}, reason="写错了"))
    assert results(town) == {"matter.a#1": "met", "matter.b#1": None}
    assert not [each for each in decision.effects if isinstance(each, StartClock)]


def test_a_correction_leaves_the_limit_of_a_task_beside_the_flow_alone(small: Small, world_of: Any) -> None:
    beside = "  anytime: [{upon: go, do: [{task: 看现场, by: boss, due: {from: go, within: 2h}}]}]\n"
    rules = RULES.replace("CASE", "").replace("STEP", "").replace("  steps:", f"{beside}  steps:")
    town: Town = world_of(small(rules))
    town.start()
    town.do("matter-1", Happened(at=MORNING, name="go"))
    decision = town.do("matter-1", FactCorrected(at=MORNING + HOUR, facts={"x": 1}, reason="写错了"))
    assert [clock.due_at for clock in decision.after.clocks.values()] == [MORNING + 2 * HOUR]


EACH = """
- {post: agent, title: 专员}
- procedure: matter
  steps:
    joint: {for_each: units, by: {unit: each}, due: {reply: {from: step.opened, within: 2h}}, out: {joined: last}}
    last: {by: agent, out: {done: end}}
"""


def test_a_correction_leaves_each_visit_its_own_beginning(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(EACH), {"units": ("a",)}, units={"a": ["甲"], "b": ["乙"]})
    town.start()
    del town.facts["units"]
    town.do("matter-1", FactSet(at=MORNING + HOUR, facts={"units": ("a", "b")}))
    town.do("matter-1", FactCorrected(at=MORNING + HOUR, facts={"x": 1}, reason="写错了"))
    clocks = town.cases["matter-1"].clocks
    assert [clocks[f"matter.joint.reply#1[{name}]"].due_at for name in "ab"] == [MORNING + 2 * HOUR, MORNING + 3 * HOUR]


def test_a_member_that_comes_back_has_its_limit_anew(small: Small, world_of: Any) -> None:
    town: Town = world_of(small(EACH), {"units": ("a", "b")}, units={"a": ["甲"], "b": ["乙"]})
    town.start()
    del town.facts["units"]
    for hours, units in ((1, ("a",)), (2, ("a", "b"))):
        town.do("matter-1", FactSet(at=MORNING + hours * HOUR, facts={"units": units}))
    assert results(town) == {
        "matter.joint.reply#1[a]": None,
        "matter.joint.reply#1[b]": "excused",
        "matter.joint.reply#1[b].2": None,
    }
