"""The floor under an intake: the same rows, written by raw psycopg in one transaction, without a decision."""

import time
from dataclasses import dataclass

from django.db import connection

from shouwen.config.bench.scene import Scene

TABLES = {
    "runtime_subject": "id",
    "runtime_ledger": "subject_id",
    "runtime_clock": "subject_id",
    "runtime_task": "subject_id",
    "cases_case": "subject_id",
    "runtime_finding": "subject_id",
}


@dataclass(frozen=True, slots=True)
class Raw:
    """How long the bare writing takes; milliseconds, and rows."""

    p50: float
    rows: int


def raw_rows(stage: Scene, repeat: int) -> Raw:
    """Rows of an existing case copied into tables of the same shape and indexes, one commit each."""
    case = stage.cases[0]
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
        rows = sum(_copies(cursor, table, column, case) for table, column in TABLES.items())
        times = []
        for _ in range(repeat):
            for table in TABLES:
                cursor.execute(f"TRUNCATE bench_{table}")
            began = time.perf_counter()
            cursor.execute("BEGIN")
            for table, column in TABLES.items():
                cursor.execute(f"INSERT INTO bench_{table} SELECT * FROM {table} WHERE {column} = %s", [case])  # noqa: S608  # constants
            cursor.execute("COMMIT")
            times.append((time.perf_counter() - began) * 1000)
    return Raw(sorted(times)[len(times) // 2], rows)


def _copies(cursor: object, table: str, column: str, case: int) -> int:
    cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [case])  # type: ignore[attr-defined]  # noqa: S608  # constants
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]
