"""Finishing a step: which outcomes there are, what is asked for first, what is kept, and what only time still lacks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, ZONE, Town

from shouwen.engine.effects import FinishTask, KeepJudgement, PartDone, RecordFinding, TakeTask
from shouwen.engine.events import FactSet, Overridden, PaperReceived, StepFinished
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {fact: grade, title: 等级, scale: [general, serious]}
- {fact: complainant, title: 投诉人}
- {paper: form, title: 登记, fields: {name: {type: text, fact: complainant}}}
- {paper: plan, title: 方案}
- procedure: matter
  cites: [SMALL-4]
  steps:
    work: {WORK}
    last: {by: boss, out: {done: end}}
MORE
"""


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(work: str, more: str = "", **facts: Any) -> Town:
        town: Town = world_of(small(RULES.replace("WORK", work).replace("MORE", more)), facts)
        town.start()
        return town

    return make


def lacks(decision: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.rule, each.act, each.lacks) for each in decision.refusals]


def finish(town: Town, outcome: str = "done", by: str | None = "专员", **more: Any) -> Any:
    return town.finish("matter-1", "work", outcome, by, **more)


def test_a_step_without_exits_is_done(town_of: Any) -> None:
    town = town_of("by: agent")
    assert lacks(finish(town, "other")) == [("matter.work", "finish", ("outcome:other",))]
    assert finish(town).after.closed_at == MORNING


def test_a_scale_gives_the_outcomes_of_a_step_that_judges(town_of: Any) -> None:
    town = town_of("by: agent, judge: grade, cites: [SMALL-4.2]")
    assert lacks(finish(town)) == [("matter.work", "finish", ("outcome:done",))]
    decision = finish(town, "serious")
    (kept,) = [each for each in decision.effects if isinstance(each, KeepJudgement)]
    assert (kept.fact, kept.value, kept.step, kept.visit, kept.cites) == ("grade", "serious", "work", 1, ("SMALL-4.2",))
    assert decision.after.facts["grade"] == "serious"


def test_an_outcome_may_ask_why(town_of: Any) -> None:
    town = town_of("by: agent, out: {done: last, stopped: {then: end, reason: true}}")
    assert lacks(finish(town, "stopped")) == [("matter.work", "finish", ("reason:",))]
    assert not finish(town, "stopped", reason="客户不要了").refusals


@pytest.mark.parametrize(("by", "refused"), [("专员", False), (None, False), ("经理", True), ("路人", True)])
def test_whoever_the_step_is_for_finishes_it(town_of: Any, by: str | None, refused: bool) -> None:  # noqa: FBT001 - what follows
    decision = finish(town_of("by: agent, out: {done: last}"), by=by)
    assert lacks(decision) == ([("matter.work", "finish", ("person:",))] if refused else [])


def test_an_act_that_a_gate_forbids_keeps_the_step_open(town_of: Any) -> None:
    town = town_of(
        "by: agent, act: pay, out: {done: last}", "- {gate: paid, act: pay, needs: {checked: true}}", checked=False
    )
    assert finish(town).refusals[0].rule == "paid"
    assert not finish(town, facts={"checked": True}).refusals


def test_what_a_field_tells_counts_before_anything_is_asked(town_of: Any) -> None:
    town = town_of("by: agent, fill: [form], needs: {complainant: {known: true}}, out: {done: last}")
    assert lacks(finish(town, papers=("form",)))[0][2] == ("rule:complainant",)
    assert finish(town, papers=("form",), facts={"form.name": "王某"}).after.facts["complainant"] == "王某"


def test_everything_that_lacks_is_named_at_once_and_nothing_changes(town_of: Any) -> None:
    town = town_of(
        "by: agent, fill: [form], papers: [{paper: plan}], needs: {ready: true}, override: boss, cites: [SMALL-4.2], out: {done: last}"
    )
    decision = finish(town)
    (refusal,) = decision.refusals
    assert refusal.lacks == ("paper:form", "paper:plan", "fact:ready")
    assert (refusal.opens_at, [seat.post for seat in refusal.may_override], refusal.cites) == (
        None,
        ["boss"],
        ("SMALL-4.2",),
    )
    assert [active.step for active in decision.after.active] == ["work"]


def test_a_form_filled_on_an_earlier_visit_is_filled_anew(town_of: Any) -> None:
    town = town_of("by: agent, fill: [form], out: {done: last, again: work}, rounds: {most: none, why: 直至完成}")
    finish(town, "again", papers=("form",))
    assert lacks(finish(town, at=MORNING + HOUR)) == [("matter.work", "finish", ("paper:form",))]
    assert not finish(town, at=MORNING + HOUR, papers=("form",)).refusals


def test_a_form_that_came_as_the_step_opened_is_there(town_of: Any) -> None:
    both = "by: agent, fill: [plan], out: {done: check}}\n    check: {by: agent, fill: [plan], out: {done: last}"
    town = town_of(both)
    finish(town, papers=("plan",))
    assert not town.finish("matter-1", "check", "done", "专员", at=MORNING + HOUR).refusals


@pytest.mark.parametrize(
    ("more", "opens"),
    [("", datetime(2026, 4, 16, tzinfo=ZONE)), ("papers: [{paper: plan}], ", None), ("fill: [form], ", None)],
)
def test_where_only_time_lacks_the_day_is_named(town_of: Any, more: str, opens: Any) -> None:
    town = town_of(f"by: agent, {more}needs: {{moved_in: {{past: 3mo}}}}, out: {{done: last}}", moved_in="2026-01-15")
    (refusal,) = finish(town).refusals
    assert refusal.lacks[-1] == "rule:moved_in"
    assert refusal.opens_at == opens


def test_where_a_fact_lacks_no_day_is_named(town_of: Any) -> None:
    (refusal,) = finish(town_of("by: agent, needs: {moved_in: {past: 3mo}}, out: {done: last}")).refusals
    assert (refusal.lacks, refusal.opens_at) == (("fact:moved_in",), None)


@pytest.mark.parametrize(
    ("mode", "reason", "passes", "result"),
    [
        ("block", "急", False, []),
        ("warn", "", False, []),
        ("warn", "急", True, ["急"]),
        ("record", "", True, ["paper:plan"]),
    ],
)
def test_the_mode_of_a_step_says_what_may_lack(
    town_of: Any,
    mode: str,
    reason: str,
    passes: bool,  # noqa: FBT001 - what follows
    result: list[str],
) -> None:
    town = town_of(f"by: agent, papers: [{{paper: plan}}], mode: {mode}, out: {{done: last}}")
    decision = finish(town, reason=reason)
    assert (not decision.refusals) == passes
    assert [each.note for each in decision.findings if each.result == "broken"] == result


def test_a_step_that_was_let_pass_says_so(town_of: Any) -> None:
    town = town_of("by: agent, papers: [{paper: plan}], override: boss, out: {done: last}")
    town.do("matter-1", Overridden(at=MORNING, by="经理", rule="matter.work", reason="急"))
    decision = finish(town)
    assert [(each.rule, each.result, each.note) for each in decision.findings if each.result == "overridden"] == [
        ("matter.work", "overridden", "paper:plan")
    ]


def test_a_task_that_nobody_took_is_taken_by_being_done(town_of: Any) -> None:
    town = town_of("by: [agent, boss], take: true, out: {done: last}")
    decision = finish(town)
    assert [(each.task, each.person) for each in decision.effects if isinstance(each, TakeTask)] == [("work#1", "专员")]
    town = town_of("by: [agent, boss], take: true, out: {done: last}")
    town.act("take", "经理")
    assert lacks(finish(town)) == [("matter.work", "finish", ("person:",))]
    assert not [each for each in finish(town, by="经理").effects if isinstance(each, TakeTask)]


def test_the_clause_of_an_outcome_stands_with_it(town_of: Any) -> None:
    town = town_of("by: agent, out: {done: {then: last, cites: [SMALL-4.2]}, other: last}, cites: [SMALL-4]")
    decision = finish(town)
    (done,) = [each for each in decision.effects if isinstance(each, FinishTask)]
    assert (done.task, done.outcome, done.cites) == ("work#1", "done", ("SMALL-4.2",))
    assert [(each.rule, each.key, each.result, each.cites) for each in decision.findings] == [
        ("matter.work", "work#1.done", "kept", ("SMALL-4.2",))
    ]
    town = town_of("by: agent, out: {done: {then: last, cites: [SMALL-4.2]}, other: last}, cites: [SMALL-4]")
    assert [each.cites for each in finish(town, "other").findings] == [("SMALL-4",)]


ALL = "by: {all: [agent, boss]}, out: {agreed: last, refused: end}, cites: [SMALL-4]"


def test_all_of_them_have_to_agree(town_of: Any) -> None:
    town = town_of(ALL)
    first = finish(town, "agreed")
    assert [
        (each.seat, each.person, each.outcome, each.cites) for each in first.effects if isinstance(each, PartDone)
    ] == [(0, "专员", "agreed", ("SMALL-4",))]
    assert [active.step for active in first.after.active] == ["work"]
    assert lacks(finish(town, "agreed")) == [("matter.work", "finish", ("person:",))]
    assert [active.step for active in finish(town, "agreed", "经理").after.active] == ["last"]


def test_one_who_refuses_is_enough(town_of: Any) -> None:
    assert finish(town_of(ALL), "refused").after.closed_at == MORNING


@pytest.mark.parametrize(("visit", "member"), [(2, None), (1, "a")])
def test_a_visit_that_is_not_open_is_refused(town_of: Any, visit: int, member: str | None) -> None:
    event = StepFinished(at=MORNING, by="专员", step="work", visit=visit, member=member, outcome="done")
    assert lacks(town_of("by: agent").do("matter-1", event)) == [("matter.work", "finish", ("task:",))]


def test_a_group_is_not_finished_but_joins(town_of: Any) -> None:
    town = town_of("together: {a: {by: agent}, b: {by: boss}}, out: {joined: last}")
    event = StepFinished(at=MORNING, by="专员", step="work", visit=1, outcome="joined")
    assert lacks(town.do("matter-1", event)) == [("matter.work", "finish", ("task:",))]


# What papers lack


SIGNED = "by: agent, papers: [{paper: plan, fields: [sum], signed: [boss, {outside: customer}], when: {big: true}}], out: {done: last}"


@pytest.mark.parametrize(("big", "lack"), [(False, None), (None, ("fact:big",)), (True, ("paper:plan",))])
def test_a_paper_is_asked_for_where_its_condition_holds(town_of: Any, big: bool | None, lack: Any) -> None:  # noqa: FBT001 - the fact
    decision = finish(town_of(SIGNED, **({} if big is None else {"big": big})))
    assert [each[2] for each in lacks(decision)] == ([lack] if lack else [])


def test_a_paper_that_is_there_lacks_its_fields_and_signatures(town_of: Any) -> None:
    town = town_of(SIGNED, big=True)
    town.do("matter-1", PaperReceived(at=MORNING, paper="plan", paper_id="p1"))
    assert lacks(finish(town))[0][2] == ("field:plan.sum", "signed:plan:boss", "signed:plan:customer")
    town.do("matter-1", FactSet(at=MORNING, facts={"plan.sum": 5}))
    assert lacks(finish(town))[0][2] == ("signed:plan:boss", "signed:plan:customer")


def test_nothing_to_note_leaves_no_finding(town_of: Any) -> None:
    town = town_of("by: agent, out: {done: last}")
    finish(town)
    assert [each.rule for each in town.effects(RecordFinding) if each.cites == ()] == []
