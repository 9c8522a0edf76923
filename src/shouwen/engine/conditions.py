"""Three-valued conditions: true, false or unknown, and the next instant at which only time may change the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.engine.calendars import Calendars
from shouwen.engine.comparing import compare, same
from shouwen.engine.date_tests import far_ahead, long_past
from shouwen.engine.facts import Value
from shouwen.engine.quick import quick
from shouwen.rulebook.model import Condition, FactRef, Test

Lookup = Callable[[str], Value]
"""A fact's value by its path; None while nobody knows it."""

Scales = Mapping[str, tuple[str, ...]]
"""Ordered scales by fact, the mildest value first."""


@quick
@dataclass(frozen=True, slots=True)
class Answer:
    """True, false or not known; which facts are missing for it, and when time alone may change it."""

    value: bool | None
    unknown: tuple[str, ...] = ()
    next_change: datetime | None = None


@quick
@dataclass(frozen=True, slots=True)
class Ground:
    """What a condition is judged on: the facts, the instant, the calendars and the scales."""

    lookup: Lookup
    at: datetime
    calendars: Calendars
    scales: Scales


YES = Answer(value=True)
NO = Answer(value=False)


def judge(condition: Condition | None, ground: Ground) -> Answer:
    """Kleene's logic over the matchers; an absent condition holds."""
    if condition is None:
        return YES
    written = condition.__dict__  # a model looks up its attributes slowly, and this runs many times in a decision
    if written["test"] is not None:
        return judge_test(written["test"], ground)
    if written["no"] is not None:
        inner = judge(written["no"], ground)
        return inner if inner.value is None else Answer(not inner.value, (), inner.next_change)
    if written["all"] is not None:
        return _combine([judge(part, ground) for part in written["all"]], decisive=False)
    return _combine([judge(part, ground) for part in written["any"] or ()], decisive=True)


def _combine(answers: list[Answer], *, decisive: bool) -> Answer:
    """`all` is decided by one false, `any` by one true; otherwise one unknown leaves it unknown."""
    changes = [answer.next_change for answer in answers if answer.next_change is not None]
    change = min(changes) if changes else None
    found = [answer.value for answer in answers]
    if decisive in found:
        return Answer(decisive, (), change)
    if None in found:
        return Answer(None, tuple(dict.fromkeys([path for answer in answers for path in answer.unknown])), change)
    return Answer(not decisive, (), change)


def judge_test(test: Test, ground: Ground) -> Answer:
    """One matcher; only `known` has an answer about what nobody knows."""
    written = test.__dict__
    path, op, value = written["path"], written["op"], written["value"]
    met = ground.lookup(path)
    if op == "known":
        return YES if (met is not None) == (value == "true") else NO
    right: Value = value
    if isinstance(value, FactRef):
        right = ground.lookup(value.fact)
    if met is None or right is None:
        return Answer(None, _missing(test, met, right))
    if op == "equals" and type(met) is str and type(right) is str:
        return YES if met == right else NO
    if op == "past":
        return _timed(long_past(met, str(right), ground.at, ground.calendars))
    if op == "ahead":
        return _timed(far_ahead(met, str(right), ground.at, ground.calendars))
    holds = _holds(op, met, right, ground.scales.get(path, ()))
    return Answer(None, (path,)) if holds is None else (YES if holds else NO)


def _missing(test: Test, met: Value, right: Value) -> tuple[str, ...]:
    """The facts that nobody knows yet."""
    other = (test.value.fact,) if right is None and isinstance(test.value, FactRef) else ()
    return (test.path, *other) if met is None else other


def _timed(found: tuple[bool, datetime | None] | None) -> Answer:
    return Answer(None) if found is None else Answer(found[0], (), found[1])


def _holds(op: str, met: Value, right: Value, scale: tuple[str, ...]) -> bool | None:
    match op:
        case "equals":
            return same(met, right)
        case "one_of":
            options = right if isinstance(right, tuple) else (right,)
            return any(same(met, option) for option in options)
        case "has":
            return any(same(item, right) for item in _items(met))
        case "lacks":
            return not any(same(item, right) for item in _items(met))
        case _:
            return _ordered(op, compare(met, right, scale))


def _ordered(op: str, order: int | None) -> bool | None:
    """None where the two cannot be compared: text that is no number against a bound."""
    if order is None:
        return None
    return {"at_least": order >= 0, "at_most": order <= 0, "more_than": order > 0, "less_than": order < 0}[op]


def _items(met: Value) -> tuple[Value, ...]:
    return tuple(met) if isinstance(met, (tuple, list)) else (met,)


def forecast(condition: Condition | None, ground: Ground, *, tries: int = 64) -> datetime | None:
    """The first instant from now on at which the condition holds if only time passes; None if time alone is not enough."""
    at: datetime | None = ground.at
    for _ in range(tries):
        if at is None:
            return None
        answer = judge(condition, Ground(ground.lookup, at, ground.calendars, ground.scales))
        if answer.value:
            return at
        at = answer.next_change
    return None
