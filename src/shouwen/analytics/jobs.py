"""What the worker does for analytics by itself: it learns the kinds of cases anew."""

from datetime import datetime, timedelta

from shouwen.analytics.actions import learn_all
from shouwen.runtime.jobs import register_job

LEARN_EVERY = timedelta(hours=12)


def wire() -> None:
    """Called when the program starts."""
    register_job("guesses", LEARN_EVERY, _learn)


def _learn(at: datetime) -> None:
    learn_all(at=at)
