"""What acts have in common: the task meant, the person named, the instant given, and plain refusals."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from shouwen.engine.comparing import instant
from shouwen.engine.effects import Refuse, SetFact
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Assignee, Roster
from shouwen.engine.seats import may_act, persons_of
from shouwen.engine.state import Active, State
from shouwen.engine.work import RefusedError, Work, owner_of
from shouwen.rulebook.model import PostRule

FARTHEST = timedelta(days=3653)


def refused(work: Work, event: ActRequested, *lacks: str) -> RefusedError:
    """The act does not pass, for these reasons."""
    return RefusedError(Refuse(rule=work.flow.name, act=event.act, lacks=lacks))


def need_reason(work: Work, event: ActRequested) -> None:
    if not work.reason:
        raise refused(work, event, "reason:")


def task_meant(work: Work, event: ActRequested) -> Active:
    """The named task, or the only open one."""
    open_tasks = [active for active in work.draft.active if not active.group]
    if event.task is None and len(open_tasks) == 1:
        return open_tasks[0]
    found = next((active for active in open_tasks if active.task == event.task), None)
    if found is None:
        raise refused(work, event, "task:")
    return found


def seats_meant(work: Work, event: ActRequested) -> tuple[Assignee, ...]:
    """Whom the act names: `person`, `post` (perhaps in `unit`) or `unit` alone."""
    person, post, unit = (event.facts.get(name) for name in ("person", "post", "unit"))
    if person is not None:
        return (Assignee(person=str(person)),)
    if post is not None:
        seat = work.subject.around.roster.seats.get(f"{post}@{unit}" if unit else str(post))
        return (Assignee(post=str(post), unit=str(unit) if unit else seat.unit if seat else None),)
    return (Assignee(unit=str(unit)),) if unit is not None else ()


def need_seats(work: Work, event: ActRequested) -> tuple[Assignee, ...]:
    """Somebody must be named, and there must be somebody behind the name."""
    seats = seats_meant(work, event)
    if not seats:
        raise refused(work, event, "person:")
    if not any(persons_of(seat, work.subject.around.roster) for seat in seats):
        raise refused(work, event, "holder:")
    return seats


def closed_to(work: Work, active: Active, seats: tuple[Assignee, ...]) -> tuple[Assignee, ...]:
    """The seats, closed to those barred from the task when it opened and those its rule excludes now."""
    barred = {person for seat in active.assignees for person in seat.barred}
    step = work.flow.steps.get(active.step)
    if step is not None and step.rule.by is not None:
        searcher = work.searcher(active.member)
        barred |= {p for who in step.rule.by.exclude for p in searcher.persons(who)}
    return tuple(replace(seat, barred=tuple(sorted(barred | set(seat.barred)))) if barred else seat for seat in seats)


def instant_meant(work: Work, event: ActRequested, name: str) -> datetime:
    """The instant in the act's facts; it must lie ahead, and so near that somebody who is here now will see it."""
    found = instant(event.facts.get(name))
    if found is None or found <= work.at:
        raise refused(work, event, f"fact:{name}")
    if is_far(found, work.at):
        raise refused(work, event, "far:")
    return found


def is_far(found: datetime, at: datetime) -> bool:
    """Whether nobody can mean it: a year was mistyped."""
    return found - at > FARTHEST


def is_concerned(work: Work, active: Active) -> bool:
    """Whether the person may act on the task, or answers for the case."""
    return _concerns(work.event.by, active, work.owner(), work.subject.around.roster)


def is_superior(work: Work, active: Active) -> bool:
    """Whether the person holds a post above one of those the task is with."""
    return _has_under(work.event.by, active, work.subject.around.roster, work.compiled.rulebook.posts)


def is_superior_of(work: Work, seats: Iterable[Assignee]) -> bool:
    """Whether the person holds a post above one of these seats; to hold the same post is not to be above it."""
    return _above(work.event.by, seats, work.subject.around.roster, work.compiled.rulebook.posts)


def may_hand_on(person: str, active: Active, state: State, roster: Roster, posts: Mapping[str, PostRule]) -> bool:
    """Whether 转派 of the task by this person would pass, as far as who he is goes; asked before it is offered."""
    owner = owner_of(state.roles, state.opener)
    return _concerns(person, active, owner, roster) or _has_under(person, active, roster, posts)


def _concerns(person: str | None, active: Active, owner: tuple[Assignee, ...], roster: Roster) -> bool:
    if person is None or active.taken_by == person:
        return True
    return any(may_act(seat, person, roster) for seat in (*active.assignees, *owner))


def _has_under(person: str | None, active: Active, roster: Roster, posts: Mapping[str, PostRule]) -> bool:
    own = roster.posts_of.get(person or "", ())
    return any(seat.post in own for seat in active.assignees) or _above(person, active.assignees, roster, posts)


def _above(person: str | None, seats: Iterable[Assignee], roster: Roster, rules: Mapping[str, PostRule]) -> bool:
    above: set[str] = set()
    for seat in seats:
        own = rules.get(seat.post or "")
        post = own.superior if own is not None else roster.superiors.get(seat.person or "")
        while post is not None and post not in above:
            above.add(post)
            rule = rules.get(post)
            post = rule.superior if rule else None
    return bool(above & set(roster.posts_of.get(person or "", ())))


def working(work: Work) -> tuple[Assignee, ...]:
    """Everybody the case now waits for."""
    seats = [seat for active in work.draft.active if not active.group for seat in active.assignees]
    return tuple(dict.fromkeys(seats)) or work.owner()


def without(work: Work, event: ActRequested, seats: tuple[Assignee, ...]) -> tuple[Assignee, ...]:
    """The seats for which not only the person who acts stands."""
    roster = work.subject.around.roster
    return tuple(seat for seat in seats if event.by is None or set(persons_of(seat, roster)) != {event.by})


def count(work: Work, fact: str) -> int:
    """One more; gives how many there are now."""
    known = work.lookup(fact)
    times = (known if isinstance(known, int) else 0) + 1
    work.emit(SetFact(fact=fact, value=times))
    return times
