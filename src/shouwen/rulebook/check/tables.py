"""Analysis C, tables: cell by cell, whether exactly one row answers."""

from collections.abc import Iterable, Mapping

from shouwen.rulebook.check.boxes import OTHER, cells, holds, tests_in
from shouwen.rulebook.check.sight import Sight, near
from shouwen.rulebook.model import Condition, FactRef, TableRule

Part = tuple[tuple[str, str], ...]
SHOWN = 6


def check_tables(sight: Sight) -> None:
    """Tell gaps and overlaps of every table that needs exactly one row, and rows that are no boxes."""
    for table in sight.rulebook.tables.values():
        if _boxes(sight, table) and table.hit == "one":
            _cover(sight, table)


def _boxes(sight: Sight, table: TableRule) -> bool:
    """Rows compare the facts of `in` with constants only."""
    sound = True
    for n, row in enumerate(table.rows):
        for test in tests_in(row.when or Condition(all=())):
            where = f"{table.name}.rows.{n}"
            if isinstance(test.value, FactRef) or test.op in ("past", "ahead", "has", "lacks"):
                sound = False
                sight.tell(
                    "row_not_constant",
                    where,
                    f"表的行只能拿事实与常数相比；{sight.called.fact(test.path)}不是。请改写条件，或改用关卡。",
                    f"A row compares facts with constants only; {test.path} is not one. Rewrite it, or use a gate.",
                )
            elif test.path not in table.in_:
                zh, en = near(test.path, table.in_, sight.called.fact)
                sight.tell(
                    "row_reads_undeclared",
                    where,
                    f"这一行用到{sight.called.fact(test.path)}，但“依据的事实”里没有它；请补进去{zh}",
                    f"The row reads {test.path}, which `in` does not name; add it to `in`{en}",
                )
    return sound


def _cover(sight: Sight, table: TableRule) -> None:
    conditions = [row.when or Condition(all=()) for row in table.rows]
    tested = {test.path for condition in conditions for test in tests_in(condition)}
    paths = [path for path in table.in_ if path in tested]
    paths += sorted(tested - set(paths))
    found = cells(paths, conditions, sight.rulebook)
    if found is None:
        sight.tell(
            "table_too_wide",
            table.name,
            "表的组合太多，无法逐格检查；请拆成几张表。",
            "The table has too many combinations to be checked cell by cell; split it.",
            level="warning",
        )
        return
    rows = [[n for n, condition in enumerate(conditions) if holds(condition, cell)] for cell in found]
    if table.else_ is None:
        _gaps(sight, table, found, [cell for cell, hit in zip(found, rows, strict=True) if not hit])
    _overlaps(sight, table, found, rows)


def _gaps(sight: Sight, table: TableRule, every: list[dict[str, str]], gaps: list[dict[str, str]]) -> None:
    if not gaps:
        return
    parts = _widest(every, gaps)
    zh = "；".join(describe(sight, part) for part in parts[:SHOWN])
    more = len(parts) - SHOWN
    sight.tell(
        "authority_gap",
        table.name,
        f"没有一行回答这些情形：{zh}{f'；另有 {more} 种' if more > 0 else ''}。请补一行，或写“其余情形”。",
        f"No row answers: {'; '.join(_plain(part) for part in parts[:SHOWN])}{f'; and {more} more' if more > 0 else ''}. "
        f"Add a row, or write `else`.",
    )


def _overlaps(sight: Sight, table: TableRule, every: list[dict[str, str]], rows: list[list[int]]) -> None:
    pairs: dict[tuple[int, int], list[dict[str, str]]] = {}
    for cell, hit in zip(every, rows, strict=True):
        for n, first in enumerate(hit):
            for second in hit[n + 1 :]:
                pairs.setdefault((first, second), []).append(cell)
    for (first, second), both in pairs.items():
        part = _widest(every, both)[0]
        sight.tell(
            "authority_overlap",
            f"{table.name}.rows.{second}",
            f"第 {first + 1} 行与第 {second + 1} 行同时适用：{describe(sight, part)}。请把其中一行的条件写窄。",
            f"Rows {first + 1} and {second + 1} both apply: {_plain(part)}. Narrow the condition of one of them.",
        )


def _widest(every: list[dict[str, str]], some: list[dict[str, str]]) -> list[Part]:
    """As few descriptions as can be: facts that make no difference are left out."""
    inside = {tuple(cell.items()) for cell in some}
    left, found = [tuple(cell.items()) for cell in some], []
    while left:
        part = left[0]
        for fact in left[0]:
            smaller = tuple(pair for pair in part if pair != fact)
            if smaller and all(tuple(cell.items()) in inside for cell in _matching(every, smaller)):
                part = smaller
        found.append(part)
        left = [cell for cell in left if not set(part) <= set(cell)]
    return found


def _matching(every: Iterable[Mapping[str, str]], part: Part) -> Iterable[Mapping[str, str]]:
    return (cell for cell in every if all(cell[path] == value for path, value in part))


def describe(sight: Sight, part: Part) -> str:
    """A combination in Chinese words, as far as the facts give titles."""
    return "、".join(f"{_title(sight, path)}={_value(sight, path, value)}" for path, value in part) or "任何情形"


def _title(sight: Sight, path: str) -> str:
    return sight.called.fact(path).strip("“”")


def _value(sight: Sight, path: str, value: str) -> str:
    return "其他值" if value == OTHER else sight.called.value(path, value).strip("“”")


def _plain(part: Part) -> str:
    return ", ".join(f"{path} = {'anything else' if value == OTHER else value}" for path, value in part) or "any case"
