"""Runs a worker until SIGTERM or Ctrl-C."""

import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shouwen.runtime import registry
from shouwen.runtime.jobs import Worker


class Command(BaseCommand):
    help = "Sweeps what is due, sends what waits, seals the ledger; any number may run side by side."
    # They would load every page, which a worker never shows: a third of its memory and half of its start.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        lacking = registry.missing()
        if lacking:
            raise CommandError(f"nobody carries out {', '.join(lacking)}: a part of the program is not installed")
        worker = Worker()

        def finish(number: int, frame: FrameType | None) -> None:
            worker.stop.set()

        signal.signal(signal.SIGTERM, finish)
        signal.signal(signal.SIGINT, finish)
        self.stdout.write(f"worker {worker.name} is at work")
        self.stdout.flush()
        worker.run()
        sys.stdout.flush()
