"""Laws of cases on rulebooks small enough to see through: records, roles, joins, exclusions, vacant posts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.engine.calendar import always_open
from shouwen.engine.effects import (
    LeaveStep,
    Notify,
    OpenTask,
    ReassignTask,
)
from shouwen.engine.events import (
    ActRequested,
    FactSet,
    PartyChanged,
    RecordCounted,
)
from shouwen.engine.facts import Assignee
from shouwen.engine.plan import Compiled
from shouwen.engine.seats import persons_of
from shouwen.engine.worktime import period_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Small = Callable[[str], Compiled]
SOME = settings(max_examples=max(10, settings().max_examples // 3))
POSTS = """
- {post: head, title: 主任}
- {post: boss, title: 经理, superior: head}
- {post: agent, title: 专员, superior: boss}
- {post: other, title: 协理, superior: boss}
"""


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
    case = world.start()
    record = RecordCounted(at=AT, record="finding", record_id="r1")
    assert [e.title for e in world.do(case, record).effects if isinstance(e, OpenTask)] == ["复查"]
    assert not world.do(case, replace(record, at=AT + timedelta(days=1))).effects


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
    case = world.start()
    for role, person in changes:
        world.do(case, PartyChanged(at=AT, by="经理", role=role, person=person))
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
    case = world.start()
    world.finish(case, "start", "planned", facts={"plan.units": ("a", "b")}, papers=("plan",))
    wanted, done = {"a", "b"}, set()
    for kind, what in moves:
        waits = any(active.step == "joint" for active in world.cases[case].active)
        assert waits == (not world.effects(LeaveStep))
        if not waits:
            break
        if kind == "list":
            world.do(case, FactSet(at=AT, facts={"plan.units": what}))
            wanted = set(what)
        elif any(active.member == what for active in world.cases[case].active):
            world.finish(case, "joint", "done", member=what)
            done.add(what)
        assert bool(world.effects(LeaveStep)) == (wanted <= done)
    assert len(world.effects(LeaveStep)) <= 1
    last = [effect for effect in world.effects(OpenTask) if effect.step == "last"]
    assert len(last) == len(world.effects(LeaveStep))


@pytest.mark.parametrize(("join", "finished"), [("all", 3), ("any", 1), ("2", 2)])
def test_a_join_waits_for_as_many_as_it_says(small: Small, world_of: Any, join: str, finished: int) -> None:
    rules = f"""
- procedure: matter
  steps:
    joint: {{together: {{a: {{by: agent}}, b: {{by: other}}, c: {{by: boss}}}}, join: {join}, out: {{joined: last}}}}
    last: {{by: agent, out: {{done: end}}}}
"""
    world = world_of(small(POSTS + rules))
    case = world.start()
    for i, name in enumerate("abc"[:finished], start=1):
        assert not world.effects(LeaveStep)
        world.finish(case, f"joint.{name}", "done")
        assert bool(world.effects(LeaveStep)) == (i == finished)
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
    case = world.start(by="主任")
    world.finish(case, "work", "done", by=worker)
    for act, by, to in tries:
        facts = {"person": to} if act == "transfer" else {}
        world.do(case, ActRequested(at=AT, by=by, act=act, task="check#1", facts=facts, reason="事由"))
        active = world.cases[case].active[0]
        reached = {person for seat in active.assignees for person in persons_of(seat, world.roster)}
        assert worker not in reached
        assert active.taken_by != worker
        assert reached
    refused = world.finish(case, "check", "done", by=worker)
    assert refused.refusals[0].lacks == ("person:",)


def test_where_only_excluded_people_are_left_the_post_above_acts(small: Small, world_of: Any) -> None:
    rules = """
- procedure: matter
  steps:
    work: {by: agent, out: {done: check}}
    check: {by: {post: agent, exclude: [{acted_in: work}]}, out: {done: end}}
"""
    world = world_of(small(POSTS + rules))
    case = world.start()
    world.finish(case, "work", "done", by="专员")
    assert [seat.post for seat in world.cases[case].active[0].assignees] == ["boss"]


# Nobody is forgotten


def test_a_vacant_post_alarms_the_next_one_up_which_may_act(small: Small, world_of: Any) -> None:
    world = world_of(small(FIXED), holders={"经理": []})
    case = world.start()
    state = world.cases[case]
    assert state.roles["first_contact"] == Assignee(person="专员", role="first_contact")
    reached = {person for seat in state.active[0].assignees for person in persons_of(seat, world.roster)}
    assert reached == {"主任"}
    assert [e.to for e in world.told[0].decision.effects if type(e).__name__ == "RaiseAlarm"]


def test_a_refused_task_goes_back_to_the_first_contact(small: Small, world_of: Any) -> None:
    world = world_of(small(FIXED))
    case = world.start()
    assert world.do(case, ActRequested(at=AT, by="经理", act="refuse")).refusals[0].lacks == ("reason:",)
    decision = world.do(case, ActRequested(at=AT, by="经理", act="refuse", reason="不归我管"))
    assert [e.assignees[0].person for e in decision.effects if isinstance(e, ReassignTask)] == ["专员"]
    assert world.cases[case].state == "to_dispatch"


EACH_ITS_OWN = TOGETHER.replace(
    "join: all", "join: all, due: {reply: {from: step.opened, within: 2h, on_miss: [{notify: {unit: each}}]}}"
)


def test_each_member_has_a_task_and_a_limit_of_its_own(small: Small, world_of: Any) -> None:
    world = world_of(small(EACH_ITS_OWN), units=UNITS)
    case = world.start()
    world.finish(case, "start", "planned", facts={"plan.units": ("a", "b")}, papers=("plan",))
    keys = ["matter.joint.reply#1[a]", "matter.joint.reply#1[b]"]
    assert sorted(world.cases[case].clocks) == keys
    world.finish(case, "joint", "done", member="a", at=AT + timedelta(hours=1))
    world.run_to(AT + timedelta(hours=3))
    assert [(world.clock(key).result, world.clock(key).missed) for key in keys] == [("met", False), (None, True)]
    told = [effect.to for effect in world.effects(Notify) if effect.kind == "rule"]
    assert told == [(Assignee(unit="b"),)]
    world.do(case, FactSet(at=AT + timedelta(hours=4), facts={"plan.units": ("a", "c")}))
    assert world.clock(keys[1]).result == "late"
    assert world.clock("matter.joint.reply#1[c]").due_at == AT + timedelta(hours=6)


def test_a_group_of_steps_has_limits_of_its_own(small: Small, world_of: Any) -> None:
    rules = """
- procedure: matter
  steps:
    joint: {together: {a: {by: agent}, b: {by: other}}, join: all, due: {all: {from: step.opened, within: 2h}}, out: {joined: end}}
"""
    world = world_of(small(POSTS + rules))
    case = world.start()
    assert list(world.cases[case].clocks) == ["matter.joint.all#1"]
    world.finish(case, "joint.a", "done", at=AT + timedelta(hours=1))
    world.finish(case, "joint.b", "done", at=AT + timedelta(hours=3))
    assert world.clock("matter.joint.all#1").result == "late"
