"""./run reset removes an installation, but never unasked and never under a running server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwen.config.launch.postgres import THROW_AWAY, Server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def var() -> Iterator[Path]:
    place = Path(os.environ["SHOUWEN_TEST_FOLDER"]) / f"reset {os.getpid()}"
    (place / "files").mkdir(parents=True)
    (place / "venv").mkdir()
    yield place
    shutil.rmtree(place)


@pytest.fixture
def server(var: Path) -> Iterator[Server]:
    server = Server(var / "pg", options=THROW_AWAY)
    server.start()
    yield server
    server.stop()


def _reset(var: Path, answer: str) -> tuple[int, str]:
    env = {**os.environ, "SHOUWEN_VAR": str(var), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "shouwen.config.launch", "reset"]
    done = subprocess.run(command, env=env, input=answer, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_without_a_yes_everything_stays(var: Path, server: Server) -> None:
    server.stop()
    code, said = _reset(var, "no\n")
    assert code == 1
    assert str(server.data) in said
    assert (server.data / "PG_VERSION").exists()


def test_after_a_yes_database_and_files_are_gone_and_the_environment_stays(var: Path, server: Server) -> None:
    server.stop()
    code, _ = _reset(var, "yes\n")
    assert code == 0
    assert sorted(path.name for path in var.iterdir()) == ["venv"]


def test_a_running_server_is_left_alone(var: Path, server: Server) -> None:
    code, said = _reset(var, "yes\n")
    assert code == 1
    assert "open in another ./run" in said
    assert (server.data / "PG_VERSION").exists()


def test_nothing_to_remove_is_no_error(var: Path) -> None:
    (var / "files").rmdir()
    assert _reset(var, "")[0] == 0
