"""A written rulebook changed at one place: the characters of that place are replaced, every other one stays as it was."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from shouwen.rulebook.load.compose import TooMuch, weigh
from shouwen.rulebook.load.parts import KINDS, RULE_KINDS
from shouwen.rulebook.load.text import composed

# Without libyaml: its marks count otherwise where characters are wide.
_Loader: Any = yaml.BaseLoader
_PLAIN = re.compile(r"[0-9A-Za-z_\u3400-\u9fff][^\n,\[\]{}#:&*!|>%@`\"'\\?]*")
_SECTIONS = ("clauses", "rules")
# A page reads every file of a draft again and changes one of them.
KEPT = 256


class CannotWrite(ValueError):
    """Why a place cannot be changed by itself; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part stands in its file: from which character on, and its value if it is one text."""

    path: str
    start: int
    node: yaml.Node

    @property
    def value(self) -> str | None:
        return self.node.value if isinstance(self.node, yaml.ScalarNode) else None


@lru_cache(KEPT)
def spots(text: str) -> Mapping[str, Spot]:
    """Every part of a file under the dotted path by which the loader knows it; of one written twice, the first."""
    found: dict[str, Spot] = {}
    for document in documents_of(text):
        for spot in _document(document):
            found.setdefault(spot.path, spot)
    return found


def read_back(text: str) -> Mapping[str, yaml.Node]:
    """Every part of a file that was just written, by path; the loader reads the same, and much faster than with places."""
    nodes, fault = composed(text)
    if fault is not None:
        raise CannotWrite(str(fault), str(fault))
    found: dict[str, yaml.Node] = {}
    for document in nodes:
        for spot in _document(document):
            found.setdefault(spot.path, spot.node)
    return found


def part(text: str, path: str) -> str:
    """A rule or clause as it is written, moved to the left margin."""
    spot = spot_of(text, path)
    indent = " " * spot.node.start_mark.column
    return re.sub(rf"(?m)^{indent}", "", text[spot.start : end_of(text, spot.node)])


def replace_part(text: str, path: str, written: str) -> str:
    """The same file with a rule or clause written anew."""
    spot = spot_of(text, path)
    first, *others = written.replace("\r\n", "\n").strip().split("\n")
    indent = " " * spot.node.start_mark.column
    lines = [first, *(f"{indent}{line}" if line.strip() else "" for line in others)]
    return text[: spot.start] + "\n".join(lines) + text[end_of(text, spot.node) :]


def put(text: str, path: str, value: str) -> str:
    """The same file with another value at a path; a key that is missing is added to the part around it."""
    before = _values(text)
    known = spots(text)
    spot = known.get(path)
    if spot is None:
        changed = _added(text, known, path, value)
    elif spot.value is None:
        raise CannotWrite(
            f"{path} 不是单个值，请在 YAML 里修改。", f"{path} is not a single value: change it in the YAML."
        )
    else:
        gap = " " if text[: spot.start].endswith(":") else ""
        changed = text[: spot.start] + gap + scalar(value) + text[end_of(text, spot.node) :]
    if _values_or_none(changed) != {**before, path: value}:
        # A shared part (an anchor) or an odd way of writing would carry the change elsewhere.
        raise CannotWrite(
            f"{path} 与别处共用同一写法，单独改会影响别处；请在 YAML 里修改。",
            f"{path} shares its writing with other places: change it in the YAML.",
        )
    return changed


def append(text: str, rule: str) -> str:
    """The same file, a list of rules, with one more at its end."""
    lines = rule.strip().split("\n")
    item = "\n".join([f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])])
    return f"{text.rstrip()}\n{item}\n" if text.strip() else f"{item}\n"


def scalar(value: str) -> str:
    """A value as YAML, plain where that is safe in lists and braces too."""
    if _PLAIN.fullmatch(value) and value == value.strip():
        return value
    if "\n" in value or not value.isprintable():
        return json.dumps(value, ensure_ascii=False)
    return "'" + value.replace("'", "''") + "'"


@lru_cache(KEPT)
def documents_of(text: str) -> tuple[yaml.Node, ...]:
    """The documents of a file as they are written."""
    try:
        weigh(text)
        return tuple(yaml.compose_all(text, Loader=_Loader))
    except TooMuch as fault:
        raise CannotWrite(f"第 {fault.line} 行：{fault.zh}", f"Line {fault.line}: {fault.en}") from fault
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise CannotWrite(
            f"第 {line} 行的 YAML 写法有误，请先在文件里改正。",
            f"The YAML is not well written at line {line}: correct the file first.",
        ) from fault


def _document(node: yaml.Node) -> Iterator[Spot]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _rule(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in _SECTIONS and isinstance(value, yaml.SequenceNode):
                for item in value.value:
                    yield from _rule(item) if key.value == "rules" else _clause(item)
            elif key.value not in _SECTIONS:
                yield from _inside(value, f"header.{key.value}")


def _rule(node: yaml.Node) -> Iterator[Spot]:
    if isinstance(node, yaml.MappingNode) and node.value and node.value[0][0].value in KINDS:
        kind, name = node.value[0][0].value, node.value[0][1].value
        yield from _inside(node, str(name) if kind in RULE_KINDS else f"{kind}.{name}")


def _clause(node: yaml.Node) -> Iterator[Spot]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = next((value.value for key, value in pairs if key.value == "id"), "?")
    yield from _inside(node, f"clauses.{found}")


def _inside(node: yaml.Node, path: str) -> Iterator[Spot]:
    yield Spot(path, node.start_mark.index, node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _inside(value, f"{path}.{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for n, item in enumerate(node.value):
            yield from _inside(item, f"{path}.{n}")


def spot_of(text: str, path: str) -> Spot:
    found = spots(text).get(path)
    if found is None:
        raise CannotWrite(
            f"文件里已没有 {path}，可能刚被改名或删去。",
            f"{path} no longer stands in the file; it may just have been renamed or removed.",
        )
    return found


def end_of(text: str, node: yaml.Node) -> int:
    """Where a part's last character stands: marks of blocks go on to the next part, over blank lines and remarks."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
        if last.start_mark.index >= node.start_mark.index:
            return end_of(text, last)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _added(text: str, known: Mapping[str, Spot], path: str, value: str) -> str:
    around, _, key = path.rpartition(".")
    spot = known.get(around)
    if spot is None or not isinstance(spot.node, yaml.MappingNode) or not spot.node.value:
        raise CannotWrite(
            f"文件里没有 {around}，请在 YAML 里补写。", f"There is no {around} here: write it in the YAML."
        )
    last = spot.node.value[-1][1]
    if spot.node.flow_style:
        at = last.end_mark.index
        return f"{text[:at]}, {key}: {scalar(value)}{text[at:]}"
    at = end_of(text, spot.node)
    return f"{text[:at]}\n{' ' * spot.node.start_mark.column}{key}: {scalar(value)}{text[at:]}"


def _values(text: str) -> dict[str, str | None]:
    return {path: spot.value for path, spot in spots(text).items()}


def _values_or_none(text: str) -> dict[str, str | None] | None:
    try:
        return _values(text)
    except CannotWrite:
        return None
