"""Facts that count other cases, as 'how many complaints of this customer in ninety days': asked anew each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from shouwen.engine.calendar import always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.codec import state_from_json
from shouwen.engine.conditions import Ground, judge
from shouwen.engine.events import CaseOpened, Event
from shouwen.engine.facts import Facts, Value
from shouwen.engine.lookup import find
from shouwen.engine.state import State
from shouwen.engine.worktime import add
from shouwen.rulebook.model import FactRule, Of, Rulebook
from shouwen.rulebook.span import Span, parse_span
from shouwen.runtime import database, rulebooks
from shouwen.runtime.encoding import read

# A customer with more cases than this is in any case beyond what a rule asks.
MOST_COMPARED = 200
RELATED = """
SELECT s.id, c.customer_id, c.object_id, c.opened_at, s.state FROM cases_case c
JOIN runtime_subject s ON s.id = c.subject_id
WHERE c.customer_id = ANY(%s) OR c.object_id = ANY(%s) ORDER BY c.subject_id DESC LIMIT %s
"""
BY_ID = """
SELECT s.id, c.customer_id, c.object_id, c.opened_at, s.state FROM cases_case c
JOIN runtime_subject s ON s.id = c.subject_id WHERE c.subject_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Tallied:
    """A case for which others are counted."""

    id: int
    state: State
    event: Event
    customer: int | None
    object: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class _Other:
    """A case that may be counted."""

    id: int
    customer: int | None
    object: int | None
    opened_at: datetime
    state: State


def tallies(cases: Sequence[Tallied]) -> list[Facts]:
    """The counting facts of each case's rulebook; one query for all of them, none where nothing is counted."""
    counted = [_counting(rulebooks.rulebook(case.state.edition)) for case in cases]
    asking = [case for case, rules in zip(cases, counted, strict=True) if rules]
    others = _related(asking)
    return [
        {rule.name: _count(rule, of, case, others) for rule, of in rules}
        for case, rules in zip(cases, counted, strict=True)
    ]


def least_alike(rulebook: Rulebook) -> int | None:
    """From which likeness on a rule of the book takes two cases for one matter; None where no rule asks."""
    percents = [of.alike.value for _, of in _by_likeness(rulebook) if of.alike is not None and of.alike.value]
    return min(percents, default=None)


def counted_alike(case: Tallied, likeness: Mapping[int, int]) -> Facts:
    """How many cases said before what this one says, itself included; the likeness of others comes in percent by id."""
    others = [_Other(*(*own, state_from_json(read(state)))) for *own, state in database.rows(BY_ID, [list(likeness)])]
    return {
        rule.name: 1 + sum(likeness[other.id] >= _percent(of) and _matches(of, case, other) for other in others)
        for rule, of in _by_likeness(rulebooks.rulebook(case.state.edition))
    }


def _by_likeness(rulebook: Rulebook) -> list[tuple[FactRule, Of]]:
    rules = ((rule, rule.count) for rule in rulebook.facts.values() if rule.about == "case")
    return [(rule, of) for rule, of in rules if of is not None and of.of == "case" and of.alike is not None]


def _percent(of: Of) -> int:
    """Without a figure the rule sleeps: nothing is as alike as that."""
    return of.alike.value if of.alike is not None and of.alike.value is not None else 101


def _counting(rulebook: Rulebook) -> tuple[tuple[FactRule, Of], ...]:
    return _counting_of(_Same(rulebook))


class _Same:
    """Lets the cache tell rulebooks apart by identity."""

    def __init__(self, value: Rulebook) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@lru_cache(maxsize=16)
def _counting_of(same: _Same) -> tuple[tuple[FactRule, Of], ...]:
    rules = ((rule, rule.count) for rule in same.value.facts.values() if rule.about == "case")
    return tuple((rule, of) for rule, of in rules if of is not None and of.of == "case" and of.same)


def _related(cases: Sequence[Tallied]) -> list[_Other]:
    customers = list({case.customer for case in cases if case.customer is not None})
    objects = list({case.object for case in cases if case.object is not None})
    if not customers and not objects:
        return []
    rows = database.rows(RELATED, [customers, objects, MOST_COMPARED * len(cases)])
    return [_Other(*(*own, state_from_json(read(state)))) for *own, state in rows]


def _count(rule: FactRule, of: Of, case: Tallied, others: Sequence[_Other]) -> int:
    """The case itself counts, so two complaints of one customer are two."""
    if ("customer" in of.same and case.customer is None) or ("object" in of.same and case.object is None):
        return 0  # unknown is never the same, not even as itself
    known = [other for other in others if other.id != case.id] if _has_kin(case) else []
    known.append(_Other(case.id, case.customer, case.object, case.state.opened_at or case.at, _present(case)))
    return sum(1 for other in known if _matches(of, case, other))


def _has_kin(case: Tallied) -> bool:
    """Others were looked up by customer and object; a case without either has none among them."""
    return case.customer is not None or case.object is not None


def _present(case: Tallied) -> State:
    """The case as its event leaves it, as far as counting can tell."""
    event = case.event
    if isinstance(event, CaseOpened):
        return State(
            id=case.state.id, edition=case.state.edition, case_type=event.case_type, unit=event.unit, facts=event.facts
        )
    return case.state


def _matches(of: Of, case: Tallied, other: _Other) -> bool:
    if not all(_is_same(what, case, other) for what in of.same):
        return False
    rulebook = rulebooks.rulebook(case.state.edition)
    calendars = Calendars(always_open("always", rulebook.header.zone))
    if of.last is not None and of.last.value is not None:
        span = _span(of.last.value, rulebook)
        end = add(other.opened_at, span, calendars.default).at
        if end is not None and end < case.at:
            return False

    def lookup(path: str) -> Value:
        found = find(path, other.state, {})
        return find(f"case.{path}", other.state, {}) if found is None else found

    return judge(of.where, Ground(lookup, case.at, calendars, {})).value is True


def _span(text: str, rulebook: Rulebook) -> Span:
    """Written plainly, or as a word of the header."""
    word = rulebook.header.words.get(text)
    return parse_span((word.value if word else None) or text)


def _is_same(what: str, case: Tallied, other: _Other) -> bool:
    """Unknown is never the same."""
    if what == "customer":
        return case.customer is not None and case.customer == other.customer
    if what == "object":
        return case.object is not None and case.object == other.object
    mine: Any = find(what, _present(case), {})
    return mine is not None and mine == find(what, other.state, {})
