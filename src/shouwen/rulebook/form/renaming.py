"""A rule under another name: everything that names it follows, found by what the fields of forms refer to."""

from collections.abc import Mapping
from typing import Any

from shouwen.rulebook.form.parts import rules_in
from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Record, Scalar, Spec, field_of, spec_of
from shouwen.rulebook.form.values import Values, values_of, written_of
from shouwen.rulebook.rewriting import rewritten_all, tree_of
from shouwen.rulebook.writing import CannotWrite

# Fields that hold a path: the name of a paper, a procedure or a fact stands in front of its first dot.
_PATHS = frozenset({"fact", "event", "record", "said"})
_TYPES = frozenset({"case.type", "type"})


def carried(files: Mapping[str, str], kind: str, old: str, new: str) -> dict[str, str]:
    """The files that change when the rule that was called `old` is called `new`."""
    found = {name: _file(text, kind, old, new) for name, text in files.items()}
    return {name: text for name, text in found.items() if text != files[name]}


def _file(text: str, kind: str, old: str, new: str) -> str:
    try:
        rules = rules_in(text)
    except CannotWrite:
        return text  # the checker says so, with the line
    name = _Name(kind, old, new)
    trees = {}
    for path, each in rules.items():
        spec, tree = spec_of(each), tree_of(text, path)
        before = values_of(spec, tree)
        after = name.put(spec, before)
        if after != before:
            trees[path] = written_of(spec, after, tree)
    return rewritten_all(text, trees)


class _Name:
    """One name and what it is replaced by."""

    def __init__(self, kind: str, old: str, new: str) -> None:
        self.kind, self.old, self.new = kind, old, new

    def put(self, spec: Spec, values: Values) -> Values:
        if isinstance(spec, Scalar):
            return self._scalar(spec, values)
        if isinstance(spec, Figured):
            return {**values, "value": self._scalar(spec.inner, values["value"])}
        if isinstance(spec, Listed):
            return [self.put(spec.item, item) for item in values]
        if isinstance(spec, Keyed):
            return [
                {"key": self._scalar(spec.keys, pair["key"]), "value": self.put(spec.item, pair["value"])}
                for pair in values
            ]
        return self._record(spec, values)

    def _record(self, spec: Record, values: dict[str, Any]) -> dict[str, Any]:
        fields = {key: field_of(spec, key) for key in values}
        made = {key: self.put(each.spec, values[key]) if each else values[key] for key, each in fields.items()}
        if spec.name == "Test" and self.kind == "procedure" and values.get("path") in _TYPES:
            words = [word.strip() for word in values.get("value", "").split(",")]
            if self.old in words:
                made["value"] = ", ".join(self.new if word == self.old else word for word in words)
        return made

    def _scalar(self, spec: Scalar, value: str) -> str:
        if value == self.old and (self.kind in spec.refs or _PATHS & set(spec.refs)):
            return self.new
        if _PATHS & set(spec.refs) and value.startswith(f"{self.old}."):
            return f"{self.new}{value.removeprefix(self.old)}"
        return value.replace(f"{{{self.old}.", f"{{{self.new}.")
