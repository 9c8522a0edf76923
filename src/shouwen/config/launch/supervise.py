"""Keeps the processes of an installation running until it is told to stop, and leaves none behind."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shouwen.config.launch.postgres import Server
from shouwen.config.launch.process import CannotStart, start
from shouwen.config.launch.terminal import say

STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
SECONDS_TO_STOP = 15
# A process that ends this often within a minute will not get better by starting it again.
TIMES_A_MINUTE = 5
LOG_KEPT = 10 * 1024 * 1024
LINES_OF_LOG = 12


@dataclass
class Part:
    """One process of the installation: how to start it, and what became of it."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    keep_open: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_KEPT:
            self.log.replace(self.log.with_name(f"{self.log.name}.1"))
        with self.log.open("ab") as log:
            self.process = start(self.command, env=self.env, log=log, keep_open=self.keep_open)
        self.starts.append(time.monotonic())

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        recent = [at for at in self.starts if time.monotonic() - at < 60]
        if len(recent) >= TIMES_A_MINUTE:
            raise CannotStart(
                f"The {self.name} process ends again and again; the end of {self.log} says:\n  {self.tail()}"
            )
        say(f"The {self.name} process ended unexpectedly and is started again; see {self.log}.")
        self.start()

    def tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n  ".join(lines[-LINES_OF_LOG:])

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run_until_stopped(
    parts: Sequence[Part], *, server: Server | None, when_started: Callable[[], None], is_ready: Callable[[], bool]
) -> None:
    """Starts the parts in order, says when they are ready, and returns after a stop signal with all of them ended."""
    # From here signals are fetched, not delivered: nothing is interrupted half way.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS | {signal.SIGCHLD})
    try:
        for part in parts:
            part.start()
        if _wait_until_ready(parts, is_ready):
            when_started()
            _watch(parts, server)
    finally:
        for part in parts:
            if part.process and part.process.poll() is None:
                part.process.terminate()
        for part in parts:
            part.stop()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def _wait_until_ready(parts: Sequence[Part], is_ready: Callable[[], bool]) -> bool:
    """False when a stop came first."""
    while not is_ready():
        for part in parts:
            if part.has_ended():
                raise CannotStart(
                    f"The {part.name} process did not start; the end of {part.log} says:\n  {part.tail()}"
                )
        got = signal.sigtimedwait(STOPS, 0.05)
        if got is not None:
            return False
    return True


def _watch(parts: Sequence[Part], server: Server | None) -> None:
    while True:
        got = signal.sigtimedwait(STOPS | {signal.SIGCHLD}, 60)
        if got is not None and got.si_signo in STOPS:
            return
        if server is not None and server.has_ended():
            say(f"The database ended unexpectedly and is started again; see {server.log}.")
            server.start()
        for part in parts:
            if part.has_ended():
                part.restart()
