"""What a decision about a case has to know from around it: people, calendars, the customer, and other cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shouwen.cases.tallies import Tallied, tallies
from shouwen.customers.queries import facts_of
from shouwen.engine.calendar import WorkCalendar, always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Around, Facts
from shouwen.people.calendars import calendars_for
from shouwen.people.organisation import Version, current_version
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
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
    found = []
    for ask, tallied in zip(asks, counted, strict=True):
        customer, thing = things.get(ask.subject, (None, None))
        facts = {**customers.get(customer or 0, {}), **objects.get(thing or 0, {}), **tallied}
        found.append(_one(ask, version, facts))
    return found


def calendars_of(edition: str, unit: str, version: Version) -> Calendars:
    """Every calendar the rulebook names, and the one the unit works by."""
    rulebook = rulebooks.rulebook(edition)
    named = calendars_for(unit, rulebook.header.calendars, version=version)
    default = named.get(OFFICE) or next(iter(named.values()), None) or _round_the_clock(rulebook.header.zone)
    return Calendars(default, named)


def _round_the_clock(zone: str) -> WorkCalendar:
    return always_open("always", zone)


def _one(ask: Ask, version: Version, facts: Facts) -> Surroundings:
    state = ask.state
    unit = ask.event.unit if isinstance(ask.event, CaseOpened) else state.unit
    roster = roster_for(
        unit,
        at=ask.event.at,
        posts=posts_of(rulebooks.rulebook(state.edition)),
        procedure=state.case_type,
        version=version,
    )
    return Surroundings(Around(roster, facts), calendars_of(state.edition, unit, version))


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
