"""A line of a story by which the calendar asks for a duty."""

from datetime import datetime, timedelta

from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Assignee
from shouwen.engine.recurring import Occasion, occasions, opener_roles
from shouwen.engine.story import Line, StoryError
from shouwen.engine.story_words import Words
from shouwen.engine.story_world import World

# Every period has begun once within this time.
BACK = timedelta(days=370)


def open_duty(world: World, words: Words, line: Line, at: datetime) -> None:
    """The case of the window that is open at the instant, opened by nobody."""
    occasion = _asked(world, words, line, at)
    flow = words.compiled.flows[occasion.case_type].rule
    unit = str(line.details.get("单位") or world.roster.unit)
    seat = world.roster.seats.get(occasion.posts[0])
    roles = opener_roles(flow, Assignee(post=occasion.posts[0], unit=seat.unit if seat else None))
    world.open(CaseOpened(at=at, by=None, case_type=occasion.case_type, unit=unit, facts=occasion.facts, roles=roles))


def _asked(world: World, words: Words, line: Line, at: datetime) -> Occasion:
    book = words.compiled.rulebook
    every = occasions(book, world.calendars, since=at - BACK, until=at)
    named = [each for each in every if line.content in {each.duty, f"{each.duty}.{each.due}", *_titles(words, each)}]
    if not named:
        known = sorted({f"{each.duty}.{each.due}" for each in every})
        raise StoryError(f"'{line.text}': no duty that recurs is called so; there are {'、'.join(known) or 'none'}")
    open_now = [each for each in named if at < each.due_at]
    if not open_now:
        raise StoryError(f"'{line.text}': its window is not open; the last one was {named[-1].opens_at.isoformat()}")
    return open_now[-1]


def _titles(words: Words, occasion: Occasion) -> tuple[str, str]:
    duty = words.compiled.rulebook.duties[occasion.duty]
    return duty.title, duty.due[occasion.due].title or duty.title
