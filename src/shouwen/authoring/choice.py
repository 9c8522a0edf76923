"""What an author decided about a suggestion, and the window of time that it is written as."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.authoring.understood import SPANS, CannotAccept, Understood, whole

Tree = dict[str, Any]
# What each kind may become; the first is proposed where nothing else is told.
FITS: Mapping[str, tuple[str, ...]] = {
    "deadline": ("step", "procedure", "duty", "checklist"),
    "window": ("step", "procedure", "duty", "checklist"),
    "frequency": ("duty", "checklist"),
    "ratio": ("indicator", "checklist"),
    "validity": ("validity", "keep", "step", "checklist"),
    "escalation": ("escalate", "checklist"),
    "approval": ("approval", "checklist"),
}
STARTS = ("step.opened", "case.opened")
HOW = ("at_least", "exactly", "at_most")
LAST_DAY = 31
_PERIODS = {
    ("day", 1): "day", ("week", 1): "week", ("month", 1): "month", ("month", 3): "quarter", ("month", 6): "half",
    ("month", 12): "year", ("year", 1): "year",
}  # fmt: skip
_RHYTHMS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the author decided: what it becomes, where, who owes it and who is told of a miss."""

    understood: Understood
    becomes: str
    title: str
    words: str
    cites: tuple[str, ...]
    target: str = ""
    """The path of a step, procedure, paper or limit of the draft."""
    by: str = ""
    tell: str = ""
    of: str = "record"
    per: str = ""
    how: str = "at_least"
    start: str = STARTS[0]
    month: str = "this"
    """For days of a month: whether of this one or the next."""

    @property
    def confirm(self) -> str:
        return f"源文留空：“{self.words}”"


def span(one: Understood) -> str:
    """As a rule writes it, `3wd`."""
    if one.unit not in SPANS:
        raise CannotAccept(
            "秒、百分比和钟点不能作时限，请改数值与单位，或选核对清单。",
            "Seconds, percent and times of the day are no limits: correct figure and unit, or choose the checklist.",
        )
    return f"{whole(one.value, '时限', 'A limit')}{SPANS[one.unit]}"


def window(choice: Choice) -> Tree:
    """A period with how often in it, or some days of every month, or some months of every year."""
    one = choice.understood
    need: Tree = {"need": {choice.how if choice.how in HOW else HOW[0]: 1, "of": choice.of}}
    if one.kind == "frequency":
        times = whole(1 if one.times is None else one.times, "次数", "The number of times")
        need["need"] = {next(iter(need["need"])): times, "of": choice.of}
        return {"title": choice.title, **period(one), **need}
    if one.unit == "day":
        last = whole(one.value, "日期", "The day")
        first = whole(one.min or 1, "日期", "The day")
        month = f"{choice.month if choice.month in {'this', 'next'} else 'this'}_month"
        by = f"{month}.{'end' if last >= LAST_DAY else last}"
        return {"title": choice.title, "each": "month", "opens": f"{month}.{first}", "by": by, **need}
    if one.unit == "month":
        last = whole(one.value, "月份", "The month")
        first = whole(one.min or last, "月份", "The month")
        opens, by = f"this_year.{first}", f"this_year.{last}.end"
        return {"title": choice.title, "each": "year", "opens": opens, "by": by, **need}
    raise CannotAccept(
        "例行义务要写每月的几日，或每年的几月；请改单位，或改为环节的时限。",
        "A duty needs days of the month or months of the year: correct the unit, or make it a limit of a step.",
    )


def period(one: Understood) -> Tree:
    """`each: month` with its end, or a rhythm of several."""
    if one.unit not in _RHYTHMS:
        raise CannotAccept("频次的周期须是日、周、月或年。", "The period of a frequency is a day, week, month or year.")
    count = whole(1 if one.value is None else one.value, "周期", "The period")
    each = _PERIODS.get((one.unit, count))
    if each is None:
        return {"each": f"FREQ={_RHYTHMS[one.unit]};INTERVAL={count}"}
    return {"each": each, "by": "end_of_day" if each == "day" else f"this_{each}.end"}
