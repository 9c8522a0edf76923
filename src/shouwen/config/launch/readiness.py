"""Tells whether a database is as this program left it at its last start, without loading the program."""

import json
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg.rows import TupleRow

PACKAGE = Path(__file__).parents[2]
# What a start brings into a database: its tables and what they are filled with.
OWN = ("*/migrations/*.py", "rulebooks/**/*", "config/demo/*", "config/organisation/*.py", "config/settings.py")
OTHERS = (("django", "contrib/*/migrations/*.py"), ("allauth", "**/migrations/*.py"))
KEPT = "SELECT is_demo, prepared::text FROM base_installation"
# Whoever takes a table, a column, a constraint or a trigger away, or a migration back, changes one of these lines.
LAYOUT = """
SELECT 'm', app, name, '' FROM django_migrations
UNION ALL
SELECT 'a', c.relname, a.attname, format_type(a.atttypid, a.atttypmod) || a.attnotnull
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT 'i', c.relname, '', '' FROM pg_class c
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i'
UNION ALL
SELECT 'c', c.relname, k.conname, '' FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
 WHERE c.relnamespace = current_schema()::regnamespace AND k.contype <> 'n'
UNION ALL
SELECT 't', c.relname, t.tgname, t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
"""
Connection = psycopg.Connection[TupleRow]


def answer_of(url: str, *, demo: bool) -> dict[str, Any] | None:
    """What the last start found out of this database; None when anything may have changed since, and a look is needed."""
    with psycopg.connect(url) as connection:
        return answer_in(connection, demo=demo)


def answer_in(connection: Connection, *, demo: bool) -> dict[str, Any] | None:
    """As `answer_of`, of a database that is open."""
    try:
        with connection.transaction():
            row = connection.execute(KEPT).fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return None
    if row is None or (demo and not row[0]):
        return None
    kept = json.loads(row[1])
    return kept["answer"] if kept and kept["mark"] == mark(connection) else None


def mark_of(url: str) -> str:
    """As `mark`, of the database at this address."""
    with psycopg.connect(url) as connection:
        return mark(connection)


def mark(connection: Connection) -> str:
    """One hash over the program's share in a database and over the database's own layout."""
    digest = sha256(f"{sys.version}\0{django.__version__}".encode())
    for file in _files():
        digest.update(os.fsencode(file) + b"\0" + file.read_bytes())
    for line in sorted(connection.execute(LAYOUT).fetchall()):
        digest.update(repr(line).encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    folders = [(PACKAGE, pattern) for pattern in OWN]
    for name, pattern in OTHERS:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            folders.append((Path(spec.origin).parent, pattern))
    for folder, pattern in folders:
        yield from sorted(file for file in folder.glob(pattern) if file.is_file() and file.suffix != ".pyc")
