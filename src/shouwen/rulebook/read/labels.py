"""Items that carry a name and a colon instead of a number: 及时性：……。准确性：……。"""  # as written

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwen.rulebook.read.characters import fold

_LABEL = re.compile(r"(?:^|(?<=[。;!?\n]))\s*([^,。;:、!?\s“”\"\d\[]{2,16})(?::(?!\d)|--)\s*(?=\S)")
_NO_NAME = re.compile(r"(?:包括|包含|如下|例如|为|是|有|即|如|要求|注意|说明|规定|以下|下列|做到|应当|需要|告知|几点)$")
_HEADING_WORDS = re.compile(
    r"原则|流程|职责|要求|渠道|方式|内容|标准|指标设定|指标|机制|规定|制度|界定|规划|制定|实施|办法|接待|服务|培训|评估|评价|管理|安排|设置|目标"
)
_DOUBLED = re.compile(r"(\S{2})(?=\1)")
_SHARED = 2
_SHORTEST = 2


@dataclass(frozen=True)
class Labelled:
    """What stands before the first name, a heading glued to it, and the named items."""

    before: list[str] = field(default_factory=list)
    heading: str = ""
    items: tuple[tuple[str, str], ...] = ()


def labelled(lines: Sequence[str]) -> Labelled:
    """The named items of a clause's own text."""
    text = "\n".join(lines)
    found = [match for match in _LABEL.finditer(fold(text)) if not _NO_NAME.search(match.group(1))]
    if not found:
        return Labelled(before=list(lines))
    ends = [match.start() for match in found[1:]] + [len(text)]
    items = [
        (text[match.start(1) : match.end(1)], text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    ]
    before = text[: found[0].start()].strip()
    heading, label = _unglued(items[0][0], [name for name, _ in items[1:]])
    items[0] = (label, items[0][1])
    return Labelled(before=before.split("\n") if before else [], heading=heading, items=tuple(items))


def _unglued(first: str, others: Sequence[str]) -> tuple[str, str]:
    """A heading that lost its line break stands in front of the first name; the other names show how long that is."""
    if not others:
        return "", first
    folded = fold(first)
    place = _doubled(folded) or _after_heading_word(folded)
    if place is None:
        place = _by_length(folded, [fold(name) for name in others])
    return (first[:place], first[place:]) if place else ("", first)


def _doubled(name: str) -> int | None:
    """服务验收验收标准: the second 验收 begins the name."""
    found = _DOUBLED.search(name)
    return found.end() if found is not None and len(name) - found.end() >= _SHORTEST else None


def _after_heading_word(name: str) -> int | None:
    for found in _HEADING_WORDS.finditer(name):
        if found.end() > _SHORTEST + 1 and len(name) - found.end() >= _SHORTEST and name[found.end()] not in "与和及的":
            return found.end()
    return None


def _by_length(name: str, others: Sequence[str]) -> int | None:
    shared, times = Counter(other[-_SHARED:] for other in others).most_common(1)[0]
    same_ending = times == len(others) and name.endswith(shared)
    if len({len(other) for other in others}) != 1 and not same_ending:
        return None
    length = Counter(map(len, others)).most_common(1)[0][0]
    return len(name) - length if len(name) - length > _SHORTEST else None
