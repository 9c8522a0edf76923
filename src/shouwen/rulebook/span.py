"""A span: how long a rule gives, as a whole number and a unit (`24h`, `3wd`, `1mo`)."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

Unit = Literal["min", "h", "d", "w", "mo", "q", "y", "wd", "wh", "wmin"]
Lang = Literal["zh", "en"]

UNITS: tuple[str, ...] = get_args(Unit)
ELAPSED: frozenset[str] = frozenset({"min", "h"})
CIVIL: frozenset[str] = frozenset({"d", "w", "mo", "q", "y"})
WORKING: frozenset[str] = frozenset({"wd", "wh", "wmin"})

LARGEST = 1_000_000  # two years in minutes; more is a slip of the pen, and 100 years is the engine's horizon

_EXAMPLES = "30min, 24h, 3d, 2w, 1mo, 1q, 1y, 3wd, 8wh or 30wmin"
_SPAN = re.compile(r"([0-9]{1,12})(wmin|min|mo|wd|wh|h|d|w|q|y)")
_ZH: dict[Unit, str] = {
    "min": "分钟",
    "h": "小时",
    "d": "日",
    "w": "周",
    "mo": "个月",
    "q": "个季度",
    "y": "年",
    "wd": "个工作日",
    "wh": "个工作小时",
    "wmin": "个工作分钟",
}
_EN: dict[Unit, str] = {
    "min": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "q": "quarter",
    "y": "year",
    "wd": "working day",
    "wh": "working hour",
    "wmin": "working minute",
}


@dataclass(frozen=True, slots=True)
class Span:
    """`min h` run from the instant, `d w mo q y` by the civil calendar, `wd wh wmin` on the working calendar."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"{self.unit!r} is not a unit of time; use one of {', '.join(UNITS)}.")
        if not 0 <= self.n <= LARGEST:
            raise ValueError(f"A span of {self.n} is out of range; write a number from 0 to {LARGEST}.")

    def __str__(self) -> str:
        return f"{self.n}{self.unit}"


def unit_words(unit: str) -> str:
    """A unit as Chinese readers call it."""
    return next((words for known, words in _ZH.items() if known == unit), unit)


def parse_span(text: str) -> Span:
    """Read `24h` or `3wd`; a text that is none is refused with a sentence that says what to write."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a span; write a whole number and a unit, such as {_EXAMPLES}.")
    number, unit = found.groups()
    return Span(int(number), unit)  # type: ignore[arg-type]  # the pattern admits units only


def show_span(span: Span, lang: Lang = "zh") -> str:
    """The span in words for a reader: 24小时, 3个工作日, or 24 hours, 3 working days."""
    if lang == "zh":
        return f"{span.n}{_ZH[span.unit]}"
    return f"{span.n} {_EN[span.unit]}{'' if span.n == 1 else 's'}"
