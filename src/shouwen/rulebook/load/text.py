"""YAML read as text: plain dicts, lists and strings, with the line on which each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from shouwen.rulebook.load.compose import TooMuch, nodes_of
from shouwen.rulebook.model import Place, Problem

BYTE_ORDER_MARK = "\ufeff"
KEPT = 256
KEPT_PARTS = 8192


@dataclass
class Reading:
    """What has been read so far: the place of every part, and every problem met on the way."""

    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: str, where: str, zh: str, en: str, place: Place | None = None) -> None:
        """Note one problem at its place, or at the nearest place above it."""
        self.problems.append(
            Problem(code=code, where=where, message=zh, message_en=en, place=place or nearest(self.places, where))
        )

    def take(self, part: Plain) -> Any:
        """What was read of one part by itself."""
        self.places |= part.places
        self.problems += part.problems
        return part.tree


def nearest(places: dict[str, Place], where: str) -> Place | None:
    """The place of `where`, or of the closest part around it."""
    while where:
        if where in places:
            return places[where]
        where = where.rpartition(".")[0]
    return None


def text_of(path: Path, shown: str, reading: Reading) -> str:
    """What a file holds; nothing and a problem if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        reading.tell(
            "unreadable_file",
            shown,
            f"文件无法读取（{fault}）；请检查权限，并存为 UTF-8。",
            f"The file cannot be read ({fault}); check its permissions and save it as UTF-8.",
            Place(file=shown, line=1),
        )
        return ""


def documents(path: Path, shown: str, reading: Reading) -> Iterator[yaml.Node]:
    """The documents of one file, as far as it can be read."""
    yield from documents_in(text_of(path, shown, reading), shown, reading)


def documents_in(text: str, shown: str, reading: Reading) -> Iterator[yaml.Node]:
    """The documents of a text; a syntax error is a problem, and what stands before it is kept."""
    nodes, fault = composed(text.removeprefix(BYTE_ORDER_MARK))
    yield from nodes
    if isinstance(fault, TooMuch):
        reading.tell("yaml_too_much", shown, fault.zh, fault.en, Place(file=shown, line=fault.line))
    elif fault is not None:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(fault, "problem", None) or str(fault).splitlines()[0]
        reading.tell(
            "yaml_syntax",
            shown,
            f"YAML 写法有误：{what}；请检查这一行及上一行的缩进、冒号、引号和括号。",
            f"YAML cannot be read here: {what}; check indentation, colons, quotes and brackets of this line and the one above.",
            Place(file=shown, line=line),
        )


@lru_cache(KEPT)
def composed(text: str) -> tuple[tuple[yaml.Node, ...], yaml.YAMLError | None]:
    """While one types only one file of many changes; what was read of the others is kept."""
    nodes: list[yaml.Node] = []
    try:
        nodes.extend(nodes_of(text))
    except yaml.YAMLError as fault:
        return tuple(nodes), fault
    return tuple(nodes), None


@dataclass(frozen=True)
class Plain:
    """One part read by itself: its tree, where its parts stand, and what is wrong with how it is written."""

    tree: Any
    places: dict[str, Place]
    problems: tuple[Problem, ...]


@lru_cache(KEPT_PARTS)
def plain_part(node: yaml.Node, where: str, shown: str) -> Plain:
    """Nodes of a file that did not change are the same ones: what was read of them is kept. The tree is not to be changed."""
    own = Reading()
    tree = plain(node, where, shown, own)
    return Plain(tree, own.places, tuple(own.problems))


def place_of(node: yaml.Node, shown: str) -> Place:
    """File and line of a node."""
    # Thousands of them for each reading: what is known to be right is not checked again.
    return Place.model_construct(file=shown, line=node.start_mark.line + 1)


def plain(node: yaml.Node, where: str, shown: str, reading: Reading) -> Any:
    """The node as dict, list or text; its parts are entered in `places` under dotted paths."""
    reading.places[where] = place_of(node, shown)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, shown, reading)
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, f"{where}.{n}", shown, reading) for n, item in enumerate(node.value)]
    return node.value


def _mapping(node: yaml.MappingNode, where: str, shown: str, reading: Reading) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            reading.tell(
                "wrong_key",
                where,
                "键必须是一个词，不能是列表或映射；请检查花括号与冒号。",
                "A key must be one word, not a list or a mapping; check braces and colons.",
                place_of(key_node, shown),
            )
        elif key == "<<":
            merged |= _merged(value_node, where, shown, reading)
        elif key in own:
            reading.tell(
                "duplicate_key",
                f"{where}.{key}",
                f"“{key}”在同一处写了两次；请合并或删去其中一个（先写的在第 {reading.places[f'{where}.{key}'].line} 行）。",
                f"'{key}' is written twice here; merge the two or remove one (the first stands on line {reading.places[f'{where}.{key}'].line}).",
                place_of(key_node, shown),
            )
        else:
            own[key] = plain(value_node, f"{where}.{key}", shown, reading)
            reading.places[f"{where}.{key}"] = place_of(key_node, shown)
    return {**merged, **own}


def _merged(node: yaml.Node, where: str, shown: str, reading: Reading) -> dict[str, Any]:
    """The mappings behind a merge key; earlier ones win, as YAML says."""
    parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
    result: dict[str, Any] = {}
    for part in reversed(parts):
        value = plain(part, where, shown, reading)
        result |= value if isinstance(value, dict) else {}
    return result
