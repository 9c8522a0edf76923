"""To whom a task goes back that somebody refuses: whoever dispatched or asked for it, else the next above, never himself."""

from dataclasses import replace

from shouwen.engine.act_terms import closed_to
from shouwen.engine.facts import Assignee
from shouwen.engine.seats import persons_of
from shouwen.engine.state import Active
from shouwen.engine.work import Work

DISPATCHING = ("dispatcher", "tracker", "first_contact")


def dispatchers(work: Work) -> tuple[Assignee, ...]:
    """Who gives out the work of the case, the nearest first; else whoever answers for it."""
    roles = work.draft.roles
    return tuple(roles[name] for name in DISPATCHING if name in roles) or work.owner()


def asked_by(work: Work, active: Active) -> tuple[Assignee, ...]:
    """Who asked for a task beside the flow, where that is known."""
    asked = work.draft.facts.get(f"asked.{active.task}")
    return () if asked is None else (Assignee(person=str(asked)),)


def back_to(work: Work, active: Active) -> tuple[Assignee, ...]:
    """The first of them behind whom somebody else stands than the one who refuses; nobody, where there is none."""
    asked, gives_out = asked_by(work, active), dispatchers(work)
    for seat in (*asked, *(() if asked else gives_out)):
        others = _others(work, active, seat)
        if others:
            return others
    refuser = (work.event.by,) if work.event.by else ()
    for seat in (*active.assignees, *asked, *gives_out):
        for above in work.searcher().above(replace(seat, barred=tuple(sorted({*seat.barred, *refuser})))):
            others = _others(work, active, above)
            if others:
                return others
    return ()


def _others(work: Work, active: Active, seat: Assignee) -> tuple[Assignee, ...]:
    """The seat, where the refuser cannot act for it; else by name whoever can beside him."""
    (closed,) = closed_to(work, active, (replace(seat, barred=()),))
    found = persons_of(closed, work.subject.around.roster)
    if work.event.by not in found:
        return (closed,) if found else ()
    return tuple(replace(closed, person=person) for person in found if person != work.event.by)
