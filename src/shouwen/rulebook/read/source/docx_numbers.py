"""The numbers that Word draws before a paragraph and does not write into its text."""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_CHINESE = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE_FORMATS = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseDigitalTenThousand",
    ]
)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = 26
_TEN = 10
_CIRCLES = 20
_DEEPEST = 8


@dataclass(frozen=True)
class _Level:
    """How one level of a list is drawn."""

    form: str
    text: str
    start: int


@dataclass
class _List:
    """One list of the document and how far it has counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts along with the document: ask for the paragraphs in their order."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)
            self._read_styles(document.styles.element)

    def label(self, paragraph: Any) -> str:
        """The number as drawn, with a space behind it; empty if there is none."""
        found = self._place(paragraph)
        if found is None or found[0] not in self._lists:
            return ""
        return _drawn(self._lists[found[0]], found[1])

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        own = _place_in(paragraph.find(qn("w:pPr")))
        if own is not None:
            return own
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._styles.get(style.get(qn("w:val"))) if style is not None else None

    def _read(self, element: Any) -> None:
        drawn = {
            abstract.get(qn("w:abstractNumId")): _levels(abstract) for abstract in element.iter(qn("w:abstractNum"))
        }
        shared: dict[str, _List] = {}
        for num in element.iter(qn("w:num")):
            pointed = num.find(qn("w:abstractNumId"))
            key = pointed.get(qn("w:val")) if pointed is not None else ""
            levels = dict(drawn.get(key, {}))
            starts = {
                int(o.get(qn("w:ilvl")) or 0): _value(o.find(qn("w:startOverride")))
                for o in num.iter(qn("w:lvlOverride"))
            }
            for depth, start in starts.items():
                if depth in levels and start is not None:
                    levels[depth] = _Level(levels[depth].form, levels[depth].text, start)
            self._lists[num.get(qn("w:numId"))] = _List(levels) if starts else shared.setdefault(key, _List(levels))

    def _read_styles(self, element: Any) -> None:
        for style in element.iter(qn("w:style")):
            found = _place_in(style.find(qn("w:pPr")))
            if found is not None:
                self._styles[style.get(qn("w:styleId"))] = found


def _place_in(properties: Any) -> tuple[str, int] | None:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None or numbered.find(qn("w:numId")) is None:
        return None
    depth = _value(numbered.find(qn("w:ilvl"))) or 0
    return numbered.find(qn("w:numId")).get(qn("w:val")), min(depth, _DEEPEST)


def _value(node: Any) -> int | None:
    text = node.get(qn("w:val")) if node is not None else None
    return int(text) if text and text.lstrip("-").isdigit() else None


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for level in abstract.iter(qn("w:lvl")):
        form, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
        found[int(level.get(qn("w:ilvl")) or 0)] = _Level(
            form=form.get(qn("w:val")) if form is not None else "decimal",
            text=text.get(qn("w:val")) or "" if text is not None else "",
            start=_value(level.find(qn("w:start"))) or 1,
        )
    return found


def _drawn(counted: _List, depth: int) -> str:
    level = counted.levels.get(depth)
    if level is None or level.form in {"bullet", "none"}:
        return ""
    counted.counts[depth] = counted.counts.get(depth, level.start - 1) + 1
    for deeper in [other for other in counted.counts if other > depth]:
        del counted.counts[deeper]

    def filled(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        other = counted.levels.get(place, level)
        return figure(counted.counts.get(place, other.start), other.form)

    label = re.sub(r"%([1-9])", filled, level.text)
    return f"{label} " if label else ""


def figure(value: int, form: str) -> str:
    """One number in one of Word's forms; an unknown form counts in digits."""
    if form in _CHINESE_FORMATS:
        return _chinese(value)
    if form.startswith("chineseLegal"):
        return _chinese(value).translate(str.maketrans(_CHINESE[1:], _LEGAL[1:]))
    if form == "ideographTraditional" and value <= len(_STEMS):
        return _STEMS[value - 1]
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    if form.startswith("decimalEnclosedCircle") and value <= _CIRCLES:
        return chr(ord("①") + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    if value < _TEN:
        return _CHINESE[value]
    tens, ones = divmod(value % 100, _TEN)
    head = f"{_CHINESE[value // 100]}百" if value >= 100 else ""
    middle = ("" if tens == 1 and not head else _CHINESE[tens]) + "十" if tens else ("零" if head and ones else "")
    return head + middle + (_CHINESE[ones] if ones else "")


def _roman(value: int) -> str:
    found = ""
    for size, sign in _ROMAN:
        found += sign * (value // size)
        value %= size
    return found
