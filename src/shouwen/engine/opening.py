"""A case begins: who may open it, who plays which part, and the first step."""

from shouwen.engine.effects import AssignRole, Refuse
from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Assignee
from shouwen.engine.gates import pass_gates
from shouwen.engine.seats import persons_of
from shouwen.engine.steps import enter
from shouwen.engine.work import RefusedError, Work
from shouwen.rulebook.model import Role


def open_case(work: Work, event: CaseOpened) -> None:
    """Roles are taken, then the first step opens."""
    if work.subject.state.opened_at is not None:
        raise RefusedError(Refuse(rule=work.flow.name, act="open", lacks=("new:",)))
    opens = work.flow.rule.opens
    asked = opens.by if opens is not None and event.by is not None and event.parent is None else None
    if asked is not None and not work.searcher().covers(asked, event.by):
        may = work.find(asked).seats
        raise RefusedError(Refuse(rule=work.flow.name, act="open", lacks=("person:",), may_override=may))
    work.give_declared(event.facts)
    pass_gates(work, "open", f"open_{event.case_type}")
    for name, role in work.flow.rule.roles.items():
        if name not in work.draft.roles:
            _take(work, name, role)
    enter(work, work.flow.first)


def _take(work: Work, name: str, role: Role) -> None:
    seat = _seat(work, role)
    if seat is None:
        return
    work.emit(
        AssignRole(
            role=name,
            to=Assignee(seat.post, seat.unit, seat.person, seat.outside, role=name, barred=seat.barred),
            cites=work.flow.rule.cites,
        )
    )


def _seat(work: Work, role: Role) -> Assignee | None:
    if role.set == "opener":
        return Assignee(person=work.event.by) if work.event.by is not None else Assignee(unit=work.draft.unit)
    if isinstance(role.set, str):
        value = work.lookup(role.set)
        return None if value is None else _named(work, str(value), role)
    found = work.find(role.set)
    work.raise_alarms(found, None)
    return _kept(work, found.seats[0], role) if found.seats else None


def _named(work: Work, value: str, role: Role) -> Assignee:
    if value in work.compiled.rulebook.posts:
        seat = work.subject.around.roster.seats.get(value)
        return _kept(work, Assignee(post=value, unit=seat.unit if seat else None), role)
    return Assignee(unit=value) if value in work.subject.around.roster.units else Assignee(person=value)


def _kept(work: Work, seat: Assignee, role: Role) -> Assignee:
    """A role stays with the person who holds the post now, if a person may play it."""
    people = persons_of(seat, work.subject.around.roster)
    if seat.post is None or "person" not in role.may_be or not people:
        return seat
    return Assignee(post=seat.post, unit=seat.unit, person=people[0], barred=seat.barred)
