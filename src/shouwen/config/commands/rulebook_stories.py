"""Run the stories of a rulebook: which do not come true, and which ways, limits and procedures no story walks.

Stories lie in the folder `stories` beside the edition. Days off and make-up days are China's published ones.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from chinese_calendar import constants

from shouwen.engine.compile import compile_rulebook
from shouwen.engine.plan import Compiled
from shouwen.engine.story import Story, StoryError, read_story
from shouwen.engine.story_run import prove_story
from shouwen.engine.story_walk import Walk, walked, written
from shouwen.engine.story_world import World
from shouwen.rulebook.load import load, shipped

WEEKEND = 5


@dataclass(frozen=True)
class Proved:
    """One rulebook: how many stories, what did not come true, what there is and what no story walks."""

    name: str
    stories: int
    broken: tuple[tuple[str, tuple[str, ...]], ...]
    there: Walk
    left: Walk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook stories RULEBOOK`, or `--all` for every rulebook that comes with the program."""
    parser.add_argument("path", type=Path, nargs="?", help="folder of an edition")
    parser.add_argument("--all", action="store_true", help="every rulebook that comes with the program")
    parser.add_argument("--unwalked", action="store_true", help="list what no story walks, and find that wrong")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(args: argparse.Namespace) -> int:
    """1 if a story does not come true, or with --unwalked if something is left out; 2 if nothing can be read."""
    if (args.path is None) != args.all:
        print("shouwen: name the folder of one edition, or --all.", file=sys.stderr)
        return 2
    paths = [path for _, _, path in shipped()] if args.all else [args.path]
    proved: list[Proved] = []
    cannot: list[str] = []
    for path in paths:
        try:
            proved.append(_proved(path))
        except CannotTell as error:
            cannot += error.sentences
    if cannot:
        print("\n".join(f"shouwen: {sentence}" for sentence in cannot), file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps([_json(each) for each in proved], ensure_ascii=False, indent=2))
    else:
        _print(proved, unwalked=args.unwalked)
    return 1 if any(each.broken or (args.unwalked and each.left.size) for each in proved) else 0


class CannotTell(ValueError):
    """The rulebook or stories cannot be read; each sentence says what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def _proved(path: Path) -> Proved:
    book = load(path).rulebook
    if book is None:
        raise CannotTell(f"{path} holds no rulebook; see `shouwen rulebook check {path}`.")
    compiled, broken, worlds = compile_rulebook(book), [], []
    stories, cannot = _stories(path, compiled)
    for story in stories:
        try:
            faults, world = _told(story, compiled)
        except CannotTell as error:
            cannot += error.sentences
            continue
        worlds.append(world)
        if faults:
            broken.append((story.title, tuple(faults)))
    if cannot:
        raise CannotTell(*cannot)
    there = written(compiled)
    return Proved(book.header.rulebook, len(worlds), tuple(broken), there, there.without(walked(worlds)))


def _stories(path: Path, compiled: Compiled) -> tuple[list[Story], list[str]]:
    """Every story that can be read, and what is wrong with the files of the others."""
    home = (path if path.is_dir() else path.parent).parent / "stories"
    files = sorted(home.glob("*.yaml"))
    if not files:
        raise CannotTell(f"there are no stories in {home}; docs/stories.md says how to write one.")
    stories: list[Story] = []
    cannot: list[str] = []
    for file in files:
        try:
            given = list(yaml.load_all(file.read_text("utf-8"), Loader=yaml.BaseLoader))  # makes texts only
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            cannot.append(f"{file}: {error}")
            continue
        for found in given:
            try:
                stories += [read_story(found, compiled.rulebook.header.zone)] if found is not None else []
            except StoryError as error:
                cannot.append(f"{file}: {error}")
    return stories, cannot


def _told(story: Story, compiled: Compiled) -> tuple[list[str], World]:
    work = tuple(day for day in constants.workdays if day.weekday() >= WEEKEND)
    try:
        return prove_story(story, compiled, off=tuple(constants.holidays), work=work)
    except ValueError as error:  # words of the story that nothing answers to
        raise CannotTell(f"{story.title}: {error}") from error


def _json(each: Proved) -> dict[str, Any]:
    return {
        "rulebook": each.name,
        "stories": each.stories,
        "broken": [{"story": title, "faults": faults} for title, faults in each.broken],
        "there": _counts(each.there),
        "unwalked": {
            "outcomes": [".".join(outcome) for outcome in sorted(each.left.outcomes)],
            "limits": sorted(each.left.limits),
            "procedures": sorted(each.left.procedures),
        },
    }


def _counts(walk: Walk) -> dict[str, int]:
    return {"outcomes": len(walk.outcomes), "limits": len(walk.limits), "procedures": len(walk.procedures)}


def _print(proved: list[Proved], *, unwalked: bool) -> None:
    print(
        f"{'rulebook':<10}{'stories':>9}{'broken':>8}{'outcomes':>14}{'limits':>12}{'procedures':>12}   (walked / there)"
    )
    for each in proved:
        left, there = _counts(each.left), _counts(each.there)
        outcomes, limits, procedures = (f"{there[sort] - left[sort]} / {there[sort]}" for sort in there)
        print(f"{each.name:<10}{each.stories:>9}{len(each.broken):>8}{outcomes:>14}{limits:>12}{procedures:>12}")
    for each in proved:
        _print_faults(each)
        if unwalked:
            _print_left(each)


def _print_faults(each: Proved) -> None:
    for title, faults in each.broken:
        print(f"\n{each.name}: {title}")
        for fault in faults:
            print(f"  {fault}")


def _print_left(each: Proved) -> None:
    for outcome in sorted(each.left.outcomes):
        print(f"{each.name}: no story takes {'.'.join(outcome)}")
    for limit in sorted(each.left.limits):
        print(f"{each.name}: in no story {limit} runs out")
    for procedure in sorted(each.left.procedures):
        print(f"{each.name}: no story closes {procedure}")
