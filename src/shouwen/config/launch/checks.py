"""Checks of the code and the tests, as a developer and CI run them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from shouwen.config.launch.bundle import ROOT, build_bundle
from shouwen.config.launch.terminal import say

PYTHON = sys.executable
CHECKS = (
    ("style", (PYTHON, "-m", "ruff", "check")),
    ("format", (PYTHON, "-m", "ruff", "format", "--check")),
    ("types", (PYTHON, "-m", "mypy")),
    ("layers", (PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ("settings and tables", (PYTHON, "-m", "django", "check", "--fail-level", "WARNING")),
    ("migrations", (PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")),
    ("templates", (PYTHON, "-m", "django", "check_templates")),
)
BROWSERS = ("chromium", "chromium-browser")
FOR_JOURNEYS = ("chromium", "fonts-noto-cjk")


def check(argv: Sequence[str]) -> int:
    """Runs every check, also after one has failed, so that all there is to do is seen at once."""
    wanted = [entry for entry in CHECKS if not argv or entry[0] in argv]
    failed = [name for name, command in wanted if not _passes(name, command)]
    if failed:
        say(f"Not in order: {', '.join(failed)}.")
    return 1 if failed else 0


def _passes(name: str, command: Sequence[str]) -> bool:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "shouwen.config.settings"}
    # What is checked is the code; no database has a say in it.
    env.pop("DATABASE_URL", None)
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    say(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}")
    if done.returncode != 0:
        say(done.stdout.decode("utf-8", errors="replace"))
    return done.returncode == 0


def test(argv: Sequence[str]) -> int:
    """The whole suite on two processes, or what the arguments name."""
    _find_browser()
    build_bundle()
    how_many = (
        [] if any(word.startswith(("-n", "--numprocesses")) for word in argv) else ["-n", "2", "--dist", "loadgroup"]
    )
    return subprocess.run([PYTHON, "-m", "pytest", *how_many, *argv], cwd=ROOT, check=False).returncode


def _find_browser() -> None:
    """Journeys need Debian's Chromium; a machine of CI that may gets it, any other is told."""
    if any(shutil.which(name) for name in BROWSERS) and _has_chinese_font():
        return
    if os.environ.get("CI") and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium and Chinese fonts for the journeys …")
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", *FOR_JOURNEYS)
    if not any(shutil.which(name) for name in BROWSERS):
        say("No Chromium: the journeys are left out (apt install chromium fonts-noto-cjk brings it).")


def _apt(*words: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *words], env=env, stdout=subprocess.DEVNULL, check=False)


def _has_chinese_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))
