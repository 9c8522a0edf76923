"""Live pages: one thread of each web process listens to the database and tells those who wait."""

import json
import logging
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from shouwen.runtime.writer.signals import EVERYTHING, LIVE_CHANNEL

log = logging.getLogger(__name__)

# A page that fell this far behind is told to look at everything again.
MOST_WAITING = 100
LOOK_UP_EVERY = 5.0
WAIT_AFTER_FAULT = 2.0
SECONDS_TO_CONNECT = 3


class Subscription:
    """The topics one page waits for, and what happened to them since it last asked."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self._queue: queue.Queue[str] = queue.Queue(MOST_WAITING)

    def tell(self, topics: Iterable[str]) -> None:
        for topic in topics:
            if topic == EVERYTHING or topic in self.topics:
                self._put(topic)

    def next(self, timeout: float) -> str | None:
        """The next topic that changed; None when nothing did in this time, so that the page can send a sign of life."""
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            return None

    def _put(self, topic: str) -> None:
        try:
            self._queue.put_nowait(topic)
        except queue.Full:
            with self._queue.mutex:
                self._queue.queue.clear()
            self._queue.put_nowait(EVERYTHING)


class _Hub:
    """All subscriptions of this process and the one thread that serves them."""

    def __init__(self) -> None:
        self.subscriptions: set[Subscription] = set()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.listening = threading.Event()

    def add(self, subscription: Subscription) -> None:
        with self.lock:
            self.subscriptions.add(subscription)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._listen, name="live", daemon=True)
                self.thread.start()

    def remove(self, subscription: Subscription) -> None:
        with self.lock:
            self.subscriptions.discard(subscription)

    def tell(self, topics: list[str]) -> None:
        with self.lock:
            waiting = list(self.subscriptions)
        for subscription in waiting:
            subscription.tell(topics)

    def _listen(self) -> None:
        """Ends when nobody waits any more; the next page starts it again."""
        while self._is_wanted():
            try:
                self._serve()
            except psycopg.Error as error:
                log.warning("live updates are interrupted: %s", error)
                self.listening.clear()
                threading.Event().wait(WAIT_AFTER_FAULT)
                self.tell([EVERYTHING])

    def _serve(self) -> None:
        with listening_connection() as raw:
            raw.execute(f"LISTEN {LIVE_CHANNEL}")
            self.listening.set()
            while self._is_wanted():
                for note in raw.notifies(timeout=LOOK_UP_EVERY):
                    self.tell(json.loads(note.payload))
        self.listening.clear()

    def _is_wanted(self) -> bool:
        with self.lock:
            if self.subscriptions:
                return True
            self.thread = None
            return False


_hub = _Hub()


@contextmanager
def subscribe(topics: Iterable[str]) -> Iterator[Subscription]:
    """Waits for topics such as `person:12`, `case:7` until the block ends.

    Call `connection.close()` before a long stream: a request that has made a query keeps its connection otherwise.
    """
    subscription = Subscription(topics)
    _hub.add(subscription)
    try:
        yield subscription
    finally:
        _hub.remove(subscription)


def is_listening(timeout: float) -> bool:
    """Whether changes reach this process, waiting a little for the start."""
    return _hub.listening.wait(timeout)


def listening_connection() -> psycopg.Connection[Any]:
    """A connection that stays open and belongs to no pool."""
    parameters = connection.get_connection_params()
    wanted = {"dbname", "user", "password", "host", "port", "service", "sslmode"}
    given = {name: value for name, value in parameters.items() if name in wanted and value not in {"", None}}
    return psycopg.connect(make_conninfo(**given), autocommit=True, connect_timeout=SECONDS_TO_CONNECT)
