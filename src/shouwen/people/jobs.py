"""What the worker does for the organisation, and what the runtime asks of it."""

from datetime import datetime

from shouwen.people import actions, queries
from shouwen.runtime.registry import register_addresses


def wire() -> None:
    """Called when the program starts."""
    register_addresses(queries.addresses)


def close_departures(at: datetime) -> None:
    actions.close_departures(at=at)
