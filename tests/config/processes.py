"""Starts an installation as ./run does, and looks at what lives on afterwards."""

import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0


class Installation:
    """One running ./run serve or ./run demo, in a folder of its own."""

    def __init__(self, var: Path, word: str, *options: str, **variables: str) -> None:
        self.var = var
        env = {**os.environ, "SHOUWEN_VAR": str(var), "PYTHONPATH": str(ROOT / "src"), "SHOUWEN_POOL": "4", **variables}
        env.pop("DATABASE_URL", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shouwen.config.launch", word, *options],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        """The one line on standard output that says it is running; empty when it ended instead."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def address(self) -> str:
        found = re.search(r"http://\S+/", self.line())
        assert found, self.end()
        return found[0]

    def get(self, url: str) -> str:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())

    def end(self) -> tuple[int, str]:
        """Exit code and what was said on standard error."""
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said

    def alive(self) -> list[int]:
        """Every process that was started for this folder and still runs, in whatever generation."""
        mark = f"SHOUWEN_VAR={self.var}\0".encode()
        return [pid for pid in _pids() if pid != os.getpid() and mark in _environment(pid)]


def eventually(is_so: Callable[[], bool]) -> bool:
    """Looks again and again until it is so, or patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if is_so():
            return True
        # Looking takes time from what we wait for.
        threading.Event().wait(0.1)
    return False


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _environment(pid: int) -> bytes:
    try:
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return b""
        return Path(f"/proc/{pid}/environ").read_bytes() + b"\0"
    except OSError:
        return b""
