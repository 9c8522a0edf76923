"""POWER, CAMPUS, DEPT and TOWER: nothing is wrong, the register's clauses are there, the stories walk every way and every limit."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chinese_calendar import constants

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.effects import CloseCase, LeaveStep, MarkClock
from shouwen.engine.events import StepFinished
from shouwen.engine.plan import Compiled
from shouwen.engine.story import read_story
from shouwen.engine.story_run import tell
from shouwen.engine.story_world import Told, World
from shouwen.rulebook.check import check
from shouwen.rulebook.load import load

REPOSITORY = Path(__file__).resolve().parents[2]
REGISTER = REPOSITORY.parent / "shared/requirements/clauses.csv"
APPROVING = {"agreed", "returned", "refused"}
CLAUSES = {"power": 31, "campus": 14, "dept": 20, "tower": 20}


@pytest.fixture(scope="module", params=sorted(CLAUSES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(name: str) -> Path:
    return REPOSITORY / "src/shouwen/rulebooks" / name


@pytest.fixture(scope="module")
def compiled(folder: Path) -> Compiled:
    rulebook = load(folder / "2024").rulebook
    assert rulebook is not None
    return compile_rulebook(rulebook)


@pytest.fixture(scope="module")
def told(folder: Path, compiled: Compiled) -> list[tuple[World, Told]]:
    header = compiled.rulebook.header
    days = calendars_of(header, off=set(constants.holidays), work=set(constants.workdays))
    texts = [file.read_text(encoding="utf-8") for file in sorted((folder / "stories").glob("*.yaml"))]
    stories = [read_story(s, header.zone) for text in texts for s in yaml.load_all(text, Loader=yaml.BaseLoader)]
    assert len({story.title for story in stories}) == len(stories) >= 8
    worlds = [tell(story, compiled, days)[0] for story in stories]
    return [(world, each) for world in worlds for each in world.told]


def test_the_checker_finds_nothing_but_figures_to_confirm(folder: Path) -> None:
    loaded = load(folder / "2024")
    assert loaded.rulebook is not None
    assert [f"{p.place}: {p.message}" for p in loaded.problems] == []
    found = check(loaded.rulebook, loaded.places)
    assert [f"{p.place}: {p.message}" for p in found if p.level != "note"] == []


def test_clauses_agree_with_the_register(name: str, compiled: Compiled) -> None:
    clauses = {(c.id, c.source, c.kind) for c in compiled.rulebook.clauses if c.text}
    assert len(clauses) == CLAUSES[name]
    if not REGISTER.exists():
        pytest.skip(f"no register of requirements at {REGISTER}")
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith(f"{name.upper()}-")]
    assert clauses == {(row["id"], row["source"], row["kind"]) for row in rows}


def _walked(told: list[tuple[World, Told]]) -> Iterator[tuple[str, str, str]]:
    for world, each in told:
        procedure = world.cases[each.case].case_type
        if isinstance(each.event, StepFinished) and not each.decision.refusals:
            yield procedure, each.event.step, each.event.outcome
        for effect in each.decision.effects:
            if isinstance(effect, LeaveStep):
                yield procedure, effect.task.partition("#")[0], effect.outcome


def test_every_procedure_is_walked_to_its_end(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    closed = {
        world.cases[each.case].case_type
        for world, each in told
        if any(isinstance(effect, CloseCase) for effect in each.decision.effects)
    }
    assert set(compiled.flows) - closed == set()


def _alike(compiled: Compiled, procedure: str, step: str) -> str:
    """Demands of POWER share their steps; a shared step is walked where one of them walks it."""
    return f"{step}:{compiled.flows[procedure].steps[step].rule.title}"


def test_every_outcome_is_walked(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    written = {
        (_alike(compiled, name, path), outcome)
        for name, flow in compiled.flows.items()
        for path, step in flow.steps.items()
        for outcome in step.exits
        if not (step.rule.approve and outcome in APPROVING)
    }
    walked = {(_alike(compiled, procedure, step), outcome) for procedure, step, outcome in _walked(told)}
    assert written - walked == set()


def test_every_limit_runs_out_once(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    titles = {limit: due.title for flow in compiled.flows.values() for limit, due in flow.dues.items()}
    missed = {
        titles[effect.clock.partition("#")[0]]
        for _, each in told
        for effect in each.decision.effects
        if isinstance(effect, MarkClock) and effect.mark == "missed"
    }
    assert set(titles.values()) - missed == set()
