"""From the place that a problem names to the field of the form that it is about."""

from typing import Any

from shouwen.rulebook.form.filled import ROOT
from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Record, Spec, field_of


def field_at(spec: Spec, values: Any, inner: str) -> str:
    """The name of the innermost field that the dotted place leads to, as far as the form goes."""
    name, steps = ROOT, [step for step in inner.split(".") if step]
    while steps:
        found = _next(spec, values, steps)
        if found is None:
            break
        spec, values, step, taken = found
        name, steps = f"{name}/{step}", steps[taken:]
    return name


def _next(spec: Spec, values: Any, steps: list[str]) -> tuple[Spec, Any, str, int] | None:
    """Spec, values and name one level further in, and how many steps of the place that took."""
    if isinstance(spec, Record):
        return _in_record(spec, values, steps)
    if isinstance(spec, Listed):
        return _in_list(spec, values, steps)
    if isinstance(spec, Keyed):
        keys = [pair["key"] for pair in values]
        n = keys.index(steps[0]) if steps[0] in keys else -1
        return (spec.item, values[n]["value"], f"{n}/value", 1) if n >= 0 else None
    return None


def _in_record(spec: Record, values: dict[str, Any], steps: list[str]) -> tuple[Spec, Any, str, int] | None:
    if spec.name == "Condition":
        rest = ".".join(steps)
        for n, test in enumerate(values.get("tests", ())):
            path = test.get("path", "")
            if path and (rest == path or rest.startswith(f"{path}.")):
                return Record("Test"), test, f"tests/{n}", len(steps)
    each = field_of(spec, steps[0])
    if each is None:
        return None
    return each.spec, values.get(each.key, _nothing(each.spec)), each.key, 1


def _in_list(spec: Listed, values: list[Any], steps: list[str]) -> tuple[Spec, Any, str, int] | None:
    """A list of one may be written without brackets: then the place has no number."""
    if steps[0].isdecimal() and int(steps[0]) < len(values):
        return spec.item, values[int(steps[0])], steps[0], 1
    return (spec.item, values[0], "0", 0) if len(values) == 1 and not isinstance(spec.item, Figured) else None


def _nothing(spec: Spec) -> Any:
    return [] if isinstance(spec, (Listed, Keyed)) else {}
