"""Opens the database of this installation: the one that was given, else the server of our own."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import psycopg

from shouwen.config.launch.postgres import Server
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.terminal import say

OLDEST = 15
# Exit code of a program ended by a signal, as shells count it.
BY_SIGNAL = 128


def var_folder() -> Path:
    """Where this installation keeps what it makes."""
    return Path(os.environ.get("SHOUWEN_VAR") or Path(__file__).parents[4] / "var")


@contextmanager
def opened(*, to_serve: bool = False) -> Iterator[Server | None]:
    """DATABASE_URL holds while the block runs; a server that we started is stopped after it."""
    leave_in_order()
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        _check_given()
        yield None
        return
    server = Server(var_folder() / "pg", say=say)
    try:
        is_ours = server.start()
        if to_serve and not is_ours:
            raise CannotStart(
                f"The database in {server.folder} is already open in another ./run: stop that one first, "
                "or give this one a folder of its own with SHOUWEN_VAR."
            )
        with _named(server):
            yield server
    finally:
        server.stop()


@contextmanager
def thrown_away(*, options: Sequence[str] = ()) -> Iterator[Server]:
    """A new server in a temporary folder, gone with everything in it after the block."""
    leave_in_order()
    with tempfile.TemporaryDirectory(prefix="shouwen-") as name:
        folder = Path(name)
        # PostgreSQL may run as another user than we do, and has to pass.
        folder.chmod(0o711)
        server = Server(folder / "pg", options=options, say=say)
        try:
            server.start()
            with _named(server):
                yield server
        finally:
            server.stop()


def leave_in_order() -> None:
    """A SIGTERM ends the program as Ctrl-C does, by way of every 'finally'."""

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(BY_SIGNAL + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)


@contextmanager
def _named(server: Server) -> Iterator[None]:
    os.environ["DATABASE_URL"] = server.url
    try:
        yield
    finally:
        del os.environ["DATABASE_URL"]


def _check_given() -> None:
    """A wrong address is told here, in one sentence, and not by the first query of a page."""
    url = os.environ.get("DATABASE_URL") or Path(os.environ["DATABASE_URL_FILE"]).read_text(encoding="utf-8").strip()
    if not url.startswith(("postgres://", "postgresql://")):
        raise CannotStart("DATABASE_URL must begin with postgresql://, as postgresql://user:password@host:5432/name.")
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise CannotStart(f"The database in DATABASE_URL does not answer: {str(error).strip()}") from error
    if version < OLDEST:
        raise CannotStart(f"DATABASE_URL is PostgreSQL {version}; Shouwen needs {OLDEST} or newer.")
    if encoding != "UTF8":
        raise CannotStart(f"The database in DATABASE_URL holds {encoding}; make one with ENCODING 'UTF8'.")
