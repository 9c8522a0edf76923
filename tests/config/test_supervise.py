"""The watch over processes gives up with a reason, and ends what does not want to end."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from shouwen.config.launch import supervise
from shouwen.config.launch.process import CannotStart

supervise.SECONDS_TO_STOP = 1
folder, ready, *texts = sys.argv[1:]
parts = [
    supervise.Part(f"part {number}", [sys.executable, "-c", text], {}, Path(folder) / f"{number}.log")
    for number, text in enumerate(texts)
]
try:
    supervise.run_until_stopped(
        parts, server=None, when_started=lambda: print("started", flush=True), is_ready=lambda: ready == "yes"
    )
except CannotStart as error:
    print(error)
print(*(part.process.poll() for part in parts))
"""
WAITS = "import signal; signal.pause()"
FAILS = "print('no such table', flush=True); raise SystemExit(3)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); signal.pause()"


def _supervise(folder: Path, ready: str, *texts: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), ready, *texts],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("ready", ["no", "yes"])
def test_a_part_that_cannot_run_ends_everything_with_its_own_words(tmp_path: Path, ready: str) -> None:
    out, _ = _supervise(tmp_path, ready, WAITS, FAILS).communicate(timeout=180)
    assert "part 1 process" in out
    assert "no such table" in out
    # The one that waited was ended by our signal, the other by itself.
    assert out.splitlines()[-1] == "-15 3"


def test_a_part_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    process = _supervise(tmp_path, "yes", STUBBORN)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    while "here" not in (tmp_path / "0.log").read_text():
        continue
    process.terminate()
    out, _ = process.communicate(timeout=180)
    assert out.strip() == "-9"
