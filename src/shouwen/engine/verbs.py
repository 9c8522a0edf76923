"""The verbs of `do`: from a written line to effects, each passing the gates like anybody's act."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from shouwen.engine.comparing import instant, truth
from shouwen.engine.compile_due import span_of
from shouwen.engine.effects import (
    AssignRole,
    Escalate,
    HandOver,
    IssuePaper,
    Notify,
    OpenCase,
    OpenTask,
    ReassignTask,
    RequestFact,
    SetFact,
    StartClock,
)
from shouwen.engine.facts import Value
from shouwen.engine.gates import may_itself
from shouwen.engine.lookup import clock_name, when_happened
from shouwen.engine.stopping import stop_clock
from shouwen.engine.work import Work
from shouwen.engine.worktime import add, end_of_day
from shouwen.rulebook.model import Do, TaskDue

Cites = tuple[str, ...]


def run(work: Work, dos: Iterable[Do], *, rule: str, cites: Cites, member: str | None = None) -> None:
    """Carry out the lines in order; `rule` is what asks for them, and makes their keys lasting."""
    for i, do in enumerate(dos):
        _VERBS[do.verb](work, do, f"{rule}.{i}", cites, member)


def _notify(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    if may_itself(work, "notify"):
        to = work.seats(do.notify or (), member)
        told = to or work.owner()
        work.emit(Notify(to=told, kind="rule", say=do.say or "", urgent=do.at_once, about=rule, cites=cites))


def _task(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    key = f"task!{work.draft.seq}.{len(work.effects)}"
    seats, join = work.owner(), "one"
    if do.by is not None:
        found = work.find(do.by, member=member)
        seats, join = found.seats or seats, found.join
        work.raise_alarms(found, key)
    title = do.task or ""
    if work.draft.closed_at is not None:  # nothing is open after the case closed; those meant are told
        work.emit(Notify(to=seats, kind="rule", say=title, about=rule, cites=cites))
        return
    work.emit(OpenTask(task=key, step=None, title=title, assignees=seats, join=join, cites=cites))  # type: ignore[arg-type]
    if do.due is not None:
        _task_clock(work, do.due, key, title, rule, cites)


def _task_clock(work: Work, due: TaskDue, task: str, title: str, rule: str, cites: Cites) -> None:
    start = when_happened(due.from_, work.draft) or work.instant
    cal = work.calendars.default
    span = span_of(due.within.value, work.compiled.rulebook) if due.within and due.within.value else None
    end = add(start, span, cal).at if span else None
    if due.by == "end_of_day":
        end = end_of_day(start, cal)
    elif isinstance(due.by, dict) and "fact" in due.by:
        end = instant(work.lookup(due.by["fact"]))
    if end is not None:
        work.emit(
            StartClock(
                clock=f"{rule}#{task}", rule=rule, title=title, from_at=start, due_at=end, task=task, cites=cites
            )
        )


def _issue(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    paper = do.issue or ""
    if not may_itself(work, "issue", f"issue_{paper}"):
        return
    to = work.seats(do.to, member)
    by = work.seats((do.by,), member) if do.by else ()
    facts = _safe(work, {name: _given(work, text) for name, text in do.with_.items()})
    work.emit(IssuePaper(paper=paper, key=f"{paper}@{work.draft.seq}.{rule}", to=to, by=by, facts=facts, cites=cites))


def _open(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    open_child(work, do.open or "", rule, cites, {name: _given(work, text) for name, text in do.with_.items()})


def open_child(work: Work, procedure: str, rule: str, cites: Cites, facts: Mapping[str, Value]) -> None:
    """A linked case, which sees the roles of this one; its key makes it one for one cause."""
    if not may_itself(work, "open", f"open_{procedure}"):
        return
    key = f"{work.draft.id}/{procedure}@{work.draft.seq}.{rule}"
    roles = dict(work.draft.roles)
    at = work.instant if work.instant < work.at else None
    work.emit(OpenCase(procedure=procedure, key=key, facts=_safe(work, facts), roles=roles, at=at, cites=cites))


def _assign(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    """A role changes hands, unless it is fixed and taken."""
    role = do.assign or ""
    seats = work.seats(do.to, member)
    if not seats or not may_itself(work, f"assign_{role}"):
        return
    rule_of_role = work.flow.rule.roles.get(role)
    if rule_of_role is not None and rule_of_role.fixed and role in work.draft.roles:
        return
    work.emit(AssignRole(role=role, to=seats[0], cites=cites))
    follow_role(work, role)


def follow_role(work: Work, role: str) -> None:
    """Open tasks of a role go to whoever plays it now."""
    player = replace(work.draft.roles[role], role=role)
    for active in work.draft.active:
        if any(seat.role == role for seat in active.assignees):
            barred = {person for seat in active.assignees for person in seat.barred}
            seat = replace(player, barred=tuple(sorted(barred))) if barred else player
            done = active.done_seats
            seats = tuple(
                seat if each.role == role and i not in done else each for i, each in enumerate(active.assignees)
            )
            if active.join == "one":
                seats = tuple(dict.fromkeys(seats))
            if seats != active.assignees:
                work.emit(ReassignTask(task=active.task, assignees=seats, done=done, take=active.take))


def _set(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    if may_itself(work, "set"):
        work.emit(SetFact(fact=do.set or "", value=_given(work, do.value or "true"), cites=cites))


def _stop(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    for key, clock in list(work.draft.clocks.items()):
        if clock.result is None and clock_name(key) == do.stop:
            stop_clock(work, clock, "excused")


def _escalate(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    if do.escalate is not None and may_itself(work, "escalate"):
        work.emit(Escalate(to=work.seats((do.escalate,), member), why=rule, urgent=do.at_once, cites=cites))


def _hand_over(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    if may_itself(work, "hand_over"):
        work.emit(HandOver(to=work.seats(do.to, member), what=do.hand_over or "", cites=cites))


def _fact(work: Work, do: Do, rule: str, cites: Cites, member: str | None) -> None:
    to = work.seats((do.by,), member) if do.by else work.owner()
    work.emit(RequestFact(fact=do.ask or "", why=f"ask:{do.ask}", to=to, cites=cites))


def _given(work: Work, text: str) -> Value:
    """A constant, or the value of the fact that a dotted path names; truth as truth."""
    if "." in text:
        found = work.lookup(text)
        if found is not None:
            return f"sealed:{text}" if work.is_sealed(text) else found
    known = truth(text) if text in {"true", "false"} else None
    return text if known is None else known


def _safe(work: Work, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Sealed values never travel in an effect; their handle does."""
    sealed = {
        work.draft.facts[path]: path for path in work.compiled.sealed if isinstance(work.draft.facts.get(path), str)
    }
    return {
        name: f"sealed:{sealed[value]}" if isinstance(value, str) and value in sealed else value
        for name, value in facts.items()
    }


_VERBS: Mapping[str, Callable[[Work, Do, str, Cites, str | None], None]] = {
    "notify": _notify,
    "task": _task,
    "issue": _issue,
    "open": _open,
    "assign": _assign,
    "set": _set,
    "stop": _stop,
    "escalate": _escalate,
    "hand_over": _hand_over,
    "ask": _fact,
}
