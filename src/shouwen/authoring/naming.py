"""Names for what an author gave only a title: the reading of the Chinese words, where a form left the name blank."""

from typing import Any

from shouwen.authoring.accepting import name_for
from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Record, Spec, field_of
from shouwen.rulebook.form.values import is_blank, pruned

_TITLES = ("title", "text")
LONGEST = 24


def named(spec: Spec, values: Any) -> Any:
    """The same values, every entry with a name."""
    if isinstance(spec, Keyed):
        return _entries(spec, values)
    if isinstance(spec, Listed):
        return [named(spec.item, item) for item in values]
    if isinstance(spec, Record):
        fields = {key: field_of(spec, key) for key in values}
        return {key: named(each.spec, values[key]) if each else values[key] for key, each in fields.items()}
    return values


def _entries(spec: Keyed, values: Any) -> list[dict[str, Any]]:
    taken = {pair["key"].strip() for pair in values}
    made = []
    for pair in values:
        key, value = pair["key"].strip(), named(spec.item, pair["value"])
        if not key and not is_blank(spec.item, pruned(spec.item, value)):
            key = short_name(_words(spec.item, value), taken)
            taken.add(key)
        made.append({"key": key, "value": value})
    return made


def short_name(words: str, taken: set[str]) -> str:
    return name_for(words[:LONGEST] or "item", "item", taken)


def _words(spec: Spec, value: Any) -> str:
    if isinstance(spec, Record):
        return next((str(value[key]) for key in _TITLES if value.get(key)), "")
    if isinstance(spec, Figured):
        return str(value["value"])
    return value if isinstance(value, str) else ""
