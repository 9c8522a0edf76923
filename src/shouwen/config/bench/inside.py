"""What is measured inside one process: decisions of the engine, and the sweep of clocks that are all due at once."""

import gc
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import yaml

import shouwen
from shouwen.cases.queries.intake import edition_for
from shouwen.config.bench.scene import Scene
from shouwen.engine.calendars import Calendars, calendars_of
from shouwen.engine.decide import decide, open_state
from shouwen.engine.events import Event
from shouwen.engine.facts import Around
from shouwen.engine.plan import Compiled
from shouwen.engine.state import State, Subject
from shouwen.engine.story import read_story
from shouwen.engine.story_run import tell
from shouwen.engine.story_world import Told
from shouwen.runtime import database, hands, rulebooks
from shouwen.runtime.sweep import sweep

SECONDS = 3.0
SPINS = 1_000_000
FIRST_WAKE = "SELECT next_wake FROM runtime_subject WHERE id = %s"
STORIES = Path(shouwen.__file__).parent / "rulebooks" / "decor" / "stories"
Question = tuple[Subject, Event, Compiled, Calendars]


def decisions_per_second(stage: Scene) -> float:
    """Everything that happens in the stories beside the rulebook, again and again: cases opened, steps done, people who
    act, papers, limits that warn and are missed. Nothing is written.
    """
    compiled = rulebooks.get(edition_for("complaint", stage.unit, stage.at).key)
    # As the web process does once it has read its rulebooks.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    questions = list(_questions(compiled))
    done, began = 0, time.perf_counter()
    while time.perf_counter() < began + SECONDS:
        for question in questions:
            decide(*question)
        done += len(questions)
    return done / (time.perf_counter() - began)


def spins_per_second() -> float:
    """Bare turns of a Python loop: how fast this machine was while the figure above was taken."""
    began = time.perf_counter()
    for _ in range(SPINS):
        pass
    return SPINS / (time.perf_counter() - began)


def _questions(compiled: Compiled) -> Iterator[Question]:
    """Each decision of the stories, with the state that the one before it left."""
    calendars = calendars_of(compiled.rulebook.header, off=(), work=())
    for file in sorted(STORIES.glob("*.yaml")):
        for written in yaml.load_all(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            world, _ = tell(read_story(written, compiled.rulebook.header.zone), compiled, calendars)
            states: dict[str, State] = {}
            for told in world.told:
                before = states.get(told.case) or _blank(told, compiled)
                parent = states.get(before.parent) if before.parent else None
                yield Subject(before, Around(world.roster, world.facts), parent), told.event, compiled, calendars
                states[told.case] = told.decision.after


def _blank(told: Told, compiled: Compiled) -> State:
    after = told.decision.after
    return open_state(told.case, compiled, after.case_type, after.unit)


def sweep_all(stage: Scene) -> tuple[int, float]:
    """Every case has a limit that ends at the same time; a worker decides, logs and writes all of them.

    What fell due before, as the warnings of cases taken in through the pages, is out of the way first.
    """
    ((instant,),) = database.rows(FIRST_WAKE, [stage.cases[0]])
    sweep(now=instant - timedelta(minutes=1))
    before = _decided()
    began = time.perf_counter()
    # The cases were opened within a second, so their first limits are over within one.
    hands.sweep_all(now=instant + timedelta(seconds=2), is_stopped=lambda: False, after_batch=lambda: None)
    took = time.perf_counter() - began
    return _decided() - before, took


def _decided() -> int:
    return int(database.rows("SELECT count(*) FROM runtime_ledger WHERE kind = 'TimeReached'")[0][0])
