"""The header of a written rulebook changed as a tree: the lists of clauses and rules beside it keep their letters."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from shouwen.rulebook.load.text import composed
from shouwen.rulebook.rewriting import Edit, applied, change, only_there, plain, shared
from shouwen.rulebook.writing import documents_of, read_back

_LISTS = ("clauses", "rules")


def header_of(text: str) -> dict[str, Any] | None:
    """The header as its author wrote it; None where the file has none."""
    node = _header(documents_of(text))
    return None if node is None else {key.value: plain(value) for key, value in node.value if key.value not in _LISTS}


def with_header(text: str, tree: Mapping[str, Any]) -> str:
    """The same file with another header; keys that are new stand behind those there are."""
    node = _header(documents_of(text))
    assert node is not None
    old = {key.value: plain(value) for key, value in node.value}
    last = [key for key in old if key not in _LISTS][-1]
    whole: dict[str, Any] = {}
    for key, value in old.items():
        if key in _LISTS or key in tree:
            whole[key] = value if key in _LISTS else tree[key]
        if key == last:
            whole |= {new: value for new, value in tree.items() if new not in old}
    edits: list[Edit] = []
    change(text, node, whole, edits)
    changed = applied(text, edits)
    known = read_back(changed)
    only_there(text, known, "header")
    made = _header(composed(changed)[0])
    if made is None or plain(made) != whole:
        raise shared("header")
    return changed


def _header(documents: Iterable[yaml.Node]) -> yaml.MappingNode | None:
    maps = (each for each in documents if isinstance(each, yaml.MappingNode))
    return next((each for each in maps if any(key.value == "rulebook" for key, _value in each.value)), None)
