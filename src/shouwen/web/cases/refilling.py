"""A form as it was typed, just now or in a draft, in the place of what is known."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shouwen.cases.rows import PaperForm
from shouwen.engine.facts import Value


def refilled_paper(paper: PaperForm, values: Mapping[str, Any]) -> PaperForm:
    fields = []
    for one in paper.fields:
        given = values.get(f"{paper.paper}.{one.name}")
        value = None if given is None else _value(one.type, given)
        # What was typed oneself hides nothing from oneself.
        fields.append(one if given is None else replace(one, value=value, masked=one.masked and value == one.value))
    return replace(paper, fields=tuple(fields))


def _value(kind: str, given: Any) -> Value:
    listed = list(given) if isinstance(given, (list, tuple)) else [given]
    if kind == "several":
        return tuple(str(each) for each in listed)
    return str(listed[-1]) if listed else None
