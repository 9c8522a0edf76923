"""The stories of GREEN together walk every outcome and let every limit run out, so that no part of it is unproved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chinese_calendar import constants

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.effects import LeaveStep, MarkClock
from shouwen.engine.events import StepFinished
from shouwen.engine.plan import Compiled
from shouwen.engine.story import Story, read_story
from shouwen.engine.story_run import tell
from shouwen.engine.story_world import Told, World
from shouwen.rulebook.load import load

GREEN = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks/green"


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    rulebook = load(GREEN / "2024").rulebook
    assert rulebook is not None
    return compile_rulebook(rulebook)


def _stories(zone: str) -> list[Story]:
    texts = [file.read_text(encoding="utf-8") for file in sorted((GREEN / "stories").glob("*.yaml"))]
    return [read_story(found, zone) for text in texts for found in yaml.load_all(text, Loader=yaml.BaseLoader)]


@pytest.fixture(scope="module")
def told(compiled: Compiled) -> list[tuple[World, Told]]:
    header = compiled.rulebook.header
    days = calendars_of(header, off=set(constants.holidays), work=set(constants.workdays))
    worlds = [tell(story, compiled, days)[0] for story in _stories(header.zone)]
    return [(world, each) for world in worlds for each in world.told]


def test_enough_stories_each_with_a_name_of_its_own(compiled: Compiled) -> None:
    titles = [story.title for story in _stories(compiled.rulebook.header.zone)]
    assert len(titles) == len(set(titles))
    assert len(titles) >= 15


def _walked(told: list[tuple[World, Told]]) -> Iterator[tuple[str, str, str]]:
    for world, each in told:
        procedure = world.cases[each.case].case_type
        if isinstance(each.event, StepFinished) and not each.decision.refusals:
            yield procedure, each.event.step, each.event.outcome
        for effect in each.decision.effects:
            if isinstance(effect, LeaveStep):
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


def test_first_contact_never_changes_hands(told: list[tuple[World, Told]]) -> None:
    seen: dict[tuple[int, str], object] = {}
    for world, each in told:
        owner = each.decision.after.roles.get("first_contact")
        if owner is not None:
            assert seen.setdefault((id(world), each.case), owner) == owner, each.case
    assert len(seen) >= 30
