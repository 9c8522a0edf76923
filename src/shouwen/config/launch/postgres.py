"""A PostgreSQL server of our own, for an installation that was given none."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

import psycopg

from shouwen.config.launch.binaries import OUTSIDE, can_reach, find_binaries, major_version, server_owner, within_reach
from shouwen.config.launch.process import CannotStart, start

USER = "shouwen"
DATABASE = "shouwen"
# sun_path holds 108 bytes, and PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85
ROOM_NEEDED = 300 * 1024 * 1024
PATIENCE_SECONDS = 120
LINES_OF_LOG = 8

# What durable data costs is not worth paying for a database that is thrown away.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")

Say = Callable[[str], None]


def _silent(_: str) -> None:
    """Nobody is watching."""


class Server:
    """One data folder and the server on it; reachable through a socket in a folder closed to other users."""

    def __init__(self, folder: Path, *, options: Sequence[str] = (), say: Say = _silent) -> None:
        self.owner = server_owner()
        self.folder = folder
        self.data = self._place_for_data()
        self.sockets = self._place_for_sockets()
        self.log = folder / "postgres.log"
        self._options = options
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._url(DATABASE)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> bool:
        """True when the server is now ours; False when another process of ours already runs it."""
        self._check_room()
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = self._open_lock()
        try:
            if not self._take_over(lock):
                return False
            # The server itself inherits the lock and holds it as long as any of its processes lives.
            self._run(lock)
        finally:
            os.close(lock)
        return True

    def _take_over(self, lock: int) -> bool:
        """False when somebody's server answers; one that is just ending is waited for."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not _take(lock):
            if self._answers():
                return False
            if time.monotonic() > until:
                raise CannotStart(
                    f"The database in {self.folder} is held by a process that does not answer: end it first."
                )
            time.sleep(0.05)
        return True

    def stop(self) -> None:
        """Ends the server in good order; nothing is done to one that somebody else started."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(PATIENCE_SECONDS)
        self._process = None

    def is_running(self) -> bool:
        """Whether any process, ours or not, has this folder open."""
        if not self.folder.exists():
            return False
        lock = self._open_lock()
        try:
            return not _take(lock)
        finally:
            os.close(lock)

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _open_lock(self) -> int:
        return os.open(self.folder / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _run(self, lock: int) -> None:
        binaries = within_reach(find_binaries(), self.owner)
        self._check_major(binaries)
        if not (self.data / "PG_VERSION").exists():
            self._say("Preparing a database …")
            self._initialise(binaries)
        # We hold the lock, so whatever process this file names is not a server on this folder.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._make_socket_folder()
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "max_connections=200",
            # What is read again and again fits; the machine's own cache holds the rest.
            "shared_buffers=80MB",
            *self._options,
        )
        command = [str(binaries / "postgres"), "-D", str(self.data)]
        for setting in settings:
            command += ["-c", setting]
        with self.log.open("wb") as log:
            self._process = start(
                command, owner=self.owner, at_our_death=signal.SIGINT, log=log, keep_open=[lock], cwd=Path("/")
            )
        self._wait_until_ready()

    def _initialise(self, binaries: Path) -> None:
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        self._make_folder(draft)
        command = ["-D", str(draft), "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-instructions"]
        with self.log.open("wb") as log:
            done = start([str(binaries / "initdb"), *command], owner=self.owner, log=log, cwd=Path("/")).wait()
        if done != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise CannotStart(self._explain("PostgreSQL could not prepare its data folder"))
        draft.rename(self.data)

    def _wait_until_ready(self) -> None:
        began = time.monotonic()
        told = False
        while not self._answers():
            waited = time.monotonic() - began
            if self.has_ended() or waited > PATIENCE_SECONDS:
                self.stop()
                raise CannotStart(self._explain("PostgreSQL did not start"))
            if waited > 3 and not told:
                self._say("PostgreSQL is recovering from its last stop …")
                told = True
            time.sleep(0.03)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=5) as connection:
                row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if row is None:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.errors.DuplicateDatabase:
            return True
        except psycopg.OperationalError:
            return False
        return True

    def _check_room(self) -> None:
        there = next(place for place in (self.folder, *self.folder.parents) if place.exists())
        free = shutil.disk_usage(there).free
        if free < ROOM_NEEDED:
            raise CannotStart(
                f"Only {free // 2**20} MB are free where {self.folder} lies; "
                f"the database needs {ROOM_NEEDED // 2**20} MB: make room and start again."
            )

    def _check_major(self, binaries: Path) -> None:
        file = self.data / "PG_VERSION"
        if not file.exists():
            return
        made_by, here = file.read_text(encoding="ascii").strip(), major_version(binaries)
        if made_by != here:
            raise CannotStart(
                f"The data folder {self.data} was made by PostgreSQL {made_by}, but {binaries} is PostgreSQL {here}: "
                f"set PG_BIN to a PostgreSQL {made_by}, or move the data with pg_dump, or start afresh with ./run reset."
            )

    def _place_for_data(self) -> Path:
        data = self.folder / "data"
        if self.owner is None or can_reach(self.folder, self.owner):
            return data
        # A folder above ours is closed to PostgreSQL's user; opening it would not be our right.
        return OUTSIDE / f"data-{self._mark()}"

    def _place_for_sockets(self) -> Path:
        near = self.folder / "socket"
        reachable = self.owner is None or can_reach(self.folder, self.owner)
        if reachable and len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        return Path("/tmp") / f"shouwen-{os.geteuid()}-{self._mark()}"  # noqa: S108  # owner and rights are checked

    def _mark(self) -> str:
        return hashlib.sha256(os.fsencode(self.folder.resolve())).hexdigest()[:12]

    def _make_socket_folder(self) -> None:
        self._make_folder(self.sockets)
        facts = self.sockets.lstat()
        uid = self.owner.uid if self.owner else os.geteuid()
        if self.sockets.is_symlink() or facts.st_uid != uid or facts.st_mode & 0o077:
            raise CannotStart(f"{self.sockets} belongs to somebody else: remove it and start again.")

    def _make_folder(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            return
        if self.owner:
            os.chown(folder, self.owner.uid, self.owner.gid)

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={quote(str(self.sockets), safe='')}"

    def _explain(self, what: str) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        if any("No space left on device" in line for line in lines):
            return f"{what}: the disk is full where {self.data} lies; make room and start again."
        tail = "\n  ".join(lines[-LINES_OF_LOG:])
        return f"{what}; the end of {self.log} says:\n  {tail}"


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
