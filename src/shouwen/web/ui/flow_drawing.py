"""A procedure as a drawing: boxes in layers, lines named by outcomes, a case's own way coloured."""

from collections.abc import Collection
from dataclasses import dataclass

from shouwen.rulebook.flow import Edge, Graph, Node

WIDTH, HEIGHT = 176, 50
ACROSS, DOWN = 220, 96
MARGIN = 24
SIDE = 120
"""Room at the right for lines that lead back up."""
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A step as drawn."""

    name: str
    x: int
    y: int
    lines: tuple[str, ...]
    who: str
    look: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A way as drawn: its path, its word and where the word stands."""

    path: str
    word: str
    x: int
    y: int
    look: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the picture needs."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(
    graph: Graph, *, done: Collection[str] = (), now: Collection[str] = (), ways: Collection[tuple[str, str]] = ()
) -> Drawing:
    """`done` and `now` are step names, `ways` the (step, outcome) pairs that the case went."""
    at = {node.name: _corner(node, graph) for node in graph.nodes}
    width = graph.columns * ACROSS + 2 * MARGIN + SIDE
    boxes = tuple(_box(node, at[node.name], _look(node.name, done, now)) for node in graph.nodes)
    seen: dict[tuple[str, str], int] = {}
    lines: list[Line] = []
    for edge in graph.edges:
        if edge.start in at and edge.end in at:
            twin = seen[edge.start, edge.end] = seen.get((edge.start, edge.end), -1) + 1
            look = "done" if (edge.start, edge.outcome) in ways else ""
            lines.append(_line(edge, at, twin, len(lines), width, look))
    return Drawing(width, graph.layers * DOWN + 2 * MARGIN, boxes, tuple(lines))


def _corner(node: Node, graph: Graph) -> tuple[int, int]:
    beside = max(other.column for other in graph.nodes if other.layer == node.layer) + 1
    indent = (graph.columns - beside) * ACROSS // 2
    return MARGIN + indent + node.column * ACROSS, MARGIN + node.layer * DOWN


def _look(name: str, done: Collection[str], now: Collection[str]) -> str:
    if name in now:
        return "now"
    return "done" if name in done else ""


def _box(node: Node, at: tuple[int, int], look: str) -> Box:
    title = node.title
    lines = (title[:LONGEST], title[LONGEST : 2 * LONGEST]) if len(title) > LONGEST else (title,)
    who = "、".join(member.title for member in node.members) or node.who
    short = who if len(who) <= LONGEST + 2 else who[: LONGEST + 1] + "…"
    return Box(node.name, *at, lines, short, look, f"{title} · {node.who or who} {node.rounds}".strip())


def _line(edge: Edge, at: dict[str, tuple[int, int]], twin: int, index: int, width: int, look: str) -> Line:
    """Forward lines go down with a bend half-way; lines that lead back go round at the right, each on its own track."""
    (x1, y1), (x2, y2) = at[edge.start], at[edge.end]
    word = edge.title if len(edge.title) <= LONGEST else edge.title[: LONGEST - 1] + "…"
    if edge.back:
        track = width - MARGIN - 8 - (index % 9) * 11
        start, end = (x1 + WIDTH, y1 + HEIGHT // 2 + 6), (x2 + WIDTH, y2 + HEIGHT // 2 - 6)
        path = f"M{start[0]},{start[1]} H{track} V{end[1]} H{end[0] + 2}"
        return Line(path, word, start[0] + 6, start[1] + 12, look)
    shift = twin * 18
    sx, sy, ex, ey = x1 + WIDTH // 2 + shift, y1 + HEIGHT, x2 + WIDTH // 2 + shift, y2 - 2
    bend = ey - 22
    path = f"M{sx},{sy} V{bend} H{ex} V{ey}"
    return Line(path, word, (sx if sx == ex else (sx + ex) // 2) + 5, bend - 5 - twin * 13, look)
