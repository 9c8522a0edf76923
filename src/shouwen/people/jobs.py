"""What the worker does for the organisation by itself."""

from datetime import datetime, timedelta

from shouwen.people import actions
from shouwen.runtime.jobs import register_job

# A last day ends at midnight; open work should not lie with somebody gone for much longer.
DEPARTURES_EVERY = timedelta(minutes=10)


def wire() -> None:
    """Called when the program starts."""
    register_job("departures", DEPARTURES_EVERY, close_departures)


def close_departures(at: datetime) -> None:
    actions.close_departures(at=at)
