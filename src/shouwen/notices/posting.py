"""Which notices leave the house for whom: at once, or in a parcel with others; written with their cause."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from shouwen.engine.calendar import WorkCalendar
from shouwen.notices.choosing import UNCHOSEN, Choice, choices_of
from shouwen.notices.timing import due_at
from shouwen.people.calendars import calendars_for
from shouwen.people.organisation import Version, current_version
from shouwen.people.queries import copy_of
from shouwen.runtime import database, outbox, rulebooks
from shouwen.runtime.registry import Mailing

# The calendar of a rulebook's header by which its people work.
OFFICE = "office"
ADD = """
INSERT INTO notices_parcel (person, channel, since, due_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""


LAST = "SELECT person, channel, max(due_at) FROM notices_parcel WHERE person = ANY(%s) GROUP BY person, channel"


def post(mailings: Sequence[Mailing]) -> list[tuple[str, ...]]:
    """For each the ways by which it leaves at once; the rest is put into parcels here."""
    choices = choices_of(sorted({int(each.person) for each in mailings if each.person.isdecimal()}))
    known = [(each, choices.get(each.person, UNCHOSEN)) for each in mailings]
    _gather([(each, choice) for each, choice in known if not each.urgent], choices)
    return [choice.ways(each.kind, urgent=True) if each.urgent else () for each, choice in known]


def _gather(told: Iterable[tuple[Mailing, Choice]], choices: Mapping[str, Choice]) -> None:
    """Into the letter that is still to go, or into a new one."""
    wanted = sorted({(each.at, each.person, way) for each, choice in told for way in choice.ways(each.kind)})
    if not wanted:
        return
    persons = sorted({person for _at, person, _way in wanted})
    last: dict[tuple[str, str], datetime] = {(who, way): due for who, way, due in database.rows(LAST, [persons])}
    version = current_version()
    for at, person, way in wanted:
        before = last.get((person, way))
        if before is None or before < at:
            last[person, way] = _put(person, way, at, before, choices[person], version)


def _put(person: str, channel: str, at: datetime, last: datetime | None, choice: Choice, version: Version) -> datetime:
    hours = None if choice.any_hour else hours_of(person, at, version)
    due = due_at(at, last, timedelta(minutes=choice.window_minutes), hours)
    made = database.rows(ADD, [person, channel, at, due])
    if made:
        key = f"parcel:{made[0][0]}"
        outbox.add(channel=f"{channel}_parcel", to=person, payload={"parcel": made[0][0]}, dedupe_key=key, at=due)
    return due


def hours_of(person: str, at: datetime, version: Version) -> WorkCalendar | None:
    """By which calendar somebody works: that of the rulebook that holds where their first post is."""
    organisation = copy_of(version)
    held = next((each for each in organisation.held_by_person.get(int(person), ()) if each.at(at)), None)
    if held is None:
        return None
    path = tuple(str(each) for each in organisation.units[held.unit].path)
    editions = rulebooks.in_force(at.date(), path)
    own = [edition.rulebook for edition in editions if held.post in edition.rulebook.posts]
    for book in own or [edition.rulebook for edition in editions]:
        named = calendars_for(held.unit, book.header.calendars, version=version)
        found = named.get(OFFICE) or next(iter(named.values()), None)
        if found is not None:
            return found
    return None
