"""Papers filled with an act: read, checked, and what is sealed put away before anything else sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.cases.forms import Invalid, Known, clean
from shouwen.engine.facts import Value
from shouwen.people.actions.privacy import seal


@dataclass(frozen=True, slots=True)
class Filled:
    """The facts of all papers, and which papers have any."""

    values: dict[str, Value]
    papers: tuple[str, ...]


def fill(
    given: Mapping[str, Mapping[str, Any]], papers: Iterable[str], known: Known, *, by: str | None, strict: bool = True
) -> Filled:
    """Every error of every paper at once; a sealed value leaves only its handle behind."""
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    filled = []
    sealed: set[str] = set()
    for name in papers:
        cleaned = clean(known.rulebook.papers[name], given.get(name, {}), known)
        values |= cleaned.values
        errors |= cleaned.errors
        sealed |= cleaned.sealed
        filled.append(name)
    if errors and strict:
        raise Invalid(errors)
    for path in sealed:
        values[path] = f"sealed:{_put_away(values[path], known, by)}"
    return Filled(values, tuple(filled))


def _put_away(value: Value, known: Known, by: str | None) -> str:
    text = value if isinstance(value, str) else repr(value)
    return seal(value=text, by=int(by) if by and by.isdecimal() else None, at=known.at)
