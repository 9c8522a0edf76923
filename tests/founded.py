"""What a founding writes, kept by a process after the first time and copied in whenever another test begins with it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from django.db import connection

from shouwen.people.models import OrganisationVersion
from shouwen.runtime import rulebooks

Made = TypeVar("Made")
Given = ParamSpec("Given")
Rows = dict[str, list[bytes]]


@dataclass(frozen=True)
class _Founding:
    made: Any
    added: Rows
    changed: Rows
    """Tables of which a row that stood there before is another now, whole."""


def founded_once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """For a founding in a database that has nothing but its tables, or nothing but what another founding wrote.

    It is acted out by the first test of a process. Afterwards its rows are copied: the numbers they carry are taken
    for good, since a sequence does not go back with its transaction. Where tests really commit it is acted out each time.
    What it is given has to be the same each time.
    """
    kept: list[_Founding] = []

    @wraps(make)
    def found(*args: Given.args, **given: Given.kwargs) -> Made:
        if not connection.in_atomic_block:
            return make(*args, **given)
        if kept:
            _write(kept[0])
            # Another organisation, as a process sees it: what it keeps of the last one is of a test that is over.
            OrganisationVersion.objects.update(organisation=uuid4())
            rulebooks.forget()
        else:
            before = read_rows()
            made = make(*args, **given)
            kept.append(_compared(deepcopy(made), before, read_rows()))
        return deepcopy(kept[0].made)  # type: ignore[no-any-return]  # what `make` gave

    return found


def read_rows() -> Rows:
    """Every table as it stands in this transaction."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = [bytes(row) for row in copy]
        return rows


def _compared(made: object, before: Rows, after: Rows) -> _Founding:
    changed = {table: after[table] for table, rows in before.items() if not set(rows) <= set(after[table])}
    added = {table: [row for row in rows if row not in set(before[table])] for table, rows in after.items()}
    return _Founding(made, {table: rows for table, rows in added.items() if rows and table not in changed}, changed)


def _write(founding: _Founding) -> None:
    with connection.cursor() as cursor:
        for table in founding.changed:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  # a name that the database gave
        for table, rows in (founding.changed | founding.added).items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(b"".join(rows))
