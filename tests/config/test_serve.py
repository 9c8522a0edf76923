"""An installation as an operator meets it: one line when it runs, nothing left when it stops, a sentence when it cannot."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.config.processes import Installation, eventually

from shouwen.config.launch.postgres import Server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder with a space and Chinese characters, prepared by a first start that is stopped again."""
    place = Path(os.environ["SHOUWEN_TEST_FOLDER"]) / f"安装 目录 {os.getpid()}"
    place.mkdir()
    first = Installation(place, "serve", "--port", "0")
    assert first.get(f"{first.address()}alive") == "ok"
    first.process.terminate()
    assert first.end()[0] == 0
    yield place
    shutil.rmtree(place)


@pytest.fixture
def running(var: Path) -> Iterator[Installation]:
    installation = Installation(var, "serve", "--port", "0")
    yield installation
    installation.process.kill()
    installation.process.communicate()
    assert eventually(lambda: installation.alive() == [])


def test_a_second_start_is_quick(running: Installation) -> None:
    """In seconds of work, not of the clock on the wall: other tests run on the same two cores.

    Pages and worker start side by side, so that the longer of the two counts.
    """
    running.address()
    work = {pid: _ticks(pid) for pid in running.alive()}
    kinds = {pid: _kind(pid) for pid in work}
    spent = {kind: sum(work[pid] for pid in work if kinds[pid] == kind) for kind in ("web", "worker", "")}
    assert spent["web"] > 0
    assert spent["worker"] > 0
    # The database is as the first start left it, and nothing was loaded to find that out.
    assert spent[""] / os.sysconf("SC_CLK_TCK") < 1.5
    assert (spent[""] + max(spent["web"], spent["worker"])) / os.sysconf("SC_CLK_TCK") < 5


def _kind(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_text()
    return "web" if "gunicorn" in command else "worker" if "shouwen_worker" in command else ""


def _ticks(pid: int) -> int:
    """Work of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_signal_leaves_no_process(running: Installation, number: signal.Signals) -> None:
    running.address()
    assert len(running.alive()) >= 4
    running.process.send_signal(number)
    assert running.end()[0] == 0
    assert running.alive() == []


def test_a_killed_launcher_leaves_no_process(running: Installation) -> None:
    running.address()
    running.process.kill()
    running.process.communicate()
    assert eventually(lambda: running.alive() == [])


def test_a_stop_while_it_starts_leaves_no_process(running: Installation) -> None:
    assert eventually(lambda: len(running.alive()) >= 2)
    running.process.terminate()
    running.end()
    assert eventually(lambda: running.alive() == [])


def test_a_killed_part_is_started_again(running: Installation) -> None:
    url = f"{running.address()}alive"
    web = next(pid for pid in running.alive() if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(web, signal.SIGKILL)

    def answers() -> bool:
        try:
            return running.get(url) == "ok" and web not in running.alive()
        except OSError:
            return False

    assert eventually(answers)


def test_a_killed_database_is_started_again(running: Installation, var: Path) -> None:
    running.address()
    server = Server(var / "pg")
    first = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(first, signal.SIGKILL)

    def answers() -> bool:
        try:
            with psycopg.connect(server.url, connect_timeout=5) as connection:
                return connection.execute("SELECT count(*) FROM base_installation").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    assert eventually(lambda: first not in running.alive() and answers())


def test_two_cannot_serve_one_folder(running: Installation, var: Path) -> None:
    running.address()
    second = Installation(var, "serve", "--port", "0")
    assert second.line() == ""
    code, said = second.end()
    assert code == 1
    assert "already open in another ./run" in said


def test_a_taken_port_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        installation = Installation(tmp_path / "new", "serve", "--port", str(port))
        code, said = installation.end()
    assert code == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in said
    assert "--port" in said
    assert not (tmp_path / "new" / "pg").exists()


def test_real_work_never_becomes_a_demonstration(var: Path) -> None:
    installation = Installation(var, "demo", "--port", "0")
    assert installation.line() == ""
    code, said = installation.end()
    assert code == 1
    assert "holds real work" in said
    assert "SHOUWEN_VAR" in said


def test_a_server_that_does_not_answer_is_told(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", str(var / "address"))
    (var / "address").write_text("postgresql://nobody@127.0.0.1:1/none")
    installation = Installation(var, "serve", "--port", "0")
    code, said = installation.end()
    assert code == 1
    assert "The database in DATABASE_URL does not answer" in said


def test_pages_carry_the_headers_that_guard_them(running: Installation) -> None:
    address = running.address()
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read().decode()
    assert "X-Content-Type-Options: nosniff" in answer
    assert "default-src 'self'" in answer
    assert "frame-ancestors 'none'" in answer


def test_a_command_joins_the_running_database(running: Installation, var: Path) -> None:
    running.address()
    command = Installation(var, "manage", "showmigrations", "--plan", "base")
    out, _ = command.process.communicate(timeout=180)
    assert "[X]  base.0001" in out
    with psycopg.connect(Server(var / "pg").url) as connection:
        assert connection.execute("SELECT is_demo FROM base_installation").fetchone() == (False,)


def test_behind_https_it_starts_and_sends_others_there(var: Path) -> None:
    installation = Installation(var, "serve", "--port", "0", SHOUWEN_HTTPS="1")
    address = installation.address()
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read().decode()
    installation.process.terminate()
    installation.end()
    assert answer.startswith("HTTP/1.1 301")
    assert "Location: https://localhost/accounts/login/" in answer
