"""What the worker does by itself: gives out what waits, notes who has gone silent, finds what many complain of."""

from datetime import datetime, timedelta

from shouwen.dispatch import actions, hot
from shouwen.dispatch.silent import silent
from shouwen.runtime.jobs import register_job

# Whoever comes back should not wait for work, nor work for them.
GIVE_EVERY = timedelta(seconds=2)
LOOK_EVERY = timedelta(seconds=20)
COMPARE_EVERY = timedelta(seconds=10)


def wire() -> None:
    """Called when the program starts."""
    register_job("give out", GIVE_EVERY, give_out)
    register_job("silence", LOOK_EVERY, note_silence)
    register_job("hot spots", COMPARE_EVERY, HotSpots().look)


def give_out(at: datetime) -> None:
    actions.give_out(at=at)


def note_silence(at: datetime) -> None:
    for persons, before in silent(at):
        actions.silence(persons=persons, before=before, at=at)


class HotSpots:
    """Remembers what it looked at; looking again finds the same."""

    def __init__(self) -> None:
        self.seen: frozenset[int] = frozenset()

    def look(self, at: datetime) -> None:
        """Each new case once."""
        looked = set()
        for case, found in hot.groups_of(at, self.seen):
            looked.add(case)
            if found is not None:
                actions.keep_hot_spots(group=found, at=at)
        self.seen = frozenset(sorted(self.seen | looked)[-hot.NEWEST :])
