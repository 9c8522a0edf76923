"""Gates one by one: what stands against an act, what the modes let pass, who is kept out, and what the case does by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.decision import Decision
from shouwen.engine.effects import Notify, RecordFinding, Refuse
from shouwen.engine.events import ActRequested, Happened, Overridden
from shouwen.engine.offers import offers
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {paper: receipt, title: 收据}
- GATE
- procedure: matter
  steps: {work: {by: agent, act: pay, out: {done: end}}}
  anytime:
  - {upon: alarm.raised, do: [{notify: boss, say: 一}, {notify: boss, say: 二}, {issue: receipt, to: boss}]}
"""


@pytest.fixture
def gated(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(gate: str, **facts: Any) -> Town:
        town: Town = world_of(small(RULES.replace("GATE", f"{{{gate}}}")), facts)
        town.start()
        return town

    return make


PAY = "gate: careful, act: pay, needs: {checked: true}"


def findings(decision: Decision) -> list[tuple[str, str, str, str]]:
    return [(each.rule, each.result, each.mode, each.note) for each in decision.findings if each.rule == "careful"]


def test_an_open_gate_is_noted_as_kept(gated: Any) -> None:
    decision = gated(PAY + ", cites: [SMALL-4]", checked=True).act("pay")
    assert not decision.refusals
    assert findings(decision) == [("careful", "kept", "block", "")]
    assert "careful" in decision.explanation.rules
    assert decision.explanation.clauses == ("SMALL-4",)


def test_a_gate_with_nothing_against_it_asks_nothing_where_it_does_not_apply(gated: Any) -> None:
    decision = gated(PAY + ", when: {amount: {more_than: 100}}", amount=50, checked=False).act("pay")
    assert not decision.refusals
    assert findings(decision) == []
    assert "careful" not in decision.explanation.rules


def test_whether_a_gate_applies_must_be_known_first(gated: Any) -> None:
    town = gated(PAY + ", when: {amount: {more_than: 100}}, cites: [SMALL-4]", checked=True)
    decision = town.act("pay")
    assert decision.refusals[0].lacks == ("fact:amount",)
    assert decision.refusals[0].opens_at is None
    assert findings(decision) == [("careful", "unknown", "block", "fact:amount")]
    assert [effect.cites for effect in decision.effects] == [("SMALL-4",)] * 2


def test_a_gate_that_is_known_to_be_shut_is_no_unknown(gated: Any) -> None:
    decision = gated(PAY + ", say: 先核对", checked=False).act("pay")
    assert [(each.rule, each.act, each.lacks, each.say) for each in decision.refusals] == [
        ("careful", "pay", ("rule:checked",), "先核对")
    ]
    assert decision.refusals[0].whole
    assert findings(decision) == []


def test_both_a_fact_nobody_knows_and_one_that_stands_against_it(gated: Any) -> None:
    town = gated("gate: careful, act: pay, needs: {amount: {known: true}}, papers: [{paper: receipt, when: {x: 1}}]")
    decision = town.act("pay")
    assert decision.refusals[0].lacks == ("rule:amount", "fact:x")
    assert findings(decision) == []


@pytest.mark.parametrize(
    ("mode", "reason", "lacks", "found"),
    [
        ("block", "客户在等", ("rule:checked",), []),
        ("warn", "", ("reason:", "rule:checked"), []),
        ("warn", "客户在等", None, [("careful", "broken", "warn", "客户在等")]),
        ("record", "", None, [("careful", "broken", "record", "rule:checked")]),
        ("record", "客户在等", None, [("careful", "broken", "record", "客户在等")]),
    ],
)
def test_the_mode_says_what_passes_a_shut_gate(
    gated: Any, mode: str, reason: str, lacks: tuple[str, ...] | None, found: list[Any]
) -> None:
    decision = gated(f"{PAY}, mode: {mode}", checked=False).act("pay", reason=reason)
    assert [refusal.lacks for refusal in decision.refusals] == ([lacks] if lacks else [])
    assert findings(decision) == found


def test_whoever_may_lets_it_pass_and_that_stands_with_what_lacked(gated: Any) -> None:
    town = gated(f"{PAY}, override: boss", checked=False)
    assert [seat.post for seat in town.act("pay").refusals[0].may_override] == ["boss"]
    town.do("matter-1", Overridden(at=MORNING, by="经理", rule="careful", reason="急"))
    decision = town.act("pay")
    assert not decision.refusals
    assert findings(decision) == [("careful", "overridden", "block", "rule:checked")]


@pytest.mark.parametrize(
    ("gate", "by", "lacks"),
    [
        ("only: boss", "经理", None),
        ("only: boss", "专员", ("only:careful",)),
        ("never: boss", "经理", ("never:careful",)),
        ("never: boss", "专员", None),
    ],
)
def test_a_gate_may_be_for_some_only_and_never_for_others(
    gated: Any, gate: str, by: str, lacks: tuple[str, ...] | None
) -> None:
    decision = gated(f"gate: careful, act: pay, {gate}").act("pay", by)
    assert [refusal.lacks for refusal in decision.refusals] == ([lacks] if lacks else [])


def test_what_lacks_besides_time_gives_no_day(gated: Any) -> None:
    gate = "gate: careful, act: pay, needs: {moved_in: {past: 3mo}}, papers: [{paper: receipt}]"
    refusal = gated(gate, moved_in="2026-01-15").act("pay").refusals[0]
    assert refusal.lacks == ("rule:moved_in", "paper:receipt")
    assert refusal.opens_at is None


def test_every_gate_of_an_act_is_asked(gated: Any) -> None:
    town = gated(f"{PAY}}}\n- {{gate: wary, act: pay, needs: {{seen: true}}", checked=False, seen=False)
    assert [refusal.rule for refusal in town.act("pay").refusals] == ["careful", "wary"]


def test_what_the_case_does_by_itself_is_refused_once_and_said_once(gated: Any) -> None:
    town = gated("gate: careful, act: [notify, issue], needs: {checked: true}", checked=False)
    decision = town.do("matter-1", Happened(at=MORNING, name="alarm.raised"))
    assert [(each.act, each.whole) for each in decision.effects if isinstance(each, Refuse)] == [
        ("notify", False),
        ("issue", False),
    ]
    assert not [each for each in decision.effects if isinstance(each, Notify)]
    assert "careful" in decision.explanation.rules


def test_the_case_itself_gives_no_reason_and_passes_a_milder_gate(gated: Any) -> None:
    town = gated("gate: careful, act: notify, needs: {checked: true}, mode: warn", checked=False)
    decision = town.do("matter-1", Happened(at=MORNING, name="alarm.raised"))
    assert [each.say for each in decision.effects if isinstance(each, Notify)] == ["一", "二"]
    assert {(each.result, each.note) for each in decision.effects if isinstance(each, RecordFinding)} == {
        ("broken", "rule:checked")
    }


def test_what_stands_against_an_act_is_shown_before_anybody_tries(gated: Any) -> None:
    town = gated(PAY, checked=False)
    shown = offers(town.subject("matter-1"), "专员", town.compiled, town.calendars, MORNING)
    assert [(act.act, [each.lacks for each in act.refusals]) for act in shown.acts if act.act in {"pay", "urge"}] == [
        ("pay", [("rule:checked",)]),
        ("urge", []),
    ]
    assert [each.whole for each in shown.tasks[0].refusals] == [True]


def test_a_gate_whose_figure_is_left_open_sleeps(gated: Any) -> None:
    asleep = "gate: careful, act: pay, needs: {months: {at_most: {value: , confirm: 源文未写}}}"
    assert not gated(asleep, months=9).act("pay").refusals
    given = asleep.replace("value: ,", "value: 3,")
    assert [each.rule for each in gated(given, months=9).act("pay").refusals] == ["careful"]


EFFECTS = {
    "set": "{set: amount, value: '1'}",
    "escalate": "{escalate: boss}",
    "hand_over": "{hand_over: 案卷, to: boss}",
    "notify": "{notify: boss, say: 一}",
}


@pytest.mark.parametrize("act", sorted(EFFECTS))
def test_whatever_a_rule_does_asks_its_gate(small: Small, world_of: Any, act: str) -> None:
    begun, _, _ = RULES.partition("  anytime:")
    gate = f"{{gate: careful, act: {act}, needs: {{checked: true}}}}"
    rules = f"{begun.replace('GATE', gate)}  anytime:\n  - {{upon: alarm.raised, do: [{EFFECTS[act]}]}}\n"
    town: Town = world_of(small(rules), {"checked": False})
    town.start()
    decision = town.do("matter-1", Happened(at=MORNING, name="alarm.raised"))
    assert [each.act for each in decision.effects if isinstance(each, Refuse)] == [act]
    assert {type(each) for each in decision.effects} == {Refuse}


@pytest.mark.parametrize("act", ["give_to", "assign_to"])
def test_giving_work_to_somebody_asks_its_gates(gated: Any, act: str) -> None:
    town = gated(f"gate: careful, act: {act}, needs: {{checked: true}}", checked=False)
    event = ActRequested(at=MORNING, act="give_to", task="work#1", facts={"person": "专员"})
    refused = town.do("matter-1", event).refusals
    assert ("careful", act) in {(each.rule, each.act) for each in refused}
