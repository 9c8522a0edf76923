"""Our own PostgreSQL: starts, stops, recovers, and refuses what it cannot serve with a sentence."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from shouwen.config.launch.binaries import find_binaries, major_version
from shouwen.config.launch.postgres import THROW_AWAY, Server
from shouwen.config.launch.process import CannotStart

LONG_NAME = "一个名字很长的文件夹，长到套接字的路径放不下"


class Usage(NamedTuple):
    """As shutil tells it."""

    total: int
    used: int
    free: int


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place that PostgreSQL's user may pass to, as pytest's own folders are closed to it."""
    place = Path(os.environ["SHOUWEN_TEST_FOLDER"]) / f"server 服务 {os.getpid()}"
    place.mkdir()
    yield place
    shutil.rmtree(place)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder, options=THROW_AWAY)
    yield server
    server.stop()


def _ask(server: Server, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _keep_a_row(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '客户' AS word")


def test_what_was_written_is_there_after_a_stop(server: Server) -> None:
    assert server.start()
    _keep_a_row(server)
    server.stop()
    server.start()
    assert _ask(server, "SELECT word FROM kept") == "客户"


def test_text_is_utf8_and_chinese_is_seen_as_letters(server: Server) -> None:
    server.start()
    assert _ask(server, "SHOW server_encoding") == "UTF8"
    assert _ask(server, "SELECT to_tsvector('simple', '投诉 处理')::text") == "'处理':2 '投诉':1"


def test_a_stop_leaves_no_process(server: Server) -> None:
    server.start()
    pid = server.pid
    assert pid is not None
    server.stop()
    assert not _is_alive(pid)
    assert not server.is_running()


def test_a_server_killed_at_work_comes_back_with_its_rows(folder: Path) -> None:
    server = Server(folder)
    server.start()
    _keep_a_row(server)
    assert server._process is not None
    os.killpg(server._process.pid, signal.SIGKILL)
    server._process.wait()
    server.stop()
    server.start()
    word = _ask(server, "SELECT word FROM kept")
    server.stop()
    assert word == "客户"


def test_a_lock_file_left_by_a_crash_does_not_matter(server: Server) -> None:
    """The process it names lives, as after a restart of the machine, but it is no PostgreSQL."""
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getppid()}\n{server.data}\n1\n5432\n\n*\n  1 1\nready\n")
    assert server.start()


def test_a_second_process_joins_and_does_not_stop_it(server: Server) -> None:
    server.start()
    other = Server(server.folder)
    assert not other.start()
    other.stop()
    assert _ask(server, "SELECT 1") == 1


def test_nobody_else_on_the_machine_reaches_it(server: Server) -> None:
    server.start()
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert _ask(server, "SHOW listen_addresses") == ""


def test_a_path_too_long_for_a_socket(folder: Path) -> None:
    server = Server(folder / LONG_NAME / LONG_NAME, options=THROW_AWAY)
    try:
        server.start()
        assert _ask(server, "SELECT 1") == 1
    finally:
        server.stop()
        shutil.rmtree(server.sockets)


def test_data_of_another_major_version_are_refused_untouched(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("14\n")
    here = major_version(find_binaries())
    with pytest.raises(CannotStart, match=rf"made by PostgreSQL 14, but .* is PostgreSQL {here}: set PG_BIN"):
        server.start()
    assert (server.data / "PG_VERSION").read_text() == "14\n"


def test_a_full_disk_is_told_before_anything_is_made(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 5 * 2**20))
    with pytest.raises(CannotStart, match="Only 5 MB are free"):
        server.start()
    assert list(server.folder.iterdir()) == []


def test_a_half_made_data_folder_is_made_anew(server: Server) -> None:
    half = server.data.with_name("data.new")
    half.mkdir()
    (half / "base").mkdir()
    server.start()
    assert _ask(server, "SELECT 1") == 1
    assert not half.exists()


def test_programs_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"PG_BIN is .*, but initdb and postgres cannot be run"):
        find_binaries({"PG_BIN": str(tmp_path)})
