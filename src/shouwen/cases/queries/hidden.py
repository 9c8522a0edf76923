"""What stands hidden on a case and may be opened by this viewer: sealed facts by the rulebook's gates, the rest by their post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.cases.forms import SEALED
from shouwen.cases.models import Case
from shouwen.cases.queries.permitted import is_own
from shouwen.cases.queries.seeing import NoSuchCase, readable
from shouwen.cases.queries.worded import Worded, worded
from shouwen.cases.rows import HiddenFact
from shouwen.cases.surroundings import around_cases
from shouwen.engine.events import ActRequested
from shouwen.engine.sight import SEE, readable_facts
from shouwen.engine.state import State, Subject
from shouwen.people.access import Viewer, may
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import state_of
from shouwen.runtime.registry import Ask

REVEAL = "reveal"


@dataclass(frozen=True, slots=True)
class Closed:
    """A hidden value that the viewer may open: the handle of a sealed one, else the value itself."""

    path: str
    handle: str = ""
    value: str = ""


def to_open(viewer: Viewer, case_id: int, path: str, now: datetime) -> Closed | None:
    """The value under this name, if there is one and the viewer may open it."""
    case = readable(viewer).filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase(case_id)
    state = state_of(case_id)
    words = worded(rulebooks.get(state.edition), state.case_type, viewer)
    value = state.facts.get(path)
    if path not in openable(viewer, case, words, state, now):
        return None
    handle = _handle(value)
    return Closed(path, handle=handle) if handle else Closed(path, value=str(value))


def hidden_facts(words: Worded, facts: Mapping[str, Any], paths: frozenset[str]) -> tuple[HiddenFact, ...]:
    """Their titles and what stands in their place, in the order of the forms."""
    return tuple(HiddenFact(path, words.fact(path), words.value(path, facts[path])) for path in facts if path in paths)


def openable(viewer: Viewer, case: Case, words: Worded, state: State, now: datetime) -> frozenset[str]:
    """The names of hidden facts of the case that the viewer may open."""
    sealed = {path for path, value in state.facts.items() if _handle(value)}
    masked = {path for path, value in state.facts.items() if value and path not in sealed and words.is_masked(path)}
    found = sealed & _let_through(viewer, case, state, now) if _named(words, sealed) else set()
    if masked and may(viewer, REVEAL, unit=case.unit, own=is_own(viewer, case)):
        found |= masked
    return frozenset(found)


def _named(words: Worded, sealed: set[str]) -> bool:
    """Whether a gate says who may read any of them."""
    return any(not sealed.isdisjoint(gate.facts) for gate in words.compiled.gates.get(SEE, ()))


def _let_through(viewer: Viewer, case: Case, state: State, now: datetime) -> frozenset[str]:
    event = ActRequested(at=now, by=viewer.id, act=SEE, reason="?")
    (found,) = around_cases([Ask(case.pk, state, event)])
    parent = state_of(case.parent_id) if case.parent_id is not None else None
    subject = Subject(state, found.around, parent)
    return readable_facts(subject, viewer.id, rulebooks.get(state.edition), found.calendars, now)


def _handle(value: Any) -> str:
    """The handle under which the value was put away; a fact taken from a sealed field only names that field."""
    handle = value.removeprefix(SEALED) if isinstance(value, str) and value.startswith(SEALED) else ""
    return "" if "." in handle else handle
