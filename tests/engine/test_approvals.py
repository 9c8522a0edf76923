"""Approvals: in turn, all of them, any of them; signers added, handed over, lent, taken back; and the lap after a send-back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.approval import Approval, Refusal, asked, restart, start
from shouwen.engine.approval_verbs import APPROVAL_VERBS, Verb, act
from shouwen.engine.facts import Assignee
from shouwen.engine.plan import Compiled

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Small = Callable[[str], Compiled]


def seat(name: str) -> Assignee:
    return Assignee(person=name)


def begin(kind: Any, *names: str) -> Approval:
    return start(kind, tuple(seat(name) for name in names), "opener")


def does(approval: Approval, name: str, by: str, **more: Any) -> Approval:
    """The verb passes."""
    after = tries(approval, name, by, **more)
    assert isinstance(after, Approval), after
    return after


def tries(approval: Approval, name: str, by: str, **more: Any) -> Approval | Refusal:
    other = more.pop("other", None)
    verb = Verb(
        name=name, by=by, at=AT, may=lambda each: each.person == by, other=seat(other) if other else None, **more
    )
    return act(approval, verb)


def now(approval: Approval) -> list[str | None]:
    """Whose turn it is."""
    return [approval.signers[i].seat.person for i in asked(approval)]


def test_in_turn_one_after_the_other() -> None:
    approval = begin("turn", "a", "b", "c")
    assert now(approval) == ["a"]
    assert tries(approval, "agree", "b") == Refusal("not_your_turn")
    approval = does(does(approval, "agree", "a"), "agree", "b")
    assert (now(approval), approval.outcome) == (["c"], None)
    assert does(approval, "agree", "c").outcome == "agreed"


def test_all_must_agree_in_any_order() -> None:
    approval = begin("all", "a", "b")
    assert now(approval) == ["a", "b"]
    assert does(approval, "agree", "b").outcome is None
    assert does(does(approval, "agree", "b"), "agree", "a").outcome == "agreed"
    assert does(approval, "reject", "b", opinion="不行").outcome == "refused"


def test_any_one_decides_and_one_refusal_does_not() -> None:
    approval = begin("any", "a", "b")
    assert does(approval, "agree", "b").outcome == "agreed"
    refused = does(approval, "reject", "a", opinion="不行")
    assert refused.outcome is None
    assert does(refused, "agree", "b").outcome == "agreed"
    assert does(refused, "reject", "b", opinion="也不行").outcome == "refused"


@pytest.mark.parametrize("verb", ["reject", "send_back"])
def test_no_without_saying_why(verb: str) -> None:
    assert tries(begin("all", "a"), verb, "a") == Refusal("opinion_missing")


def test_nobody_approves_his_own() -> None:
    assert tries(begin("all", "opener", "a"), "agree", "opener") == Refusal("own_approval")
    assert tries(begin("all", "a"), "hand_over", "a", other="opener") == Refusal("own_approval")
    assert tries(begin("all", "a"), "agree", "stranger") == Refusal("not_your_approval")


def test_a_signer_added_before_is_asked_first() -> None:
    approval = does(begin("turn", "a", "b"), "add_signer", "a", other="x", place="before")
    assert now(approval) == ["x"]
    approval = does(approval, "agree", "x")
    assert now(approval) == ["a"]
    assert does(does(approval, "agree", "a"), "agree", "b").outcome == "agreed"


def test_a_signer_added_after_is_asked_next_and_holds_up_the_rest() -> None:
    approval = does(begin("turn", "a", "b"), "add_signer", "a", other="x", place="after")
    approval = does(approval, "agree", "a")
    assert now(approval) == ["x"]
    approval = does(approval, "agree", "x")
    assert now(approval) == ["b"]


def test_in_any_an_added_signer_belongs_to_who_added_him() -> None:
    approval = does(begin("any", "a", "b"), "add_signer", "a", other="x", place="after")
    assert does(approval, "agree", "b").outcome == "agreed"
    assert does(approval, "agree", "a").outcome is None
    assert does(does(approval, "agree", "a"), "agree", "x").outcome == "agreed"


def test_only_an_added_signer_is_removed_only_by_who_added_him_only_before_he_acted() -> None:
    approval = does(begin("all", "a", "b"), "add_signer", "a", other="x")
    assert tries(approval, "remove_signer", "b", other="x") == Refusal("not_added_by_you")
    assert tries(approval, "remove_signer", "a", other="b") == Refusal("no_added_signer")
    assert now(does(approval, "remove_signer", "a", other="x")) == ["a", "b"]
    assert tries(does(approval, "agree", "x"), "remove_signer", "a", other="x") == Refusal("no_added_signer")


def test_nobody_signs_twice_and_nobody_is_lent_to_himself() -> None:
    approval = begin("all", "a", "b")
    assert tries(approval, "add_signer", "a", other="b") == Refusal("already_signer")
    assert tries(approval, "lend", "a", other="a") == Refusal("same_person")
    assert tries(approval, "add_signer", "a") == Refusal("nobody_named")


def test_handed_over_for_good() -> None:
    approval = does(begin("turn", "a", "b"), "hand_over", "a", other="x")
    assert now(approval) == ["x"]
    assert tries(approval, "agree", "a") == Refusal("not_your_approval")
    assert does(does(approval, "agree", "x"), "agree", "b").outcome == "agreed"


def test_a_loan_returns_to_its_lender_who_decides() -> None:
    approval = does(begin("all", "a"), "lend", "a", other="x")
    assert now(approval) == ["x"]
    assert tries(approval, "agree", "a") == Refusal("not_your_approval")
    assert tries(approval, "reject", "x", opinion="不行") == Refusal("lender_decides")
    assert tries(approval, "lend", "x", other="y") == Refusal("chain_of_lending")
    approval = does(approval, "give_back", "x", opinion="可以")
    assert (now(approval), approval.outcome) == (["a"], None)
    assert does(approval, "agree", "a").outcome == "agreed"


def test_sent_back_to_the_signer_before() -> None:
    approval = does(begin("turn", "a", "b", "c"), "agree", "a")
    approval = does(approval, "send_back", "b", to="previous", opinion="再看看")
    assert (now(approval), approval.outcome) == (["a"], None)
    assert now(does(approval, "agree", "a")) == ["b"]


def test_the_initiator_withdraws_until_it_is_decided() -> None:
    approval = does(begin("all", "a", "b"), "agree", "a")
    assert does(approval, "withdraw", "opener").outcome == "withdrawn"
    assert tries(does(approval, "agree", "b"), "withdraw", "opener") == Refusal("decided_already")


def test_a_signer_takes_back_while_the_next_is_untouched() -> None:
    approval = does(begin("turn", "a", "b", "c"), "agree", "a")
    assert now(does(approval, "withdraw", "a")) == ["a"]
    assert tries(does(approval, "agree", "b"), "withdraw", "a") == Refusal("next_touched")
    assert tries(approval, "withdraw", "c") == Refusal("nothing_to_take_back")


def test_a_copy_goes_to_each_once() -> None:
    approval = does(does(begin("all", "a"), "copy", "a", copies=("x", "y")), "copy", "a", copies=("y", "z"))
    assert approval.copies == ("x", "y", "z")


def test_after_a_send_back_all_sign_again_and_added_signers_stay() -> None:
    """会签 with 加签, 委派 and 转办, sent back: the lap after asks everybody anew."""
    approval = begin("all", "a", "b", "c")
    approval = does(approval, "add_signer", "a", other="x", place="before")
    approval = does(approval, "agree", "x")
    approval = does(approval, "agree", "a", opinion="同意")
    approval = does(approval, "hand_over", "c", other="d")
    approval = does(approval, "lend", "d", other="y")
    returned = does(approval, "send_back", "b", opinion="缺报价")
    assert (returned.outcome, returned.returned_to) == ("returned", "opener")
    again = restart(returned, tuple(seat(name) for name in "abc"), "opener")
    assert (again.lap, again.outcome) == (2, None)
    assert now(again) == ["b", "x", "d"]
    assert all(signer.by is None and not signer.opinion for signer in again.signers if signer.status == "waiting")
    again = does(does(again, "agree", "d"), "agree", "b")
    assert now(again) == ["x"]
    assert now(does(again, "agree", "x")) == ["a"]
    assert does(does(again, "agree", "x"), "agree", "a").outcome == "agreed"


def test_after_a_send_back_with_other_signers_the_new_ones_sign() -> None:
    returned = does(begin("all", "a", "b"), "send_back", "a", opinion="换人")
    assert now(restart(returned, (seat("b"), seat("c")), "opener")) == ["b", "c"]


MOVES = st.lists(
    st.tuples(st.sampled_from(APPROVAL_VERBS), st.sampled_from("abcxyo"), st.sampled_from("abcxyo"), st.booleans()),
    max_size=25,
)


@given(st.sampled_from(["turn", "all", "any"]), MOVES)
def test_no_approval_gets_stuck_and_no_initiator_signs(kind: Any, moves: list[Any]) -> None:
    approval = start(kind, tuple(seat(name) for name in "abc"), "o")
    for name, by, other, flag in moves:
        after = tries(
            approval,
            name,
            by,
            other=other,
            opinion="意见",
            place="after" if flag else "before",
            to="previous" if flag else "",
        )
        if isinstance(after, Refusal):
            continue
        if approval.outcome is not None:
            assert replace(after, copies=()) == replace(approval, copies=())
        approval = after
        assert bool(asked(approval)) == (approval.outcome is None)
        assert not any(signer.by == "o" for signer in approval.signers)
        assert "o" not in now(approval)
    if approval.outcome == "agreed" and kind != "any":
        rule = [signer for signer in approval.signers if signer.counts]
        assert all(signer.status == "agreed" for signer in rule)


def test_what_a_loan_may_and_may_not() -> None:
    lent = does(begin("all", "a"), "lend", "a", other="x")
    assert now(does(lent, "agree", "x", opinion="可以")) == ["a"]
    assert does(lent, "agree", "x", opinion="可以").outcome is None
    assert tries(lent, "send_back", "x", opinion="退") == Refusal("lender_decides")
    assert tries(lent, "add_signer", "x", other="y") == Refusal("lender_decides")
    assert tries(lent, "hand_over", "x", other="y") == Refusal("chain_of_lending")
    assert tries(begin("all", "a"), "give_back", "a") == Refusal("nothing_lent")


def test_after_the_outcome_nothing_but_a_copy_passes() -> None:
    done = does(begin("any", "a", "b"), "agree", "a")
    assert tries(done, "agree", "b") == Refusal("decided_already")
    assert tries(done, "hand_over", "b", other="x") == Refusal("decided_already")
    assert does(done, "copy", "a", copies=("x",)).copies == ("x",)


def test_who_holds_two_seats_signs_the_first_first() -> None:
    approval = does(begin("all", "a", "b", "a"), "agree", "a")
    assert [signer.status for signer in approval.signers] == ["agreed", "waiting", "waiting"]
    approval = does(approval, "agree", "a")
    assert [signer.status for signer in approval.signers] == ["agreed", "waiting", "agreed"]


def test_the_step_before_is_meant_where_there_is_no_turn() -> None:
    returned = does(begin("all", "a", "b"), "send_back", "a", to="previous", opinion="退")
    assert (returned.outcome, returned.returned_to) == ("returned", "previous")
    first = does(begin("turn", "a", "b"), "send_back", "a", to="previous", opinion="退")
    assert (first.outcome, first.returned_to, first.signers[0].opinion) == ("returned", "previous", "退")


def test_a_verb_nobody_knows_is_refused() -> None:
    assert tries(begin("all", "a"), "burn", "a") == Refusal("unknown_verb")


def test_a_signer_added_by_an_added_one_counts_for_the_same_branch() -> None:
    approval = does(begin("any", "a", "b"), "add_signer", "a", other="x", place="before")
    approval = does(approval, "add_signer", "x", other="y", place="after")
    for name in ("x", "y"):
        approval = does(approval, "agree", name)
    assert (now(approval), approval.outcome) == (["a", "b"], None)
    assert does(approval, "agree", "a").outcome == "agreed"


def test_a_signer_added_for_somebody_counts_for_whom_it_was_handed_over_to() -> None:
    approval = does(begin("any", "a", "b"), "add_signer", "a", other="x", place="after")
    approval = does(does(approval, "hand_over", "a", other="n"), "agree", "n")
    assert (now(approval), approval.outcome) == (["b", "x"], None)
    assert does(approval, "agree", "x").outcome == "agreed"
