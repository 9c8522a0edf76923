"""Customers who leave as a file are no case: the rulebooks that hold in their units are asked all the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.cases.queries.intake import editions_at
from shouwen.cases.queries.taking_out import EXPORT
from shouwen.cases.surroundings import calendars_of
from shouwen.customers.listeners import CustomersLeaving
from shouwen.engine.calendars import Calendars
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Around
from shouwen.engine.seats import persons_of
from shouwen.engine.taking_out import is_minded, refused_beside_cases, told_beside_cases
from shouwen.people.organisation import current_version
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.runtime.rulebooks import Edition
from shouwen.runtime.telling import tell

KIND = "rule"


@dataclass(frozen=True, slots=True)
class _Place:
    """One unit with one rulebook that holds there and minds an export."""

    unit: str
    edition: Edition
    around: Around
    calendars: Calendars


def why_customers_stay(leaving: CustomersLeaving) -> tuple[str, ...]:
    """Which rulebook keeps them in, in its own words with the clauses."""
    said: dict[str, None] = {}
    for place in _places(leaving):
        compiled, title = place.edition.compiled, place.edition.rulebook.header.title
        for refusal in refused_beside_cases(place.unit, _event(leaving), compiled, place.around, place.calendars):
            clauses = f"（{'、'.join(refusal.cites)}）" if refusal.cites else ""
            said[f"《{title}》不允许您导出客户：{refusal.say or refusal.rule}{clauses}"] = None
    return tuple(said)


def customers_left(leaving: CustomersLeaving) -> None:
    """Whom the rulebooks want told is told, once for the whole file."""
    told: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for place in _places(leaving):
        compiled = place.edition.compiled
        for rule, seats in told_beside_cases(place.unit, _event(leaving), compiled, place.around, place.calendars):
            persons = [person for seat in seats for person in persons_of(seat, place.around.roster)]
            told.setdefault((rule.title or rule.name, rule.cites), {}).update(dict.fromkeys(persons))
    for (title, clauses), meant in told.items():
        words = f"{title}：{leaving.by.name}导出客户 {leaving.count} 位，用途：{leaving.reason}"
        tell(persons=meant, kind=KIND, text=words, clauses=clauses, at=leaving.at)


def _event(leaving: CustomersLeaving) -> ActRequested:
    return ActRequested(at=leaving.at, by=leaving.by.id, act=EXPORT, reason=leaving.reason)


def _places(leaving: CustomersLeaving) -> Iterator[_Place]:
    version = current_version()
    for unit in map(str, leaving.units):
        for edition in editions_at(unit, leaving.at, version=version):
            if is_minded(edition.compiled, EXPORT):
                roster = roster_for(unit, at=leaving.at, posts=posts_of(edition.rulebook), version=version)
                yield _Place(unit, edition, Around(roster), calendars_of(edition.key, unit, version))
