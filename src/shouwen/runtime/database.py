"""The one way the runtime speaks SQL: whole batches as arrays, bound and prepared by the server."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, transaction

# A statement seen this often on a connection is planned once and for all.
PREPARE_AFTER = 3


def cursor() -> psycopg.Cursor[Any]:
    """A cursor of the driver itself on Django's connection, inside Django's transaction."""
    if connection.connection is not None and connection.connection.closed and not connection.in_atomic_block:
        # The server went away under us; Django learns that only of statements it sends itself.
        connection.close()
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = PREPARE_AFTER
    return psycopg.Cursor(raw)


def run(statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> None:
    """Runs a statement that returns nothing."""
    with cursor() as cur:
        cur.execute(statement, values)


def rows(statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Runs a statement and returns its rows."""
    with cursor() as cur:
        return cur.execute(statement, values).fetchall()


@contextmanager
def one_instant() -> Iterator[None]:
    """Everything inside is read as it was at one instant, unless a transaction runs already."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


# Stands between the texts of a column of JSON, which never has it inside: there it is written as an escape.
BETWEEN = "\x1f"
JSON_COLUMN = "string_to_array(%s, chr(31))"


def columns(records: Iterable[Sequence[Any]], width: int, *, json: Collection[int] = ()) -> list[str]:
    """Records turned into one array literal for each column, as `unnest` takes them; those of JSON, by their place, for
    `JSON_COLUMN`, with no character of them touched here or there.

    The driver's own lists would quote each character in Python; a thousand rows take a quarter of a second that way.
    """
    turned: list[Sequence[Any]] = list(zip(*records, strict=True))
    found = [BETWEEN.join(column) if i in json else _literal(column) for i, column in enumerate(turned)]
    return found or ["{}"] * width


def text_array(items: Iterable[str]) -> str:
    """The literal of a text array, for a column of arrays inside `unnest`."""
    found = list(items)
    return "{" + _texts(found) + "}" if found else "{}"


def _literal(column: Sequence[Any]) -> str:
    """A column is of one kind; where nothing is missing, a few calls write all of it."""
    if None in column:
        return "{" + ",".join("NULL" if value is None else _WRITERS[type(value)]((value,)) for value in column) + "}"
    return "{" + _WRITERS[type(column[0])](column) + "}"


def _texts(column: Sequence[str]) -> str:
    """A character that no text in PostgreSQL can hold stands between them until all are escaped."""
    joined = "\0".join(column)
    if joined.count("\0") != len(column) - 1:
        raise ValueError(
            "a text holds the character NUL, which the database refuses; remove it where the text comes in"
        )
    escaped = joined.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\0", '","') + '"'


_WRITERS: dict[type, Callable[[Sequence[Any]], str]] = {
    str: _texts,
    int: lambda column: ",".join(map(str, column)),
    bool: lambda column: ",".join(map(str, column)),
    datetime: lambda column: ",".join(map(datetime.isoformat, column)),
    bytes: lambda column: '"\\\\x' + '","\\\\x'.join(map(bytes.hex, column)) + '"',
}


class Insert:
    """An INSERT of many rows by one array for each column; made once for each table."""

    def __init__(self, table: str, fields: dict[str, str], *, tail: str = "") -> None:
        """`fields` gives each column its SQL type, or `json` for JSON kept as text; `text[]` columns come as literals."""
        self.width = len(fields)
        self.json = [i for i, kind in enumerate(fields.values()) if kind in {"json", "jsonb"}]
        unnest = ", ".join(
            JSON_COLUMN if i in self.json else f"%s::{'text' if kind == 'text[]' else kind}[]"
            for i, kind in enumerate(fields.values())
        )
        names = ", ".join(f'"{name}"' for name in fields)
        select = ", ".join(
            f'"{name}"::{kind}' if kind in {"text[]", "jsonb"} else f'"{name}"' for name, kind in fields.items()
        )
        self.statement = (
            f'INSERT INTO "{table}" ({names}) SELECT {select} FROM unnest({unnest}) AS given ({names}) {tail}'  # noqa: S608  # names are constants
        )

    def __call__(self, records: Sequence[Sequence[Any]]) -> None:
        if records:
            run(self.statement, columns(records, self.width, json=self.json))
