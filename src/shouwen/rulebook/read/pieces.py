"""Cleaned paragraphs cut where a number begins, also inside a line that holds many clauses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shouwen.rulebook.read.blocks import Block, Paragraph, Table
from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.clean import COLLAPSED
from shouwen.rulebook.read.markers import RANKS, Marker, marker_at_start, markers_inside

_PAUSES = frozenset('→。;:!?,”"』」)]… ')
_LOOK = 300
"""Marks between a first number and its second."""
_GLUED = frozenset({"chapter", "section", "article", "cn", "paren_cn", "num", "dotted"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One numbered or unnumbered stretch of text, or a table."""

    marker: Marker | None
    text: str
    heading: int = 0
    table: Table | None = None


@dataclass
class _Counting:
    """The last value of each kind of number since the last number above it."""

    last: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def take(self, marker: Marker) -> None:
        rank = RANKS[marker.style]
        for style in [style for style in self.last if RANKS[style] > rank]:
            del self.last[style]
        self.last[marker.style] = marker.parts

    def follows(self, marker: Marker) -> bool:
        before = self.last.get(marker.style)
        if before is None:
            return False
        if marker.style == "dotted":
            return _follows_dotted(before, marker.parts)
        return marker.value == before[-1] + 1


def pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """In the order of the page."""
    counting = _Counting()
    listed = list(blocks)
    marked = [_marked(block) for block in listed]
    for place, block in enumerate(listed):
        if isinstance(block, Table):
            yield Piece(None, "", table=block)
            continue
        folded = fold(block.text)
        cuts = list(_cuts(folded, counting, _ahead(listed, marked, place), is_glued=_is_glued(block)))
        first = cuts[0].start if cuts else len(block.text)
        if block.text[:first].strip():
            yield Piece(None, block.text[:first].strip(), block.heading)
        ends = [marker.start for marker in cuts[1:]] + [len(block.text)]
        for marker, end in zip(cuts, ends, strict=bool(cuts)):
            yield Piece(marker, block.text[marker.end : end].strip(), block.heading if marker.start == 0 else 0)


def _is_glued(block: Paragraph) -> bool:
    """Its numbers may stand right behind words."""
    return block.collapsed or len(block.text) >= COLLAPSED


def _marked(block: Block) -> list[Marker]:
    """Whatever looks like a number in a line, the first one included."""
    if isinstance(block, Table):
        return []
    folded = fold(block.text)
    start = marker_at_start(folded)
    inside = sorted(markers_inside(folded), key=lambda marker: marker.start)
    return [*([start] if start is not None else []), *inside]


def _ahead(blocks: list[Block], marked: list[list[Marker]], place: int) -> list[Marker]:
    """What stands in the other pieces of the same collapsed line; only a first number is looked after."""
    found: list[Marker] = []
    if not any(marker.value == 1 for marker in marked[place]):
        return found
    for near in range(place + 1, min(place + 1 + _LOOK, len(blocks))):
        if not _same_line(blocks[place], blocks[near]) or len(found) >= _LOOK:
            break
        found += marked[near]
    return found


def _same_line(block: Block, other: Block) -> bool:
    return isinstance(block, Paragraph) and isinstance(other, Paragraph) and block.collapsed and other.collapsed


def _cuts(folded: str, counting: _Counting, ahead: list[Marker], *, is_glued: bool) -> Iterator[Marker]:
    start = marker_at_start(folded)
    if start is not None:
        counting.take(start)
        yield start
    found = sorted(markers_inside(folded), key=lambda marker: marker.start)
    end = start.end if start is not None else 0
    for place, marker in enumerate(found):
        if marker.start < max(end, 1):
            continue
        if _stands(marker, folded, is_glued=is_glued) and (
            counting.follows(marker) or _begins(marker, [*found[place + 1 :], *ahead][:_LOOK])
        ):
            counting.take(marker)
            end = marker.end
            yield marker


def _stands(marker: Marker, folded: str, *, is_glued: bool) -> bool:
    """Behind a pause; in a line that lost its breaks also right behind a word, unless it begins a word itself."""
    if folded[marker.start - 1] in _PAUSES:
        return True
    following = folded[marker.end : marker.end + 1]
    return is_glued and marker.style in _GLUED and following not in "一二三四五六七八九十级、"


def _begins(marker: Marker, later: list[Marker]) -> bool:
    """A first number counts if its second comes before another first one."""
    if marker.style == "dotted":
        return marker.value == 1 and any(_follows_dotted(marker.parts, other.parts) for other in later)
    if marker.value != 1:
        return False
    for other in later:
        if other.style == marker.style and other.value in {1, 2}:
            return other.value == 2
    return False


def _follows_dotted(before: tuple[int, ...], now: tuple[int, ...]) -> bool:
    if now[:-1] == before[: len(now) - 1] and len(now) <= len(before):
        return now[-1] == before[len(now) - 1] + 1
    return now[:-1] == before and now[-1] == 1
