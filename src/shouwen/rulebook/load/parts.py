"""The written parts of a rulebook, sorted: header, clauses and rules, before they are typed."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml

from shouwen.rulebook.load.text import Reading, place_of, plain, plain_part
from shouwen.rulebook.model import BLOCKS, Place

RULE_KINDS = ("post", "fact", "paper", "procedure", "table", "duty", "gate", "reaction")
BLOCK_KINDS = tuple(BLOCKS)
KINDS = RULE_KINDS + BLOCK_KINDS


@dataclass(frozen=True)
class Written:
    """One clause or rule as it is written; the same node in the same place is the same part."""

    where: str
    given: Any = field(compare=False)
    node: yaml.Node
    shown: str
    is_clause: bool = False


@dataclass
class Parts:
    """Plain dicts in the order of the files; each rule carries its `kind` and `name`."""

    header: dict[str, Any] | None = None
    clauses: list[Written] = field(default_factory=list)
    rules: list[Written] = field(default_factory=list)
    names: dict[str, Place] = field(default_factory=dict)


def sort_document(node: yaml.Node, shown: str, parts: Parts, reading: Reading) -> None:
    """Put one document where it belongs: a list holds rules; a mapping holds header, `clauses` or `rules`."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _rule(item, shown, parts, reading)
    elif isinstance(node, yaml.MappingNode):
        _sections(node, shown, parts, reading)
    elif node.value:
        reading.tell(
            "wrong_document",
            shown,
            "这里应是规则列表，或含 rulebook: / clauses: / rules: 的映射。",
            "Expected a list of rules, or a mapping with rulebook:, clauses: or rules:.",
            place_of(node, shown),
        )


def _sections(node: yaml.MappingNode, shown: str, parts: Parts, reading: Reading) -> None:
    keys = {key.value: value for key, value in node.value if isinstance(key.value, str)}
    for section, take in (("clauses", _clause), ("rules", _rule)):
        for item in _items(keys.get(section), section, shown, reading):
            take(item, shown, parts, reading)
    if "rulebook" in keys:
        _header(node, shown, parts, reading)
        return
    for key in node.value:
        if key[0].value not in ("clauses", "rules"):
            reading.tell(
                "wrong_document",
                shown,
                f"不认识“{key[0].value}:”；文件开头应为 rulebook:、clauses:、rules: 或规则列表（每条规则以“- ”开头）。",
                f"'{key[0].value}:' is not known here; a file begins with rulebook:, clauses:, rules: or a list of rules (each with '- ').",
                place_of(key[0], shown),
            )


def _items(node: yaml.Node | None, section: str, shown: str, reading: Reading) -> list[yaml.Node]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    reading.tell(
        "wrong_document",
        section,
        f"{section}: 下面应是列表，每项以“- ”开头。",
        f"{section}: takes a list; begin each item with '- '.",
        place_of(node, shown),
    )
    return []


def _header(node: yaml.MappingNode, shown: str, parts: Parts, reading: Reading) -> None:
    if parts.header is not None:
        first = reading.places["header"]
        reading.tell(
            "second_header",
            "header",
            f"制度头部（rulebook:）只能写一次，已写在 {first.file} 第 {first.line} 行。",
            f"The header (rulebook:) is written once; it stands in {first.file}, line {first.line}.",
            place_of(node, shown),
        )
        return
    own = yaml.MappingNode(
        node.tag,
        [(key, value) for key, value in node.value if key.value not in ("clauses", "rules")],
        node.start_mark,
        node.end_mark,
    )
    parts.header = plain(own, "header", shown, reading)


def _clause(node: yaml.Node, shown: str, parts: Parts, reading: Reading) -> None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = next((value.value for key, value in pairs if key.value == "id"), "?")
    name = f"clauses.{found}"
    _note_name(name, node, shown, parts, reading)
    parts.clauses.append(Written(name, reading.take(plain_part(node, name, shown)), node, shown, is_clause=True))


def _rule(node: yaml.Node, shown: str, parts: Parts, reading: Reading) -> None:
    kind = _kind(node, shown, reading)
    if kind is None or not isinstance(node, yaml.MappingNode):
        return
    name_node = node.value[0][1]
    name = name_node.value if isinstance(name_node.value, str) else ""
    where = name if kind in RULE_KINDS else f"{kind}.{name}"
    _note_name(where, node, shown, parts, reading)
    given = dict(reading.take(plain_part(node, where, shown)))
    # The kind word is a key of its own; `{post: agent}` names the rule and its kind at once.
    rule: dict[str, Any] = {"kind": kind, "name": given.pop(kind, "") or ""}
    rule |= {key: value for key, value in given.items() if key not in ("kind", "name")}
    parts.rules.append(Written(where, rule, node, shown))


def _kind(node: yaml.Node, shown: str, reading: Reading) -> str | None:
    first = node.value[0][0].value if isinstance(node, yaml.MappingNode) and node.value else ""
    if first in KINDS:
        return str(first)
    near = get_close_matches(str(first), KINDS, 1)
    hint_zh = f"；是不是 {near[0]}？" if near else ""
    hint_en = f"; did you mean {near[0]}?" if near else ""
    reading.tell(
        "unknown_kind",
        str(first) or "?",
        f"规则要以种类开头（{'、'.join(KINDS)}），这里是“{first}”{hint_zh}",
        f"A rule begins with its kind ({', '.join(KINDS)}); here stands '{first}'{hint_en}",
        place_of(node, shown),
    )
    return None


def _note_name(where: str, node: yaml.Node, shown: str, parts: Parts, reading: Reading) -> None:
    if where in parts.names and not where.endswith("?"):
        first = parts.names[where]
        reading.tell(
            "duplicate_name",
            where,
            f"“{where}”已在 {first.file} 第 {first.line} 行用过；请另起一个名字，因为事件和参数按名字查找。",
            f"'{where}' is already used in {first.file}, line {first.line}; choose another name, because events and parameters are found by name.",
            place_of(node, shown),
        )
    parts.names.setdefault(where, place_of(node, shown))
