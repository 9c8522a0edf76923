"""The floor under an intake: the same rows, written by raw psycopg in one transaction, without a decision."""

import time
from dataclasses import dataclass

import psycopg

from shouwen.config.bench.scene import Scene
from shouwen.runtime import database

# What one intake leaves behind, each table with the rows of one subject.
TABLES = {
    "runtime_subject": "id = {0}",
    "runtime_ledger": "subject_id = {0}",
    "runtime_clock": "subject_id = {0}",
    "runtime_task": "subject_id = {0}",
    "runtime_taskseat": "task_id IN (SELECT id FROM runtime_task WHERE subject_id = {0})",
    "runtime_finding": "subject_id = {0}",
    "runtime_notice": "subject_id = {0}",
    "cases_case": "subject_id = {0}",
}
CLAIM = "INSERT INTO bench_runtime_actkey (key, subject_id, seq, answer, at) VALUES (%s, %s, 1, '{}', now())"


@dataclass(frozen=True, slots=True)
class Raw:
    """How long the bare writing takes; milliseconds, and rows."""

    p50: float
    rows: int


def raw_rows(stage: Scene, repeat: int) -> Raw:
    """Rows of an existing case sent again into tables of the same shape and indexes, one commit for each intake."""
    case = stage.cases[0]
    with database.cursor() as cursor:
        for table in (*TABLES, "runtime_actkey"):
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
        held = {table: _read(cursor, table, where.format(case)) for table, where in TABLES.items()}
        times = []
        for number in range(repeat):
            for table in TABLES:
                cursor.execute(f"TRUNCATE bench_{table}")
            began = time.perf_counter()
            cursor.execute("BEGIN")
            cursor.execute(CLAIM, [f"bench-{number}", case])
            for table, content in held.items():
                with cursor.copy(f"COPY bench_{table} FROM STDIN") as copy:
                    copy.write(content)
            cursor.execute("COMMIT")
            times.append((time.perf_counter() - began) * 1000)
    return Raw(sorted(times)[len(times) // 2], 1 + sum(content.count(b"\n") for content in held.values()))


def _read(cursor: "psycopg.Cursor[tuple[object, ...]]", table: str, where: str) -> bytes:
    with cursor.copy(f"COPY (SELECT * FROM {table} WHERE {where}) TO STDOUT") as copy:  # noqa: S608  # constants
        return b"".join(bytes(part) for part in copy)
