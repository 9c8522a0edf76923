"""More hands for a large backlog: after an outage a worker sweeps with one process for each processor, then is alone again."""

import logging
import multiprocessing
import os
from collections.abc import Callable
from datetime import datetime

from django.db import connection, connections

from shouwen.runtime import database
from shouwen.runtime.sweep import BATCH, sweep_batch

log = logging.getLogger(__name__)

# With less than this, a second process is hardly at work before the first is done.
MANY = 10 * BATCH
MOST_HANDS = 4
COUNT_DUE = "SELECT count(*) FROM (SELECT 1 FROM runtime_subject WHERE next_wake <= %s LIMIT %s) AS due"


def many_are_due(*, now: datetime) -> bool:
    """Whether it pays to ask for help; counts no further than it must."""
    ((count,),) = database.rows(COUNT_DUE, [now, MANY])
    return bool(count >= MANY)


def sweep_all(*, now: datetime, is_stopped: Callable[[], bool], after_batch: Callable[[], None]) -> int:
    """Sweeps until nothing is due; returns how many batches' worth this process did itself."""
    helpers = _call_helpers(now) if many_are_due(now=now) else []
    done = 0
    while not is_stopped() and (decided := sweep_batch(now=now)):
        done += decided
        after_batch()
    for helper in helpers:
        if is_stopped():
            helper.kill()  # its batch is rolled back and due again
        helper.join()
    return done


def _call_helpers(now: datetime) -> list[multiprocessing.process.BaseProcess]:
    """Forked, so that they begin at once; nothing of the database may be open across a fork."""
    processors = len(os.sched_getaffinity(0))
    _let_go()
    context = multiprocessing.get_context("fork")
    helpers = [context.Process(target=_help, args=(now,), daemon=True) for _ in range(min(processors, MOST_HANDS) - 1)]
    for helper in helpers:
        helper.start()
    return list(helpers)


def _help(now: datetime) -> None:
    """Row locks keep the helpers apart; when nothing is left to take, each goes."""
    while sweep_batch(now=now):
        log.debug("a helper has swept a batch")
    connections.close_all()


def _let_go() -> None:
    """Every connection, and the pool with its threads, which a fork would leave behind half."""
    connections.close_all()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()  # type: ignore[attr-defined]  # of Django's PostgreSQL backend
