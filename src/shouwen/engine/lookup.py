"""Where a fact path leads: the case's own log first, then what was loaded from around it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shouwen.engine.facts import Assignee, Facts, Value
from shouwen.engine.state import PaperMark, Running, State, Visit

if TYPE_CHECKING:
    from shouwen.engine.draft import Draft

    Folded = Draft | State

DEFAULTS: Mapping[str, Value] = {
    "case.urgent": False,
    "case.urged_count": 0,
    "case.supervised_count": 0,
    "case.sealed": False,
}


def find(path: str, state: "Folded", around: Facts, parent: State | None = None) -> Value:
    """The value of a fact, or None while nobody knows it."""
    if path in state.facts:
        return state.facts[path]
    if path in around:
        return around[path]
    if "@" in path:
        fact, _, step = path.partition("@")
        return _judged(fact, step, state)
    head, _, rest = path.partition(".")
    if head == "parent":
        return None if parent is None else _of_parent(rest, parent)
    if head == "case":
        return _of_case(rest, path, state)
    if head == "role":
        return _seat(state.roles.get(rest))
    return _of_parts(path, state)


def _of_parent(rest: str, parent: State) -> Value:
    found = find(rest, parent, {})
    return find(f"case.{rest}", parent, {}) if found is None else found


def _of_case(rest: str, path: str, state: "Folded") -> Value:
    if rest in _CASE:
        return _CASE[rest](state)
    return DEFAULTS.get(path, _iso(when_happened(path, state)))


def when_happened(name: str, state: "Folded") -> datetime | None:
    """The last instant of a happening: as noted, of a fact's setting, or of a step's outcome."""
    noted = state.happened.get(name)
    if noted is not None:
        return noted
    head, _, word = name.rpartition(".")
    if word == "set":
        return state.fact_at.get(head)
    anywhere = head == "case" or head == state.case_type  # noqa: PLR1714 - a set would be made for each question
    for visit in reversed(state.visits):
        if visit.outcome == word and visit.step and (anywhere or _is(visit.step, head)):
            return visit.at
    return None


def _steps(state: "Folded") -> tuple[str, ...]:
    return tuple(active.step for active in state.active if active.step)


def _of_parts(path: str, state: "Folded") -> Value:
    """A paper's, step's or limit's own facts, or a happening's instant."""
    name, _, word = path.rpartition(".")
    if word in {"round", "outcome", "by", "at"}:
        return _of_step(name, word, state)
    if word in {"state", "version"} or word.endswith(("_on", "_at")):
        for mark in reversed(state.papers):
            if mark.paper == name:
                return _of_paper(mark, word, state)
    if word in {"state", "late_by", "due_on"}:
        clock = _clock(name, state)
        return None if clock is None else _of_clock(clock, word)
    return _iso(when_happened(path, state))


def _judged(fact: str, step: str, state: "Folded") -> Value:
    for each in reversed(state.judgements):
        if each.fact == fact and each.step == step:
            return each.value
    return None


def _of_step(step: str, word: str, state: "Folded") -> Value:
    if word == "round":
        for active in reversed(state.active):
            if _is(active.step, step):
                return active.visit
    for done in reversed(state.visits):
        if _is(done.step, step):
            return done.visit if word == "round" else _of_visit(done, word)
    return 0 if word == "round" else None


def _of_visit(visit: Visit, word: str) -> Value:
    return visit.outcome if word == "outcome" else visit.by if word == "by" else _iso(visit.at)


def _is(path: str, name: str) -> bool:
    return path == name or path.endswith(f".{name}")


def _of_paper(mark: PaperMark, word: str, state: "Folded") -> Value:
    if word == "version":
        return mark.version or None
    instants = {
        "received": mark.received_at,
        "signed": state.happened.get(f"{mark.paper}.signed") if mark.signed else None,
        "issued": mark.issued_at,
        "filled": mark.filled_at,
    }
    if word != "state":
        return _iso(instants.get(word[:-3]))
    if state.facts.get(f"{mark.paper}.approved") is True and mark.issued_at is None:
        return "approved"
    return next((name for name, at in instants.items() if at is not None), "drafted")


def _clock(name: str, state: "Folded") -> Running | None:
    """The latest limit of that name."""
    found = [clock for key, clock in state.clocks.items() if clock_name(key) == name]
    return found[-1] if found else None


def clock_name(key: str) -> str:
    """A limit's own name: `report` of `complaint.measures.report#1`."""
    return key.partition("#")[0].rpartition(".")[2]


def clock_state(clock: Running) -> str:
    """open, met, late, missed or excused."""
    return clock.result or ("missed" if clock.missed else "open")


def _of_clock(clock: Running, word: str) -> Value:
    if word == "state":
        return clock_state(clock)
    if word == "due_on":  # a limit that ends with a day ends at the next midnight
        return None if clock.due_at is None else (clock.due_at - timedelta(seconds=1)).date().isoformat()
    if clock.due_at is None or clock.stopped_at is None:
        return None
    return max(0, int((clock.stopped_at - clock.due_at).total_seconds()))


def _iso(at: datetime | None) -> Value:
    return None if at is None else at.isoformat()


def _seat(seat: Assignee | None) -> Value:
    return None if seat is None else seat.person or seat.post or seat.unit


_CASE: "Mapping[str, Callable[[Folded], Value]]" = {
    "type": lambda state: state.case_type,
    "unit": lambda state: state.unit,
    "via": lambda state: state.via or None,
    "state": lambda state: state.state,
    "step": lambda state: next(iter(_steps(state)), None),
    "steps": _steps,
    "passed": lambda state: tuple(visit.step for visit in state.visits if visit.step),
    "opener": lambda state: state.opener,
    "opened_at": lambda state: _iso(state.opened_at),
    "opened_on": lambda state: _iso(state.opened_at),
    "closed_at": lambda state: _iso(state.closed_at),
    "closed_on": lambda state: _iso(state.closed_at),
}
