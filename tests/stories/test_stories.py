"""Every story that lies beside a rulebook comes true, each as one test."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from chinese_calendar import constants

from shouwen.engine.compile import compile_rulebook
from shouwen.engine.plan import Compiled
from shouwen.engine.story import read_story
from shouwen.engine.story_run import run_story
from shouwen.rulebook.load import load

RULEBOOKS = Path(__file__).resolve().parents[2] / "src" / "shouwen" / "rulebooks"
OFF = tuple(constants.holidays)
WORK = tuple(day for day in constants.workdays if day.weekday() >= 5)


@cache
def edition(folder: Path) -> Compiled:
    loaded = load(folder)
    assert loaded.rulebook is not None, loaded.problems
    return compile_rulebook(loaded.rulebook)


def _editions(rulebook: Path) -> list[Path]:
    return sorted(path for path in rulebook.iterdir() if path.is_dir() and path.name != "stories")


def _stories() -> Iterator[object]:
    for file in sorted(RULEBOOKS.glob("*/stories/**/*.yaml")):
        rulebook = RULEBOOKS / file.relative_to(RULEBOOKS).parts[0]
        for i, written in enumerate(yaml.load_all(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)):
            if written is not None:
                name = written.get("story", str(i)) if isinstance(written, dict) else str(i)
                yield pytest.param(_editions(rulebook)[-1], written, id=f"{rulebook.name}/{file.stem}/{name}")


@pytest.mark.parametrize(("folder", "written"), list(_stories()))
def test_story(folder: Path, written: object) -> None:
    compiled = edition(folder)
    assert isinstance(written, dict), "a story is a mapping with story, given, when, then"
    story = read_story(written, compiled.rulebook.header.zone)
    assert story.then, "a story claims something"
    broken = run_story(story, compiled, off=OFF, work=WORK)
    assert not broken, "\n" + "\n".join(broken)
