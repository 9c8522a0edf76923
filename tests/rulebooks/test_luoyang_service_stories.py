"""The stories of LUOYANG from complaints to replies walk every outcome, let every limit run out, and never reply too early."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chinese_calendar import constants

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.effects import LeaveStep, MarkClock
from shouwen.engine.events import ActRequested, StepFinished
from shouwen.engine.lookup import find
from shouwen.engine.plan import Compiled
from shouwen.engine.story import read_story
from shouwen.engine.story_run import tell
from shouwen.engine.story_world import Told, World
from shouwen.rulebook.load import load

LUOYANG = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks/luoyang"
PROCEDURES = {
    "complaint",
    "callback",
    "canvass",
    "callback_round",
    "callback_recheck",
    "survey_round",
    "survey_opinion",
}


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    rulebook = load(LUOYANG / "2024").rulebook
    assert rulebook is not None
    return compile_rulebook(rulebook)


@pytest.fixture(scope="module")
def told(compiled: Compiled) -> list[tuple[World, Told]]:
    header = compiled.rulebook.header
    days = calendars_of(header, off=set(constants.holidays), work=set(constants.workdays))
    texts = [file.read_text(encoding="utf-8") for file in sorted((LUOYANG / "stories").glob("*.yaml"))]
    written = [found for text in texts for found in yaml.load_all(text, Loader=yaml.BaseLoader) if found]
    worlds = [tell(read_story(each, header.zone), compiled, days)[0] for each in written]
    return [(world, each) for world in worlds for each in world.told]


def _walked(told: list[tuple[World, Told]]) -> Iterator[tuple[str, str, str]]:
    for world, each in told:
        procedure = world.cases[each.case].case_type
        if isinstance(each.event, StepFinished) and not each.decision.refusals:
            yield procedure, each.event.step, each.event.outcome
        for effect in each.decision.effects:
            if isinstance(effect, LeaveStep):
                yield procedure, effect.task.partition("#")[0], effect.outcome


@pytest.mark.parametrize("procedure", sorted(PROCEDURES))
def test_every_outcome_is_walked(compiled: Compiled, told: list[tuple[World, Told]], procedure: str) -> None:
    steps = compiled.flows[procedure].steps
    written = {(procedure, path, outcome) for path, step in steps.items() for outcome in step.exits}
    assert written - set(_walked(told)) == set()


@pytest.mark.parametrize("procedure", sorted(PROCEDURES))
def test_every_limit_runs_out_once(compiled: Compiled, told: list[tuple[World, Told]], procedure: str) -> None:
    missed = {
        effect.clock.partition("#")[0]
        for _, each in told
        for effect in each.decision.effects
        if isinstance(effect, MarkClock) and effect.mark == "missed"
    }
    assert set(compiled.flows[procedure].dues) - missed == set()


def test_whoever_accepts_a_complaint_keeps_it(told: list[tuple[World, Told]]) -> None:
    seen: dict[tuple[int, str], object] = {}
    for world, each in told:
        owner = each.decision.after.roles.get("acceptor")
        if owner is not None:
            assert seen.setdefault((id(world), each.case), owner) == owner, each.case
    assert len(seen) >= 10


def test_no_opinion_is_answered_before_it_is_approved_and_none_in_bulk(told: list[tuple[World, Told]]) -> None:
    tried = answered = 0
    for world, each in told:
        if world.cases[each.case].case_type != "survey_opinion":
            continue
        early = find("approve_opinion.outcome", each.decision.after, {}) != "agreed"
        if isinstance(each.event, ActRequested) and each.event.act in {"reply", "reply_many"}:
            tried += 1
            assert each.decision.refusals, each.at
        if isinstance(each.event, StepFinished) and each.event.step == "reply_owner" and not each.decision.refusals:
            answered += 1
            assert not early, each.at
    assert tried >= 4
    assert answered >= 4
