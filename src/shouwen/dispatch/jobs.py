"""What the worker does by itself: gives out what waits, and notes who has gone silent."""

from datetime import datetime, timedelta

from shouwen.dispatch import actions
from shouwen.dispatch.silent import silent
from shouwen.runtime.jobs import register_job

# Whoever comes back should not wait for work, nor work for them.
GIVE_EVERY = timedelta(seconds=2)
LOOK_EVERY = timedelta(seconds=20)


def wire() -> None:
    """Called when the program starts."""
    register_job("give out", GIVE_EVERY, give_out)
    register_job("silence", LOOK_EVERY, note_silence)


def give_out(at: datetime) -> None:
    actions.give_out(at=at)


def note_silence(at: datetime) -> None:
    for persons, before in silent(at):
        actions.silence(persons=persons, before=before, at=at)
