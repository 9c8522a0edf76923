"""The worker: sweeps, sends and seals until it is told to stop, and says that it is alive."""

import gc
import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import psycopg
from django.db import Error, close_old_connections

from shouwen.base import clock
from shouwen.runtime import database, hands, job_runs, live, outbox, seals, sweep
from shouwen.runtime.writer.signals import WORK_CHANNEL

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
WAIT_AFTER_FAULT = 3.0
SEAL_EVERY = timedelta(minutes=1)
SOON = timedelta(seconds=10)
BEAT_EVERY = timedelta(seconds=10)
KEEP_KEYS = timedelta(days=7)
KEEP_SENT = timedelta(days=90)

BEAT = """
INSERT INTO runtime_workerbeat (name, started_at, seen_at, late_seconds) VALUES (%s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, late_seconds = excluded.late_seconds
"""
FORGET_BEAT = "DELETE FROM runtime_workerbeat WHERE name = %s"
FORGET_BEATS = "DELETE FROM runtime_workerbeat WHERE seen_at < %s"
# What was said and to whom stands in the ledger for good; the letter itself need not.
FORGET_SENT = "DELETE FROM runtime_outbox WHERE state = 'sent' AND sent_at < %s"
FORGET_KEYS = "DELETE FROM runtime_actkey WHERE at < %s"

Job = Callable[[datetime], None]
_jobs: list[tuple[str, timedelta, Job]] = []


def register_job(name: str, every: timedelta, job: Job) -> None:
    """Lets a domain have something done again and again; the job must stand being done twice or late."""
    _jobs.append((name, every, job))


def _collect_seldom() -> None:
    """A batch makes many objects that all die with it; looking through them again and again costs a fifth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)


def _on_record(name: str, job: Job, at: datetime) -> None:
    """A job of a domain, with how it went written down; the caller hears of a failure too."""
    try:
        job(at)
    except psycopg.errors.LockNotAvailable:
        raise
    except Exception as error:
        job_runs.note_failed(name, at, error)
        raise
    job_runs.note_done(name, at)


@dataclass
class Worker:
    """One process that does what nobody clicks for; any number may run side by side."""

    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    stop: threading.Event = field(default_factory=threading.Event)
    _last: dict[str, datetime] = field(default_factory=dict)

    def run(self) -> None:
        """Until `stop` is set; a batch that has begun is finished."""
        started_at = clock.now()
        self._beat(started_at, started_at, timedelta(0))
        _collect_seldom()
        while not self.stop.is_set():
            try:
                self._listen(started_at)
            except (psycopg.Error, Error, OSError) as error:
                log.warning("the worker lost the database and tries again: %s", error)
                self.stop.wait(WAIT_AFTER_FAULT)
            close_old_connections()
        self._leave()
        close_old_connections()

    def _leave(self) -> None:
        """Who was told to stop is not missing; a silent name on the page is one that died."""
        try:
            # Not from the pool, which waits long for a database that may be gone for good.
            with live.listening_connection() as raw:
                raw.execute(FORGET_BEAT, [self.name])
        except (psycopg.Error, Error, OSError) as error:
            log.warning("the worker could not sign off: %s", error)

    def _listen(self, started_at: datetime) -> None:
        with live.listening_connection() as raw:
            raw.execute(f"LISTEN {WORK_CHANNEL}")
            while not self.stop.is_set():
                self.turn(clock.now(), started_at)
                # Woken by the first decision, or looks by itself: a limit falls due without anybody deciding anything.
                list(raw.notifies(timeout=TICK_SECONDS, stop_after=1))

    def turn(self, now: datetime, started_at: datetime) -> None:
        """One round of everything that is due at this instant."""
        late = sweep.behind(now=now)
        hands.sweep_all(
            now=now, is_stopped=self.stop.is_set, after_batch=lambda: self._beat(clock.now(), started_at, late)
        )
        while not self.stop.is_set() and outbox.send_waiting(now=now):
            self._beat(clock.now(), started_at, late)
        self._every("seal", SEAL_EVERY, now, self._seal)
        self._every("keys", timedelta(hours=1), now, lambda at: database.run(FORGET_KEYS, [at - KEEP_KEYS]))
        self._every("sent", timedelta(hours=1), now, lambda at: database.run(FORGET_SENT, [at - KEEP_SENT]))
        for name in job_runs.wanted():
            self._last.pop(name, None)
        for name, every, job in _jobs:
            self._every(name, every, now, partial(_on_record, name, job))
        self._beat(now, started_at, late)

    def _seal(self, at: datetime) -> None:
        seals.seal(at=at)

    def _every(self, name: str, every: timedelta, now: datetime, job: Job) -> None:
        last = self._last.get(name)
        if last is not None and last <= now < last + every:
            return
        self._last[name] = now
        try:
            job(now)
        except psycopg.errors.LockNotAvailable:
            log.info("'%s' found the ledger busy and tries again in a moment", name)
            self._last[name] = now - every + SOON
        except Exception:
            log.exception("the job '%s' failed and will be done again", name)

    def _beat(self, now: datetime, started_at: datetime, late: timedelta) -> None:
        self._every(
            "beat",
            BEAT_EVERY,
            now,
            lambda at: database.run(BEAT, [self.name, started_at, at, late.total_seconds()]),
        )
        self._every("old beats", timedelta(hours=1), now, lambda at: database.run(FORGET_BEATS, [at - KEEP_KEYS]))
