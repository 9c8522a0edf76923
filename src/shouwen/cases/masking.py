"""What a form shows of a number or an address that is known: enough to tell two apart; sent back as it is, it is whole again."""

from collections.abc import Mapping, Sequence

from shouwen.customers.contacts import HIDDEN, masked
from shouwen.engine.facts import Value
from shouwen.rulebook.model import FieldRule

# Fields of which the page shows only so much that two can be told apart.
MASKED = frozenset({"phone", "address"})


def covered(rule: FieldRule, value: Value) -> Value:
    """The value as everybody may see it."""
    if rule.type == "table" and isinstance(value, list | tuple):
        return tuple(_covered_row(rule, row) for row in value)
    return masked(rule.type, str(value)) if rule.type in MASKED and value else value


def is_covered(rule: FieldRule, value: Value) -> bool:
    """Whether what is shown leaves something out."""
    return bool(value) and covered(rule, value) != value


def whole(rule: FieldRule, raw: object, known: Value) -> object:
    """What was sent, with the known value where only its cover came back."""
    if rule.type == "table":
        lines = [each for each in known if isinstance(each, Mapping)] if isinstance(known, list | tuple) else []
        return _whole_table(rule, raw, lines) if isinstance(raw, list | tuple) and lines else raw
    if rule.type not in MASKED or not known or HIDDEN not in str(raw):
        return raw
    return known if str(raw).strip() == masked(rule.type, str(known)) else raw


def is_half(rule: FieldRule, raw: object) -> bool:
    """Whether a part of it is still left out: nobody may save that."""
    return rule.type in MASKED and HIDDEN in str(raw)


def _covered_row(rule: FieldRule, row: object) -> Value:
    if not isinstance(row, Mapping):
        return row  # type: ignore[return-value]  # a line as it was kept
    return {name: covered(rule.columns[name], cell) if name in rule.columns else cell for name, cell in row.items()}


def _whole_row(rule: FieldRule, row: object, known: Sequence[Mapping[str, Value]]) -> object:
    if not isinstance(row, Mapping):
        return row
    found = dict(row)
    for name, column in rule.columns.items():
        whole_ones = (whole(column, row.get(name), each.get(name)) for each in known)
        found[name] = next((each for each in whole_ones if each != row.get(name)), row.get(name))
    return found


def _whole_table(rule: FieldRule, raw: Sequence[object], known: Sequence[Mapping[str, Value]]) -> list[object]:
    """Each line with what the line in its place knew, else any other: a line may have been taken out above it."""
    return [_whole_row(rule, row, [*known[place : place + 1], *known]) for place, row in enumerate(raw)]
