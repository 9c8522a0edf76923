"""Rosters of the rulebooks: which posts are never unmanned, in which hours, by how many, and when a plan leaves a gap."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.engine.calendar import WorkCalendar
from shouwen.notices.timing import next_open
from shouwen.people.access import Viewer
from shouwen.people.calendars import calendar_for
from shouwen.people.queries import post_titles
from shouwen.rulebook.model import Roster, Rulebook
from shouwen.runtime import rulebooks

ALWAYS = 1
"""A post that is never unmanned has somebody, where no figure says more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One roster as it holds in one unit."""

    name: str
    posts: tuple[str, ...]
    least: int
    hours: WorkCalendar | None
    """None is day and night."""
    substitute: tuple[str, ...]
    clauses: tuple[str, ...]

    def runs(self, at: datetime) -> bool:
        return self.opens(at) == at

    def opens(self, at: datetime) -> datetime:
        """The instant itself while its hours run, else when they begin next."""
        return at if self.hours is None else next_open(at, self.hours)


def rosters_of(viewer: Viewer, unit: int) -> tuple[Wanted, ...]:
    """Of every rulebook in use."""
    return tuple(_wanted(viewer, book, block, unit) for book, block in _rosters() if block.posts)


def _rosters() -> Iterator[tuple[Rulebook, Roster]]:
    for key in rulebooks.installed():
        book = rulebooks.rulebook(key)
        yield from ((book, block) for block in book.blocks if isinstance(block, Roster))


def _wanted(viewer: Viewer, book: Rulebook, block: Roster, unit: int) -> Wanted:
    rule = book.header.calendars.get(block.calendar or "")
    hours = calendar_for(unit, block.calendar or "", rule, version=viewer.version) if rule is not None else None
    least = (block.at_least.value if block.at_least is not None else None) or ALWAYS
    instead = tuple(block.substitute.posts()) if block.substitute is not None else ()
    return Wanted(block.name, tuple(block.posts), least, hours, instead, tuple(block.cites))


def post_words(viewer: Viewer, posts: Collection[str]) -> dict[str, str]:
    """Titles of these posts, as any rulebook in use calls them."""
    titles = post_titles(viewer)
    for key in rulebooks.installed():
        named = rulebooks.rulebook(key).posts
        titles = {name: rule.title for name, rule in named.items() if rule.title} | titles
    return {post: titles.get(post, post) for post in sorted(posts)}


def gaps_of(
    wanted: Wanted, shifts: Sequence[tuple[datetime, datetime]], begin: datetime, end: datetime
) -> Iterator[datetime]:
    """Instants from which on fewer are on duty than the rulebook wants.

    A gap begins only where the hours begin or where a shift ends, so those instants are looked at and no others.
    """
    looked = {wanted.opens(each) for each in (begin, *(stop for _, stop in shifts if begin <= stop < end))}
    for instant in sorted(each for each in looked if begin <= each < end):
        if sum(start <= instant < stop for start, stop in shifts) < wanted.least:
            yield instant
