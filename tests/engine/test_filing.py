"""Forms filed before their step ends: they can be signed then, and a form that reads differently has to be signed again."""

from typing import Any

import pytest
from tests.engine.conftest import MORNING, Town

from shouwen.engine.events import FactCorrected, PaperFilled, PaperSigned

RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {paper: record, title: 会勘记录, fields: {seen: text}}
- {paper: other, title: 别的, fields: {seen: text}}
- procedure: matter
  steps:
    survey: {by: agent, fill: [record], papers: [{paper: record, signed: [agent, {outside: customer}]}], out: {seen: end}}
"""
CASE = "matter-1"


@pytest.fixture
def town(small: Any, world_of: Any) -> Town:
    world: Town = world_of(small(RULES))
    world.start()
    return world


def file(town: Town, seen: str, by: str = "专员", papers: tuple[str, ...] = ("record",), task: str = "survey#1") -> Any:
    facts = {f"{paper}.seen": seen for paper in papers}
    return town.do(CASE, PaperFilled(at=MORNING, by=by, task=task, facts=facts, papers=papers))


def sign(town: Town) -> None:
    for party in ("agent", "customer"):
        event = PaperSigned(at=MORNING, by="专员", paper="record", paper_id="", party=party, version="1")
        town.do(CASE, event)


def lacks(decision: Any) -> tuple[str, ...]:
    return tuple(lack for refusal in decision.refusals for lack in refusal.lacks)


def finish(town: Town, **facts: str) -> Any:
    papers = ("record",) if facts else ()
    given = {f"record.{name}": value for name, value in facts.items()}
    return town.finish(CASE, "survey", "seen", "专员", papers=papers, facts=given)


def test_a_form_is_filed_signed_and_then_the_step_finished(town: Town) -> None:
    assert lacks(file(town, "起拱")) == ()
    assert [active.task for active in town.cases[CASE].active] == ["survey#1"]
    assert lacks(finish(town)) == ("signed:record:agent", "signed:record:customer")
    sign(town)
    assert lacks(finish(town)) == ()
    assert town.cases[CASE].flow_ended == "seen"


def test_what_is_sent_again_unchanged_leaves_the_signatures(town: Town) -> None:
    file(town, "起拱")
    sign(town)
    file(town, "起拱")
    assert lacks(finish(town, seen="起拱")) == ()


@pytest.mark.parametrize("how", ["file", "finish", "correct"])
def test_a_form_that_reads_differently_is_signed_again(town: Town, how: str) -> None:
    file(town, "起拱")
    sign(town)
    if how == "file":
        file(town, "渗水")
    if how == "correct":
        town.do(CASE, FactCorrected(at=MORNING, by="专员", facts={"record.seen": "渗水"}, reason="笔误"))
    answer = finish(town, seen="渗水") if how == "finish" else finish(town)
    assert lacks(answer) == ("signed:record:agent", "signed:record:customer")


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"by": "经理"}, ("person:",)),
        ({"task": "survey#2"}, ("task:",)),
        ({"papers": ("other",)}, ("form:other",)),
        ({"papers": ()}, ("form:",)),
    ],
)
def test_only_whoever_has_the_step_files_and_only_its_forms(
    town: Town, more: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert lacks(file(town, "起拱", **more)) == missing
    assert town.cases[CASE].papers == ()
