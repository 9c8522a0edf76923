"""督办: asked for with a limit, answered to whoever asked, told when it falls away, taken along when the case goes on in another."""

from collections.abc import Iterable, Iterator, Mapping

from shouwen.engine.act_terms import count, instant_meant, need_reason, need_seats, refused, without, working
from shouwen.engine.back import asked_by
from shouwen.engine.comparing import instant
from shouwen.engine.draft import Draft
from shouwen.engine.effects import Notify, OpenTask, SetFact, StartClock
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Assignee, Value
from shouwen.engine.seats import persons_of
from shouwen.engine.state import Active, State
from shouwen.engine.work import Work

SUPERVISE = "supervise"
Carried = Mapping[str, Value]
"""A supervision on its way into another case."""


def supervise(work: Work, event: ActRequested) -> None:
    """督办: a task of its own with a limit, an answer and an end; it must name its limit and its reason."""
    need_reason(work, event)
    instant_meant(work, event, "limit")
    named = any(event.facts.get(name) is not None for name in ("person", "post", "unit"))
    seats = without(work, event, need_seats(work, event) if named else working(work))
    if not seats:
        raise refused(work, event, "own:")
    key = side_task(work, event, SUPERVISE, str(event.facts.get("title") or "督办"), seats)
    _note(work, key, by=event.by, why=work.reason)
    work.emit(Notify(to=seats, kind="case.supervised", say=work.reason))


def side_task(work: Work, event: ActRequested, sort: str, title: str, seats: tuple[Assignee, ...]) -> str:
    """Work beside the flow, perhaps with a limit of its own; gives its key."""
    key = f"{sort}!{work.draft.seq}"
    limit = instant_meant(work, event, "limit") if event.facts.get("limit") is not None else None
    work.emit(OpenTask(task=key, step=None, title=title, assignees=seats))
    if limit is not None:
        clock = _clock_of(key)
        work.emit(StartClock(clock=clock, rule=f"{sort}.limit", title=title, from_at=work.at, due_at=limit, task=key))
    return key


def is_supervision(task: str) -> bool:
    return task.startswith(f"{SUPERVISE}!")


def tell_answer(work: Work, active: Active) -> None:
    """What was done is told to whoever supervises it."""
    to = asked_by(work, active)
    if to:
        work.emit(Notify(to=to, kind="case.supervision_answered", say=work.reason, about=active.task))


def tell_dropped(work: Work, event: ActRequested) -> None:
    """The case ends before the answer: whoever waits for it learns that none will come, and why."""
    for active in _waiting(work.draft):
        to = without(work, event, asked_by(work, active))
        if to:
            work.emit(Notify(to=to, kind="case.supervision_dropped", say=work.reason, about=active.task))


def carried(state: State) -> tuple[Carried, ...]:
    """What is asked for and not answered, as another case takes it over."""
    return tuple(_carried(state))


def take_over(work: Work, event: ActRequested, rows: Iterable[Value]) -> None:
    """The same people owe the answer, by the same limit, to whoever asked; where nobody of them is here, whoever works on it."""
    at_work = working(work)
    for number, row in enumerate([row for row in rows if isinstance(row, Mapping)], 1):
        key, title = f"{SUPERVISE}!{work.draft.seq}.{number}", str(row.get("title") or "")
        seats = _here(work, row.get("seats")) or at_work
        work.emit(OpenTask(task=key, step=None, title=title, assignees=seats))
        begun, due = instant(row.get("from")) or work.at, instant(row.get("limit"))
        if due is not None:
            rule, clock = f"{SUPERVISE}.limit", _clock_of(key)
            work.emit(StartClock(clock=clock, rule=rule, title=title, from_at=begun, due_at=due, task=key))
        by, why = row.get("by"), str(row.get("why") or "")
        _note(work, key, by=str(by) if by else None, why=why)
        work.emit(Notify(to=seats, kind="case.supervised", say=why or work.reason))
        if by and by != event.by:
            to = (Assignee(person=str(by)),)
            work.emit(Notify(to=to, kind="case.supervision_moved", say=why or work.reason, about=key))


def _note(work: Work, key: str, *, by: str | None, why: str) -> None:
    if by is not None:
        work.emit(SetFact(fact=f"asked.{key}", value=by))
    if why:
        work.emit(SetFact(fact=f"asked.{key}.why", value=why))
    count(work, "case.supervised_count")


def _clock_of(task: str) -> str:
    return f"{task.partition('!')[0]}.limit#{task}"


def _waiting(state: Draft | State) -> list[Active]:
    return [active for active in state.active if is_supervision(active.task)]


def _carried(state: State) -> Iterator[Carried]:
    for active in _waiting(state):
        clock = state.clocks.get(_clock_of(active.task))
        asked = f"asked.{active.task}"
        yield {
            "title": active.title,
            "by": state.facts.get(asked),
            "why": state.facts.get(f"{asked}.why"),
            "from": active.opened_at.isoformat(),
            "limit": clock.due_at.isoformat() if clock and clock.due_at else None,
            "seats": tuple({"person": s.person, "post": s.post, "unit": s.unit} for s in active.open_seats),
        }


def _here(work: Work, rows: Value) -> tuple[Assignee, ...]:
    """Those of the seats behind which somebody stands, seen from this case."""
    told = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
    seats = [Assignee(person=_word(row, "person"), post=_word(row, "post"), unit=_word(row, "unit")) for row in told]
    return tuple(seat for seat in seats if persons_of(seat, work.subject.around.roster))


def _word(row: Carried, name: str) -> str | None:
    return str(row[name]) if row.get(name) else None
