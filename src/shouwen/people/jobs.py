"""What the worker does for the organisation by itself."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from shouwen.people import actions
from shouwen.people.actions.integrity import NAME
from shouwen.people.snapshot import TOP_ZONE
from shouwen.runtime.jobs import register_job

# A last day ends at midnight; open work should not lie with somebody gone for much longer.
DEPARTURES_EVERY = timedelta(minutes=10)
# Somebody waits for the one they asked for.
CHECKS_EVERY = timedelta(seconds=10)
NIGHT = range(1, 5)


def wire() -> None:
    """Called when the program starts."""
    register_job("departures", DEPARTURES_EVERY, close_departures)
    register_job(NAME, CHECKS_EVERY, begin_check)


def close_departures(at: datetime) -> None:
    actions.close_departures(at=at)


def begin_check(at: datetime) -> None:
    """Beside the work of the worker: a large ledger takes minutes, and no limit waits for them."""
    if actions.is_check_due(at=at, at_night=is_night(at)):
        threading.Thread(target=_check, args=(at,), name="integrity", daemon=True).start()


def is_night(at: datetime) -> bool:
    return at.astimezone(ZoneInfo(TOP_ZONE)).hour in NIGHT


def _check(at: datetime) -> None:
    try:
        actions.check_what_is_asked(at=at)
    finally:
        connection.close()
