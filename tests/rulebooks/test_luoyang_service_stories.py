"""In the stories of LUOYANG whoever accepts a complaint keeps it, and no opinion is answered too early or in bulk."""

from tests.rulebooks.proofs import shipped

from shouwen.engine.events import ActRequested, StepFinished
from shouwen.engine.lookup import find


def test_whoever_accepts_a_complaint_keeps_it() -> None:
    seen: dict[tuple[int, str], object] = {}
    for world, each in shipped("luoyang").told:
        owner = each.decision.after.roles.get("acceptor")
        if owner is not None:
            assert seen.setdefault((id(world), each.case), owner) == owner, each.case
    assert len(seen) >= 10


def test_no_opinion_is_answered_before_it_is_approved_and_none_in_bulk() -> None:
    tried = answered = 0
    for world, each in shipped("luoyang").told:
        if world.cases[each.case].case_type != "survey_opinion":
            continue
        early = find("approve_opinion.outcome", each.decision.after, {}) != "agreed"
        if isinstance(each.event, ActRequested) and each.event.act in {"reply", "reply_many"}:
            tried += 1
            assert each.decision.refusals, each.at
        if isinstance(each.event, StepFinished) and each.event.step == "reply_owner" and not each.decision.refusals:
            answered += 1
            assert not early, each.at
    assert tried >= 4
    assert answered >= 4
