"""How long words are in a drawing, how they break into lines, and how much room a step with its parts needs."""

from collections.abc import Mapping

from shouwen.rulebook.flow import Graph, Node

LINE = 15
"""Height of a line of writing; a box has room for as many as its drawing needs."""
PADDING = 10
PER_LINE = 13
TITLE_LINES, WHO_LINES = 3, 2
WIDE, NARROW = 11.0, 6.2
PART = 36
"""Height of the box of a part that is done beside others, inside the box of its step."""
PART_AIR = 4
PART_WORDS = 13


def length(words: str) -> float:
    return sum(WIDE if ord(letter) > 0x2E7F else NARROW for letter in words)


def wrapped(words: str, most: int, per_line: int = PER_LINE) -> tuple[str, ...]:
    """Lines that fit into a box; Latin letters are half as wide."""
    lines, room = [""], per_line * WIDE
    for letter in words:
        if length(lines[-1] + letter) > room:
            if len(lines) == most:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
        lines[-1] += letter
    return tuple(line for line in lines if line)


def heights(graph: Graph) -> Mapping[int, int]:
    """Of the boxes of each layer: alike everywhere, but for steps whose parts stand inside."""
    common = max([2, *(_lines(node) for node in graph.nodes)]) * LINE + 2 * PADDING
    found = dict.fromkeys(range(graph.layers), common)
    for node in graph.nodes:
        found[node.layer] = max(found[node.layer], _lines(node) * LINE + 2 * PADDING + parts_height(node))
    return found


def parts_height(node: Node) -> int:
    return len(node.members) * (PART + PART_AIR)


def _lines(node: Node) -> int:
    return len(wrapped(node.title, TITLE_LINES)) + len(wrapped(node.who, WHO_LINES))
