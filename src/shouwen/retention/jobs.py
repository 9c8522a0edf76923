"""What the worker does at night: erases what is past its time, in small batches."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shouwen.people.snapshot import TOP_ZONE
from shouwen.retention.actions import erase_past
from shouwen.runtime import job_runs
from shouwen.runtime.jobs import register_job

NAME = "retention"
# Hours of the company's clock in which nobody waits for the database.
NIGHT = range(1, 5)
EVERY = timedelta(minutes=5)
MOST_AT_ONCE = 400
"""Records in one run; the next one goes on."""


def wire() -> None:
    """Called when the program starts."""
    register_job(NAME, EVERY, erase_at_night)


def erase_at_night(at: datetime) -> None:
    """By day only where somebody asks for it on the page of jobs."""
    is_night = at.astimezone(ZoneInfo(TOP_ZONE)).hour in NIGHT
    if is_night or NAME in job_runs.wanted():
        erase_past(at=at, most=MOST_AT_ONCE)
