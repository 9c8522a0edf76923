"""Many decisions in few transactions: a batch of new subjects at once, and past time let go by event after event."""

import heapq
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.engine.effects import Refuse
from shouwen.engine.events import Event, TimeReached
from shouwen.engine.state import State
from shouwen.runtime import database, writer
from shouwen.runtime.subjects import Act, Held, NewSubject, refusals_of
from shouwen.runtime.work import Work

log = logging.getLogger(__name__)

BATCH = 500
# In the place of an act's number: time itself.
WAKE = -1
WAKES = "SELECT next_wake, id, -1 FROM runtime_subject WHERE id = ANY(%s) AND next_wake IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one act of a batch."""

    subject: int
    refusals: tuple[Refuse, ...]


@dataclass(frozen=True, slots=True)
class TimedAct:
    """Something that was done at an instant; the event is made from the state as it stands then."""

    at: datetime
    subject: int
    make: Callable[[State], tuple[Event, Mapping[str, Any]]]


Written = Callable[[Sequence[tuple[TimedAct, Answer]]], None]


def submit_many(*, acts: Sequence[Act], actor: int | None = None, recorded_at: datetime) -> list[Answer]:
    """Beginnings that do not depend on each other, in the caller's transaction; a refused one is on record as such."""
    work = Work(actor=actor, recorded_at=recorded_at)
    new = [(act.subject, act.event.at) for act in acts if isinstance(act.subject, NewSubject)]
    begun = iter(work.begin(new) if new else ())
    work.lock(act.subject for act in acts if isinstance(act.subject, int))
    held = [work.held[act.subject] if isinstance(act.subject, int) else next(begun) for act in acts]
    for subject, act in zip(held, acts, strict=True):
        work.put(subject, act.event, act.extra)
    work.run()
    writer.write(work)
    return _answers(work, [(subject, act.event) for subject, act in zip(held, acts, strict=True)])


def pass_time(
    *,
    subjects: Iterable[int],
    acts: Iterable[TimedAct],
    until: datetime,
    recorded_at: datetime,
    written: Written,
    batch: int = BATCH,
) -> int:
    """Acts and limits of all these subjects in the one order of their instants; `written` is called inside each
    transaction with the acts it holds. Returns how many decisions that were.
    """
    course = _Course(subjects, acts, until)
    total = 0
    while course.is_left():
        with transaction.atomic():
            work = Work(actor=None, recorded_at=recorded_at)
            done = course.decide(work, batch)
            writer.write(work)
            written(done)
        total += len(work.entries)
    return total


class _Course:
    """What is still to happen, the earliest first."""

    def __init__(self, subjects: Iterable[int], acts: Iterable[TimedAct], until: datetime) -> None:
        self.until = until
        # Of equal instants the smaller subject goes first: the same history always takes the same course.
        self.ahead: list[tuple[datetime, int, int]] = list(database.rows(WAKES, [list(subjects)]))
        self.acts = sorted(acts, key=lambda act: act.at)
        self.ahead += [(act.at, act.subject, place) for place, act in enumerate(self.acts)]
        heapq.heapify(self.ahead)

    def is_left(self) -> bool:
        return bool(self.ahead) and self.ahead[0][0] <= self.until

    def decide(self, work: Work, most: int) -> list[tuple[TimedAct, Answer]]:
        """One transaction's worth: each subject's own happenings in their order, then all of them in the order of time.

        No decision reads what another of its transaction wrote, so subjects may be decided side by side.
        """
        waiting: dict[int, deque[TimedAct]] = {}
        horizon = self.until
        for _ in range(most):
            if not self.is_left():
                break
            horizon, subject, place = heapq.heappop(self.ahead)
            own = waiting.setdefault(subject, deque())
            if place != WAKE:
                own.append(self.acts[place])
        done: list[tuple[TimedAct, Event]] = []
        moving: Iterable[int] = waiting
        while moving := _decide_next(work, work.lock(moving), waiting, horizon, done):
            pass
        self._wake_again(work, waiting)
        _in_order_of_time(work)
        answers = _answers(work, [(work.held[act.subject], event) for act, event in done])
        return [(act, answer) for (act, _), answer in zip(done, answers, strict=True)]

    def _wake_again(self, work: Work, subjects: Iterable[int]) -> None:
        """A case that a decision opened or touched goes on with the others."""
        for subject in {*subjects, *(entry.held.id for entry in work.entries)}:
            at = work.held[subject].next_wake
            if at is not None:
                heapq.heappush(self.ahead, (at, subject, WAKE))


def _decide_next(
    work: Work,
    held: Iterable[Held],
    waiting: Mapping[int, deque[TimedAct]],
    horizon: datetime,
    done: list[tuple[TimedAct, Event]],
) -> list[int]:
    """The next happening of each subject up to the horizon; the subjects that had one."""
    reached: dict[int, datetime] = {}
    moved = []
    for each in held:
        acts, wake = waiting[each.id], each.next_wake
        if acts and (wake is None or acts[0].at <= wake):
            act = acts.popleft()
            event, extra = act.make(each.state)
            work.put(each, event, extra)
            done.append((act, event))
        elif wake is not None and wake <= horizon:
            work.put(each, TimeReached(at=wake))
            reached[each.id] = wake
        else:
            continue
        moved.append(each.id)
    work.run()
    for subject, before in reached.items():
        _must_move_on(work.held[subject], before)
    return moved


def _must_move_on(held: Held, before: datetime) -> None:
    if held.next_wake is not None and held.next_wake <= before:
        log.error("subject %s asks to be looked at again at the instant just decided: %s", held.id, before)
        held.next_wake = None


def _in_order_of_time(work: Work) -> None:
    """The ledger tells all subjects in one order; what one subject learned late stays behind what it knew before."""
    latest: dict[int, datetime] = {}
    keys = []
    for entry in work.entries:
        at = latest[entry.held.id] = max(entry.event.at, latest.get(entry.held.id, entry.event.at))
        keys.append(at)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    work.entries[:] = [work.entries[place] for place in order]


def _answers(work: Work, events: Sequence[tuple[Held, Event]]) -> list[Answer]:
    decided = {(entry.held.id, id(entry.event)): entry.decision for entry in work.entries}
    return [Answer(held.id, refusals_of(decided[held.id, id(event)])) for held, event in events]
