"""Starts a program that cannot outlive us."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHILD = Path(__file__).with_name("child.py")


class CannotStart(Exception):
    """Something an operator can put right before starting again; the message says what."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The user a program runs as when we are root and it must not be."""

    uid: int
    gid: int

    def __str__(self) -> str:
        return f"{self.uid}:{self.gid}"


def start(
    command: Sequence[str],
    *,
    owner: Owner | None = None,
    at_our_death: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
    answer: bool = False,
    keep_open: Sequence[int] = (),
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """The program runs in a session of its own, so that Ctrl-C reaches us and we stop it in good order.

    With `answer` its standard output is ours to read, and what it says on standard error is seen.
    """
    prefix = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), str(int(at_our_death)), str(owner or "")]
    return subprocess.Popen(
        [*prefix, *command],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if answer else log,
        stderr=log,
        pass_fds=tuple(keep_open),
        start_new_session=True,
    )
