"""What the worker does for customers by itself: it takes in long tables, a few seconds at a time."""

import time
from datetime import datetime, timedelta

from shouwen.customers.actions.importing import Run, next_import
from shouwen.runtime.jobs import register_job

EVERY = timedelta(seconds=1)
# Limits fall due meanwhile and are not to wait.
STRETCH_SECONDS = 3.0


def wire() -> None:
    """Called when the program starts."""
    register_job("customer imports", EVERY, Imports().look)


class Imports:
    """Remembers the file it is at, so that each row is read once; after a restart it begins behind what was done."""

    def __init__(self) -> None:
        self.run: Run | None = None

    def look(self, at: datetime) -> None:
        """One stretch of one import."""
        if self.run is None:
            waiting = next_import(at)
            self.run = Run.claim(waiting, at) if waiting is not None else None
        until = time.monotonic() + STRETCH_SECONDS
        while self.run is not None and time.monotonic() < until:
            run, self.run = self.run, None
            if not run.batch(at):
                # A batch that failed is begun anew from the file, not gone on with.
                self.run = run
