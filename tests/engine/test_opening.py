"""A case begins: who may open it, who plays which part and stays it, what it knows from the start, and the first step."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.decision import Decision
from shouwen.engine.effects import AssignRole, OpenTask, RaiseAlarm
from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Assignee
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {post: worker, title: 师傅, superior: boss}
- {fact: complainant, title: 投诉人}
- {paper: form, title: 登记, fields: {name: {type: text, fact: complainant}}}
- procedure: matter
  cites: [SMALL-4]
  OPENS
  roles: {ROLES}
  steps: {work: {by: agent, out: {done: end}}}
GATE
"""


@pytest.fixture
def opened(small: Small, world_of: Any) -> Callable[..., tuple[Town, Decision]]:
    def make(
        roles: str = "", opens: str = "", gate: str = "", given: Any = None, event: Any = None, **facts: Any
    ) -> tuple[Town, Decision]:
        line = f"opens: {{{opens}}}" if opens else ""
        text = RULES.replace("ROLES", roles).replace("OPENS", line).replace("GATE", gate)
        town: Town = world_of(small(text), facts, **(given or {}))
        begin = CaseOpened(**{"at": MORNING, "by": "专员", "case_type": "matter", "unit": "本单位", **(event or {})})
        town.open(begin)
        return town, town.told[0].decision

    return make


def role(town: Town, name: str = "handler") -> Assignee | None:
    return town.cases["matter-1"].roles.get(name)


def test_the_first_step_opens_and_the_roles_are_said_with_their_clause(opened: Any) -> None:
    _, decision = opened("tracker: {set: opener}, handler: {set: worker}")
    assert [(each.role, each.cites) for each in decision.effects if isinstance(each, AssignRole)] == [
        ("tracker", ("SMALL-4",)),
        ("handler", ("SMALL-4",)),
    ]
    assert [each.task for each in decision.effects if isinstance(each, OpenTask)] == ["work#1"]


def test_a_case_is_opened_once(opened: Any) -> None:
    town, _ = opened()
    before = town.cases["matter-1"]
    again = town.do("matter-1", CaseOpened(at=MORNING, by="经理", case_type="matter", unit="本单位"))
    assert [(each.rule, each.act, each.lacks) for each in again.refusals] == [("matter", "open", ("new:",))]
    assert (again.after.opener, again.after.active) == (before.opener, before.active)


@pytest.mark.parametrize(
    ("by", "parent", "refused"),
    [("专员", None, False), ("师傅", None, True), (None, None, False), ("师傅", "x", False)],
)
def test_who_may_open_is_asked_of_people_and_not_of_rules(opened: Any, by: Any, parent: Any, refused: bool) -> None:  # noqa: FBT001 - what follows
    town, decision = opened(opens="by: agent", event={"by": by, "parent": parent})
    assert [(each.act, each.lacks, [seat.post for seat in each.may_override]) for each in decision.refusals] == (
        [("open", ("person:",), ["agent"])] if refused else []
    )
    assert (town.cases["matter-1"].opened_at is None) == refused


@pytest.mark.parametrize("act", ["open", "open_matter"])
def test_a_gate_may_forbid_the_opening(opened: Any, act: str) -> None:
    gate = f"- {{gate: known, act: {act}, needs: {{complainant: {{known: true}}}}}}"
    assert opened(gate=gate)[1].refusals[0].lacks == ("rule:complainant",)
    assert not opened(gate=gate, event={"facts": {"form.name": "王某"}})[1].refusals


@pytest.mark.parametrize(
    ("roles", "seat"),
    [
        ("handler: {set: opener}", Assignee(person="专员", role="handler")),
        ("handler: {set: worker}", Assignee("worker", "本单位", "师傅", role="handler")),
        ("handler: {set: worker, may_be: unit}", Assignee("worker", "本单位", role="handler")),
        ("handler: {set: {unit: case.branch}}", Assignee(unit="分公司", role="handler")),
        ("handler: {set: {outside: customer}}", Assignee(outside="customer", role="handler")),
        (
            "handler: {set: {post: worker, exclude: [boss]}}",
            Assignee("worker", "本单位", "师傅", None, "handler", ("经理",)),
        ),
        ("handler: {set: case.chosen_post}", Assignee("worker", "本单位", "师傅", role="handler")),
        ("handler: {set: case.chosen_unit}", Assignee(unit="分公司", role="handler")),
        ("handler: {set: case.chosen_person}", Assignee(person="赵某", role="handler")),
        ("handler: {set: case.unknown}", None),
        ("handler: {set: {role: nobody}}", None),
    ],
)
def test_a_role_is_taken_by_whom_its_rule_names(opened: Any, roles: str, seat: Assignee | None) -> None:
    facts = {
        "case.branch": "分公司",
        "case.chosen_post": "worker",
        "case.chosen_unit": "分公司",
        "case.chosen_person": "赵某",
    }
    town, _ = opened(roles, given={"units": {"分公司": ["钱某"]}}, **facts)
    assert role(town) == seat


def test_a_case_that_nobody_opened_belongs_to_its_unit(opened: Any) -> None:
    town, _ = opened("handler: {set: opener}", event={"by": None})
    assert role(town) == Assignee(unit="本单位", role="handler")


def test_a_role_of_a_post_that_nobody_holds_waits_for_its_holder_and_raises_the_alarm(opened: Any) -> None:
    town, decision = opened("handler: {set: worker}", given={"holders": {"师傅": []}})
    assert role(town) == Assignee("worker", "本单位", role="handler")
    assert [
        (each.post, [s.post for s in each.to], each.task) for each in decision.effects if isinstance(each, RaiseAlarm)
    ] == [("worker", ["boss"], None)]


def test_a_role_that_came_with_the_opening_is_not_given_again(opened: Any) -> None:
    town, decision = opened("handler: {set: worker}", event={"roles": {"handler": Assignee(person="赵某")}})
    assert role(town) == Assignee(person="赵某")
    assert not [each for each in decision.effects if isinstance(each, AssignRole)]
