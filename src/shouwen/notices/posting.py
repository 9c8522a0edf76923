"""Which notices leave the house for whom: at once, or in a parcel with others; written with their cause."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shouwen.engine.calendar import WorkCalendar
from shouwen.notices.models import NoticeChoice, Parcel
from shouwen.notices.timing import due_at
from shouwen.notices.words import group_of
from shouwen.people.calendars import calendars_for
from shouwen.people.organisation import Version, current_version
from shouwen.people.queries import copy_of
from shouwen.runtime import database, outbox, rulebooks
from shouwen.runtime.registry import Mailing

EMAIL, PUSH = "email", "push"
CHANNELS = (EMAIL, PUSH)
# The calendar of a rulebook's header by which its people work.
OFFICE = "office"
ADD = """
INSERT INTO notices_parcel (person, channel, since, due_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""


def post(mailings: Sequence[Mailing]) -> list[tuple[str, ...]]:
    """For each the ways by which it leaves at once; the rest is put into parcels here. Who chose nothing costs nothing."""
    persons = sorted({int(each.person) for each in mailings if each.person.isdecimal()})
    choices = {str(row.person_id): row for row in NoticeChoice.objects.filter(person__in=persons)}
    at_once = [_at_once(each, choices.get(each.person)) for each in mailings]
    later = [each for each in mailings if each.person in choices and not each.urgent]
    if later:
        _gather(later, choices)
    return at_once


def _at_once(each: Mailing, choice: NoticeChoice | None) -> tuple[str, ...]:
    """What the rulebook wants told at once asks neither for the hour nor for other letters."""
    if not each.urgent:
        return ()
    if choice is None:
        return (EMAIL,)
    return tuple(channel for channel in CHANNELS if wants(choice, channel, each.kind))


def wants(choice: NoticeChoice, channel: str, kind: str) -> bool:
    return group_of(kind) in (choice.email if channel == EMAIL else choice.push)


def _gather(mailings: Iterable[Mailing], choices: dict[str, NoticeChoice]) -> None:
    version = current_version()
    for each in mailings:
        choice = choices[each.person]
        for channel in CHANNELS:
            if wants(choice, channel, each.kind):
                _put(each.person, channel, each.at, choice, version)


def _put(person: str, channel: str, at: datetime, choice: NoticeChoice, version: Version) -> None:
    """Into the letter that is still to go, or into a new one."""
    last = (
        Parcel.objects.filter(person=person, channel=channel)
        .order_by("-due_at")
        .values_list("due_at", flat=True)
        .first()
    )
    if last is not None and last >= at:
        return
    hours = None if choice.any_hour else hours_of(person, at, version)
    due = due_at(at, last, timedelta(minutes=choice.window_minutes), hours)
    made = database.rows(ADD, [person, channel, at, due])
    if made:
        key = f"parcel:{made[0][0]}"
        outbox.add(channel=f"{channel}_parcel", to=person, payload={"parcel": made[0][0]}, dedupe_key=key, at=due)


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
