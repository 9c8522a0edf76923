"""Papers that must be there in copies or sealed: what lacks is named, and the mode says what that means."""

from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.effects import RecordFinding
from shouwen.engine.events import Overridden, PaperIssued

NEED = "{paper: licence, copies: 3, sealed: true}"
RULES = f"""
- {{post: boss, title: 经理}}
- {{post: agent, title: 专员, superior: boss}}
- {{paper: licence, title: 执照, fields: {{copies: number, sealed: yes_no}}}}
- {{paper: permit, title: 许可证, copies: [{{to: owner, original: true}}, {{to: contractor, seal: centre}}]}}
- {{gate: handing_in, act: hand_in, mode: MODE, override: boss, papers: [{NEED}]}}
- procedure: matter
  steps:
    file: {{by: agent, papers: [{NEED}], mode: MODE, out: {{filed: give}}}}
    give: {{by: agent, papers: [{{paper: permit, copies: WANTED, sealed: true}}], out: {{given: end}}}}
  close: {{papers: [{NEED}]}}
"""


@pytest.fixture
def town_of(small: Any, world_of: Any) -> Any:
    def make(mode: str = "block", wanted: int = 2) -> Town:
        world: Town = world_of(small(RULES.replace("MODE", mode).replace("WANTED", str(wanted))))
        world.start()
        return world

    return make


def lacks(decision: Any) -> tuple[str, ...]:
    return tuple(lack for refusal in decision.refusals for lack in refusal.lacks)


def filed(town: Town, **facts: Any) -> Any:
    given = {f"licence.{name}": value for name, value in facts.items()}
    return town.finish("matter-1", "file", "filed", "专员", papers=("licence",), facts=given)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("copies:licence:2", "sealed:licence")),
        ({"copies": 2, "sealed": True}, ("copies:licence:1",)),
        ({"copies": 4, "sealed": False}, ("sealed:licence",)),
        ({"copies": 3, "sealed": True}, ()),
    ],
)
def test_a_step_names_the_copies_and_the_seal_that_lack(
    town_of: Any, facts: dict[str, Any], missing: tuple[str, ...]
) -> None:
    town = town_of()
    assert lacks(filed(town, **facts)) == missing
    assert {active.step for active in town.cases["matter-1"].active} == {"file" if missing else "give"}


def test_with_a_warning_it_passes_for_a_reason_and_is_found_broken(town_of: Any) -> None:
    town = town_of("warn")
    short = {"licence.copies": 1, "licence.sealed": True}
    assert lacks(filed(town, copies=1, sealed=True)) == ("reason:", "copies:licence:2")
    decision = town.finish("matter-1", "file", "filed", "专员", papers=("licence",), facts=short, reason="原件随后补")
    assert not decision.refusals
    assert [(each.result, each.note) for each in town.effects(RecordFinding) if each.mode == "warn"] == [
        ("broken", "原件随后补")
    ]


def test_as_a_record_it_passes_and_says_what_lacked(town_of: Any) -> None:
    town = town_of("record")
    assert not filed(town).refusals
    assert [(each.result, each.note) for each in town.effects(RecordFinding) if each.mode == "record"] == [
        ("broken", "copies:licence:2、sealed:licence")
    ]


def test_a_gate_holds_the_act_until_the_copies_are_there_or_it_is_let_pass(town_of: Any) -> None:
    town = town_of()
    assert lacks(town.act("hand_in", "专员")) == ("paper:licence",)
    town.cases["matter-1"] = filed(town_of("record"), copies=1).after
    assert lacks(town.act("hand_in", "专员")) == ("copies:licence:2", "sealed:licence")
    town.do("matter-1", Overridden(at=MORNING, by="经理", rule="handing_in", reason="上级已同意"))
    assert not town.act("hand_in", "专员").refusals


@pytest.mark.parametrize(("wanted", "missing"), [(2, ()), (3, ("copies:permit:1",))])
def test_an_issued_paper_counts_in_the_copies_its_rule_lists(
    town_of: Any, wanted: int, missing: tuple[str, ...]
) -> None:
    town = town_of(wanted=wanted)
    filed(town, copies=3, sealed=True)
    town.do("matter-1", PaperIssued(at=MORNING, by="专员", paper="permit", paper_id="p1"))
    assert lacks(town.finish("matter-1", "give", "given", "专员")) == missing


def test_a_case_does_not_close_while_copies_lack(town_of: Any) -> None:
    town = town_of("record")
    filed(town, copies=2, sealed=True)
    town.do("matter-1", PaperIssued(at=MORNING, by="专员", paper="permit", paper_id="p1"))
    town.finish("matter-1", "give", "given", "专员")
    assert town.cases["matter-1"].closed_at is None
    assert lacks(town.act("close", "专员", reason="办完")) == ("copies:licence:1",)
