"""Conditions: typed matchers over facts, with all, any and not; never an expression string."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from shouwen.rulebook.model.base import FactPath, Frozen, Text

Op = Literal[
    "equals",
    "one_of",
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "known",
    "has",
    "lacks",
    "past",
    "ahead",
]
_ORDER_OPS = {
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "known",
    "has",
    "lacks",
    "past",
    "ahead",
    "equals",
}


class FactRef(Frozen):
    """The value of another fact on the right-hand side (gates and reactions only)."""

    fact: FactPath


class Test(Frozen):
    """One matcher: `path op value`; constants stay text and take the type of the fact they meet."""

    __test__ = False  # pytest: this is no test class
    path: FactPath
    op: Op
    value: str | tuple[str, ...] | FactRef
    confirm: Text | None = None
    """What an administrator must settle about the constant; an empty one makes the rule dormant."""


class Condition(Frozen):
    """A tree of matchers: exactly one of `test`, `all`, `any`, `no` is set; the empty `all` is true."""

    test: Test | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    no: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: object) -> object:
        if isinstance(given, dict) and not (set(given) <= {"test", "no"} and given):
            return _parse(given)
        return given

    def paths(self) -> frozenset[str]:
        """Every fact the condition reads, those on the right-hand side included."""
        if self.test is not None:
            other = {self.test.value.fact} if isinstance(self.test.value, FactRef) else set()
            return frozenset({self.test.path} | other)
        parts = (*(self.all or ()), *(self.any or ()), *((self.no,) if self.no else ()))
        return frozenset(path for part in parts for path in part.paths())


def _parse(given: dict[str, Any]) -> dict[str, Any]:
    """One level of the written form; children are parsed when they are validated themselves."""
    parts = [_part(key, value) for key, value in given.items()]
    return parts[0] if len(parts) == 1 else {"all": parts}


def _part(key: str, value: Any) -> dict[str, Any]:
    if key in ("all", "any"):
        return {key: list(value or ())}
    if key == "not":
        return {"no": value}
    tests = [{"test": test} for test in _tests(key, value)]
    return tests[0] if len(tests) == 1 else {"all": tests}


def _tests(path: str, matcher: object) -> list[dict[str, Any]]:
    if isinstance(matcher, (list, tuple)):
        return [
            {
                "path": path,
                "op": "one_of",
                "value": tuple(str(item) for item in matcher),
            }
        ]
    if isinstance(matcher, dict) and set(matcher) == {"fact"}:
        return [{"path": path, "op": "equals", "value": matcher}]
    if isinstance(matcher, dict) and "value" in matcher:
        return [{"path": path, "op": "equals", **_right(matcher)}]
    if isinstance(matcher, dict):
        if not matcher or not set(matcher) <= _ORDER_OPS:
            known = ", ".join(sorted(_ORDER_OPS))
            raise ValueError(f"unknown matcher {sorted(matcher)} for {path}; use one of {known}")
        return [{"path": path, "op": op, **_right(value)} for op, value in matcher.items()]
    return [{"path": path, "op": "equals", "value": str(matcher)}]


def _right(value: object) -> dict[str, Any]:
    if isinstance(value, (list, tuple)):
        return {"value": tuple(str(item) for item in value)}
    if isinstance(value, dict) and "value" in value:
        # {value: 3mo, confirm: …} around a constant
        return {**value, "value": str(value["value"] or "")}
    return {"value": value if isinstance(value, dict) else str(value)}
