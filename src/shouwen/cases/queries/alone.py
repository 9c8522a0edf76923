"""Posts that one person alone can act for: what waits there would wait for nobody once that person is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.people.organisation import organisation
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.people.snapshot import Organisation
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import database, rulebooks

AT_POST = """
SELECT count(DISTINCT t.id) FROM runtime_taskseat s JOIN runtime_task t ON t.id = s.task_id
WHERE s.is_open AND s.person = '' AND s.unit = %s AND s.post = %s AND t.state = 'open' AND t.taken_by IN ('', %s)
"""


@dataclass(frozen=True, slots=True)
class Alone:
    """A post of which somebody is the only holder, with the tasks that wait for it."""

    title: str
    unit_name: str
    tasks: int
    above: tuple[str, ...]
    """Who can put that right: holders of the nearest post above that has any, else the system administrators."""


def alone(person: int, posts: Iterable[tuple[str, int]], *, since: datetime, now: datetime) -> tuple[Alone, ...]:
    """Of these (post, unit) those that nobody else can act for from the instant on."""
    copy = organisation()
    found = (_alone(copy, person, post, unit, since=since, now=now) for post, unit in dict.fromkeys(posts))
    return tuple(each for each in found if each is not None)


def _alone(copy: Organisation, person: int, post: str, unit: int, *, since: datetime, now: datetime) -> Alone | None:
    book = _book(copy, post, unit, now)
    if book is None:
        return None
    serving = {post, *posts_of(book).including(post)}
    others = (held for held in copy.held_in_unit.get(unit, ()) if held.post in serving and held.person != person)
    if any(held.at(since) and copy.works_here(held.person, since) for held in others):
        return None
    tasks = int(database.rows(AT_POST, [str(unit), post, str(person)])[0][0])
    title = book.posts[post].title or post
    return Alone(title, copy.units[unit].name, tasks, _above(copy, book, person, (post, unit), now))


def _book(copy: Organisation, post: str, unit: int, at: datetime) -> Rulebook | None:
    """The rulebook by which the unit has the post; a post of none waits for nothing."""
    place = copy.units[unit]
    day = at.astimezone(ZoneInfo(copy.zone_of(unit))).date()
    editions = rulebooks.in_force(day, tuple(str(each) for each in place.path))
    return next((each.rulebook for each in editions if post in each.rulebook.posts), None)


def _above(copy: Organisation, book: Rulebook, person: int, place: tuple[str, int], at: datetime) -> tuple[str, ...]:
    post, unit = place
    roster = roster_for(unit, at=at, posts=posts_of(book))
    seen: set[str] = set()
    above = book.posts[post].superior
    while above is not None and above in book.posts and above not in seen:
        seen.add(above)
        seat = roster.seats.get(above)
        holders = tuple(each for each in seat.persons if each != str(person)) if seat is not None else ()
        if holders:
            return holders
        above = book.posts[above].superior
    return tuple(str(each.id) for each in copy.persons.values() if each.office == "system" and each.id != person)
