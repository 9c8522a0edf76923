"""What one limit of a case rests on: its anchor, its key, its pauses, and the instants that follow from them."""

from datetime import datetime

from shouwen.engine.comparing import day_of, instant
from shouwen.engine.facts import Value
from shouwen.engine.limits import Instants, instants, joined
from shouwen.engine.lookup import when_happened
from shouwen.engine.plan import DuePlan
from shouwen.engine.state import Active, Running
from shouwen.engine.work import Work


def anchor_of(work: Work, plan: DuePlan) -> datetime | None:
    """When the limit's anchor happened: a fact of that name holds it, corrected or not, otherwise the happening itself."""
    start = plan.start
    value = work.draft.facts.get(start, work.subject.around.facts.get(start))
    if value is not None:
        day = day_of(value)
        if day is not None:
            return work.calendars.get(plan.calendar).midnight(day)
        found = instant(value)
        if found is not None:
            return found
    return when_happened(start, work.draft)


def clock_key(plan: DuePlan, active: Active | None) -> str:
    """`complaint.measures.report#2[design]`: rule, visit and member."""
    if active is None:
        return f"{plan.rule}#1"
    return f"{plan.rule}#{active.visit}" + (f"[{active.member}]" if active.member is not None else "")


def base_of(key: str) -> str:
    rule, _, rest = key.partition("#")
    return f"{rule}#{rest.partition('.')[0]}"


def instants_of(work: Work, plan: DuePlan, anchor: datetime, known: Running | None, key: str) -> Instants | None:
    """The limit's instants as they follow from the facts, pauses and calendars of now; an extension granted stands."""
    own = known.pauses if known is not None else ()
    case = work.draft.pauses
    pauses = own if plan.promise else joined(case, own, start=anchor) if case or own else ()
    by = known_by(work, plan, known)
    found = instants(
        plan,
        anchor,
        work.calendars.get(plan.calendar),
        pauses,
        by=by,
        number=number_of(key, plan),
        roll=work.compiled.rulebook.header.edition.roll == "next_working_day",
    )
    extended = instant(work.draft.facts.get(f"extended.{key}"))
    if found is not None and extended is not None:
        return Instants(extended, found.warn, found.target, found.opens)
    return found


def known_by(work: Work, plan: DuePlan, known: Running | None) -> Value:
    """The fact that holds the end; a promise once running keeps its own, whatever is promised later."""
    if plan.by_fact is None:
        return None
    if plan.many and known is not None and known.due_at is not None:
        return known.due_at.isoformat()
    return work.lookup(plan.by_fact)


def number_of(key: str, plan: DuePlan) -> int:
    if plan.every is None:
        return 1
    tail = key.partition("#")[2].rpartition(".")[2]
    return int(tail) if "." in key.partition("#")[2] and tail.isdigit() else 1
