"""Approvals inside a case: the task follows the turn, the opener never signs, a send-back starts over."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from shouwen.engine.approval_verbs import APPROVAL_VERBS
from shouwen.engine.effects import Notify, OpenTask, RaiseAlarm
from shouwen.engine.events import ActRequested, CaseOpened, StepFinished
from shouwen.engine.offers import offers
from shouwen.engine.plan import Compiled
from shouwen.engine.seats import persons_of
from shouwen.engine.story_world import World

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Small = Callable[[str], Compiled]


RULES = """
- {post: head, title: 总监}
- {post: region, title: 总裁, superior: head}
- {post: manager, title: 经理, superior: region}
- {post: agent, title: 专员, superior: manager}
- {paper: plan, title: 方案, fields: {text: text}}
- procedure: matter
  steps:
    draft: {by: agent, fill: [plan], out: {drafted: agree}, rounds: {most: none, why: 修改至同意}}
    agree: {by: {BY}, approve: true, out: {agreed: carry_out, returned: {then: draft, reason: true}, refused: {then: end, reason: true}}, rounds: {most: none, why: 修改至同意}}
    carry_out: {by: agent, out: {done: end}}
"""


def case_of(small: Small, world_of: Any, by: str, opener: str = "专员", **given: Any) -> tuple[World, str]:
    world = world_of(small(RULES.replace("{BY}", by)), **given)
    case = world.open(CaseOpened(at=AT, by=opener, case_type="matter", unit="本单位"))
    draft(world, case, opener)
    return world, case


def draft(world: World, case: str, by: str = "专员") -> None:
    visit = world.cases[case].active[0].visit
    world.happen(case, StepFinished(at=AT, by=by, step="draft", visit=visit, outcome="drafted", papers=("plan",)))


def says(world: World, case: str, by: str, verb: str, **facts: Any) -> Any:
    reason = facts.pop("reason", "意见")
    task = next((active.task for active in world.cases[case].active), None)
    event = ActRequested(at=AT, by=by, act=f"approve.{verb}", task=task, facts=facts, reason=reason)
    world.happen(case, event)
    return next(told.decision for told in reversed(world.told) if told.event is event)


def with_whom(world: World, case: str) -> set[str]:
    return {p for active in world.cases[case].active for s in active.assignees for p in persons_of(s, world.roster)}


def test_all_of_with_an_added_signer_sent_back_runs_again(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{all: [manager, region]}")
    assert with_whom(world, case) == {"经理", "总裁"}
    says(world, case, "经理", "add_signer", person="总监", place="before")
    assert with_whom(world, case) == {"总裁", "总监"}
    says(world, case, "总监", "agree")
    says(world, case, "经理", "agree")
    says(world, case, "总裁", "send_back", reason="缺报价")
    assert [active.task for active in world.cases[case].active] == ["draft#2"]
    draft(world, case)
    assert world.cases[case].approvals["agree#2"].lap == 2
    for person in ("总裁", "总监"):
        assert not says(world, case, person, "agree").refusals
    assert [active.step for active in world.cases[case].active] == ["agree"]
    says(world, case, "经理", "agree")
    assert [active.step for active in world.cases[case].active] == ["carry_out"]


def test_the_task_moves_with_the_turn_and_those_asked_are_told(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{turn: [manager, region]}")
    decision = says(world, case, "经理", "agree")
    assert with_whom(world, case) == {"总裁"}
    assert [e.to[0].post for e in decision.effects if isinstance(e, Notify)] == ["region"]
    assert says(world, case, "经理", "agree").refusals[0].lacks == ("approval:not_your_approval",)


def test_the_opener_never_approves_the_post_above_does(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{all: [manager, region]}", opener="经理", holders={"专员": ["经理"]})
    opened = [e for told in world.told for e in told.decision.effects if isinstance(e, OpenTask) and e.approve]
    assert [seat.post for seat in opened[0].assignees] == ["region"]
    assert says(world, case, "经理", "agree").refusals
    says(world, case, "总裁", "agree")
    assert [active.step for active in world.cases[case].active] == ["carry_out"]


def test_a_stand_in_signs_for_the_absent_and_both_are_known(small: Small, world_of: Any) -> None:
    world, case = case_of(
        small, world_of, "manager", holders={"经理": ["张三"]}, absent=["张三"], substitutes={"张三": "李四"}
    )
    says(world, case, "李四", "agree")
    signer = world.cases[case].approvals["agree#1"].signers[0]
    assert (signer.by, signer.on_behalf) == ("李四", "张三")


def test_the_outcomes_of_a_step_are_verbs_too(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{all: [manager, region]}")
    for person, outcome in (("经理", "agreed"), ("总裁", "refused")):
        event = StepFinished(at=AT, by=person, step="agree", visit=1, outcome=outcome, reason="意见")
        world.happen(case, event)
    assert world.cases[case].approvals["agree#1"].outcome == "refused"
    assert world.cases[case].closed_at == AT


def test_what_is_offered_is_what_passes(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{turn: [manager, region]}")
    for person, verbs in (("经理", APPROVAL_VERBS), ("总裁", ()), ("专员", ("withdraw",))):
        offered = offers(world.subject(case), person, world.compiled, world.calendars, AT).tasks[0]
        assert offered.approve == verbs
        assert offered.mine == (person == "经理")


def test_withdrawn_by_its_initiator_it_goes_back_to_him(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{all: [manager, region]}")
    says(world, case, "经理", "agree")
    says(world, case, "专员", "withdraw")
    assert [active.task for active in world.cases[case].active] == ["draft#2"]


def test_no_loan_and_no_hand_over_reaches_who_is_excluded(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "{all: [manager], exclude: [{post: region}]}")
    for verb in ("lend", "hand_over", "add_signer"):
        assert says(world, case, "经理", verb, person="总裁").refusals[0].lacks == ("excluded:",)
        assert says(world, case, "经理", verb, person="专员").refusals[0].lacks == ("approval:own_approval",)
    assert not says(world, case, "经理", "lend", person="总监").refusals
    assert with_whom(world, case) == {"总监"}


def test_an_approval_that_only_its_own_initiator_could_sign_raises_the_alarm(small: Small, world_of: Any) -> None:
    world, case = case_of(small, world_of, "head", opener="总监")
    draft(world, case)
    (active,) = world.cases[case].active
    assert active.task == "agree#1"
    assert with_whom(world, case) == set()
    assert [(alarm.post, alarm.task) for alarm in alarms(world)] == [("head", "agree#1")]


def alarms(world: World) -> list[RaiseAlarm]:
    return [effect for told in world.told for effect in told.decision.effects if isinstance(effect, RaiseAlarm)]


def test_whoever_signs_by_post_is_a_signer_already_by_name(small: Small, world_of: Any) -> None:
    """经理 by post adds 总裁, who may not bring 经理 in again: one person signs once."""
    world, case = case_of(small, world_of, "manager")
    for verb in ("add_signer", "lend"):
        again, by_post = case_of(small, world_of, "{all: [manager, region]}")
        assert says(again, by_post, "经理", verb, person="总裁").refusals[0].lacks == ("approval:already_signer",)
    says(world, case, "经理", "add_signer", person="总裁", place="before")
    assert says(world, case, "总裁", "add_signer", person="经理").refusals[0].lacks == ("approval:already_signer",)
    assert says(world, case, "总裁", "hand_over", person="经理").refusals[0].lacks == ("approval:already_signer",)
    says(world, case, "总裁", "agree")
    says(world, case, "经理", "agree")
    assert [active.step for active in world.cases[case].active] == ["carry_out"]


TWO = """
- {post: head, title: 总监}
- {post: region, title: 总裁, superior: head}
- {post: manager, title: 经理, superior: region}
- {post: agent, title: 专员, superior: manager}
- procedure: matter
  steps:
    draft: {by: agent, out: {drafted: endorse}}
    endorse: {by: manager, approve: true, out: {agreed: decide, refused: {then: end, reason: true}}}
    decide: {by: {BY}, approve: true, out: {agreed: end, refused: {then: end, reason: true}}}
"""


def endorsed(small: Small, world_of: Any, by: str) -> tuple[World, str]:
    """An approval behind an approval."""
    world = world_of(small(TWO.replace("{BY}", by)))
    case = world.open(CaseOpened(at=AT, by="专员", case_type="matter", unit="本单位"))
    world.happen(case, StepFinished(at=AT, by="专员", step="draft", visit=1, outcome="drafted"))
    says(world, case, "经理", "agree")
    return world, case


def test_whoever_signed_the_step_before_may_be_lent_the_next_and_the_one_who_asked_may_not(
    small: Small, world_of: Any
) -> None:
    world, case = endorsed(small, world_of, "region")
    assert world.cases[case].approvals["decide#1"].initiator == "专员"
    assert says(world, case, "总裁", "lend", person="专员").refusals[0].lacks == ("approval:own_approval",)
    assert says(world, case, "总裁", "lend", person="经理").refusals == ()
    assert with_whom(world, case) == {"经理"}


def test_a_rule_that_wants_another_person_says_so(small: Small, world_of: Any) -> None:
    world, case = endorsed(small, world_of, "{post: region, exclude: [{acted_in: endorse}]}")
    assert says(world, case, "总裁", "lend", person="经理").refusals[0].lacks == ("excluded:",)
