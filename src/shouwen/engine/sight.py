"""Which sealed facts one person may read: what the `see` gates of the rulebook answer, and nobody where none names a fact."""

from datetime import datetime

from shouwen.engine.calendars import Calendars
from shouwen.engine.events import ActRequested
from shouwen.engine.gates import refusals_of
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Subject
from shouwen.engine.work import Work

SEE = "see"


def readable_facts(
    subject: Subject, person: str, rulebook: Compiled, calendar: Calendars, at: datetime
) -> frozenset[str]:
    """A gate that does not apply, or names nobody, opens nothing; of several over one fact, each has to let it through."""
    work = Work(subject, ActRequested(at=at, by=person, act=SEE, reason="?"), rulebook, calendar)
    shut = {refusal.rule for refusal in refusals_of(work, SEE)}
    searcher, let, barred = work.searcher(), set[str](), set[str]()
    for gate in rulebook.gates.get(SEE, ()):
        passes = gate.name not in shut and gate.only is not None and searcher.covers(gate.only, person)
        (let if passes else barred).update(gate.facts)
    return frozenset(let - barred)
