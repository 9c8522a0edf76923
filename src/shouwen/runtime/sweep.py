"""The sweep: every subject whose instant came is decided, logged and written, batch by batch, by any number of workers."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from shouwen.engine.events import TimeReached
from shouwen.runtime import database, writer
from shouwen.runtime.subjects import Held
from shouwen.runtime.work import Work

log = logging.getLogger(__name__)

BATCH = 500
# After a long outage one subject may have several limits behind it; each is decided at its own instant.
MOST_INSTANTS = 40
REST_AFTER_FAULT = timedelta(minutes=10)
POSTPONE = """
UPDATE runtime_subject SET next_wake = %(until)s WHERE id = (
  SELECT s.id FROM runtime_subject s JOIN runtime_subject root ON root.id = s.root_id
  WHERE s.next_wake <= %(now)s ORDER BY s.next_wake, s.id LIMIT 1 FOR UPDATE OF s, root SKIP LOCKED)
"""
# A look at the index before anything is locked.
OLDEST_DUE = "SELECT min(next_wake) FROM runtime_subject WHERE next_wake <= %s"


def sweep(*, now: datetime, batch: int = BATCH) -> int:
    """Decides what is due until nothing is left; returns how many decisions that were."""
    total = 0
    while decided := sweep_batch(now=now, limit=batch):
        total += decided
    return total


def sweep_batch(*, now: datetime, limit: int = BATCH) -> int:
    """One transaction's worth; none when nothing is due that nobody else is working on.

    A subject that cannot be decided must not hold up the others: the batch is done again one by one, and the one rests.
    """
    try:
        with _collecting_nothing():
            return len(_batch(now, limit))
    except Exception:
        log.exception("a batch of the sweep failed and is done one by one")
        return _one_by_one(now, limit)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """A batch makes a hundred thousand objects and all are needed to its end: to look for garbage among them is in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def behind(*, now: datetime) -> timedelta:
    """How late the oldest instant is that nobody has looked at yet."""
    ((oldest,),) = database.rows(OLDEST_DUE, [now])
    return now - oldest if oldest else timedelta(0)


@transaction.atomic
def _batch(now: datetime, limit: int) -> list[Held]:
    work = Work(actor=None, recorded_at=now)
    due = work.take_due(now=now, limit=limit)
    waiting = due
    for _ in range(MOST_INSTANTS):
        if not waiting:
            break
        reached = {held.id: held.next_wake for held in waiting}
        for held in waiting:
            if held.next_wake is not None:
                work.put(held, TimeReached(at=held.next_wake))
        work.run()
        waiting = [held for held in waiting if _is_due_again(held, reached[held.id], now)]
    writer.write(work)
    return due


def _is_due_again(held: Held, before: datetime | None, now: datetime) -> bool:
    """A limit later than the one just decided, and still behind us."""
    if held.next_wake is None or before is None:
        return False
    if held.next_wake <= before:
        log.error("subject %s asks to be looked at again at the instant just decided: %s", held.id, before)
        held.next_wake = now + REST_AFTER_FAULT
        return False
    return held.next_wake <= now


def _one_by_one(now: datetime, limit: int) -> int:
    done = 0
    for _ in range(limit):
        try:
            found = _batch(now, 1)
        except Exception:
            log.exception("a subject could not be decided; it rests for %s", REST_AFTER_FAULT)
            _let_rest(now)
            found = []
            done += 1
            continue
        if not found:
            break
        done += 1
    return done


def _let_rest(now: datetime) -> None:
    """The subject that is due first is the one that failed, unless another worker has taken it meanwhile."""
    database.run(POSTPONE, {"until": now + REST_AFTER_FAULT, "now": now})
