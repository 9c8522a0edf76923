"""A procedure as a drawing: boxes in layers, lines named by outcomes, a case's own way coloured."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from shouwen.rulebook.flow import Edge, Graph, Node
from shouwen.web.ui.flow_words import (
    LINE,
    PART,
    PART_AIR,
    PART_WORDS,
    TITLE_LINES,
    WHO_LINES,
    heights,
    length,
    parts_height,
    wrapped,
)  # fmt: skip

WIDTH = 176
ACROSS = 220
MARGIN = 20
SLOT = 15
"""Between layers every line has a height of its own, so that no word stands on another."""
AIR = 18
TRACK = 12
WORD_ROOM = 24
"""Beside the boxes, before the lines that go round."""
INSET = 24
LONGEST = 40
"""Of the words on a line; what is cut stands in full in its tip."""

PART_INSET = 8
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
    height: int
    lines: tuple[Text, ...]
    who: tuple[Text, ...]
    look: str
    title: str
    link: str = ""
    fault: str = ""
    parts: tuple["Box", ...] = ()
    """Those done beside each other, inside the box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A way as drawn: its path, its word and where the word stands."""

    path: str
    words: tuple[Text, ...]
    look: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """For a chart that is worked on: where a step leads, what is wrong with it, and which one is open."""

    links: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    here: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the picture needs; `left` is where its words begin."""

    left: int
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """All outcomes that lead from one step to one other."""

    start: Node
    end: Node
    words: tuple[str, ...]
    outcomes: frozenset[str]
    sort: str


class Plan:
    """Where everything stands: each layer below the lines that pass above it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.boxes = heights(graph)
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
            tops.append(tops[-1] + self.boxes[layer] + self._gap(layer))
        return tops

    def _gap(self, layer: int) -> int:
        return 2 * AIR + SLOT * (self._slots(layer) + len(self.entries[layer]))

    def _slots(self, layer: int) -> int:
        """Every outcome has a line of its own."""
        return sum(len(way.words) for way in self.exits[layer])

    @property
    def indent(self) -> int:
        return MARGIN + (WORD_ROOM + TRACK * len(self.left) if self.left else 0)

    @property
    def width(self) -> int:
        beside = WORD_ROOM + TRACK * len(self.right) if self.right else 0
        return self.indent + self.graph.columns * ACROSS - (ACROSS - WIDTH) + beside + MARGIN

    @property
    def height(self) -> int:
        return self.tops[self.graph.layers - 1] + self.boxes[self.graph.layers - 1] + MARGIN

    def corner(self, node: Node) -> tuple[int, int]:
        beside = max(other.column for other in self.graph.nodes if other.layer == node.layer) + 1
        middle = (self.graph.columns - beside) * ACROSS // 2
        return self.indent + middle + node.column * ACROSS, self.tops[node.layer]

    def exit_height(self, way: Way) -> int:
        layer = way.start.layer
        ways = self.exits[layer]
        before = sum(len(each.words) for each in ways[: ways.index(way)])
        return self.tops[layer] + self.boxes[layer] + AIR + SLOT * (before + len(way.words) - 1)

    def entry_height(self, way: Way) -> int:
        layer = way.end.layer - 1
        above = self._slots(layer) + self.entries[layer].index((way.sort, way.end.name))
        bottom = self.tops[layer] + self.boxes[layer] if layer >= 0 else MARGIN
        return bottom + AIR + SLOT * above

    def track(self, way: Way) -> int:
        if way.sort == SKIP:
            return MARGIN + TRACK * self.left.index(way.end.name)
        return self.width - MARGIN - TRACK * self.right.index(way.end.name)


NO_MARKS = Marks()
Look = Callable[[str], str]
"""How a step stands, by its name."""


def draw(
    graph: Graph,
    *,
    done: Collection[str] = (),
    now: Collection[str] = (),
    ways: Collection[tuple[str, str]] = (),
    marks: Marks = NO_MARKS,
) -> Drawing:
    """`done` and `now` are step names, `ways` the (step, outcome) pairs that the case went."""
    plan = Plan(graph)
    boxes = tuple(_box(node, plan, partial(_look, done, now, marks), marks) for node in graph.nodes)
    lines = [
        _line(way, plan, gone=any((way.start.name, each) in ways for each in way.outcomes), marks=marks)
        for way in plan.ways
    ]
    # The way that was gone lies on top of the others; the picture is as wide as its longest words.
    words = [text for line in lines for text in line.words]
    left = min([0, *(int(_start(text)) - MARGIN for text in words)])
    right = max([plan.width, *(int(_start(text) + length(text.words)) + MARGIN for text in words)])
    return Drawing(left, right - left, plan.height, boxes, tuple(sorted(lines, key=lambda line: line.look)))


def _start(text: Text) -> float:
    return text.x - length(text.words) if text.anchor == "end" else text.x


def _ways(graph: Graph) -> list[Way]:
    nodes = {node.name: node for node in graph.nodes}
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in graph.edges:
        if edge.start in nodes and edge.end in nodes:
            found.setdefault((edge.start, edge.end), []).append(edge)
    return [_way(nodes[start], nodes[end], edges) for (start, end), edges in found.items()]


def _way(start: Node, end: Node, edges: Sequence[Edge]) -> Way:
    words = tuple(dict.fromkeys(edge.title for edge in edges))
    far = SKIP if end.layer > start.layer + 1 else NEXT
    return Way(start, end, words, frozenset(edge.outcome for edge in edges), BACK if edges[0].back else far)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _look(done: Collection[str], now: Collection[str], marks: Marks, name: str) -> str:
    looks = (("now", name in now), ("done", name in done and name not in now), ("here", name == marks.here))
    return " ".join([*(look for look, holds in looks if holds), *(["bad"] if name in marks.faults else [])])


def _box(node: Node, plan: Plan, look: Look, marks: Marks) -> Box:
    x, y = plan.corner(node)
    height = plan.boxes[node.layer]
    titles, who = wrapped(node.title, TITLE_LINES), wrapped(node.who, WHO_LINES)
    # What there is stands in the middle.
    top = y + (height - parts_height(node) - (len(titles) + len(who)) * LINE) // 2 + LINE - 3
    told = f"{node.title} · {node.who} {node.rounds}".strip(" ·")
    fault = marks.faults.get(node.name, "")
    below = top + LINE * (len(titles) + len(who) - 1) + PART_AIR
    return Box(
        node.name, x, y, height, tuple(_written(titles, x, top)),
        tuple(_written(who, x, top + LINE * len(titles))), look(node.name), f"{told}\n{fault}".strip(),
        marks.links.get(node.name, ""), fault, tuple(_parts(node, (x, below), look, marks)),
    )  # fmt: skip


def _parts(node: Node, corner: tuple[int, int], look: Look, marks: Marks) -> Iterable[Box]:
    """One below the other: they are done at the same time, in no order."""
    x, y = corner[0] + PART_INSET, corner[1] + PART_AIR
    for number, part in enumerate(node.members):
        name, top = f"{node.name}.{part.name}", y + number * (PART + PART_AIR)
        titles, who = wrapped(part.title, 1, PART_WORDS), wrapped(part.who, 1, PART_WORDS)
        fault, told = marks.faults.get(name, ""), f"{part.title} · {part.who}".strip(" ·")
        yield Box(
            name, x, top, PART, tuple(_written(titles, x - PART_INSET // 2, top + LINE)),
            tuple(_written(who, x - PART_INSET // 2, top + 2 * LINE - 1)), look(name),
            f"{told}\n{fault}".strip(), marks.links.get(name, ""), fault,
        )  # fmt: skip


def _written(lines: Iterable[str], x: int, top: int) -> Iterable[Text]:
    return (Text(words, x + 10, top + LINE * number) for number, words in enumerate(lines))


def _line(way: Way, plan: Plan, *, gone: bool, marks: Marks) -> Line:
    look = "done" if gone else ""
    (x1, y1), (x2, y2) = plan.corner(way.start), plan.corner(way.end)
    height = plan.exit_height(way)
    link = f"{link}#ways" if (link := marks.links.get(way.start.name, "")) else ""
    if way.sort == NEXT:
        sx, ex = x1 + WIDTH // 2, x2 + WIDTH // 2
        bend = f"V{height} H{ex} " if sx != ex else ""
        return Line(
            f"M{sx},{y1 + plan.boxes[way.start.layer]} {bend}V{y2 - 2}",
            _said(way, sx, height, left=ex < sx),
            look,
            link,
        )
    inset = INSET if way.sort == SKIP else WIDTH - INSET
    sx, ex, track = x1 + inset, x2 + inset, plan.track(way)
    path = f"M{sx},{y1 + plan.boxes[way.start.layer]} V{height} H{track} V{plan.entry_height(way)} H{ex} V{y2 - 2}"
    return Line(path, _said(way, sx, height, left=way.sort == SKIP), look, link)


def _said(way: Way, x: int, height: int, *, left: bool) -> tuple[Text, ...]:
    """The outcomes below each other, the last one just above the way."""
    first = height - 4 - SLOT * (len(way.words) - 1)
    return tuple(
        Text(_short(words), x - 5 if left else x + 5, first + SLOT * n, "end" if left else "start")
        for n, words in enumerate(way.words)
    )
