"""Clauses in their order and depth, made of numbered pieces."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwen.rulebook.read.blocks import Table
from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.labels import labelled
from shouwen.rulebook.read.markers import RANKS, Marker
from shouwen.rulebook.read.pieces import Piece

_SENTENCE = re.compile(r"[。;!?,…:]")
_HEADING = 24
_PLAIN_HEADING = 20
_BELOW_PART = RANKS["cn"]
_TOP = frozenset({"part", "annex", "legal", "chapter", "section", "article", "cn"})


@dataclass
class Node:
    """One clause while the tree grows; `style` is 'plain' for a heading without a number."""

    style: str
    written: str
    value: int
    parts: tuple[int, ...] = ()
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    path: str = ""

    @property
    def rank(self) -> int:
        return RANKS[self.style]


class Tree:
    """The stack of open clauses, outermost first; the first is the document itself."""

    def __init__(self) -> None:
        self.root = Node("part", "", 0)
        self._open = [self.root]
        self._loose: list[tuple[Node, int]] = []
        """Unnumbered short lines since the last number, with the clause they were put into and their place there."""

    def take(self, piece: Piece, following: Piece | None) -> None:
        """`following` tells a heading from a short sentence."""
        if piece.table is not None:
            self._open[-1].tables.append(piece.table)
        elif piece.marker is not None:
            self._number(piece.marker, piece.text)
        else:
            self._line(piece, following)

    def _number(self, marker: Marker, text: str) -> None:
        node = Node(marker.style, marker.written, marker.value, marker.parts)
        node.heading, first = _head_and_text(text, marker)
        node.lines = [first] if first else []
        self._restart(node)
        self._close_for(node)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._loose = []

    def _restart(self, node: Node) -> None:
        """A list that begins again under the same clause has a heading of its own just before it."""
        again = node.style in {opened.style for opened in self._open[1:]} or self._open[-1].rank >= node.rank
        if node.value != 1 or not again or node.rank <= _BELOW_PART or node.style == "dotted" or not self._loose:
            return
        owner, place = self._loose[-1]
        heading = Node("plain", "", 0, heading=_bare(owner.lines[place]), lines=owner.lines[place + 1 :])
        owner.lines = owner.lines[:place]
        styles = [opened.style for opened in self._open]
        del self._open[styles.index(node.style) if node.style in styles else len(styles) - 1 :]
        while self._open[-1].style == "plain" or self._open[-1].rank > node.rank:
            self._open.pop()
        self._open[-1].children.append(heading)
        self._open.append(heading)

    def _close_for(self, node: Node) -> None:
        styles = [opened.style for opened in self._open[1:]]
        if node.style == "dotted":
            self._close_for_dotted(node)
        elif node.style in styles:
            del self._open[styles.index(node.style) + 1 :]
        elif node.value != 1 or node.rank <= _BELOW_PART or not self._announces(self._open[-1]):
            while len(self._open) > 1 and self._open[-1].rank >= node.rank:
                self._open.pop()

    def _announces(self, opened: Node) -> bool:
        """A clause that is a heading or ends with a colon has a list below it, whatever kind of number that has."""
        return not opened.lines or fold(opened.lines[-1]).endswith(":")

    def _close_for_dotted(self, node: Node) -> None:
        """1.2.1 belongs to 1.2, 1.2 to 1.0 or 1; without them to what is open and wider."""
        above = node.parts[:-1] if node.parts[-1] else ()
        for place in range(len(self._open) - 1, 0, -1):
            opened = self._open[place]
            own = opened.parts[:-1] if opened.parts[-1:] == (0,) else opened.parts
            if above and own == above and opened.style in {"dotted", "num", "cn", "chapter"}:
                del self._open[place + 1 :]
                return
        while len(self._open) > 1 and self._open[-1].rank >= node.rank:
            self._open.pop()

    def _line(self, piece: Piece, following: Piece | None) -> None:
        ahead = following.marker if following is not None else None
        is_first = not self.root.lines and not self.root.children and not piece.text.endswith(("：", ":"))
        is_title = ahead is not None and (ahead.style in _TOP or is_first)
        if len(self._open) == 1 and not piece.heading and is_title:
            self.root.lines.append(piece.text)
            return
        starts_list = ahead is not None and ahead.value <= 1
        if self._repeats(piece.text):
            self._open[-1].lines.append(piece.text)
            return
        if piece.heading or (self._is_outside() and _is_heading(piece.text, is_before_list=starts_list)):
            self._plain(piece)
            return
        current = self._open[-1]
        current.lines.append(piece.text)
        if _is_heading(piece.text, is_before_list=True):
            self._loose.append((current, len(current.lines) - 1))

    def _repeats(self, text: str) -> bool:
        """The title of a part, told a second time below it."""
        last = self._open[-1]
        return bool(last.heading) and last.style == "part" and not last.lines and _bare(text) in last.heading

    def _is_outside(self) -> bool:
        """No numbered clause is open, only parts and headings without a number."""
        return all(opened.style in {"part", "annex", "plain"} for opened in self._open[1:])

    def _plain(self, piece: Piece) -> None:
        node = Node("plain", "", 0, heading=_bare(piece.text))
        if piece.heading:
            node.parts = (piece.heading,)
            while len(self._open) > 1 and not (self._open[-1].style == "plain" and self._open[-1].parts < node.parts):
                self._open.pop()
        else:
            while self._open[-1].style == "plain":
                self._open.pop()
        self._open[-1].children.append(node)
        self._open.append(node)


def grow(pieces: Iterable[Piece]) -> Node:
    """The document as a tree; `path` of each clause is set and unique."""
    tree, listed = Tree(), list(pieces)
    for place, piece in enumerate(listed):
        tree.take(piece, listed[place + 1] if place + 1 < len(listed) else None)
    _split_labels(tree.root)
    _name(tree.root)
    return tree.root


def in_order(root: Node) -> list[Node]:
    """All clauses below `root`, each before its own."""
    found: list[Node] = []
    waiting = list(reversed(root.children))
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(node.children)
    return found


def _split_labels(root: Node) -> None:
    for node in [root, *in_order(root)]:
        parts = labelled(node.lines)
        if not node.children and len(parts.items) > 1 and node is not root:
            node.lines = parts.before
            node.heading = node.heading or parts.heading
            node.children = [
                Node("plain", "", place, heading=label, lines=[text] if text else [])
                for place, (label, text) in enumerate(parts.items, start=1)
            ]
        elif not node.heading and len(parts.items) == 1 and not parts.before and node.lines:
            node.heading = parts.items[0][0]
            node.lines = [parts.items[0][1], *node.lines[1:]] if parts.items[0][1] else node.lines[1:]


def _name(root: Node) -> None:
    """Arabic numbers from the outside in; what has no number goes by its heading, what comes twice gets -2."""
    waiting: list[Node] = [root]
    taken: dict[str, int] = {}
    while waiting:
        node = waiting.pop()
        for child in node.children:
            own = _own(child, node)
            wanted = own if child.style == "dotted" and not _is_deeper(child, node) else f"{node.path}.{own}".strip(".")
            taken[wanted] = taken.get(wanted, 0) + 1
            path = wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"
            child.path = path
            waiting.append(child)


def _is_deeper(child: Node, parent: Node) -> bool:
    """A number that already tells its whole place needs no other in front, unless the place is another document's part."""
    own = parent.parts[:-1] if parent.parts[-1:] == (0,) else parent.parts
    if parent.style in {"dotted", "num", "cn", "chapter"} and child.parts[: len(own)] == own:
        return "." in parent.path.rpartition(".")[0] or parent.path != ".".join(map(str, own))
    return bool(parent.path)


def _own(node: Node, parent: Node) -> str:
    if node.style == "annex":
        return re.sub(r"[\s:：、.]", "", node.written)
    if node.style == "plain":
        return str(node.value) if node.value else node.heading
    if node.style != "dotted":
        return str(node.value)
    parts = node.parts[:-1] if node.parts[-1] == 0 else node.parts
    own = parent.parts[:-1] if parent.parts[-1:] == (0,) else parent.parts
    if _is_deeper(node, parent) and own and parts[: len(own)] == own:
        parts = parts[len(own) :] or parts
    return ".".join(map(str, parts))


def _head_and_text(text: str, marker: Marker) -> tuple[str, str]:
    """A short stretch without a sentence's marks is a heading."""
    bare = _bare(text)
    limit = _HEADING * 2 if marker.style in {"part", "annex", "legal", "chapter", "section"} else _HEADING
    if len(bare) <= limit and not _SENTENCE.search(fold(bare)):
        return bare, ""
    return "", text


def _is_heading(text: str, *, is_before_list: bool) -> bool:
    bare = _bare(text)
    if not bare or len(bare) > _PLAIN_HEADING or _SENTENCE.search(fold(bare)):
        return False
    return is_before_list or text.rstrip().endswith(("：", ":"))  # a Chinese colon


def _bare(text: str) -> str:
    return text.strip().rstrip("：:").strip()  # a Chinese colon


def paths(nodes: Sequence[Node]) -> tuple[str, ...]:
    return tuple(node.path for node in nodes)
