"""The one clock of the program: real time, and in a demonstration database as far ahead as its time machine went."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings

from shouwen.base import queries

# Web and worker processes read the same row, so they agree to within this time.
FRESH_SECONDS = 1.0
# A database that is not a demonstration never becomes one while processes run on it.
SETTLED_SECONDS = 60.0

NOT_AHEAD = timedelta(0)


class _Ahead:
    """What this process last read of the demonstration's clock."""

    def __init__(self) -> None:
        self.value = NOT_AHEAD
        self.is_there = False
        self.good_until = 0.0

    def read(self) -> timedelta:
        if time.monotonic() < self.good_until:
            return self.value
        ahead = queries.demo_clock_ahead()
        self.value = ahead or NOT_AHEAD
        self.is_there = ahead is not None
        self.good_until = time.monotonic() + (SETTLED_SECONDS if ahead is None else FRESH_SECONDS)
        return self.value


_ahead = _Ahead()


def now() -> datetime:
    """The instant at which somebody acts; read once at the edge and passed down."""
    real = datetime.now(UTC)
    return real + _ahead.read() if settings.SHOUWEN_DEMO else real


def is_movable() -> bool:
    """Whether this is a demonstration, whose clock can be moved; known as freshly as the clock itself."""
    if not settings.SHOUWEN_DEMO:
        return False
    _ahead.read()
    return _ahead.is_there


def forget() -> None:
    """Read the demonstration's clock anew at the next call; for those who have just moved it."""
    _ahead.good_until = 0.0
