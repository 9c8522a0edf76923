"""What leaves the house: which rules of an edition mind it, for many cases at once, and where no case is concerned."""

from collections.abc import Iterator

from shouwen.engine.calendars import Calendars
from shouwen.engine.effects import Refuse
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Around, Assignee
from shouwen.engine.gates import refusals_of
from shouwen.engine.plan import Compiled
from shouwen.engine.state import State, Subject
from shouwen.engine.work import Work
from shouwen.rulebook.model import ReactionRule

TAKEN_OUT = "taken_out.what"
"""The fact that says what was printed or sent."""


def is_minded(rulebook: Compiled, act: str) -> bool:
    """Whether a gate is to be asked, or something waits for it to happen."""
    return act in rulebook.gates or any(f"act.{act}" in flow.awaited for flow in rulebook.flows.values())


def looks_at_the_case(rulebook: Compiled, act: str) -> bool:
    """Whether two cases of one kind and unit may be answered differently: by their facts, papers or roles."""
    gates = rulebook.gates.get(act, ())
    people = [who for gate in gates for who in (gate.only, gate.never) if who is not None]
    reads = any(gate.when is not None or gate.needs is not None or gate.papers for gate in gates)
    return reads or any(_names_case(who.model_dump()) for who in people)


def _names_case(written: object) -> bool:
    if isinstance(written, dict):
        named = any(written.get(word) for word in ("role", "acted_in", "from_fact", "at", "unit"))
        return named or any(_names_case(inner) for inner in written.values())
    return isinstance(written, list | tuple) and any(_names_case(inner) for inner in written)


def refused(subject: Subject, event: ActRequested, rulebook: Compiled, calendars: Calendars) -> tuple[Refuse, ...]:
    """What stands against it for this case; nothing is decided."""
    return refusals_of(Work(subject, event, rulebook, calendars), event.act)


def refused_beside_cases(
    unit: str, event: ActRequested, rulebook: Compiled, around: Around, calendars: Calendars
) -> tuple[Refuse, ...]:
    """The same where no case is concerned: a gate with `when` speaks of cases, one without of everything."""
    work = _beside(unit, event, rulebook, around, calendars)
    of_everything = {gate.name for gate in rulebook.gates.get(event.act, ()) if gate.when is None}
    return tuple(refusal for refusal in refusals_of(work, event.act) if refusal.rule in of_everything)


def told_beside_cases(
    unit: str, event: ActRequested, rulebook: Compiled, around: Around, calendars: Calendars
) -> Iterator[tuple[ReactionRule, tuple[Assignee, ...]]]:
    """Whom the reactions to it tell; only a notice needs no case."""
    work = _beside(unit, event, rulebook, around, calendars)
    for rule in rulebook.rulebook.reactions.values():
        if f"act.{event.act}" in rule.upon and rule.when is None:
            yield rule, tuple(seat for do in rule.do for who in do.notify or () for seat in work.find(who).seats)


def _beside(unit: str, event: ActRequested, rulebook: Compiled, around: Around, calendars: Calendars) -> Work:
    state = State(id="", edition="", case_type=next(iter(rulebook.flows)), unit=unit)
    return Work(Subject(state, around), event, rulebook, calendars)
