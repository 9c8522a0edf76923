"""A backup brings everything back: on another machine, with the kept key, and never over work that is there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from tests.cases.house import House, found_house

ROOT = Path(__file__).parents[2]
COUNTS = "SELECT (SELECT count(*) FROM runtime_ledger), (SELECT max(hash) FROM runtime_ledger), (SELECT count(*) FROM people_person)"

GUARDS = "SELECT coalesce(array_agg(tgname::text ORDER BY tgname), '{}') FROM pg_trigger WHERE tgrelid = 'runtime_ledger'::regclass AND NOT tgisinternal"


@dataclass
class Machine:
    """An installation's folder and its database."""

    var: Path
    database: str

    @property
    def url(self) -> str:
        place = connection.settings_dict
        return f"postgresql://{place['USER']}@/{self.database}?host={quote(str(place['HOST']), safe='')}"

    def run(self, *words: str) -> tuple[int, str]:
        env = {**os.environ, "SHOUWEN_VAR": str(self.var), "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": self.url}
        command = [sys.executable, "-m", "shouwen.config.launch", *words]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    def ask(self, question: str) -> object:
        with psycopg.connect(self.url) as own:
            return own.execute(question.encode()).fetchone()


@pytest.fixture
def house(transactional_db: None) -> House:
    return found_house()


@pytest.fixture
def here(house: House, tmp_path: Path) -> Machine:
    """At work, with a case, a file and a key."""
    house.to_handling(house.open())
    found = Machine(tmp_path / "here", str(connection.settings_dict["NAME"]))
    (found.var / "files" / "ab").mkdir(parents=True)
    (found.var / "files" / "ab" / "photo").write_bytes(b"a leaking pipe")
    (found.var / "seal.key").write_text("opens what is sealed", encoding="utf-8")
    return found


@pytest.fixture
def there(transactional_db: None, tmp_path: Path) -> Iterator[Machine]:
    """Another machine, on which nothing was ever started."""
    found = Machine(tmp_path / "there", f"restored_{os.getpid()}")
    found.var.mkdir()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(found.database)))
    yield found
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(found.database)))


def test_what_was_backed_up_stands_on_another_machine_once_the_kept_key_is_there(here: Machine, there: Machine) -> None:
    archive = here.var.parent / "shouwen.tar"
    code, said = here.run("backup", str(archive))
    assert (code, "seal.key" in said) == (0, True), said
    assert b"opens what is sealed" not in archive.read_bytes()
    assert archive.stat().st_mode & 0o077 == 0

    code, said = there.run("restore", str(archive))
    assert code == 1
    assert "put the kept seal.key there" in said
    (there.var / "seal.key").write_text("opens what is sealed", encoding="utf-8")
    code, said = there.run("restore", str(archive))
    assert (code, "Restored as of" in said) == (0, True), said
    assert there.ask(COUNTS) == here.ask(COUNTS)
    assert (there.var / "files" / "ab" / "photo").read_bytes() == b"a leaking pipe"
    # What keeps the ledger from being changed came along.
    assert there.ask(GUARDS) == here.ask(GUARDS) != ([],)

    code, said = there.run("restore", str(archive))
    assert (code, "is not empty" in said) == (1, True)


def test_nothing_is_written_over(here: Machine) -> None:
    archive = here.var.parent / "shouwen.tar"
    assert here.run("backup", str(archive))[0] == 0
    code, said = here.run("backup", str(archive))
    assert (code, "replaces nothing" in said) == (1, True)
    (here.var / "files").rename(here.var / "away")
    code, said = here.run("restore", str(archive))
    assert (code, "holds an installation" in said) == (1, True)


def test_half_an_archive_and_none_are_refused_in_words(there: Machine) -> None:
    broken = there.var.parent / "half.tar"
    broken.write_bytes(b"\0" * 100)
    assert "is no whole archive" in there.run("restore", str(broken))[1]
    assert "There is no backup" in there.run("restore", str(there.var / "none"))[1]
    assert "Name one file" in there.run("backup")[1]
    assert "nothing to back up" in there.run("backup", str(there.var / "x.tar"))[1]
