"""The same web server as an installation's, on a free port, watched for its memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

PATIENCE = 60.0


@dataclass
class Site:
    """Where it listens, and its processes."""

    port: int
    processes: tuple[int, ...]

    def memory_mb(self) -> float:
        """Proportional set size of web, worker and database together: shared pages count once."""
        return sum(_pss(pid) for root in self.processes for pid in _family(root)) / 1024


@contextmanager
def running() -> Iterator[Site]:
    """Web and worker, as ./run serve starts them, on the database of this run."""
    with socket.socket() as listener, TemporaryFile() as log:
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        port = listener.getsockname()[1]
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "shouwen.config.bench.settings", "SHOUWEN_DEMO": "0"}
        command = [sys.executable, "-m", "gunicorn", "shouwen.config.wsgi", "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "200", "--preload"]
        command += ["--keep-alive", "15", "--no-control-socket", "--log-level", "warning"]
        web = subprocess.Popen(command, env=env, pass_fds=[listener.fileno()], stderr=log)
        worker = subprocess.Popen([sys.executable, "-m", "django", "shouwen_worker"], env=env, stderr=log)
        try:
            if not _starts(port, web):
                log.seek(0)
                raise RuntimeError(f"The web server did not start: {log.read()[-2000:].decode(errors='replace')}")
            yield Site(port, (web.pid, worker.pid, *_database()))
        finally:
            for process in (web, worker):
                process.terminate()
                process.wait(PATIENCE)


def _starts(port: int, web: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and web.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(5)
            probe.connect(("127.0.0.1", port))
            probe.sendall(b"GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            try:
                if probe.recv(64).startswith(b"HTTP/1.1 200"):
                    return True
            except TimeoutError:
                continue
    return False


def _database() -> tuple[int, ...]:
    """The server's first process, by its data folder's own note."""
    from django.db import connection  # noqa: PLC0415  # Django is set up by now

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = cursor.fetchone()[0]
    return (int((Path(folder) / "postmaster.pid").read_text().splitlines()[0]),)


def _family(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if children.exists():
            found.append(pid)
            waiting += [int(each) for each in children.read_text().split()]
    return found


def _pss(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)
