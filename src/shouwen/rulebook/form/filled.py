"""What somebody typed into a form, as values again; and the form with a part more, a part less, or one moved up."""

from collections.abc import Iterable, Mapping
from typing import Any

from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Record, Scalar, Spec, field_of, fields_of
from shouwen.rulebook.form.values import Values
from shouwen.rulebook.naming.options import SHARE, UNITS

ROOT = "v"
HOW = "?how"
WORD = "word:"
# Conditions and people stand inside each other; nobody reads more of that than this.
DEEPEST = 80
Node = dict[str, Any] | str


def nested(given: Iterable[tuple[str, str]]) -> Node:
    """Names such as `v/due/0/value/within/n` as a tree; of a name given twice the last counts."""
    tree: dict[str, Any] = {}
    for name, value in given:
        head, *steps = name.split("/")
        if head != ROOT or not steps or len(steps) > DEEPEST:
            continue
        around = tree
        for step in steps[:-1]:
            inner = around.get(step)
            if not isinstance(inner, dict):
                inner = around[step] = {}
            around = inner
        if not isinstance(around.get(steps[-1]), dict):
            around[steps[-1]] = value.replace("\r\n", "\n")
    return tree


def filled(spec: Spec, node: Any) -> Values:
    """The values that a form holds, blank fields included."""
    if isinstance(spec, Scalar):
        return _scalar(spec, node)
    if isinstance(spec, Figured):
        given = node if isinstance(node, dict) else {}
        return {"value": _scalar(spec.inner, given.get("value", "")), "confirm": str(given.get("confirm", ""))}
    if isinstance(spec, Listed):
        return [filled(spec.item, item) for item in _items(node)]
    if isinstance(spec, Keyed):
        pairs = [item if isinstance(item, dict) else {} for item in _items(node)]
        return [
            {"key": str(pair.get("key", "")), "value": filled(spec.item, pair.get("value", _nothing(spec.item)))}
            for pair in pairs
        ]
    return _record(spec, node if isinstance(node, dict) else {})


def _nothing(spec: Spec) -> Node:
    return "" if isinstance(spec, Scalar) else {}


def _items(node: Any) -> list[Any]:
    pairs = node.items() if isinstance(node, dict) else ()
    return [value for _n, value in sorted(((int(key), value) for key, value in pairs if key.isdecimal()), key=_first)]


def _first(pair: tuple[int, Any]) -> int:
    return pair[0]


def _scalar(spec: Scalar, node: Any) -> str:
    if not isinstance(node, dict):
        return str(node)
    number, unit = str(node.get("n", "")).strip(), str(node.get("u", ""))
    if unit.startswith(WORD):
        return unit.removeprefix(WORD)
    return f"{number}{unit}" if number and (unit in UNITS or unit == SHARE) else number


def _record(spec: Record, node: Mapping[str, Any]) -> dict[str, Any]:
    found = {each.key: filled(each.spec, node[each.key]) for each in fields_of(spec) if each.key in node}
    how = str(node.get(HOW, ""))
    if how not in spec.one_of:
        return found
    chosen = field_of(spec, how)
    assert chosen is not None, how
    kept = {key: value for key, value in found.items() if key not in spec.one_of or key == how}
    if isinstance(chosen.spec, Scalar) and chosen.spec.sort == "flag":
        return {**kept, how: "true"}
    return {how: blank(chosen.spec)} | kept


def blank(spec: Spec) -> Values:
    """A field that was just asked for."""
    if isinstance(spec, Scalar):
        return "true" if spec.sort == "flag" else ""
    if isinstance(spec, Figured):
        return {"value": "", "confirm": ""}
    if isinstance(spec, Listed):
        return [blank(spec.item)]
    if isinstance(spec, Keyed):
        return [{"key": "", "value": blank(spec.item)}]
    if spec.one_of:
        first = field_of(spec, spec.one_of[0])
        assert first is not None, spec.name
        return {first.key: blank(first.spec)}
    starts = {each.key: blank(each.spec) for each in fields_of(spec) if each.required}
    if spec.name == "Condition":
        starts = {"tests": [{"path": "", "op": "equals", "value": ""}]}
    return starts


def operated(spec: Spec, values: Values, op: str, path: str) -> None:
    """Changes the values in place: `set` a field, `push` an entry, `drop` one, move one `up`."""
    steps = _steps(spec, path.split("/")[1:] if path.startswith(f"{ROOT}/") else [])
    if not steps:
        return
    around, around_spec = values, spec
    for step in steps[:-1]:
        found = _inside(around_spec, around, step)
        if found is None:
            return
        around_spec, around = found
    _OPS.get(op, _ignore)(around_spec, around, steps[-1])


def _steps(spec: Spec, steps: list[str]) -> list[str]:
    """Without the word `value` between an entry and its value: the entry leads there."""
    kept: list[str] = []
    for step in steps:
        if isinstance(spec, Keyed) and step.isdecimal():
            spec = _Entry(spec.item)
        elif isinstance(spec, _Entry):
            spec = spec.item
            continue
        elif isinstance(spec, Listed):
            spec = spec.item
        elif isinstance(spec, Record):
            each = field_of(spec, step)
            spec = each.spec if each else spec
        kept.append(step)
    return kept


class _Entry(Listed):
    """One entry of a keyed list, on the way to its value."""


def _inside(spec: Spec, values: Values, step: str) -> tuple[Spec, Values] | None:
    if isinstance(spec, Record):
        each = field_of(spec, step)
        if each is None:
            return None
        if step not in values:
            values[step] = [] if isinstance(each.spec, (Listed, Keyed)) else {}
        return each.spec, values[step]
    if isinstance(spec, Listed) and step.isdecimal() and int(step) < len(values):
        return spec.item, values[int(step)]
    if isinstance(spec, Keyed) and step.isdecimal() and int(step) < len(values):
        return spec.item, values[int(step)]["value"]
    return None


def _set(spec: Spec, values: Values, key: str) -> None:
    each = field_of(spec, key) if isinstance(spec, Record) else None
    if each is not None and key not in values:
        values[key] = blank(each.spec)


def _push(spec: Spec, values: Values, key: str) -> None:
    found = _inside(spec, values, key)
    if found is not None and isinstance(found[0], Listed):
        found[1].append(blank(found[0].item))
    elif found is not None and isinstance(found[0], Keyed):
        found[1].append({"key": "", "value": blank(found[0].item)})


def _drop(spec: Spec, values: Values, key: str) -> None:
    if isinstance(values, list) and key.isdecimal() and int(key) < len(values):
        del values[int(key)]
    elif isinstance(values, dict):
        values.pop(key, None)


def _up(spec: Spec, values: Values, key: str) -> None:
    if isinstance(values, list) and key.isdecimal() and 0 < int(key) < len(values):
        n = int(key)
        values[n - 1], values[n] = values[n], values[n - 1]


def _ignore(spec: Spec, values: Values, key: str) -> None:
    del spec, values, key


_OPS = {"set": _set, "push": _push, "drop": _drop, "up": _up}
__all__ = ["HOW", "ROOT", "WORD", "blank", "filled", "nested", "operated"]
