"""./run backup writes database and files into one archive; ./run restore fills an empty installation from it."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from shouwen.config.environment import Environment
from shouwen.config.launch.binaries import find_binaries
from shouwen.config.launch.opened import opened, var_folder
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.terminal import say

DUMP, FILES, ABOUT = "database.dump", "files", "backup.json"
FORMAT = 1
# As PostgreSQL's programs read them; a password on a command line could be read by everybody on the machine.
NAMES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip


def backup(argv: Sequence[str]) -> int:
    """While the installation is at work, too; the keys stay outside."""
    target = _named(argv, "backup")
    if target.exists():
        raise CannotStart(f"{target} is there already, and a backup replaces nothing: give another name.")
    if not target.parent.is_dir():
        raise CannotStart(f"There is no folder {target.parent}: make it, or give another place.")
    with opened(), tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        if not _is_founded():
            raise CannotStart("There is nothing to back up: this installation has no database yet.")
        draft = Path(name)
        # The database first: a file is there before the row that names it, so nothing that the dump names is missing.
        _run("pg_dump", "--format=custom", f"--file={draft / DUMP}")
        about = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "seal_key": _seal_mark()}
        (draft / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        _pack(draft, target)
    say(f"Written: {target} ({target.stat().st_size / 2**20:.1f} MB)")
    say(
        f"It cannot open sealed identities by itself: keep {var_folder() / 'seal.key'} and secret.key at another place."
    )
    return 0


def restore(argv: Sequence[str]) -> int:
    """Into an installation that has no work yet; what is there is never written over."""
    source = _named(argv, "restore")
    if not source.is_file():
        raise CannotStart(f"There is no backup {source}: name the file that ./run backup wrote.")
    files = var_folder() / FILES
    if files.is_dir() and any(files.iterdir()):
        raise CannotStart(f"{files} is not empty: restore into a new folder with SHOUWEN_VAR, or ./run reset this one.")
    var_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=var_folder()) as name:
        draft = Path(name)
        about = _unpack(source, draft)
        _check_seal(str(about["seal_key"]))
        with opened():
            if _is_founded():
                raise CannotStart(
                    "This database holds an installation, and a restore writes over nothing: "
                    "restore into a new folder with SHOUWEN_VAR, or ./run reset this one."
                )
            _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_database()}",
                 str(draft / DUMP))  # fmt: skip
        if (draft / FILES).is_dir():
            shutil.rmtree(files, ignore_errors=True)
            (draft / FILES).rename(files)
    say(f"Restored as of {about['made_at']}. Start it with ./run serve, and look at 管理 › 台账完整性.")
    return 0


def _named(argv: Sequence[str], word: str) -> Path:
    if len(argv) != 1 or argv[0].startswith("-"):
        raise CannotStart(f"Name one file: ./run {word} /somewhere/else/shouwen.tar")
    return Path(argv[0]).absolute()


def _pack(draft: Path, target: Path) -> None:
    archive = draft / "archive"
    archive.touch(mode=0o600)
    with archive.open("wb") as opened_file:
        with tarfile.open(fileobj=opened_file, mode="w") as tar:
            for name in (ABOUT, DUMP):
                tar.add(draft / name, arcname=name)
            if (var_folder() / FILES).is_dir():
                tar.add(var_folder() / FILES, arcname=FILES)
        opened_file.flush()
        os.fsync(opened_file.fileno())
    archive.rename(target)


def _unpack(source: Path, draft: Path) -> dict[str, object]:
    try:
        with tarfile.open(source) as tar:
            tar.extractall(draft, filter="data")
        about: dict[str, object] = json.loads((draft / ABOUT).read_text(encoding="utf-8"))
        is_whole = about["format"] == FORMAT and (draft / DUMP).is_file()
    except (tarfile.TarError, OSError, ValueError, KeyError):
        is_whole, about = False, {}
    if not is_whole:
        raise CannotStart(f"{source} is no whole archive of ./run backup: take another one.")
    return about


def _seal_mark() -> str:
    """By which a restore knows the right key, without the key being in the archive."""
    file = var_folder() / "seal.key"
    key = Environment().text("SHOUWEN_SEAL_KEY") or (file.read_text(encoding="utf-8").strip() if file.exists() else "")
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


def _check_seal(wanted: str) -> None:
    if wanted and _seal_mark() != wanted:
        raise CannotStart(
            f"{var_folder() / 'seal.key'} is missing or another one than when the backup was made, and without it "
            "sealed identities stay closed for good: put the kept seal.key there (or set SHOUWEN_SEAL_KEY) and start again."
        )


def _is_founded() -> bool:
    with psycopg.connect(Environment().text("DATABASE_URL")) as connection:
        return connection.execute("SELECT to_regclass('base_installation')").fetchone() != (None,)


def _database() -> str:
    return str(conninfo_to_dict(Environment().text("DATABASE_URL")).get("dbname", ""))


def _run(program: str, *options: str) -> None:
    path = find_binaries() / program
    if not path.exists():
        raise CannotStart(
            f"{path} is missing: install PostgreSQL's client programs, or set PG_BIN to a folder with them."
        )
    given = conninfo_to_dict(Environment().text("DATABASE_URL"))
    env = {**os.environ, **{NAMES[key]: str(value) for key, value in given.items() if key in NAMES}}
    done = subprocess.run([path, *options], env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        raise CannotStart(f"{program} did not get through: {last}")
