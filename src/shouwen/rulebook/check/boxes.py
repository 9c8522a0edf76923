"""Analysis C: conditions over facts of few values; numbers are cut at the constants that rules compare them with."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import islice, pairwise, product

from shouwen.rulebook.model import Condition, FactRef, Rulebook, Test
from shouwen.rulebook.module_words import YES_NO
from shouwen.rulebook.vocabulary import VALUES
from shouwen.rulebook.walk import parts_of

Cell = Mapping[str, str | None]
"""A value for each fact; None means not known."""
OTHER = "*"
"""Any value that no rule names."""
LIMIT = 20_000
"""More cells than a person's rule ever has; beyond, nothing is claimed."""
_NUMBERS = ("at_least", "at_most", "more_than", "less_than")


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every matcher of the condition."""
    if condition.test is not None:
        yield condition.test
    for part in parts_of(condition):
        yield from tests_in(part)


def domain(path: str, tests: Iterable[Test], rulebook: Rulebook) -> tuple[str, ...]:
    """The values that matter: a scale's, yes and no, numbers around each constant, or the words named and one other."""
    declared = _declared(path, rulebook)
    if declared is not None:
        return declared
    own = [test for test in tests if test.path == path]
    named = list(dict.fromkeys(value for test in own for value in _constants(test)))
    if named and set(named) <= set(YES_NO):
        return YES_NO
    if any(test.op in _NUMBERS for test in own) or (named and all(_number(value) is not None for value in named)):
        return _around(named)
    return (*named, OTHER)


def _declared(path: str, rulebook: Rulebook) -> tuple[str, ...] | None:
    name = path.partition("@")[0].removeprefix("case.")
    fact = rulebook.facts.get(name)
    if fact is not None:
        return _scale(name, rulebook)
    if path == "case.type":
        return (*rulebook.procedures, OTHER)
    paper, _, field_name = path.partition(".")
    rule = rulebook.papers.get(paper)
    field = rule.fields.get(field_name) if rule is not None else None
    if field is None:
        return VALUES.get(path)
    if field.type == "yes_no":
        return YES_NO
    if field.fact in rulebook.facts:
        return _scale(str(field.fact), rulebook)
    return tuple(field.choices) or None if field.type == "choice" else None


def _scale(name: str, rulebook: Rulebook) -> tuple[str, ...] | None:
    fact = rulebook.facts[name]
    return fact.scale or fact.one_of or (YES_NO if fact.type == "yes_no" else None)


def _constants(test: Test) -> tuple[str, ...]:
    if isinstance(test.value, FactRef) or test.op in ("known", "past", "ahead"):
        return ()
    return test.value if isinstance(test.value, tuple) else (test.value,)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _around(named: list[str]) -> tuple[str, ...]:
    """Each constant, a value between each two, and one beyond either end."""
    points = sorted({number for text in named if (number := _number(text)) is not None})
    if not points:
        return ("0",)
    between = [(low + high) / 2 for low, high in pairwise(points)]
    return tuple(str(number) for number in sorted({points[0] - 1, *points, *between, points[-1] + 1}))


def cells(paths: Iterable[str], conditions: Iterable[Condition], rulebook: Rulebook) -> list[dict[str, str]] | None:
    """Every combination of values that the conditions can tell apart; None if there are too many."""
    tests = [test for condition in conditions for test in tests_in(condition)]
    names = list(dict.fromkeys(paths))
    domains = [domain(name, tests, rulebook) for name in names]
    found = list(islice(product(*domains), LIMIT + 1))
    return None if len(found) > LIMIT else [dict(zip(names, values, strict=True)) for values in found]


def _moments(condition: Condition, rulebook: Rulebook, never_known: frozenset[str]) -> Iterator[Cell]:
    """Cells in which facts that the condition asks `known` about may be unknown as well."""
    tests = list(tests_in(condition))
    names = sorted({test.path for test in tests} - never_known)
    asked = {test.path for test in tests if test.op == "known"}
    domains = [(*domain(name, tests, rulebook), *((None,) if name in asked else ())) for name in names]
    return (dict(zip(names, values, strict=True)) for values in product(*domains))


def holds(condition: Condition, cell: Cell) -> bool | None:
    """Kleene logic over one cell: None where an unknown fact decides."""
    if condition.test is not None:
        return _test(condition.test, cell)
    if condition.no is not None:
        inner = holds(condition.no, cell)
        return None if inner is None else not inner
    answers = [holds(part, cell) for part in parts_of(condition)]
    decisive = condition.any is not None
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def _test(test: Test, cell: Cell) -> bool | None:
    value = cell.get(test.path)
    if test.op == "known":
        return (value is not None) == (test.value == "true")
    if value is None or isinstance(test.value, FactRef) or test.op in ("past", "ahead"):
        return None
    if test.op in _NUMBERS:
        return _compare(test, value)
    if test.op == "one_of":
        return value in test.value
    if test.op in ("has", "lacks"):
        return None
    return value == test.value


def _compare(test: Test, value: str) -> bool | None:
    left, right = _number(value), _number(str(test.value))
    if left is None or right is None:
        return None
    return {
        "at_least": left >= right,
        "at_most": left <= right,
        "more_than": left > right,
        "less_than": left < right,
    }[test.op]


def can_hold(condition: Condition | None, rulebook: Rulebook, *, never_known: frozenset[str] = frozenset()) -> bool:
    """Whether some cell makes the condition true, or leaves it to facts that have no few values."""
    if condition is None:
        return True
    found = list(islice(_moments(condition, rulebook, never_known), LIMIT + 1))
    return len(found) > LIMIT or any(_may(condition, cell, never_known) for cell in found)


def _may(condition: Condition, cell: Cell, never_known: frozenset[str]) -> bool:
    """True, or undecided for a reason other than a fact that nobody ever writes."""
    answer = holds(condition, cell)
    if answer is not None:
        return answer
    undecided = {test.path for test in tests_in(condition) if _test(test, cell) is None}
    if not undecided & never_known:
        return True
    # Give the undecided facts that somebody does write the benefit of the doubt, both ways.
    return any(_assume(condition, cell, never_known, kindly) for kindly in (True, False))


def _assume(condition: Condition, cell: Cell, never_known: frozenset[str], kindly: bool) -> bool:  # noqa: FBT001  # both
    if condition.test is not None:
        answer = _test(condition.test, cell)
        return kindly if answer is None and condition.test.path not in never_known else answer is True
    if condition.no is not None:
        inner = condition.no
        if inner.test is not None and _test(inner.test, cell) is None:
            return inner.test.path not in never_known
        return not _assume(inner, cell, never_known, not kindly)
    answers = [_assume(part, cell, never_known, kindly) for part in parts_of(condition)]
    return any(answers) if condition.any is not None else all(answers)
