"""Tasks that several people do together: whose part is open, whose part an act fills, and when nothing is left to do."""

from shouwen.engine.effects import PartDone
from shouwen.engine.facts import Assignee
from shouwen.engine.seats import may_act, persons_of
from shouwen.engine.state import Active
from shouwen.engine.work import Work


def several(active: Active) -> bool:
    """Whether more than one part has to be done."""
    return active.join != "one" and len(active.assignees) > 1


def parts_of(work: Work, active: Active, person: str | None) -> tuple[int, ...]:
    """The seats whose part the person does now: the next one in turn, any free one otherwise, and vacant ones below him.

    No person means a trusted source.
    """
    if not active.assignees:
        return (0,)
    if active.join == "one" and active.taken_by is not None and person is not None and person != active.taken_by:
        return ()
    free = [i for i in range(len(active.assignees)) if i not in active.done_seats]
    if person is None:
        return tuple(free[:1])
    roster = work.subject.around.roster
    if active.join == "one":
        for i in free:
            if may_act(active.assignees[i], person, roster):
                return (i,)
        return ()
    return _own_and_vacant(work, active, free, person)


def _own_and_vacant(work: Work, active: Active, free: list[int], person: str) -> tuple[int, ...]:
    """One part of his own; whoever stands above a post that nobody holds answers for that part too."""
    roster = work.subject.around.roster
    own: int | None = None
    filled = []
    for i in free:
        seat = active.assignees[i]
        if own is None and may_act(seat, person, roster):
            own = i
        elif not _stands_above(work, seat, person):
            if active.join == "turn":
                break
            continue
        filled.append(i)
    return tuple(filled)


def _stands_above(work: Work, seat: Assignee, person: str) -> bool:
    roster = work.subject.around.roster
    if seat.outside is not None or persons_of(seat, roster):
        return False
    return any(person in persons_of(above, roster) for above in work.searcher().above(seat))


def do_parts(work: Work, active: Active, parts: tuple[int, ...], outcome: str, cites: tuple[str, ...] = ()) -> bool:
    """Note the parts as done; says whether none is left."""
    for seat in parts:
        work.emit(PartDone(task=active.task, seat=seat, person=work.event.by, outcome=outcome, cites=cites))
    return len({*active.done_seats, *parts}) == len(active.assignees)


def handed_on(work: Work, active: Active, to: tuple[Assignee, ...]) -> tuple[tuple[Assignee, ...], tuple[int, ...]]:
    """The seats and the parts done after a hand-over: one of several gives away his own part, others all that are open."""
    if not several(active):
        return to, ()
    roster = work.subject.around.roster
    free = [i for i in range(len(active.assignees)) if i not in active.done_seats]
    given = [i for i in free if may_act(active.assignees[i], work.event.by, roster)] or free
    staying = {active.assignees[i] for i in free if i not in given}
    seats: list[Assignee] = []
    done: list[int] = []
    for i, seat in enumerate(active.assignees):
        if i == given[0]:
            seats += [new for new in to if new not in staying]
        elif i not in given:
            done += [len(seats)] if i in active.done_seats else []
            seats.append(seat)
    return tuple(seats), tuple(done)
