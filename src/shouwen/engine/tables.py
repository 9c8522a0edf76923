"""Tables: which row holds for certain, what it says and does; an unknown input is asked for, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.engine.conditions import Ground, judge
from shouwen.engine.effects import RecordFinding, Refuse, RequestFact, SetFact
from shouwen.engine.facts import Value
from shouwen.engine.verbs import run
from shouwen.engine.work import RefusedError, Work
from shouwen.rulebook.model import Row, TableRule


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The rows that hold for certain, by number from 1, and the facts that would decide the others."""

    rows: tuple[tuple[int, Row], ...]
    unknown: tuple[str, ...]


def ask_table(table: TableRule, ground: Ground) -> TableAnswer:
    """Which rows hold; with `hit: one` a single row must be certain whatever the unknown facts turn out to be."""
    certain, unknown = [], dict[str, None]()
    for number, row in enumerate(table.rows, start=1):
        answer = judge(row.when, ground)
        if answer.value:
            certain.append((number, row))
        for path in answer.unknown:
            unknown[path] = None
    if table.hit == "one" and (len(certain) != 1 or unknown) and (certain or unknown):
        return TableAnswer((), tuple(unknown))
    if not certain and not unknown and table.else_ is not None:
        return TableAnswer(((0, table.else_),), ())
    return TableAnswer(tuple(certain), tuple(unknown))


def possible(table: TableRule, ground: Ground) -> tuple[tuple[int, Row], ...]:
    """The rows that what is known does not rule out, by number from 1."""
    rows = enumerate(table.rows, start=1)
    return tuple((number, row) for number, row in rows if judge(row.when, ground).value is not False)


def says(table: TableRule, row: Row) -> Mapping[str, Any]:
    """What a row says, on top of the table's defaults."""
    return {**table.defaults, **row.says}


def consult(work: Work, name: str, *, rule: str) -> TableAnswer:
    """The table's answer for a step; a table without a certain row keeps the step waiting, unless its mode is milder."""
    table = work.compiled.tables[name]
    answer = ask_table(table, work.ground)
    work.apply_rule(name, table.cites)
    if answer.rows:
        return answer
    mode = table.mode or "block"
    key = f"{rule}@{work.draft.seq}"
    if table.hit == "all" and not answer.unknown:
        return answer
    if table.hit == "all" or (mode != "block" and (mode == "record" or work.reason)):
        note = "、".join(answer.unknown)
        work.finding(RecordFinding(rule=name, key=key, result="unknown", mode=mode, note=note, cites=table.cites))
        return TableAnswer(((0, table.else_),), answer.unknown) if table.else_ else answer
    lacks = tuple(f"fact:{path}" for path in answer.unknown) or (f"row:{name}",)
    asks = (RequestFact(fact=path, why=f"table:{name}", to=work.owner(), cites=table.cites) for path in answer.unknown)
    refusal = Refuse(rule=name, act="finish", lacks=lacks, cites=table.cites)
    unknown = RecordFinding(rule=name, key=key, result="unknown", mode=mode, cites=table.cites)
    raise RefusedError(refusal, unknown, *asks)


def carry_out(work: Work, name: str, answer: TableAnswer) -> None:
    """What the certain rows say becomes facts `table.key`; what they do is done."""
    table = work.compiled.tables[name]
    for number, row in answer.rows:
        cites = row.cites or table.cites
        for key, value in says(table, row).items():
            work.emit(SetFact(fact=f"{name}.{key}", value=_plain(value), cites=cites))
        work.emit(SetFact(fact=f"{name}.row", value=row.title or str(number), cites=cites))
        work.finding(
            RecordFinding(
                rule=f"{name}.{number}",
                key=f"@{work.draft.seq}",
                result="kept",
                mode=table.mode or "block",
                cites=cites,
            )
        )
        run(work, row.do, rule=f"{name}.{number}@{work.draft.seq}", cites=cites)
    for path in answer.unknown:
        work.emit(RequestFact(fact=path, why=f"table:{name}", to=work.owner(), cites=table.cites))


def _plain(value: Any) -> Value:
    """Cells as plain facts: text, and lists as tuples."""
    if isinstance(value, (list, tuple)):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value)
