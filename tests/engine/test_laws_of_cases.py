"""Laws on rulebooks small enough to see through: roles, joins, exclusions, gates, sealed values, editions, overrides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.engine.calendar import always_open
from shouwen.engine.codec import effect_to_json
from shouwen.engine.decide import WrongEditionError, decide
from shouwen.engine.effects import (
    CloseCase,
    IssuePaper,
    LeaveStep,
    OpenCase,
    OpenTask,
    ReassignTask,
    RecordFinding,
    Refuse,
)
from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    CaseMigrated,
    CaseOpened,
    FactSet,
    Overridden,
    PartyChanged,
    RecordCounted,
    StepFinished,
)
from shouwen.engine.facts import Assignee
from shouwen.engine.limits import instants
from shouwen.engine.plan import Compiled, DuePlan
from shouwen.engine.seats import persons_of
from shouwen.engine.story_world import World
from shouwen.engine.worktime import period_of
from shouwen.rulebook.model import Due
from shouwen.rulebook.span import Span

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Small = Callable[[str], Compiled]
SOME = settings(max_examples=max(10, settings().max_examples // 3))
POSTS = """
- {post: head, title: 主任}
- {post: boss, title: 经理, superior: head}
- {post: agent, title: 专员, superior: boss}
- {post: other, title: 协理, superior: boss}
"""


def opened(world: World, procedure: str = "matter", by: str | None = "专员", **facts: Any) -> str:
    return world.open(CaseOpened(at=AT, by=by, case_type=procedure, unit="本单位", facts=facts))


def finish(world: World, case: str, step: str, outcome: str, by: str | None = None, **more: Any) -> Any:
    """Finish the open visit of a step; gives the decision."""
    state = world.cases[case]
    member = more.pop("member", None)
    active = next(a for a in state.active if a.step == step and a.member == member and not a.group)
    event = StepFinished(
        at=more.pop("at", AT + timedelta(minutes=5)),
        by=by,
        step=step,
        visit=active.visit,
        member=member,
        outcome=outcome,
        **more,
    )
    world.happen(case, event)
    return next(told.decision for told in reversed(world.told) if told.event is event)


def do(world: World, case: str, event: AnyEvent) -> Any:
    world.happen(case, event)
    return next(told.decision for told in reversed(world.told) if told.event is event)


def effects(world: World, kind: type) -> list[Any]:
    return [effect for told in world.told for effect in told.decision.effects if isinstance(effect, kind)]


# Law 5


@given(st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)), min_size=1, max_size=20), st.data())  # noqa: DTZ001 - made aware below
def test_law_5_moving_a_record_conserves_the_sum_over_periods(at: list[datetime], data: st.DataObject) -> None:
    cal = always_open("always", "Asia/Shanghai")
    period: Any = data.draw(st.sampled_from(["day", "week", "month", "quarter", "half", "year"]))
    records = [each.replace(tzinfo=UTC) for each in at]
    moved = [*records[1:], records[0] + timedelta(days=40)]

    def counts(each: list[datetime]) -> dict[Any, int]:
        found: dict[Any, int] = {}
        for record in each:
            window = period_of(record, period, cal)
            assert window[0] <= record < window[1]
            found[window] = found.get(window, 0) + 1
        return found

    assert sum(counts(records).values()) == sum(counts(moved).values()) == len(records)


def test_law_4_a_record_delivered_twice_counts_once(small: Small, world_of: Any) -> None:
    rules = POSTS + "- {reaction: found, upon: finding.recorded, do: [{task: 复查, by: boss}]}\n"
    world = world_of(small(rules + "- {procedure: matter, steps: {work: {by: agent, out: {done: end}}}}\n"))
    case = opened(world)
    record = RecordCounted(at=AT, record="finding", record_id="r1")
    assert [e.title for e in do(world, case, record).effects if isinstance(e, OpenTask)] == ["复查"]
    assert not do(world, case, replace(record, at=AT + timedelta(days=1))).effects


# Law 8

FIXED = (
    POSTS
    + """
- procedure: matter
  roles: {first_contact: {title: 首问责任人, set: opener, fixed: true}, handler: {set: boss}}
  steps: {work: {by: {role: handler}, out: {done: end}}}
"""
)


@SOME
@given(
    st.lists(
        st.tuples(st.sampled_from(["first_contact", "handler"]), st.sampled_from(["专员", "协理", "经理"])), max_size=8
    )
)
def test_law_8_a_fixed_role_keeps_whom_it_first_had(
    small: Small, world_of: Any, changes: list[tuple[str, str]]
) -> None:
    world = world_of(small(FIXED))
    case = opened(world)
    for role, person in changes:
        do(world, case, PartyChanged(at=AT, by="经理", role=role, person=person))
    roles = world.cases[case].roles
    assert roles["first_contact"].person == "专员"
    given_to = [person for role, person in changes if role == "handler"]
    assert roles["handler"].person == (given_to[-1] if given_to else "经理")


# Law 10

TOGETHER = (
    POSTS
    + """
- {paper: plan, title: 方案, fields: {units: {type: several, choices: {a: 甲, b: 乙, c: 丙, d: 丁}}}}
- procedure: matter
  steps:
    start: {by: agent, fill: [plan], out: {planned: joint}}
    joint: {for_each: plan.units, by: {unit: each}, join: all, out: {joined: last}}
    last: {by: agent, out: {done: end}}
"""
)
UNITS = {name: (f"{name}长",) for name in "abcd"}


@SOME
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("finish"), st.sampled_from("abcd")),
            st.tuples(st.just("list"), st.lists(st.sampled_from("abcd"), unique=True, max_size=4).map(tuple)),
        ),
        max_size=14,
    )
)
def test_law_10_a_join_fires_once_with_members_coming_and_going(small: Small, world_of: Any, moves: list[Any]) -> None:
    world = world_of(small(TOGETHER), units=UNITS)
    case = opened(world)
    finish(world, case, "start", "planned", facts={"plan.units": ("a", "b")}, papers=("plan",))
    wanted, done = {"a", "b"}, set()
    for kind, what in moves:
        waits = any(active.step == "joint" for active in world.cases[case].active)
        assert waits == (not effects(world, LeaveStep))
        if not waits:
            break
        if kind == "list":
            do(world, case, FactSet(at=AT, facts={"plan.units": what}))
            wanted = set(what)
        elif any(active.member == what for active in world.cases[case].active):
            finish(world, case, "joint", "done", member=what)
            done.add(what)
        assert bool(effects(world, LeaveStep)) == (wanted <= done)
    assert len(effects(world, LeaveStep)) <= 1
    last = [effect for effect in effects(world, OpenTask) if effect.step == "last"]
    assert len(last) == len(effects(world, LeaveStep))


@pytest.mark.parametrize(("join", "finished"), [("all", 3), ("any", 1), ("2", 2)])
def test_a_join_waits_for_as_many_as_it_says(small: Small, world_of: Any, join: str, finished: int) -> None:
    rules = f"""
- procedure: matter
  steps:
    joint: {{together: {{a: {{by: agent}}, b: {{by: other}}, c: {{by: boss}}}}, join: {join}, out: {{joined: last}}}}
    last: {{by: agent, out: {{done: end}}}}
"""
    world = world_of(small(POSTS + rules))
    case = opened(world)
    for i, name in enumerate("abc"[:finished], start=1):
        assert not effects(world, LeaveStep)
        finish(world, case, f"joint.{name}", "done")
        assert bool(effects(world, LeaveStep)) == (i == finished)
    assert [active.step for active in world.cases[case].active] == ["last"]


# Law 11

EXCLUDES = (
    POSTS
    + """
- procedure: matter
  steps:
    work: {by: {any: [agent, other]}, out: {done: check}}
    check: {by: {any: [agent, other, boss], exclude: [{acted_in: work}]}, out: {done: end, again: work}, rounds: {most: none, why: 直至通过}}
"""
)


@SOME
@given(
    st.sampled_from(["专员", "协理"]),
    st.lists(
        st.tuples(
            st.sampled_from(["transfer", "take", "refuse"]),
            st.sampled_from(["专员", "协理", "经理", "主任"]),
            st.sampled_from(["专员", "协理", "经理"]),
        ),
        max_size=6,
    ),
)
def test_law_11_nobody_excluded_ever_gets_the_task(small: Small, world_of: Any, worker: str, tries: list[Any]) -> None:
    world = world_of(small(EXCLUDES), absent=["经理"], substitutes={"经理": worker})
    case = opened(world, by="主任")
    finish(world, case, "work", "done", by=worker)
    for act, by, to in tries:
        facts = {"person": to} if act == "transfer" else {}
        do(world, case, ActRequested(at=AT, by=by, act=act, task="check#1", facts=facts, reason="事由"))
        active = world.cases[case].active[0]
        reached = {person for seat in active.assignees for person in persons_of(seat, world.roster)}
        assert worker not in reached
        assert active.taken_by != worker
        assert reached
    refused = finish(world, case, "check", "done", by=worker)
    assert refused.refusals[0].lacks == ("person:",)


def test_where_only_excluded_people_are_left_the_post_above_acts(small: Small, world_of: Any) -> None:
    rules = """
- procedure: matter
  steps:
    work: {by: agent, out: {done: check}}
    check: {by: {post: agent, exclude: [{acted_in: work}]}, out: {done: end}}
"""
    world = world_of(small(POSTS + rules))
    case = opened(world)
    finish(world, case, "work", "done", by="专员")
    assert [seat.post for seat in world.cases[case].active[0].assignees] == ["boss"]


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
    ready: bool | None,
    passes: bool,  # noqa: FBT001 - what follows
) -> None:
    world = world_of(small(GATED), {} if ready is None else {"ready": ready})
    case = opened(world)
    finish(world, case, "work", "done", by="专员")
    for kind in (IssuePaper, OpenCase, CloseCase):
        assert bool(effects(world, kind)) == passes
    refused = {effect.rule for effect in effects(world, Refuse)}
    assert refused == (set() if passes else {"no_letter", "no_child", "no_close"})
    assert not any(effect.whole for effect in effects(world, Refuse))


def test_a_shut_gate_names_what_lacks_and_the_day_it_opens(small: Small, world_of: Any) -> None:
    rules = """
- {gate: refund, act: pay_back, needs: {house.occupied_on: {past: 3mo}, cards.open: 0}, cites: []}
- {procedure: matter, steps: {work: {by: agent, out: {done: end}}}}
"""
    world = world_of(small(POSTS + rules), {"house.occupied_on": "2026-01-15", "cards.open": 0})
    case = opened(world)
    refusal = do(world, case, ActRequested(at=AT, by="专员", act="pay_back")).refusals[0]
    assert refusal.lacks == ("rule:house.occupied_on",)
    assert refusal.opens_at == datetime(2026, 4, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    world.facts["cards.open"] = 1
    refusal = do(world, case, ActRequested(at=AT, by="专员", act="pay_back")).refusals[0]
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
- {procedure: child, steps: {work: {by: agent, out: {done: end}}}}
"""
)


def test_law_13_no_sealed_value_leaves_in_an_effect_or_explanation(small: Small, world_of: Any) -> None:
    world = world_of(small(SEALED))
    case = opened(world)
    given_facts = {"form.name": "张三丰", "form.phone": "13900001111"}
    decision = finish(world, case, "record", "recorded", by="专员", facts=given_facts, papers=("form",))
    assert not decision.refusals
    said = str([effect_to_json(effect) for told in world.told for effect in told.decision.effects])
    said += str([told.decision.explanation for told in world.told])
    assert "sealed:form.name" in said
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
    case = opened(world)
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
        opened(world)
    case = "matter-1"
    assert do(passed, case, Overridden(at=AT, by="专员", rule="careful", reason="急")).refusals
    refused = finish(passed, case, "work", "done", by="专员").refusals[0]
    assert [seat.post for seat in refused.may_override] == ["boss"]
    assert not do(passed, case, Overridden(at=AT, by="经理", rule="careful", reason="急")).refusals
    one, two = finish(kept, case, "work", "done", by="专员"), finish(passed, case, "work", "done", by="专员")

    def rest(decision: Any) -> list[Any]:
        return [effect for effect in decision.effects if not isinstance(effect, RecordFinding)]

    assert rest(one) == rest(two)
    assert [f.result for f in one.findings if f.rule == "careful"] == ["kept"]
    assert [f.result for f in two.findings if f.rule == "careful"] == ["overridden"]
    assert not passed.cases[case].overrides
    assert "kept:0" not in {how for key, how in passed.cases[case].findings.items() if key.startswith("careful|")}


def test_nobody_overrides_a_rule_that_names_nobody(small: Small, world_of: Any) -> None:
    world = world_of(small(OVERRIDE.replace(", override: boss", "")), {"checked": False})
    case = opened(world)
    decision = do(world, case, Overridden(at=AT, by="主任", rule="careful", reason="急"))
    assert decision.refusals[0].lacks == ("nobody:careful",)
    assert finish(world, case, "work", "done", by="专员").refusals


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
    case = opened(world)
    decision = finish(world, case, "work", "done", by="专员", reason=reason)
    assert bool(decision.refusals) == refused
    assert [f.result for f in decision.findings if f.rule == "careful"] == ([] if result is None else [result])


# Nobody is forgotten


def test_a_vacant_post_alarms_the_next_one_up_which_may_act(small: Small, world_of: Any) -> None:
    world = world_of(small(FIXED), holders={"经理": []})
    case = opened(world)
    state = world.cases[case]
    assert state.roles["first_contact"] == Assignee(person="专员", role="first_contact")
    reached = {person for seat in state.active[0].assignees for person in persons_of(seat, world.roster)}
    assert reached == {"主任"}
    assert [e.to for e in world.told[0].decision.effects if type(e).__name__ == "RaiseAlarm"]


def test_a_refused_task_goes_back_to_the_first_contact(small: Small, world_of: Any) -> None:
    world = world_of(small(FIXED))
    case = opened(world)
    assert do(world, case, ActRequested(at=AT, by="经理", act="refuse")).refusals[0].lacks == ("reason:",)
    decision = do(world, case, ActRequested(at=AT, by="经理", act="refuse", reason="不归我管"))
    assert [e.assignees[0].person for e in decision.effects if isinstance(e, ReassignTask)] == ["专员"]
    assert world.cases[case].state == "to_dispatch"
