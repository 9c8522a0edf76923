"""./run manage on a database that no start has touched: the commands of this program find their tables."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).parents[2]
PASSWORD = "梧桐更兼细雨-2026"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation whose database has not one table."""
    url = os.environ["DATABASE_URL"]
    name = f"untouched_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    yield {**os.environ, "DATABASE_URL": own, "SHOUWEN_VAR": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def manage(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shouwen.config.launch", "manage", *words],
        env=env, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def test_a_company_is_founded_loaded_and_given_a_key_before_any_start(untouched: dict[str, str]) -> None:
    early = manage(untouched, "load_organisation", "docs/recipes/set-up-a-company.yaml")
    assert early.returncode == 1
    assert "run './run manage found' first" in early.stderr
    who = ("--company", "安居装饰", "--name", "张伟", "--username", "zhangwei")
    founded = manage({**untouched, "SHOUWEN_PASSWORD": PASSWORD}, "found", *who)
    assert "'zhangwei' can sign in" in founded.stdout, founded.stderr
    loaded = manage(untouched, "load_organisation", "docs/recipes/set-up-a-company.yaml")
    assert "luoxiaoman" in loaded.stdout, loaded.stderr
    installed = manage(untouched, "install_rulebook", "DECOR/2005-08", "--unit", "AJ")
    assert "in 安居装饰" in installed.stdout, installed.stderr
    key = manage(untouched, "make_key", "--person", "luoxiaoman", "--name", "website", "--scope", "cases:read")
    assert key.stdout.startswith("sw_"), key.stderr


@pytest.mark.parametrize("words", [("list_keys",), ("revoke_key", "1"), ("install_rulebook",)])
def test_nothing_ends_in_a_traceback_on_an_untouched_database(untouched: dict[str, str], words: tuple[str]) -> None:
    told = manage(untouched, *words)
    assert "Traceback" not in told.stderr
    assert "Setting up the tables" in told.stderr


def test_djangos_own_commands_find_the_database_as_it_is(untouched: dict[str, str]) -> None:
    told = manage(untouched, "showmigrations", "base")
    assert "[ ] 0001" in told.stdout, told.stderr
