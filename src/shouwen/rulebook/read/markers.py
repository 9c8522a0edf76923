"""The marks that number Chinese clauses: 第一章, 一、, （一）, 1., 1.1, (1), ①, A, a)."""  # as written

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.rulebook.read.numerals import number

RANKS = {
    "part": 0,
    "annex": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "legal": 3,
    "cn": 4,
    "plain": 4,
    "paren_cn": 5,
    "num": 6,
    "dotted": 6,
    "half_num": 7,
    "paren_num": 8,
    "circle": 9,
    "letter": 10,
    "roman": 10,
}
"""From the outermost kind of number to the innermost, as offices usually nest them."""
_CN = "[〇零一二三四五六七八九十百]{1,4}"
_NO_UNIT = r"(?!\s*(?:个(?:月|小时|工作|自然|星期|季度)|年(?!度|终|审|检|会|报|初|底)|日(?!常|志|期|程|报)|天|小时|分钟|秒|元|万|倍|%|米|版(?!本|权|面))|:|\d)"
_AT_START = (
    ("part", rf"第\s*(?P<part>\d{{1,2}}|{_CN})\s*(?:篇|部分|编)[:\s]*"),
    ("part", rf"(?:\S{{0,16}}\s)?篇\s*(?P<part2>\d{{1,2}}|{_CN})\s*(?:[:、]\s*|$)"),
    ("annex", r"附(?:件|录|表)\s*(?P<annex>\d{1,2}|[一二三四五六七八九十]|[A-Z](?![A-Za-z]))\s*(?:[:、.]\s*|\s|$)"),
    ("legal", r"(?P<legal>[壹贰叁参肆伍陆柒捌玖拾]{1,3})\s*[、.]\s*"),
    ("chapter", rf"第\s*(?P<chapter>\d{{1,2}}|{_CN})\s*章[:、\s]*"),
    ("section", rf"第\s*(?P<section>\d{{1,2}}|{_CN})\s*节[:、\s]*"),
    ("article", rf"第\s*(?P<article>\d{{1,3}}|{_CN})\s*条(?!规定|款|第|的|所)[:、\s]*"),
    ("cn", rf"(?P<cn>{_CN})\s*(?:[、]|\.(?!\d)|,(?={_CN}是))\s*"),
    ("paren_cn", rf"\(\s*(?P<paren_cn>{_CN})\s*\)[、.]?\s*"),
    ("paren_cn", rf"(?P<half_cn>{_CN})\)[、.]?\s*"),
    ("dotted", rf"(?P<dotted>\d{{1,2}}(?:[.]\d{{1,2}}){{1,4}})(?:[.、](?!\d))?{_NO_UNIT}\s*"),
    ("num", r"(?P<num>\d{1,3})\s*(?:[、]|\.(?!\d))\s*"),
    ("half_num", r"(?P<half_num>\d{1,3})\)[、.]?\s*"),
    ("paren_num", r"\(\s*(?P<paren_num>\d{1,3})\s*\)[、.]?\s*"),
    ("circle", r"(?P<circle>[①-⑳❶-❿])[、.]?\s*"),
    ("letter", r"\(?(?P<letter>[A-Za-z])(?:\)[、.]?|[、]|\.(?![A-Za-z0-9]))\s*"),
    ("roman", r"(?P<roman>[Ⅰ-Ⅻ])[、.]?\s*"),
)
_START = re.compile("|".join(f"(?:{pattern})" for _, pattern in _AT_START))
_SPACED_NUM = re.compile(rf"(?P<num>\d{{1,2}})\s+{_NO_UNIT}(?=[\u3400-\u9fff])")
_STYLES = {name: style for style, pattern in _AT_START for name in re.findall(r"\?P<(\w+)>", pattern)}
_INLINE = re.compile(
    "|".join(f"(?:{pattern})" for style, pattern in _AT_START if style not in {"part", "annex", "dotted"})
)
_INLINE_DOTTED = re.compile(rf"(?<![\d.]){dict(_AT_START)['dotted']}")
_HEADING_LENGTH = 24
_QUOTED = re.compile(r"(?:按照?|依照?|据|见|违反|本制度|上述|前述|符合|执行)$")


@dataclass(frozen=True, slots=True)
class Marker:
    """One mark: its kind, its value, as it is written, and where it stands."""

    style: str
    value: int
    parts: tuple[int, ...]
    written: str
    start: int
    end: int


def marker_at_start(folded: str) -> Marker | None:
    """The mark a folded line begins with."""
    match = _START.match(folded)
    if match is not None:
        return _marker(match, folded)
    short = len(folded) <= _HEADING_LENGTH and not folded.endswith(("。", "；", ";"))
    spaced = _SPACED_NUM.match(folded) if short else None
    return _marker(spaced, folded) if spaced is not None else None


def markers_inside(folded: str) -> Iterator[Marker]:
    """Everything in a folded line that looks like a mark; which of them count, their order tells."""
    for pattern in (_INLINE, _INLINE_DOTTED):
        for match in pattern.finditer(folded):
            before = folded[max(0, match.start() - 4) : match.start()]
            if before and (before[-1].isdigit() or before[-1] in "./-" or _QUOTED.search(before)):
                continue
            found = _marker(match, folded)
            if found is not None and not (found.style == "letter" and before[-1:].isalpha() and before[-1:].isascii()):
                yield found


def _marker(match: re.Match[str], folded: str) -> Marker | None:
    name, text = next((name, text) for name, text in match.groupdict().items() if text is not None)
    style = _STYLES[name]
    parts = tuple(int(part) for part in re.split("[.]", text)) if style == "dotted" else (_value(style, text),)
    if parts[-1] < 0 or (style == "cn" and parts[0] == 0):
        return None
    return Marker(style, parts[-1], parts, folded[match.start() : match.end()].strip(), match.start(), match.end())


def _value(style: str, text: str) -> int:
    match style:
        case "circle":
            return ord(text) - ord("①") + 1 if text <= "⑳" else ord(text) - ord("❶") + 1
        case "letter" | "annex" if text.isalpha() and text.isascii():
            return ord(text.lower()) - ord("a") + 1
        case "roman":
            return ord(text) - ord("Ⅰ") + 1
        case _:
            found = number(text)
            return int(found) if found is not None else -1
