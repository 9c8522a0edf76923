"""What the reader understood of a limit, an approval or a way upwards, as its author may correct it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from shouwen.rulebook.read.limits import limits
from shouwen.rulebook.read.sayings import escalations
from shouwen.rulebook.span import LARGEST

Kind = Literal["deadline", "frequency", "ratio", "window", "validity", "escalation", "approval"]
KINDS: tuple[str, ...] = get_args(Kind)
SAYINGS = ("escalation", "approval")
UNITS = (
    "second", "minute", "hour", "working_hour", "day", "working_day", "week", "month", "year", "percent", "clock",
)  # fmt: skip
# How a rule writes these units; seconds, percent and times of the day are no spans.
SPANS: Mapping[str, str] = {
    "minute": "min", "hour": "h", "working_hour": "wh", "day": "d", "working_day": "wd", "week": "w", "month": "mo",
    "year": "y",
}  # fmt: skip
LONGEST = 12


class CannotAccept(ValueError):
    """Why a suggestion cannot go into the draft as it stands; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Understood:
    """Kind, figure and unit; `times` in a period, `min` where a range was written. A blank has no value."""

    kind: str
    value: float | int | str | None = None
    unit: str = ""
    times: float | int | None = None
    min: float | int | str | None = None

    @property
    def has_span(self) -> bool:
        """Whether it is a length of time."""
        return self.unit in SPANS

    @property
    def is_blank(self) -> bool:
        return self.value is None

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "value": self.value, "unit": self.unit, "times": self.times, "min": self.min}


def from_json(told: Mapping[str, Any], sort: str, words: str) -> Understood | None:
    """As it was kept; what was read before it was kept is read from its words again. None for what is no limit."""
    if told:
        return Understood(**told)
    if sort == "escalation":
        return Understood(next((one.kind for one in escalations(words)), "escalation"))
    found = limits(words) if sort == "limit" else ()
    if found:
        one = found[0]
        return Understood(one.kind, one.value, one.unit, one.times, one.min)
    return Understood("deadline", None, "hour") if sort == "limit" else None


def corrected(given: Mapping[str, str], before: Understood) -> Understood:
    """What a form says; a field that it does not have stays as it was."""
    kind, unit = given.get("kind", before.kind), given.get("unit", before.unit)
    if kind not in KINDS or (kind not in SAYINGS and unit not in UNITS):
        raise CannotAccept("请选择种类与单位。", "Choose a kind and a unit.")
    if kind in SAYINGS:
        return Understood(kind)
    value = _figure(given["value"], unit) if "value" in given else before.value
    least = _figure(given["min"], unit) if "min" in given else before.min
    times = _figure(given["times"], "day") if "times" in given else before.times
    if isinstance(times, str):
        times = None
    return Understood(kind, value, unit, times if kind == "frequency" else None, least)


def _figure(text: str, unit: str) -> float | int | str | None:
    """A number that a limit can be; a time of the day stays as it is written."""
    text = text.strip()
    if not text:
        return None
    if unit == "clock":
        return text[:LONGEST]
    try:
        number = float(text[:LONGEST])
    except ValueError as wrong:
        raise CannotAccept(f"“{text[:LONGEST]}”不是数字。", f"'{text[:LONGEST]}' is no number.") from wrong
    if not 0 <= number <= LARGEST:
        raise CannotAccept(f"数值须在 0 到 {LARGEST} 之间。", f"A figure lies between 0 and {LARGEST}.")
    return int(number) if number == int(number) else number


def whole(figure: float | str | None, zh: str, en: str) -> int:
    """The figure as a whole number above zero; the words name what it is."""
    if not isinstance(figure, (int, float)) or figure != int(figure) or figure < 1:
        raise CannotAccept(f"{zh}须是 1 以上的整数。", f"{en} has to be a whole number from 1.")
    return int(figure)
