"""A form as it was typed, just now or in a draft, in the place of what is known."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shouwen.cases.rows import PaperForm
from shouwen.engine.facts import Value


def refilled_paper(paper: PaperForm, values: Mapping[str, Any]) -> PaperForm:
    fields = []
    for one in paper.fields:
        path = f"{paper.paper}.{one.name}"
        given = _rows(path, values) if one.type == "table" else values.get(path)
        value = None if given is None else _value(one.type, given)
        # What was typed oneself hides nothing from oneself.
        fields.append(one if given is None else replace(one, value=value, masked=one.masked and value == one.value))
    return replace(paper, fields=tuple(fields))


def _rows(path: str, values: Mapping[str, Any]) -> tuple[Mapping[str, Value], ...] | None:
    """What was typed into the cells of a table, row by row; nothing where the page had no such table."""
    rows: dict[int, dict[str, Value]] = {}
    for name, given in values.items():
        number, dot, column = name.removeprefix(f"{path}.").partition(".")
        if name.startswith(f"{path}.") and dot and number.isdecimal():
            rows.setdefault(int(number), {})[column] = _value("text", given)
    return tuple(row for _, row in sorted(rows.items()) if any(row.values())) if rows else None


def _value(kind: str, given: Any) -> Value:
    if kind == "table":
        return tuple(given)
    listed = list(given) if isinstance(given, (list, tuple)) else [given]
    if kind == "several":
        return tuple(str(each) for each in listed)
    return str(listed[-1]) if listed else None
