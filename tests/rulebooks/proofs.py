"""What the stories of a shipped rulebook prove together: outcomes walked, limits run out, procedures ended, acts refused."""

import csv
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml
from chinese_calendar import constants

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.plan import Compiled
from shouwen.engine.story import Story, read_story
from shouwen.engine.story_run import run_story, tell
from shouwen.engine.story_walk import Walk, walked, written
from shouwen.engine.story_world import Told, World
from shouwen.rulebook.load import Loaded, load
from shouwen.rulebook.model import Rulebook

REPOSITORY = Path(__file__).resolve().parents[2]
RULEBOOKS = REPOSITORY / "src/shouwen/rulebooks"
REGISTER = REPOSITORY.parent / "shared/requirements/clauses.csv"
EDITIONS = {
    "campus": "2024",
    "decor": "2005-08",
    "dept": "2024",
    "green": "2024",
    "keyacc": "2024",
    "luoyang": "2024",
    "margin": "2024",
    "messages": "2011",
    "norm": "2024",
    "power": "2024",
    "tower": "2024",
}


@dataclass(frozen=True)
class Shipped:
    """One shipped rulebook with all its stories told."""

    name: str
    loaded: Loaded

    @property
    def rulebook(self) -> Rulebook:
        assert self.loaded.rulebook is not None
        return self.loaded.rulebook

    @cached_property
    def compiled(self) -> Compiled:
        return compile_rulebook(self.rulebook)

    @cached_property
    def stories(self) -> list[Story]:
        files = sorted((RULEBOOKS / self.name / "stories").glob("*.yaml"))
        written = [each for file in files for each in yaml.load_all(file.read_text("utf-8"), Loader=yaml.CBaseLoader)]
        return [read_story(each, self.rulebook.header.zone) for each in written if each is not None]

    @cached_property
    def worlds(self) -> list[World]:
        days = calendars_of(self.rulebook.header, off=set(constants.holidays), work=set(constants.workdays))
        return [tell(story, self.compiled, days)[0] for story in self.stories]

    @cached_property
    def told(self) -> list[tuple[World, Told]]:
        return [(world, each) for world in self.worlds for each in world.told]

    @cached_property
    def left(self) -> Walk:
        """What no story walks."""
        return written(self.compiled).without(walked(self.worlds))

    def refused(self) -> set[str]:
        """Rules that refused somebody something."""
        return {refusal.rule for _, each in self.told for refusal in each.decision.refusals}


@cache
def shipped(name: str) -> Shipped:
    return Shipped(name, load(RULEBOOKS / name / EDITIONS[name]))


def comes_true(written: str, rulebook: Rulebook) -> list[str]:
    """What of a story, written like those beside the rulebooks, does not come true."""
    story = read_story(yaml.load(written, Loader=yaml.CBaseLoader), rulebook.header.zone)  # noqa: S506  # text only
    work = tuple(day for day in constants.workdays if day.weekday() >= 5)
    return run_story(story, compile_rulebook(rulebook), off=tuple(constants.holidays), work=work)


def register_rows(name: str) -> list[dict[str, str]]:
    """The rows of the register of requirements for a rulebook; none where there is no register beside the repository."""
    if not REGISTER.exists():
        return []
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"].startswith(f"{name.upper()}-")]
