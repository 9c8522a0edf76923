"""How each job of the worker went last, and which somebody wants done now."""

import logging
from dataclasses import dataclass
from datetime import datetime

from shouwen.runtime import database
from shouwen.runtime.models import JobRun

LONGEST_ERROR = 500
# Some jobs run every two seconds: a success is written down once a minute, unless it ends something.
DONE = """
INSERT INTO runtime_jobrun (name, ran_at, done_at, failures, error, wanted) VALUES (%s, %s, %s, 0, '', false)
ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at, done_at = excluded.done_at, failures = 0, error = '',
  wanted = false
WHERE runtime_jobrun.failures > 0 OR runtime_jobrun.wanted OR runtime_jobrun.done_at IS NULL
  OR excluded.done_at >= runtime_jobrun.done_at + interval '1 minute' OR excluded.done_at < runtime_jobrun.done_at
"""
FAILED = """
INSERT INTO runtime_jobrun (name, ran_at, done_at, failures, error, wanted) VALUES (%s, %s, NULL, 1, %s, false)
ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at, failures = runtime_jobrun.failures + 1,
  error = excluded.error, wanted = false
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobView:
    """One job as the page shows it."""

    name: str
    ran_at: datetime
    done_at: datetime | None
    failures: int
    error: str
    wanted: bool


def note_done(name: str, at: datetime) -> None:
    database.run(DONE, [name, at, at])


def note_failed(name: str, at: datetime, error: Exception) -> None:
    """A database that is gone cannot be told; the log has it."""
    said = f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\x00", "")
    try:
        database.run(FAILED, [name, at, said])
    except Exception:
        log.exception("that the job '%s' failed could not be written down", name)


def wanted() -> list[str]:
    """Those that somebody asked for; the next run takes the wish away."""
    return [name for (name,) in database.rows("SELECT name FROM runtime_jobrun WHERE wanted")]


def want(name: str) -> bool:
    """The next turn of a worker does it; False where there is no such job."""
    return JobRun.objects.filter(name=name).update(wanted=True) > 0


def job_views() -> tuple[JobView, ...]:
    """Those that fail first."""
    rows = JobRun.objects.order_by("-failures", "name")
    return tuple(JobView(row.name, row.ran_at, row.done_at, row.failures, row.error, row.wanted) for row in rows)
