"""Which texts say the same: shared pieces of two characters, rare ones weighing more; no dictionary and no network."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.base.bigrams import bigrams


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote, and when."""

    key: int
    author: Hashable
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Alike:
    """What counts as one matter: how long apart, how many people at least, how alike in percent."""

    window: timedelta
    people: int
    likeness: int


@dataclass(frozen=True, slots=True)
class Group:
    """Texts about one matter in the order in which they came; `likeness` is the weakest tie that was needed."""

    texts: tuple[Text, ...]
    people: int
    likeness: int


def groups(texts: Sequence[Text], alike: Alike) -> tuple[Group, ...]:
    """The largest first. A text joins by any one of the group that came at most a window before it."""
    in_order = sorted(texts, key=lambda text: (text.at, text.key))
    tied = _Tied(len(in_order))
    for likeness, one, other in sorted(_pairs(in_order, alike), reverse=True):
        tied.tie(one, other, likeness)
    found = []
    for members, likeness in tied.groups():
        people = len({in_order[each].author for each in members})
        if len(members) > 1 and people >= alike.people:
            found.append(Group(tuple(in_order[each] for each in sorted(members)), people, likeness))
    return tuple(sorted(found, key=lambda group: (-len(group.texts), group.texts[0].at, group.texts[0].key)))


def _pairs(texts: Sequence[Text], alike: Alike) -> Iterator[tuple[int, int, int]]:
    """Percent of likeness and places of every two texts near enough in time and alike enough.

    The cosine of the weighted pieces. Only texts that share a piece meet, by the list of recent texts of each piece.
    """
    pieces = [frozenset(bigrams(text.words)) for text in texts]
    weights = _weights(pieces)
    lengths = [math.sqrt(sum(weights[piece] for piece in own)) for own in pieces]
    recent: Mapping[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(texts):
        shared: dict[int, float] = defaultdict(float)
        for piece in pieces[place]:
            holders = recent[piece]
            while holders and text.at - texts[holders[0]].at > alike.window:
                holders.popleft()
            weight = weights[piece]
            for other in holders:
                shared[other] += weight
            holders.append(place)
        for other, weight in shared.items():
            likeness = int(100 * weight / (lengths[place] * lengths[other]) + 1e-9)
            if likeness >= alike.likeness:
                yield likeness, other, place


def _weights(pieces: Sequence[frozenset[str]]) -> dict[str, float]:
    """A piece that stands everywhere ('您好', '请问') says next to nothing; squared as a cosine wants it."""
    held = Counter(piece for own in pieces for piece in own)
    return {piece: math.log(1 + len(pieces) / count) ** 2 for piece, count in held.items()}


class _Tied:
    """Groups that grow together; the strongest ties come first, so the last one that joined two is the weakest needed."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))
        self.weakest: dict[int, int] = {}

    def top(self, each: int) -> int:
        while self.above[each] != each:
            self.above[each] = self.above[self.above[each]]
            each = self.above[each]
        return each

    def tie(self, one: int, other: int, likeness: int) -> None:
        upper, lower = self.top(one), self.top(other)
        if upper != lower:
            self.above[lower] = upper
            self.weakest[upper] = likeness

    def groups(self) -> Iterator[tuple[list[int], int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for each in range(len(self.above)):
            members[self.top(each)].append(each)
        for top, listed in members.items():
            yield listed, self.weakest.get(top, 100)
