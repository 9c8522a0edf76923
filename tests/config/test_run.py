"""The script ./run before there is any environment: each thing that is missing is told, and nothing half-made stays."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable).resolve()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The script and the lists it installs from, in a path with a space and Chinese characters."""
    place = tmp_path / "首问 项目"
    place.mkdir()
    shutil.copy(ROOT / "run", place)
    shutil.copytree(ROOT / "requirements", place / "requirements")
    shutil.copytree(ROOT / "src" / "shouwen" / "config", place / "src" / "shouwen" / "config")
    return place


def _run(place: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", "HOME": str(place), "PIP_CONFIG_FILE": os.devnull, **variables}
    return subprocess.run(
        ["sh", place / "run", *words], env=env, capture_output=True, text=True, timeout=120, check=False
    )


def _python_that(place: Path, refuses: str) -> str:
    """A Python whose command line is refused when it holds one of some words, as where a Debian package is missing."""
    script = place / "python"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in {refuses}) echo "No module named so" >&2; exit 1;; esac\nexec "{PYTHON}" "$@"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_without_a_word_it_lists_what_there_is(place: Path) -> None:
    done = _run(place)
    assert done.returncode == 2
    assert done.stdout == ""
    for word in ("demo", "serve", "worker", "manage", "shouwen", "check", "test", "bench", "reset", "tour"):
        assert f"\n  {word} " in done.stderr


def test_an_unknown_word_is_named(place: Path) -> None:
    done = _run(place, "dmeo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no command 'dmeo'" in done.stderr
    assert not (place / "var").exists()


def test_without_a_python_new_enough(place: Path) -> None:
    """The only programs within reach are the shell's own."""
    tools = place / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "mkdir", "flock", "cat", "sha256sum", "cut", "rm", "tail"):
        found = shutil.which(name)
        if found:
            (tools / name).symlink_to(found)
    old = tools / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = _run(place, "demo", PATH=str(tools))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, and here is Python 3.9.2" in done.stderr
    assert not (place / "var" / "venv").exists()


def test_without_venv_and_pip_the_package_to_install_is_named(place: Path) -> None:
    python = _python_that(place, '*ensurepip*|*"-m venv"*|*"-m pip"*')
    done = _run(place, "demo", SHOUWEN_PYTHON=python)
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert not (place / "var" / "venv").exists()


def test_a_wrong_python_of_ones_own_is_named(place: Path) -> None:
    done = _run(place, "demo", SHOUWEN_PYTHON="/no/such/python")
    assert done.returncode == 1
    assert "SHOUWEN_PYTHON is /no/such/python" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("refuses", ["never", "*ensurepip*"])
def test_without_a_network_it_says_so_and_leaves_nothing(place: Path, refuses: str) -> None:
    """Both with Python's own venv and with pip lent from outside, where ensurepip is missing."""
    done = _run(
        place,
        "shouwen",
        SHOUWEN_PYTHON=_python_that(place, refuses),
        PIP_INDEX_URL="http://127.0.0.1:1/simple",
        PIP_RETRIES="0",
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "could not be fetched: is there a network" in done.stderr
    assert not (place / "var" / "venv").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_written_is_named(place: Path) -> None:
    place.chmod(0o555)
    done = _run(place, "demo")
    place.chmod(0o755)
    assert done.returncode == 1
    assert "cannot be made" in done.stderr
