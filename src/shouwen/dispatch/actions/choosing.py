"""Tasks go to persons: given at once, or offered until they are taken; what nobody answers goes on to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shouwen.dispatch.looking import Known, candidate, load, wanted
from shouwen.dispatch.models import Choice, Presence
from shouwen.dispatch.waiting import Waiting, length, waiting
from shouwen.engine import choosing
from shouwen.engine.events import ActRequested
from shouwen.people.posts import posts_of
from shouwen.people.queries import copy_of, roster_for
from shouwen.rulebook.model import Assignment
from shouwen.runtime import database, rulebooks
from shouwen.runtime.subjects import Refused
from shouwen.runtime.submit import submit
from shouwen.runtime.telling import tell

# An open choice ends when its task was taken, is over, no longer belongs to the post, or was left lying past its limit.
SETTLE = """
UPDATE dispatch_choice SET state = ended.became, ended_at = %(at)s FROM (
  SELECT ch.id, CASE
    WHEN t.taken_by <> '' AND t.taken_by = ch.person THEN 'taken'
    WHEN t.state <> 'open' OR t.taken_by <> '' THEN 'over'
    WHEN NOT EXISTS (SELECT FROM runtime_taskseat seat
      WHERE seat.task_id = t.id AND seat.is_open AND seat.person = '' AND seat.post <> '')
      THEN CASE ch.state WHEN 'offered' THEN 'refused' ELSE 'over' END
    WHEN ch.until <= %(at)s THEN 'lapsed' END AS became
  FROM dispatch_choice ch JOIN runtime_task t ON t.subject_id = ch.subject_id AND t.key = ch.task
  WHERE ch.state IN ('offered', 'nobody') FOR UPDATE OF ch SKIP LOCKED
) AS ended WHERE dispatch_choice.id = ended.id AND ended.became IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A task for which nobody was found, with everybody who was looked at."""

    task: Waiting
    rule: Assignment
    looked: list[dict[str, Any]]


def give_out(*, at: datetime) -> int:
    """One turn: a person for each task that waits, as long as anybody can; returns how many were found."""
    settle(at=at)
    tasks = waiting(at)
    if not tasks:
        return 0
    known, people = load(tasks, at)
    lacking: list[Lacking] = []
    found = sum(_one((one, rule), known, people[one.subject, one.task], lacking, at) for one, rule in tasks)
    if lacking:
        _nobody_for(lacking, at)
    return found


def settle(*, at: datetime) -> None:
    """What became of the open offers since they were last looked at, in one statement however many there are."""
    database.run(SETTLE, {"at": at})


def _one(
    task: tuple[Waiting, Assignment],
    known: Known,
    people: Sequence[str],
    lacking: list[Lacking],
    at: datetime,
) -> bool:
    """Whether somebody was found; a task for which nobody was is added to those that lack."""
    one, rule = task
    asked = wanted(one, rule, known, at)
    choice = choosing.choose(asked, [candidate(person, one, rule, known, at) for person in people])
    looked = [_written(each) for each in choice.looked]
    if choice.person is None:
        lacking.append(Lacking(one, rule, looked))
        return False
    try:
        with transaction.atomic():
            found = _keep(one, rule, choice.person, looked, at)
    except IntegrityError:
        return False  # another worker has just chosen for the same task
    if found:
        known.open[choice.person] = known.open.get(choice.person, 0) + 1
        known.given[choice.person] = at
    return found


def _nobody(one: Waiting) -> QuerySet[Choice]:
    return Choice.objects.filter(subject=one.subject, task=one.task, state=Choice.State.NOBODY)


def _keep(one: Waiting, rule: Assignment, person: str, looked: list[dict[str, Any]], at: datetime) -> bool:
    """Whether it went to the person."""
    _nobody(one).update(state=Choice.State.OVER, ended_at=at)
    limit = length(rule.accept, rulebooks.rulebook(one.edition), at) if one.take else None
    until = at + limit if limit is not None else None
    state = Choice.State.GIVEN if until is None else Choice.State.OFFERED
    row = _row(one, rule, at, state=state, looked=looked, person=person, until=until)
    Presence.objects.filter(person=int(person)).update(given_at=at)
    if until is None:
        return _give(one, row, at)
    tell(
        persons=[person],
        kind="task.offered",
        text=f"{one.title}：请在 {_clock(until, one)} 前接单",
        clauses=rule.cites,
        subject=one.subject,
        at=at,
    )
    return True


def _clock(until: datetime, one: Waiting) -> str:
    zone = copy_of().zone_of(int(one.case_unit))
    return until.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def _give(one: Waiting, row: Choice, at: datetime) -> bool:
    event = ActRequested(at=at, act="give_to", task=one.task, facts={"person": row.person})
    try:
        submit(subject=one.subject, event=event, key=f"give:{row.pk}")
    except Refused:
        # Somebody took it meanwhile, or a gate of the rulebook bars the person.
        Choice.objects.filter(pk=row.pk).update(state=Choice.State.OVER, ended_at=at)
        return False
    return True


def _row(one: Waiting, rule: Assignment, at: datetime, **more: Any) -> Choice:
    return Choice.objects.create(
        subject_id=one.subject,
        task=one.task,
        rule=rule.name,
        clauses=list(rule.cites),
        order=list(rule.order),
        at=at,
        **more,
    )


def _written(each: choosing.Looked) -> dict[str, Any]:
    return {
        "person": each.person,
        "why": each.why,
        "open": each.open,
        "most": each.capacity,
        "until": each.until.isoformat() if each.until else None,
        "by": each.by,
    }


@transaction.atomic
def _nobody_for(lacking: Sequence[Lacking], at: datetime) -> None:
    """That nobody was found, and that somebody is told of it, is kept together: a crash loses both, and the next turn finds both."""
    _tell_nobody([(each.task, each.rule) for each in lacking if _is_new(each, at)], at)


def _is_new(lack: Lacking, at: datetime) -> bool:
    """Whether the stretch in which nobody can be found begins now."""
    if _nobody(lack.task).update(looked=lack.looked, at=at):
        return False
    try:
        with transaction.atomic():
            _row(lack.task, lack.rule, at, state=Choice.State.NOBODY, looked=lack.looked)
    except IntegrityError:
        return False  # another worker has just chosen for the same task
    return True


def _tell_nobody(lacking: Sequence[tuple[Waiting, Assignment]], at: datetime) -> None:
    """Whoever the rules name learns of it once for each stretch in which nobody can be found; of several at once in one."""
    meant: dict[str, list[tuple[Waiting, Assignment]]] = {}
    for one, rule in lacking:
        for person in _told_instead(one, rule, at):
            meant.setdefault(person, []).append((one, rule))
    for person, own in meant.items():
        one, rule = own[0]
        alone = len(own) == 1
        tell(
            persons=[person],
            kind="task.nobody",
            text=f"{one.number} {one.title}" if alone else f"{one.title} 等 {len(own)} 件",
            clauses=rule.cites,
            subject=one.subject if alone else None,
            at=at,
        )


def _told_instead(one: Waiting, rule: Assignment, at: datetime) -> tuple[str, ...]:
    if rule.otherwise is None:
        return ()
    posts = posts_of(rulebooks.rulebook(one.edition))
    seats = roster_for(one.case_unit, at=at, posts=posts, procedure=one.procedure).seats
    found = (person for post in rule.otherwise.posts() if post in seats for person in seats[post].persons)
    return tuple(dict.fromkeys(found))
