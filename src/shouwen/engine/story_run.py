"""Runs a story and says which of its claims did not come true, and what came instead."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shouwen.engine.calendars import Calendars, calendars_of
from shouwen.engine.effects import MarkClock, RecordFinding, Refuse
from shouwen.engine.plan import Compiled
from shouwen.engine.story import NEVER, Line, Story
from shouwen.engine.story_cast import cast
from shouwen.engine.story_events import Teller
from shouwen.engine.story_sayings import Sayings
from shouwen.engine.story_words import Words
from shouwen.engine.story_world import Told, World

BREAK = re.compile(r"\s*[；;]\s*")
SLACK = timedelta(seconds=1)
"""A miss is noticed just after its instant; a saying names the instant itself."""


def run_story(story: Story, compiled: Compiled, *, off: Sequence[date] = (), work: Sequence[date] = ()) -> list[str]:
    """What did not come true, with what happened around that instant; nothing if the story holds."""
    return prove_story(story, compiled, off=off, work=work)[0]


def prove_story(
    story: Story, compiled: Compiled, *, off: Sequence[date] = (), work: Sequence[date] = ()
) -> tuple[list[str], World]:
    """What did not come true, and the world in which it was told."""
    world, words = tell(story, compiled, _calendars(story, compiled, off, work))
    sayings = Sayings(world, words)
    return [complaint for line in story.then for complaint in _check(line, sayings, world)], world


def tell(story: Story, compiled: Compiled, calendars: Calendars) -> tuple[World, Words]:
    """Let the story happen, waking its cases exactly when they asked for it."""
    roster = cast(story, compiled.rulebook)
    words = Words(compiled, roster)
    world = World(compiled, calendars, roster, words.facts(story.given.get("facts")))
    teller = Teller(world, words)
    for line in story.when:
        assert line.at is not None  # checked when the story was read
        world.run_to(line.at)
        teller.tell(line)
    world.run_to(story.until + SLACK)
    return world, words


def _calendars(story: Story, compiled: Compiled, off: Sequence[date], work: Sequence[date]) -> Calendars:
    given = story.given.get("calendar") or {}
    more_off = {date.fromisoformat(str(day)) for day in given.get("off", ())}
    more_work = {date.fromisoformat(str(day)) for day in given.get("work", ())}
    days_off = (set(off) | more_off) - more_work
    return calendars_of(compiled.rulebook.header, off=days_off, work=(set(work) | more_work) - more_off)


def _check(line: Line, sayings: Sayings, world: World) -> Iterator[str]:
    words = line.words
    never = words.startswith(NEVER)
    if never:
        words = words.removeprefix(NEVER).lstrip("：: ")
    told = _around(world, line.at)
    parts = [part for part in BREAK.split(words) if part]
    for part in parts:
        claimed = sayings.holds(part, told, timed=line.at is not None or never, at=line.at)
        if claimed == never:
            yield f"{line.text}\n    {'came true' if never else 'is not so'}: {part}\n{_heard(told, world)}"


def _around(world: World, at: datetime | None) -> Sequence[Told]:
    """The decisions of that instant; a miss at the instant is decided just after it."""
    if at is None:
        return world.told
    return [told for told in world.told if at <= told.at < at + SLACK or _marks(told, at)]


def _marks(told: Told, at: datetime) -> bool:
    return any(isinstance(effect, MarkClock) and effect.at == at for effect in told.decision.effects)


def _heard(told: Sequence[Told], world: World) -> str:
    """What did happen there, for the author."""
    if len(told) > 8:
        told = told[-8:]
    lines = [
        f"    {each.at.astimezone(world.calendars.default.zone):%m-%d %H:%M:%S} {each.case}: {_name(each)}"
        for each in told
    ]
    return "\n".join(lines) or "    nothing happened at that instant"


def _name(each: Told) -> str:
    said = [_brief(effect) for effect in each.decision.effects]
    return f"{type(each.event).__name__} → {', '.join(said) or 'nothing'}"


def _brief(effect: Any) -> str:
    name = type(effect).__name__
    if isinstance(effect, Refuse):
        return f"Refuse({effect.rule}: {', '.join(effect.lacks)})"
    if isinstance(effect, RecordFinding):
        return f"{effect.result}({effect.rule})"
    about = next(
        (
            getattr(effect, key)
            for key in ("task", "clock", "paper", "procedure", "fact", "state", "role")
            if getattr(effect, key, None)
        ),
        "",
    )
    to = getattr(effect, "to", ()) or getattr(effect, "assignees", ())
    seats = [seat.post or seat.person or seat.unit or seat.outside for seat in to] if isinstance(to, tuple) else []
    return f"{name}({about}{'→' + '/'.join(str(seat) for seat in seats) if seats else ''})"
