"""A rule's written tree as the values of its form, and back: what was not changed keeps the way it was written."""

from typing import Any

from shouwen.rulebook.form.shorthand import expanded, shortened
from shouwen.rulebook.form.spec import FieldSpec, Figured, Keyed, Listed, Record, Scalar, Spec, fields_of
from shouwen.rulebook.rewriting import flow, plain
from shouwen.rulebook.writing import CannotWrite, documents_of

MISSING: Any = object()
MERGED = "<<"
Values = Any
"""Texts for scalars, `{value, confirm}` for figures, lists, `[{key, value}]` for entries, dicts for records."""


def values_of(spec: Spec, written: Any) -> Values:
    """Everything that is written, spelled out."""
    if isinstance(spec, Scalar):
        return written if isinstance(written, str) else flow(written)
    if isinstance(spec, Figured):
        return _figure(written)
    if isinstance(spec, Listed):
        items = [] if written == "" else written if isinstance(written, list) else [written]
        return [values_of(spec.item, item) for item in items]
    if isinstance(spec, Keyed):
        pairs = _merged(written).items() if isinstance(written, dict) else ()
        return [{"key": key, "value": values_of(spec.item, value)} for key, value in pairs]
    return _record_values(spec, written)


def _merged(written: dict[str, Any]) -> dict[str, Any]:
    """With what is taken over from another place (`<<: *name`); what stands here itself wins."""
    if MERGED not in written:
        return written
    own = {key: value for key, value in written.items() if key != MERGED}
    return {**_taken_over(written), **own}


def _taken_over(written: dict[str, Any]) -> dict[str, Any]:
    given = written.get(MERGED, {})
    parts = given if isinstance(given, list) else [given]
    return {key: value for part in reversed(parts) for key, value in _merged(part).items()}


def _spelled(spec: Record, written: Any) -> dict[str, Any]:
    return expanded(spec, _merged(written) if isinstance(written, dict) else written) or {}


def _figure(written: Any) -> dict[str, str]:
    if isinstance(written, dict) and written.keys() <= {"value", "confirm"}:
        return {"value": _text(written.get("value", "")), "confirm": _text(written.get("confirm", ""))}
    return {"value": _text(written), "confirm": ""}


def _text(written: Any) -> str:
    return written if isinstance(written, str) else flow(written)


def _record_values(spec: Record, written: Any) -> dict[str, Any]:
    spelled = _spelled(spec, written)
    return {each.key: values_of(each.spec, spelled[each.key]) for each in fields_of(spec) if each.key in spelled}


def pruned(spec: Spec, values: Values) -> Values:
    """Without what was left blank."""
    if isinstance(spec, Scalar):
        return values.strip()
    if isinstance(spec, Figured):
        return {key: values.get(key, "").strip() for key in ("value", "confirm")}
    if isinstance(spec, Listed):
        items = [pruned(spec.item, item) for item in values]
        return [item for item in items if not is_blank(spec.item, item)]
    if isinstance(spec, Keyed):
        pairs = [{"key": pair["key"].strip(), "value": pruned(spec.item, pair["value"])} for pair in values]
        return [pair for pair in pairs if pair["key"] or not is_blank(spec.item, pair["value"])]
    found = {each.key: pruned(each.spec, values[each.key]) for each in fields_of(spec) if each.key in values}
    return {each.key: found[each.key] for each in fields_of(spec) if _stays(each, found)}


def _stays(each: FieldSpec, found: dict[str, Any]) -> bool:
    return each.key in found and not is_blank(each.spec, found[each.key])


def is_blank(spec: Spec, values: Values) -> bool:
    """Whether nothing is said: a record counts as blank if all of it is; a switch that is off says nothing."""
    if isinstance(spec, Scalar):
        return values == "" or (spec.sort == "flag" and values == "false")
    if isinstance(spec, Figured):
        return not any(values.values())
    return not values


def written_of(spec: Spec, values: Values, before: Any = MISSING) -> Any:
    """The tree to write; `before` is how it was written, and what means the same stays that way."""
    if before is not MISSING and pruned(spec, values_of(spec, before)) == values:
        return before
    if isinstance(spec, Scalar):
        return _raw(values) if spec.sort == "raw" else values
    if isinstance(spec, Figured):
        return values if values["confirm"] else values["value"]
    if isinstance(spec, Listed):
        return _list(spec, values, before)
    if isinstance(spec, Keyed):
        old = _merged(before) if isinstance(before, dict) else {}
        made = {pair["key"]: written_of(spec.item, pair["value"], old.get(pair["key"], MISSING)) for pair in values}
        return _kept_short(made, before)
    return _record(spec, values, before)


def _raw(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text
    try:
        return plain(documents_of(text)[0])
    except CannotWrite:
        return text


def _list(spec: Listed, values: list[Any], before: Any) -> Any:
    old = before if isinstance(before, list) else [] if before in (MISSING, "") else [before]
    same = [pruned(spec.item, values_of(spec.item, item)) for item in old]
    made = []
    for n, value in enumerate(values):
        kept = same.index(value) if value in same else n
        made.append(written_of(spec.item, value, old[kept] if kept < len(old) else MISSING))
    alone = before is not MISSING and not isinstance(before, list) and len(made) == 1
    return made[0] if alone and not isinstance(made[0], list) else made


def _record(spec: Record, values: dict[str, Any], before: Any) -> Any:
    fields = {each.key: each.spec for each in fields_of(spec)}
    old = _spelled(spec, before) if before is not MISSING else {}
    tree: dict[str, Any] = {}
    for key, value in old.items():
        if key in values:
            tree[key] = written_of(fields[key], values[key], value)
        elif key not in fields:
            tree[key] = value  # not known to the form, but somebody wrote it
    tree |= {key: written_of(fields[key], values[key]) for key in fields if key in values and key not in tree}
    plainly = isinstance(before, dict) and expanded(spec, before) == before
    if isinstance(before, dict) and MERGED in before:
        return _kept_short(tree, before)
    return tree if plainly and len(tree) > 1 and spec.name != "Condition" else shortened(spec, tree)


def _kept_short(tree: dict[str, Any], before: Any) -> dict[str, Any]:
    """What is still taken over from another place is not written again; something of it left out ends that."""
    taken = _taken_over(before) if isinstance(before, dict) and MERGED in before else {}
    if not taken or not taken.keys() <= tree.keys():
        return tree
    own = {key: value for key, value in tree.items() if key in before or taken.get(key, MISSING) != value}
    return {key: before[key] if key == MERGED else own[key] for key in (*before, *own) if key == MERGED or key in own}
