"""What a decision about a case has to know from around it: people, calendars, the customer, and other cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shouwen.cases.tallies import Tallied, tallies
from shouwen.customers.queries import facts_of
from shouwen.engine.calendar import WorkCalendar, always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.events import CaseMigrated, CaseOpened
from shouwen.engine.facts import Around, Roster
from shouwen.people.calendars import calendars_for
from shouwen.people.organisation import Version, current_version
from shouwen.people.posts import posts_of
from shouwen.people.queries import copy_of, roster_for
from shouwen.runtime import database, rulebooks
from shouwen.runtime.registry import Ask, Surroundings

OWN = "SELECT subject_id, customer_id, object_id FROM cases_case WHERE subject_id = ANY(%s)"
# The calendar of the header by which a unit works unless a limit names another.
OFFICE = "office"


def around_cases(asks: Sequence[Ask]) -> list[Surroundings]:
    """For one case or for a thousand: the same few queries, most of them answered from memory."""
    version = current_version()
    things = _things(asks)
    counted = tallies([_tallied(ask, things) for ask in asks])
    customers, objects = facts_of(
        {customer for customer, _ in things.values() if customer is not None},
        {thing for _, thing in things.values() if thing is not None},
    )
    places = _Places(version)
    found = []
    for ask, tallied in zip(asks, counted, strict=True):
        customer, thing = things.get(ask.subject, (None, None))
        facts = {**customers.get(customer or 0, {}), **objects.get(thing or 0, {}), **tallied}
        roster, calendars = places.of(ask)
        found.append(Surroundings(Around(roster, facts), calendars))
    return found


class _Places:
    """Rosters and calendars of one batch: most of its cases stand in the same few units."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.organisation = copy_of(version)
        self.known: dict[tuple[str, str, str, int], tuple[Roster, Calendars]] = {}

    def of(self, ask: Ask) -> tuple[Roster, Calendars]:
        state = ask.state
        unit = ask.event.unit if isinstance(ask.event, CaseOpened) else state.unit
        key = (unit, _edition(ask), state.case_type, self.organisation.stretch(ask.event.at))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._look(ask, unit)
        return found

    def _look(self, ask: Ask, unit: str) -> tuple[Roster, Calendars]:
        edition = _edition(ask)
        roster = roster_for(
            unit,
            at=ask.event.at,
            posts=posts_of(rulebooks.rulebook(edition)),
            procedure=ask.state.case_type,
            version=self.version,
        )
        return roster, calendars_of(edition, unit, self.version)


def _edition(ask: Ask) -> str:
    """A case that moves is looked at as the edition wants it that it moves to."""
    return ask.event.edition if isinstance(ask.event, CaseMigrated) else ask.state.edition


def calendars_of(edition: str, unit: str, version: Version) -> Calendars:
    """Every calendar the rulebook names, and the one the unit works by."""
    rulebook = rulebooks.rulebook(edition)
    named = calendars_for(unit, rulebook.header.calendars, version=version)
    default = named.get(OFFICE) or next(iter(named.values()), None) or _round_the_clock(rulebook.header.zone)
    return Calendars(default, named)


def _round_the_clock(zone: str) -> WorkCalendar:
    return always_open("always", zone)


def _things(asks: Sequence[Ask]) -> dict[int, tuple[int | None, int | None]]:
    """Customer and object of each case; a case that begins brings them in its event."""
    known = [ask.subject for ask in asks if not isinstance(ask.event, CaseOpened)]
    rows = database.rows(OWN, [known]) if known else []
    found: dict[int, tuple[int | None, int | None]] = {row[0]: (row[1], row[2]) for row in rows}
    for ask in asks:
        if isinstance(ask.event, CaseOpened):
            found[ask.subject] = (_number(ask.event.facts, "case.customer"), _number(ask.event.facts, "case.object"))
    return found


def _number(facts: Mapping[str, Any], path: str) -> int | None:
    value = facts.get(path)
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None


def _tallied(ask: Ask, things: Mapping[int, tuple[int | None, int | None]]) -> Tallied:
    customer, thing = things.get(ask.subject, (None, None))
    at: datetime = ask.event.at
    return Tallied(ask.subject, ask.state, ask.event, customer, thing, at)
