"""A procedure as a drawing: boxes in layers, lines named by outcomes, a case's own way coloured."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shouwen.rulebook.flow import Edge, Graph, Node

WIDTH, HEIGHT = 176, 50
ACROSS = 220
MARGIN = 20
SLOT = 15
"""Between layers every line has a height of its own, so that no word stands on another."""
AIR = 18
TRACK = 12
WORD_ROOM = 84
"""Beside the boxes, for the words of lines that go round."""
INSET = 24
LONGEST = 12

NEXT, SKIP, BACK = "next", "skip", "back"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of writing."""

    words: str
    x: int
    y: int
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """A step as drawn."""

    name: str
    x: int
    y: int
    lines: tuple[Text, ...]
    who: Text
    look: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A way as drawn: its path, its word and where the word stands."""

    path: str
    text: Text
    look: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the picture needs."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """All outcomes that lead from one step to one other."""

    start: Node
    end: Node
    words: str
    outcomes: frozenset[str]
    sort: str


class Plan:
    """Where everything stands: each layer below the lines that pass above it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.ways = _ways(graph)
        self.left = self._tracks(SKIP)
        self.right = self._tracks(BACK)

    def _tracks(self, sort: str) -> list[str]:
        return list(dict.fromkeys(way.end.name for way in self.ways if way.sort == sort))

    @cached_property
    def exits(self) -> Mapping[int, list[Way]]:
        """Those that leave each layer downwards, in the order of their heights."""
        return {layer: [way for way in self.ways if way.start.layer == layer] for layer in range(-1, self.graph.layers)}

    @cached_property
    def entries(self) -> Mapping[int, list[tuple[str, str]]]:
        """Those that come from far into the layer below, once for each step they lead to."""
        found: dict[int, dict[tuple[str, str], None]] = {layer: {} for layer in range(-1, self.graph.layers)}
        for way in self.ways:
            if way.sort != NEXT:
                found[way.end.layer - 1][way.sort, way.end.name] = None
        return {layer: list(each) for layer, each in found.items()}

    @cached_property
    def tops(self) -> Sequence[int]:
        """The upper edge of each layer, and of what comes below the last."""
        tops = [MARGIN + self._gap(-1) if self.entries[-1] else MARGIN]
        for layer in range(self.graph.layers):
            tops.append(tops[-1] + HEIGHT + self._gap(layer))
        return tops

    def _gap(self, layer: int) -> int:
        return 2 * AIR + SLOT * (len(self.exits[layer]) + len(self.entries[layer]))

    @property
    def indent(self) -> int:
        return MARGIN + (WORD_ROOM + TRACK * len(self.left) if self.left else 0)

    @property
    def width(self) -> int:
        beside = WORD_ROOM + TRACK * len(self.right) if self.right else 0
        return self.indent + self.graph.columns * ACROSS - (ACROSS - WIDTH) + beside + MARGIN

    @property
    def height(self) -> int:
        return self.tops[self.graph.layers - 1] + HEIGHT + MARGIN

    def corner(self, node: Node) -> tuple[int, int]:
        beside = max(other.column for other in self.graph.nodes if other.layer == node.layer) + 1
        middle = (self.graph.columns - beside) * ACROSS // 2
        return self.indent + middle + node.column * ACROSS, self.tops[node.layer]

    def exit_height(self, way: Way) -> int:
        layer = way.start.layer
        return self.tops[layer] + HEIGHT + AIR + SLOT * self.exits[layer].index(way)

    def entry_height(self, way: Way) -> int:
        layer = way.end.layer - 1
        above = len(self.exits[layer]) + self.entries[layer].index((way.sort, way.end.name))
        bottom = self.tops[layer] + HEIGHT if layer >= 0 else MARGIN
        return bottom + AIR + SLOT * above

    def track(self, way: Way) -> int:
        if way.sort == SKIP:
            return MARGIN + TRACK * self.left.index(way.end.name)
        return self.width - MARGIN - TRACK * self.right.index(way.end.name)


def draw(
    graph: Graph, *, done: Collection[str] = (), now: Collection[str] = (), ways: Collection[tuple[str, str]] = ()
) -> Drawing:
    """`done` and `now` are step names, `ways` the (step, outcome) pairs that the case went."""
    plan = Plan(graph)
    boxes = tuple(_box(node, plan.corner(node), _look(node.name, done, now)) for node in graph.nodes)
    lines = [_line(way, plan, gone=any((way.start.name, each) in ways for each in way.outcomes)) for way in plan.ways]
    # The way that was gone lies on top of the others.
    return Drawing(plan.width, plan.height, boxes, tuple(sorted(lines, key=lambda line: line.look)))


def _ways(graph: Graph) -> list[Way]:
    nodes = {node.name: node for node in graph.nodes}
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in graph.edges:
        if edge.start in nodes and edge.end in nodes:
            found.setdefault((edge.start, edge.end), []).append(edge)
    return [_way(nodes[start], nodes[end], edges) for (start, end), edges in found.items()]


def _way(start: Node, end: Node, edges: Sequence[Edge]) -> Way:
    words = " / ".join(dict.fromkeys(_short(edge.title) for edge in edges))
    far = SKIP if end.layer > start.layer + 1 else NEXT
    return Way(start, end, words, frozenset(edge.outcome for edge in edges), BACK if edges[0].back else far)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _look(name: str, done: Collection[str], now: Collection[str]) -> str:
    if name in now:
        return "now"
    return "done" if name in done else ""


def _box(node: Node, at: tuple[int, int], look: str) -> Box:
    x, y = at
    title = node.title
    parts = (title[:LONGEST], _short(title[LONGEST:])) if len(title) > LONGEST else (title,)
    first = 17 if len(parts) > 1 else 22
    who = "、".join(member.title for member in node.members) or node.who
    # The end has nobody, so its word stands in the middle.
    lines = tuple(Text(part, x + 10, y + (first if who else 30) + 14 * number) for number, part in enumerate(parts))
    told = f"{title} · {node.who or who} {node.rounds}".strip(" ·")
    return Box(node.name, x, y, lines, Text(_short(who), x + 10, y + (44 if len(parts) > 1 else 40)), look, told)


def _line(way: Way, plan: Plan, *, gone: bool) -> Line:
    look = "done" if gone else ""
    (x1, y1), (x2, y2) = plan.corner(way.start), plan.corner(way.end)
    height = plan.exit_height(way)
    if way.sort == NEXT:
        sx, ex = x1 + WIDTH // 2, x2 + WIDTH // 2
        bend = f"V{height} H{ex} " if sx != ex else ""
        word = Text(way.words, sx - 5, height - 4, "end") if ex < sx else Text(way.words, sx + 5, height - 4)
        return Line(f"M{sx},{y1 + HEIGHT} {bend}V{y2 - 2}", word, look)
    inset = INSET if way.sort == SKIP else WIDTH - INSET
    sx, ex, track = x1 + inset, x2 + inset, plan.track(way)
    path = f"M{sx},{y1 + HEIGHT} V{height} H{track} V{plan.entry_height(way)} H{ex} V{y2 - 2}"
    word = Text(way.words, sx - 5, height - 4, "end") if way.sort == SKIP else Text(way.words, sx + 5, height - 4)
    return Line(path, word, look)
