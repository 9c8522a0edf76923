"""Many decisions in few transactions: a batch of new subjects at once, and past time let go by event after event."""

import heapq
import logging
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
WAKES = "SELECT id, next_wake FROM runtime_subject WHERE id = ANY(%s) AND next_wake IS NOT NULL"
# Instants at which a subject may ask to be looked at again, whatever is decided about it before.
LIMITS = """
SELECT subject_id, due_at FROM runtime_clock
WHERE subject_id = ANY(%(ids)s) AND stopped_at IS NULL AND missed_at IS NULL AND due_at IS NOT NULL
UNION ALL
SELECT subject_id, warn_at FROM runtime_clock
WHERE subject_id = ANY(%(ids)s) AND stopped_at IS NULL AND warned_at IS NULL AND warn_at IS NOT NULL
"""
# At one and the same instant what was done comes before what time does.
ACT, LIMIT, WAKE = 0, 1, 2


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
        ids = list(subjects)
        self.until = until
        self.acts: dict[int, list[TimedAct]] = {}
        # Of equal instants the smaller subject goes first: the same history always takes the same course.
        self.ahead: list[tuple[datetime, int, int]] = []
        for act in sorted(acts, key=lambda act: act.at):
            self.acts.setdefault(act.subject, []).append(act)
            self.ahead.append((act.at, ACT, act.subject))
        self.ahead += [(at, WAKE, subject) for subject, at in database.rows(WAKES, [ids])]
        self.ahead += [(at, LIMIT, subject) for subject, at in database.rows(LIMITS, {"ids": ids})]
        heapq.heapify(self.ahead)

    def is_left(self) -> bool:
        return bool(self.ahead) and self.ahead[0][0] <= self.until

    def decide(self, work: Work, most: int) -> list[tuple[TimedAct, Answer]]:
        """One transaction's worth, in waves that hold a subject once."""
        done: list[tuple[TimedAct, Event]] = []
        wave: dict[int, tuple[datetime, TimedAct | None]] = {}
        while self.is_left() and len(work.entries) + len(wave) < most:
            at, rank, subject = self.ahead[0]
            if subject in wave:
                # What was decided about it may have moved what comes next.
                done += self._run(work, wave)
                wave = {}
                continue
            heapq.heappop(self.ahead)
            if rank != LIMIT:
                wave[subject] = (at, self.acts[subject].pop(0) if rank == ACT else None)
        done += self._run(work, wave)
        answers = _answers(work, [(work.held[act.subject], event) for act, event in done])
        return [(act, answer) for (act, _), answer in zip(done, answers, strict=True)]

    def _run(self, work: Work, wave: Mapping[int, tuple[datetime, TimedAct | None]]) -> list[tuple[TimedAct, Event]]:
        done = []
        decided = []
        for held in work.lock(wave):
            at, act = wave[held.id]
            if act is not None:
                event, extra = act.make(held.state)
                work.put(held, event, extra)
                done.append((act, event))
                decided.append((held, None))
            elif held.next_wake is not None and held.next_wake <= at:
                work.put(held, TimeReached(at=held.next_wake))
                decided.append((held, held.next_wake))
        work.run()
        for held, reached in decided:
            self._wake_again(held, reached)
        return done

    def _wake_again(self, held: Held, reached: datetime | None) -> None:
        if held.next_wake is None:
            return
        if reached is not None and held.next_wake <= reached:
            log.error("subject %s asks to be looked at again at the instant just decided: %s", held.id, reached)
            return
        heapq.heappush(self.ahead, (held.next_wake, WAKE, held.id))


def _answers(work: Work, events: Sequence[tuple[Held, Event]]) -> list[Answer]:
    decided = {(entry.held.id, id(entry.event)): entry.decision for entry in work.entries}
    return [Answer(held.id, refusals_of(decided[held.id, id(event)])) for held, event in events]
