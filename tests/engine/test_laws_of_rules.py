"""Laws of rules on rulebooks small enough to see through: gates, sealed values, spans, editions, overrides, modes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.codec import effect_to_json
from shouwen.engine.decide import WrongEditionError, decide
from shouwen.engine.effects import (
    CloseCase,
    IssuePaper,
    OpenCase,
    RecordFinding,
    Refuse,
)
from shouwen.engine.events import (
    ActRequested,
    CaseMigrated,
    Overridden,
    StepFinished,
)
from shouwen.engine.limits import instants
from shouwen.engine.plan import Compiled, DuePlan
from shouwen.rulebook.model import Due
from shouwen.rulebook.span import Span

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Small = Callable[[str], Compiled]
POSTS = """
- {post: head, title: 主任}
- {post: boss, title: 经理, superior: head}
- {post: agent, title: 专员, superior: boss}
- {post: other, title: 协理, superior: boss}
"""


# Law 12

GATED = (
    POSTS
    + """
- {paper: letter, title: 函}
- {gate: no_letter, act: issue_letter, needs: {ready: true}, say: 未批准}
- {gate: no_child, act: open_child, needs: {ready: true}}
- {gate: no_close, act: close, needs: {ready: true}}
- procedure: matter
  steps: {work: {by: agent, out: {done: {then: end, do: [{issue: letter, to: boss}, {open: child}]}}}}
- procedure: child
  steps: {work: {by: agent, out: {done: end}}}
"""
)


@pytest.mark.parametrize(("ready", "passes"), [(True, True), (False, False), (None, False)])
def test_law_12_no_effect_contains_an_act_that_a_gate_refuses(
    small: Small,
    world_of: Any,
    ready: bool | None,  # noqa: FBT001 - the fact
    passes: bool,  # noqa: FBT001 - what follows
) -> None:
    world = world_of(small(GATED), {} if ready is None else {"ready": ready})
    case = world.start()
    world.finish(case, "work", "done", by="专员")
    for kind in (IssuePaper, OpenCase, CloseCase):
        assert bool(world.effects(kind)) == passes
    refused = {effect.rule for effect in world.effects(Refuse)}
    assert refused == (set() if passes else {"no_letter", "no_child", "no_close"})
    assert not any(effect.whole for effect in world.effects(Refuse))


def test_a_shut_gate_names_what_lacks_and_the_day_it_opens(small: Small, world_of: Any) -> None:
    rules = """
- {gate: refund, act: pay_back, needs: {house.occupied_on: {past: 3mo}, cards.open: 0}, cites: []}
- {procedure: matter, steps: {work: {by: agent, out: {done: end}}}}
"""
    world = world_of(small(POSTS + rules), {"house.occupied_on": "2026-01-15", "cards.open": 0})
    case = world.start()
    refusal = world.do(case, ActRequested(at=AT, by="专员", act="pay_back")).refusals[0]
    assert refusal.lacks == ("rule:house.occupied_on",)
    assert refusal.opens_at == datetime(2026, 4, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    world.facts["cards.open"] = 1
    refusal = world.do(case, ActRequested(at=AT, by="专员", act="pay_back")).refusals[0]
    assert refusal.lacks == ("rule:house.occupied_on", "rule:cards.open")
    assert refusal.opens_at is None


# Law 13

SEALED = (
    POSTS
    + """
- {fact: complainant, title: 举报人, sealed: true}
- {paper: form, title: 登记, fields: {name: {type: text, fact: complainant}, phone: {type: phone, sealed: true}}}
- {paper: copy, title: 抄件}
- {gate: named, act: record, needs: {complainant: {known: true}, form.phone: {known: true}}}
- procedure: matter
  steps:
    record: {by: agent, fill: [form], act: record, out: {recorded: {then: last, do: [{issue: copy, to: boss, with: {who: form.name, phone: form.phone}}, {open: child, with: {who: form.name}}]}}}
    last: {by: agent, out: {done: end}}
- {procedure: child, steps: {work: {by: agent, needs: {parent.form.phone: {known: true}}, out: {done: {then: end, do: [{issue: copy, to: boss, with: {phone: parent.form.phone}}]}}}}}
"""
)


def test_law_13_no_sealed_value_leaves_in_an_effect_or_explanation(small: Small, world_of: Any) -> None:
    world = world_of(small(SEALED))
    case = world.start()
    given_facts = {"form.name": "张三丰", "form.phone": "13900001111"}
    decision = world.finish(case, "record", "recorded", by="专员", facts=given_facts, papers=("form",))
    assert not decision.refusals
    child = next(each for each in world.cases if each != case)
    assert not world.finish(child, "work", "done", by="专员").refusals
    said = str([effect_to_json(effect) for told in world.told for effect in told.decision.effects])
    said += str([told.decision.explanation for told in world.told])
    assert "sealed:form.name" in said
    assert "sealed:parent.form.phone" in said
    assert "张三丰" not in said
    assert "13900001111" not in said


# Law 14


@given(
    st.integers(0, 60 * 24 * 40),
    st.integers(0, 60 * 24 * 10),
    st.integers(1, 30),
    st.sampled_from(["min", "h", "d", "w", "mo", "wd", "wh"]),
    st.tuples(st.integers(0, 4000), st.integers(0, 4000)),
)
def test_law_14_later_starts_end_no_earlier_and_pauses_shorten_nothing(
    world_of: Any, small: Small, first: int, more: int, n: int, unit: Any, pause: tuple[int, int]
) -> None:
    cal = world_of(small(POSTS)).calendars.default
    plan = DuePlan("r", "r", "", Due(), None, "x", None, within=Span(n, unit), warn_percent=75)
    start, later = AT + timedelta(minutes=first), AT + timedelta(minutes=first + more)
    one, two = instants(plan, start, cal, ()), instants(plan, later, cal, ())
    assert one is not None
    assert two is not None
    assert one.due is not None
    assert two.due is not None
    assert one.due <= two.due
    assert one.warn is not None
    assert start <= one.warn <= one.due
    rests = (start + timedelta(minutes=pause[0]), start + timedelta(minutes=sum(pause)))
    rested = instants(plan, start, cal, (rests,))
    assert rested is not None
    assert rested.due is not None
    assert rested.due >= one.due


# Law 15


def test_law_15_a_case_is_decided_under_its_own_edition_only(small: Small, world_of: Any) -> None:
    rules = POSTS + "- {procedure: matter, steps: {work: {by: agent, out: {done: end}}}}\n"
    world = world_of(small(rules))
    case = world.start()
    newer = small(rules.replace("work", "labour"))
    newer = replace(newer, key="SMALL/2")
    event = StepFinished(at=AT, step="work", visit=1, outcome="done")
    with pytest.raises(WrongEditionError, match="SMALL/1"):
        decide(world.subject(case), event, newer, world.calendars)
    moved = CaseMigrated(at=AT, edition="SMALL/2", steps={"work": "labour"}, reason="新版施行")
    after = decide(world.subject(case), moved, newer, world.calendars).after
    assert [active.task for active in after.active] == ["labour#1"]
    done = decide(replace(world.subject(case), state=after), replace(event, step="labour"), newer, world.calendars)
    assert done.after.closed_at == AT


# Law 16

OVERRIDE = (
    POSTS
    + """
- {gate: careful, act: pay, needs: {checked: true}, override: boss, cites: []}
- {procedure: matter, steps: {work: {by: agent, act: pay, out: {done: last}}, last: {by: agent, out: {done: end}}}}
"""
)


def test_law_16_an_override_changes_the_finding_and_nothing_else(small: Small, world_of: Any) -> None:
    kept, passed = world_of(small(OVERRIDE), {"checked": True}), world_of(small(OVERRIDE), {"checked": False})
    for world in (kept, passed):
        world.start()
    case = "matter-1"
    assert passed.do(case, Overridden(at=AT, by="专员", rule="careful", reason="急")).refusals
    refused = passed.finish(case, "work", "done", by="专员").refusals[0]
    assert [seat.post for seat in refused.may_override] == ["boss"]
    assert not passed.do(case, Overridden(at=AT, by="经理", rule="careful", reason="急")).refusals
    one, two = kept.finish(case, "work", "done", by="专员"), passed.finish(case, "work", "done", by="专员")

    def rest(decision: Any) -> list[Any]:
        return [effect for effect in decision.effects if not isinstance(effect, RecordFinding)]

    assert rest(one) == rest(two)
    assert [f.result for f in one.findings if f.rule == "careful"] == ["kept"]
    assert [f.result for f in two.findings if f.rule == "careful"] == ["overridden"]
    assert not passed.cases[case].overrides
    assert "kept:0" not in {how for key, how in passed.cases[case].findings.items() if key.startswith("careful|")}


def test_a_gate_that_cannot_be_judged_stays_shut_and_is_known_as_such(small: Small, world_of: Any) -> None:
    world = world_of(small(OVERRIDE), {})
    case = world.start()
    decision = world.finish(case, "work", "done", by="专员")
    assert decision.refusals[0].lacks == ("fact:checked",)
    assert [(each.rule, each.result) for each in decision.findings] == [("careful", "unknown")]
    world.facts["checked"] = False
    assert not world.finish(case, "work", "done", by="专员").findings


def test_nobody_overrides_a_rule_that_names_nobody(small: Small, world_of: Any) -> None:
    world = world_of(small(OVERRIDE.replace(", override: boss", "")), {"checked": False})
    case = world.start()
    decision = world.do(case, Overridden(at=AT, by="主任", rule="careful", reason="急"))
    assert decision.refusals[0].lacks == ("nobody:careful",)
    assert world.finish(case, "work", "done", by="专员").refusals


@pytest.mark.parametrize(
    ("mode", "reason", "refused", "result"),
    [
        ("block", "急", True, None),
        ("warn", "", True, None),
        ("warn", "急", False, "broken"),
        ("record", "", False, "broken"),
    ],
)
def test_the_mode_says_what_a_broken_rule_means(
    small: Small,
    world_of: Any,
    mode: str,
    reason: str,
    refused: bool,  # noqa: FBT001 - what follows
    result: str | None,
) -> None:
    world = world_of(small(OVERRIDE.replace("act: pay, needs", f"act: pay, mode: {mode}, needs")), {"checked": False})
    case = world.start()
    decision = world.finish(case, "work", "done", by="专员", reason=reason)
    assert bool(decision.refusals) == refused
    assert [f.result for f in decision.findings if f.rule == "careful"] == ([] if result is None else [result])


def test_a_gate_that_also_lacks_what_could_be_there_is_not_called_unjudgeable(small: Small, world_of: Any) -> None:
    world = world_of(
        small(
            OVERRIDE.replace("needs: {checked: true}", "needs: {checked: true}, papers: [bill]")
            + "- {paper: bill, title: 票}\n"
        )
    )
    case = world.start()
    decision = world.finish(case, "work", "done", by="专员")
    assert decision.refusals[0].lacks == ("fact:checked", "paper:bill")
    assert not decision.findings
