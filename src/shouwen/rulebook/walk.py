"""A way through every part of a rulebook, with the dotted path under which each part is known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from shouwen.rulebook.model import Block, Condition, Frozen, Rule, Rulebook, Test

Change = Callable[[str, Any], Any]
# Nothing stands inside these; most values of a rulebook are some of them.
_LEAVES = (str, int, float, Decimal, date)


def rule_path(part: Rule | Block) -> str:
    """The name under which a rule is known; blocks carry their kind in front."""
    return part.name if isinstance(part, Rule) else f"{getattr(part, 'kind', 'block')}.{part.name}"


def walk_rulebook(rulebook: Rulebook) -> Iterator[tuple[str, Any]]:
    """Every part of the header, the rules and the blocks, outer parts first."""
    yield from walk(rulebook.header, "header")
    for part in (*rulebook.rules, *rulebook.blocks):
        yield from walk(part, rule_path(part))


def walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The value and everything inside it; conditions lead straight to their tests."""
    if isinstance(value, Condition):
        yield path, value
        yield from _tests(value, path)
        return
    if isinstance(value, (Frozen, Mapping)):
        yield path, value
    for key, inner in _inside(value):
        if not isinstance(inner, _LEAVES):
            yield from walk(inner, f"{path}.{key}")


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Frozen):
        return children(value)
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, (tuple, list)) else ()


def children(model: Frozen) -> Iterator[tuple[str, Any]]:
    """The fields of a model that are set, under the keys an author writes."""
    for name, key in _keys(type(model)):
        value = getattr(model, name)
        if value is not None:
            yield key, value


@lru_cache(None)
def _keys(model: type[Frozen]) -> tuple[tuple[str, str], ...]:
    return tuple((name, (info.alias or name).rstrip("_")) for name, info in model.model_fields.items())


def _tests(condition: Condition, path: str) -> Iterator[tuple[str, Test]]:
    if condition.test is not None:
        yield test_path(condition.test, path), condition.test
    for part in parts_of(condition):
        yield from _tests(part, path)


def test_path(test: Test, path: str) -> str:
    """`refund.needs.house.occupied_on.past`: where the constant of a matcher is known."""
    return f"{path}.{test.path}" if test.op in ("equals", "one_of") else f"{path}.{test.path}.{test.op}"


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions one level below."""
    negated = (condition.no,) if condition.no else ()
    return (*(condition.all or ()), *(condition.any or ()), *negated)


def rewrite(value: Any, path: str, change: Change) -> Any:
    """The same value with parts replaced: `change` gets path and part and gives the part or another one."""
    changed = change(path, value)
    if changed is not value:
        return changed
    if isinstance(value, Condition):
        return _rewrite_condition(value, path, change)
    if isinstance(value, Frozen):
        return _rewrite_model(value, path, change)
    if isinstance(value, Mapping):
        return {key: rewrite(inner, f"{path}.{key}", change) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(rewrite(inner, f"{path}.{n}", change) for n, inner in enumerate(value))
    return value


def _rewrite_model(model: Frozen, path: str, change: Change) -> Frozen:
    update: dict[str, Any] = {}
    for name, info in type(model).model_fields.items():
        old = getattr(model, name)
        new = rewrite(old, f"{path}.{(info.alias or name).rstrip('_')}", change)
        if new is not old and new != old:
            update[name] = new
    return model.model_copy(update=update) if update else model


def _rewrite_condition(condition: Condition, path: str, change: Change) -> Condition:
    if condition.test is not None:
        test = change(test_path(condition.test, path), condition.test)
        return condition if test is condition.test else Condition(test=test)
    if condition.no is not None:
        return condition.model_copy(update={"no": _rewrite_condition(condition.no, path, change)})
    key = "all" if condition.all is not None else "any"
    parts = tuple(_rewrite_condition(part, path, change) for part in parts_of(condition))
    return condition.model_copy(update={key: parts})
