"""Reactions: once for each event, on facts that are known, waiting for those that are not, and cases that open upon something."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.decide import decide
from shouwen.engine.effects import DropPending, Notify, OpenCase, RequestFact
from shouwen.engine.events import CaseMigrated, FactSet, Happened
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {paper: plan, title: 方案, fields: {units: {type: several, choices: {a: 甲, b: 乙}}}}
- procedure: matter
  cites: [SMALL-4]
  steps:
    work: {by: agent, out: {done: last}}
    last: {by: agent, out: {done: end}}
  anytime:
  - REACTION
- {procedure: side, cites: [SMALL-4.2], opens: {upon: [alarm.raised]}, steps: {look: {by: boss, out: {seen: end}}}}
MORE
"""


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(reaction: str = "{upon: go, do: [{notify: boss}]}", more: str = "", **facts: Any) -> Town:
        town: Town = world_of(small(RULES.replace("REACTION", reaction).replace("MORE", more)), facts)
        town.start()
        return town

    return make


def go(town: Town, name: str = "go", **facts: Any) -> Any:
    return town.do("matter-1", Happened(at=MORNING, name=name, facts=facts))


def notices(town: Town) -> list[str]:
    return [each.say for each in town.effects(Notify)]


def test_it_fires_for_every_event_and_cites_its_procedure_where_it_has_no_clause(town_of: Any) -> None:
    town = town_of("{upon: go, do: [{notify: boss, say: 一}]}")
    first, second = go(town), go(town)
    assert notices(town) == ["一", "一"]
    assert [each.cites for each in town.effects(Notify)] == [("SMALL-4",)] * 2
    abouts = [each.about for each in town.effects(Notify)]
    assert abouts[0] != abouts[1]
    assert any(rule.startswith("matter.") for rule in first.explanation.rules)
    assert second.explanation.clauses == ("SMALL-4",)


def test_its_own_clause_comes_first(town_of: Any) -> None:
    town = town_of("{upon: go, do: [{notify: boss}], cites: [SMALL-4.2]}")
    go(town)
    assert town.effects(Notify)[0].cites == ("SMALL-4.2",)


def test_a_rule_beside_all_procedures_fires_in_each(town_of: Any) -> None:
    town = town_of(more="- {reaction: everywhere, upon: tick, do: [{notify: boss, say: 二}]}")
    go(town, "tick")
    assert notices(town) == ["二"]


@pytest.mark.parametrize(("value", "fires"), [(True, True), (False, False)])
def test_it_fires_where_its_condition_is_known_to_hold(town_of: Any, value: bool, fires: bool) -> None:  # noqa: FBT001 - the fact
    town = town_of("{upon: go, when: {urgent: true}, do: [{notify: boss}]}")
    assert not go(town, urgent=value).after.pending
    assert bool(notices(town)) == fires


def test_what_it_does_not_know_it_asks_of_the_owner_and_waits(town_of: Any) -> None:
    town = town_of(
        "{upon: go, when: {all: [{urgent: true}, {amount: {at_least: 5}}]}, do: [{notify: boss}], cites: [SMALL-4.2]}"
    )
    decision = go(town)
    asked = [each for each in decision.effects if isinstance(each, RequestFact)]
    assert [(each.fact, [seat.person for seat in each.to], each.cites) for each in asked] == [
        ("urgent", ["专员"], ("SMALL-4.2",)),
        ("amount", ["专员"], ("SMALL-4.2",)),
    ]
    assert len(decision.after.pending) == 1
    assert len(town.do("matter-1", FactSet(at=MORNING, facts={"urgent": True})).after.pending) == 1
    assert not notices(town)
    assert not town.do("matter-1", FactSet(at=MORNING, facts={"amount": 7})).after.pending
    assert len(notices(town)) == 1


def test_each_time_it_waits_it_waits_by_itself(town_of: Any) -> None:
    town = town_of("{upon: go, when: {urgent: true}, do: [{notify: boss}]}")
    go(town)
    assert len(go(town).after.pending) == 2
    town.do("matter-1", FactSet(at=MORNING, facts={"urgent": True}))
    assert len(notices(town)) == 2


def test_what_turns_out_false_waits_no_longer(town_of: Any) -> None:
    town = town_of("{upon: go, when: {urgent: true}, do: [{notify: boss}]}")
    go(town)
    decision = town.do("matter-1", FactSet(at=MORNING, facts={"urgent": False}))
    assert [type(each) for each in decision.effects] == [DropPending]
    assert (decision.after.pending, notices(town)) == ((), [])


def test_of_two_rules_that_wait_only_the_one_that_holds_fires(town_of: Any) -> None:
    town = town_of(
        "{upon: go, when: {urgent: true}, do: [{notify: boss, say: 一}]}\n"
        "  - {upon: go, when: {urgent: false}, do: [{notify: boss, say: 二}]}"
    )
    assert len(go(town).after.pending) == 2
    town.do("matter-1", FactSet(at=MORNING, facts={"urgent": False}))
    assert (notices(town), town.cases["matter-1"].pending) == (["二"], ())


def test_a_fact_that_was_asked_for_is_asked_for_until_it_is_there(town_of: Any) -> None:
    town = town_of("{upon: go, do: [{ask: customer.name}]}")
    assert go(town).after.pending == ("ask:customer.name",)
    assert town.do("matter-1", FactSet(at=MORNING, facts={"x": 1})).after.pending == ("ask:customer.name",)
    assert town.do("matter-1", FactSet(at=MORNING, facts={"customer.name": "王某"})).after.pending == ()


def test_a_way_out_leaves_what_is_open_and_enters_the_step_it_names(town_of: Any) -> None:
    town = town_of("{upon: go, do: [{notify: boss}], goto: last}")
    assert [each.task for each in go(town).after.active] == ["last#1"]
    assert len(notices(town)) == 1


def test_a_way_out_of_a_closed_case_leads_nowhere(town_of: Any) -> None:
    town = town_of("{upon: go, do: [{notify: boss}], goto: last}")
    town.act("void", reason="登记错了")
    assert go(town).after.active == ()
    assert len(notices(town)) == 1


def test_the_end_by_a_way_out_is_named_after_the_rule(town_of: Any) -> None:
    assert go(town_of("{upon: go, goto: end}")).after.flow_ended == "goto"
    assert go(town_of("{name: settled, upon: go, goto: end}")).after.flow_ended == "settled"


def test_a_case_that_opens_upon_something_opens_once_for_each_time(town_of: Any) -> None:
    town = town_of()
    go(town, "alarm.raised")
    go(town, "alarm.raised")
    opened = town.effects(OpenCase)
    assert [(each.procedure, each.cites, each.facts) for each in opened] == [("side", ("SMALL-4.2",), {})] * 2
    assert opened[0].key != opened[1].key
    assert {state.case_type for state in town.cases.values()} == {"matter", "side"}


# Facts that tables and lists wait for, and rules that a newer edition has not

WAITING = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- table: authority
  in: [amount]
  hit: all
  rows: [{when: {amount: {at_least: 5}}, then: {approver: boss}}]
- procedure: matter
  steps:
    work: {by: agent, table: authority, out: {done: joint}}
    joint: {for_each: units, by: {unit: each}, out: {joined: last}}
    last: {by: agent, out: {done: end}}
  anytime:
  - {upon: go, when: {urgent: true}, do: [{notify: boss}]}
"""
BARE = """
- {post: agent, title: 专员}
- procedure: matter
  steps:
    work: {by: agent, out: {done: shared}}
    shared: {for_each: units, by: {unit: each}, out: {joined: last}}
    last: {by: agent, out: {done: end}}
"""
ALL: dict[str, dict[str, Any]] = {"table:authority": {"amount": 7}, "step:joint": {"units": ("a",)}}


@pytest.fixture
def waiting(small: Small, world_of: Any) -> Town:
    town: Town = world_of(small(WAITING), units={"a": ["甲"]})
    town.start()
    go(town)
    town.finish("matter-1", "work", "done", "专员")
    return town


def test_tables_and_lists_wait_each_for_its_own_fact(waiting: Town) -> None:
    reaction, *others = waiting.cases["matter-1"].pending
    assert (reaction.partition("@")[0], others) == ("reaction:matter.anytime.0", list(ALL))
    for name, facts in ALL.items():
        waiting.do("matter-1", FactSet(at=MORNING, facts={"x": 1}))
        assert name in waiting.cases["matter-1"].pending
        waiting.do("matter-1", FactSet(at=MORNING, facts=facts))
        assert name not in waiting.cases["matter-1"].pending
    assert waiting.cases["matter-1"].pending == (reaction,)


def test_what_a_newer_edition_has_no_rule_for_waits_no_longer(waiting: Town, small: Small) -> None:
    newer = replace(small(BARE), key="SMALL/2")
    moved = CaseMigrated(at=MORNING, edition="SMALL/2", steps={"joint": "shared"}, reason="新版施行")
    after = decide(waiting.subject("matter-1"), moved, newer, waiting.calendars).after
    assert "shared" in [active.step for active in after.active]
    assert not [each for each in after.pending if each.startswith(("reaction:", "table:"))]
