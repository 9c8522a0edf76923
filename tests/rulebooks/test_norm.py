"""The NORM rulebook: its clauses agree with the register, and its stories together prove every outcome and every limit."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chinese_calendar import constants

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.effects import CloseCase, FinishTask, LeaveStep, MarkClock
from shouwen.engine.plan import Compiled
from shouwen.engine.story import Story, read_story
from shouwen.engine.story_run import tell
from shouwen.engine.story_world import Told, World
from shouwen.rulebook.load import load
from shouwen.rulebook.running import standings

REPOSITORY = Path(__file__).resolve().parents[2]
NORM = REPOSITORY / "src/shouwen/rulebooks/norm"
REGISTER = REPOSITORY.parent / "shared/requirements/clauses.csv"
TITLE_LENGTH = 14


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    rulebook = load(NORM / "2024").rulebook
    assert rulebook is not None
    return compile_rulebook(rulebook)


@pytest.fixture(scope="module")
def stories(compiled: Compiled) -> list[Story]:
    texts = [file.read_text(encoding="utf-8") for file in sorted((NORM / "stories").glob("*.yaml"))]
    zone = compiled.rulebook.header.zone
    return [read_story(found, zone) for text in texts for found in yaml.load_all(text, Loader=yaml.BaseLoader)]


@pytest.fixture(scope="module")
def told(compiled: Compiled, stories: list[Story]) -> list[tuple[World, Told]]:
    days = calendars_of(compiled.rulebook.header, off=set(constants.holidays), work=set(constants.workdays))
    worlds = [tell(story, compiled, days)[0] for story in stories]
    return [(world, each) for world in worlds for each in world.told]


def test_eighty_two_clauses_with_short_titles_and_whole_sentences(compiled: Compiled) -> None:
    clauses = [clause for clause in compiled.rulebook.clauses if clause.text]
    assert len(clauses) == 82
    assert [c.id for c in compiled.rulebook.clauses if not 0 < len(c.title) <= TITLE_LENGTH] == []
    assert [c.id for c in clauses if not c.text.endswith("。")] == []


def test_ids_sources_and_kinds_agree_with_the_register(compiled: Compiled) -> None:
    if not REGISTER.exists():
        pytest.skip(f"no register of requirements at {REGISTER}")
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith("NORM-")]
    written = {(c.id, c.source, c.kind) for c in compiled.rulebook.clauses if c.text}
    assert written == {(row["id"], row["source"], row["kind"]) for row in rows}


def test_only_the_preamble_and_the_supplement_are_mere_text(compiled: Compiled) -> None:
    carried = standings(compiled.rulebook)
    running = {clause for clause, parts in carried.items() if any(part.standing == "running" for part in parts)}
    assert {clause.id for clause in compiled.rulebook.clauses if clause.text} - running == {"NORM-1.0", "NORM-8.0"}


def test_stories_have_names_of_their_own(stories: list[Story]) -> None:
    titles = [story.title for story in stories]
    assert len(titles) == len(set(titles))


def _walked(told: list[tuple[World, Told]]) -> Iterator[tuple[str, str, str]]:
    for world, each in told:
        procedure = world.cases[each.case].case_type
        for effect in each.decision.effects:
            if isinstance(effect, (FinishTask, LeaveStep)):
                yield procedure, effect.task.partition("#")[0], effect.outcome


def test_every_outcome_is_walked(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    written = {
        (name, path, outcome)
        for name, flow in compiled.flows.items()
        for path, step in flow.steps.items()
        for outcome in step.exits
    }
    assert written - set(_walked(told)) == set()


def test_every_limit_runs_out_once(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    missed = {
        effect.clock.partition("#")[0]
        for _, each in told
        for effect in each.decision.effects
        if isinstance(effect, MarkClock) and effect.mark == "missed"
    }
    assert {limit for flow in compiled.flows.values() for limit in flow.dues} - missed == set()


def test_every_flow_comes_to_its_end(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    closed = {
        world.cases[each.case].case_type
        for world, each in told
        for effect in each.decision.effects
        if isinstance(effect, CloseCase)
    }
    assert set(compiled.flows) - closed == set()


def test_every_gate_that_cases_meet_has_refused_somebody(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    refused = {refusal.rule for _, each in told for refusal in each.decision.refusals}
    asked_on_reading = {gate.name for gate in compiled.rulebook.gates.values() if gate.act == ("see",)}
    assert set(compiled.rulebook.gates) - asked_on_reading - refused == set()


def test_nobody_hears_an_appeal_who_had_a_part_in_the_decision(told: list[tuple[World, Told]]) -> None:
    heard = 0
    for world, each in told:
        for effect in each.decision.effects:
            if isinstance(effect, FinishTask) and effect.task.startswith("hear#"):
                parent = world.cases[next(iter(world.cases))]
                before = {visit.by for visit in parent.visits if visit.step in {"investigate", "establish", "decide"}}
                assert each.event.by not in before
                heard += 1
    assert heard >= 3
