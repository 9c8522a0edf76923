"""Takes what people wrote out of a decision, and leaves what rules, clocks and figures are made of."""

import re
from collections.abc import Mapping
from typing import Any

ERASED = "（已到期删除）"
"""Stands where somebody's words stood."""
# Names of the engine's own fields: what stands under them was never typed by anybody.
STRUCTURAL = frozenset(
    {
        "is", "at", "by", "step", "task", "clock", "rule", "act", "case_type", "procedure", "unit", "via", "parent",
        "edition", "person", "post", "role", "barred", "paper", "paper_id", "papers", "party", "version", "child",
        "outcome", "key", "mode", "kind", "result", "join", "state", "mark", "title", "fill", "cites", "status", "origin",
        "initiator", "on_behalf", "added_by", "duty", "period", "calendar", "fact", "from_at", "due_at", "warn_at",
        "target_at", "opens_at", "until", "reply_at", "number", "folder", "to_post", "returned_to", "copies", "record",
        "record_id", "promise_id", "steps",
    }
)  # fmt: skip
FACTS = frozenset({"facts", "value"})
"""Under these names stands what forms asked for, whatever the name of the field."""
# A day, an instant, a time of day.
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d\d:\d\d")
# What a rule waits for, as `table:fee`.
_RULE = re.compile(r"(?:reaction|table|gate|step|duty|fact):[a-z0-9_.#@-]+")

Words = frozenset[str]


def redacted(value: Any, words: Words) -> Any:
    """The same event or effects, in which only what the rulebook itself says, instants and figures can be read."""
    if isinstance(value, Mapping):
        return {key: _under(key, inner, words) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inner, words) for inner in value]
    return _leaf(value, words)


def redacted_facts(value: Any, words: Words) -> Any:
    """No name inside is one of the engine's: forms may call a field whatever they like."""
    if isinstance(value, Mapping):
        return {key: redacted_facts(inner, words) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted_facts(inner, words) for inner in value]
    return _leaf(value, words)


def words_in(rulebook: Any) -> Words:
    """Every text that somebody wrote into the rulebook, names of its parts too."""
    found: set[str] = set()
    _collect(rulebook, found)
    return frozenset(found)


def _under(key: str, value: Any, words: Words) -> Any:
    if key in FACTS:
        return redacted_facts(value, words)
    if key in STRUCTURAL and not isinstance(value, Mapping):
        return value
    return redacted(value, words)


def _leaf(value: Any, words: Words) -> Any:
    if not isinstance(value, str) or not value or value in words:
        return value
    return value if _TIME.fullmatch(value) or _RULE.fullmatch(value) else ERASED


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        found.add(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _collect(key, found)
            _collect(inner, found)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            _collect(inner, found)
