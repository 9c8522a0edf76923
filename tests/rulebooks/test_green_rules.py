"""The GREEN rulebook loads without a fault, carries out every clause, and speaks Chinese to everybody who meets it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwen.rulebook.check import check
from shouwen.rulebook.load import Loaded, load
from shouwen.rulebook.load.parameters import parameters
from shouwen.rulebook.model import Due, Exit, PaperRule, Rule, Rulebook, StepRule
from shouwen.rulebook.walk import walk_rulebook

EDITION = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks/green/2024"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(EDITION)


@pytest.fixture(scope="module")
def green(loaded: Loaded) -> Rulebook:
    assert loaded.rulebook is not None
    return loaded.rulebook


def test_loads_without_a_problem(loaded: Loaded) -> None:
    assert [f"{p.place}: {p.message}" for p in loaded.problems] == []


def test_the_checker_finds_nothing_but_figures_to_confirm(loaded: Loaded, green: Rulebook) -> None:
    found = check(green, loaded.places)
    assert [f"{p.place}: {p.message}" for p in found if p.level != "note"] == []
    assert {p.code for p in found} == {"to_confirm"}


def test_every_clause_is_carried_and_every_cite_exists(green: Rulebook) -> None:
    cited = {clause for _, part in walk_rulebook(green) for clause in getattr(part, "cites", ())}
    clauses = {clause.id for clause in green.clauses if clause.text}
    assert cited == clauses


def test_the_four_kinds_of_cases_named_by_the_source(green: Rulebook) -> None:
    carried = {p.title for p in green.procedures.values() if "GREEN-1.2" in p.cites}
    assert carried >= {"客户咨询", "客户投诉", "绿化养护服务", "招投标客户沟通"}


def _titled(green: Rulebook) -> Iterator[tuple[str, str]]:
    for path, part in walk_rulebook(green):
        if isinstance(part, (StepRule, Exit, Due, Rule)):
            yield path, part.title or ""
        if isinstance(part, PaperRule):
            yield from ((f"{path}.{name}", field.title or "") for name, field in part.fields.items())


def test_everything_people_see_has_a_chinese_title(green: Rulebook) -> None:
    assert [path for path, title in _titled(green) if not CHINESE.search(title)] == []


def test_titles_of_steps_and_limits_are_unique_within_a_procedure(green: Rulebook) -> None:
    for procedure in green.procedures.values():
        steps = [step.title for step in procedure.steps.values()]
        limits = [due.title for step in procedure.steps.values() for due in step.due.values()]
        assert len(steps) == len(set(steps)), procedure.name
        assert len(limits) == len(set(limits)), procedure.name


@pytest.mark.parametrize(
    ("key", "clause"),
    [
        ("consultation.steps.respond.due.first_response.within", "GREEN-3.2.1a"),
        ("complaint.steps.take.due.first_response.within", "GREEN-4.3.2a"),
        ("complaint.due.result.within", "GREEN-4.3.2b"),
    ],
)
def test_limits_left_blank_by_the_source_run_and_wait_for_confirmation(green: Rulebook, key: str, clause: str) -> None:
    found = {parameter.key: parameter for parameter in parameters(green)}[key]
    assert "[X]" in found.confirm
    assert found.value is not None
    assert not found.dormant
    assert clause in found.cites


def test_first_contact_stays_to_the_end(green: Rulebook) -> None:
    for name in ("complaint", "consultation"):
        role = green.procedures[name].roles["first_contact"]
        assert role.fixed
        assert set(role.may_be) == {"person", "unit"}


def test_plan_names_department_person_and_time(green: Rulebook) -> None:
    fields = green.papers["solution_plan"].fields
    for name in ("department", "person", "due_at", "cause", "prevention"):
        assert fields[name].required, name
