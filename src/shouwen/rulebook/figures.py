"""What sort of figure a parameter is, and whether what somebody gives can be one."""

import re
from collections.abc import Mapping
from typing import Literal

from shouwen.rulebook.load.parameters import Parameter
from shouwen.rulebook.load.spans import DAY, PERIODS, SHARE
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.model.due import QUOTA_READINGS
from shouwen.rulebook.span import parse_span

Sort = Literal["span", "share", "number", "day", "period", "event", "choice", "text", "reading"]

WORDS = "header.words."
NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
EVENT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
REPEATING = re.compile(r"FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*")
SORTS: tuple[Sort, ...] = ("span", "share", "number", "day", "period")
# Where nothing is written yet, the place tells what belongs there.
BY_PLACE: Mapping[str, Sort] = {
    "within": "span",
    "after": "span",
    "about": "span",
    "every": "span",
    "last": "span",
    "past": "span",
    "ahead": "span",
    "keep": "span",
    "warn": "share",
    "count": "number",
    "times": "number",
    "at_least": "number",
    "at_most": "number",
    "exactly": "number",
    "always": "number",
    "by": "day",
    "opens": "day",
    "each": "period",
    "most": "number",
    "from": "event",
}
ASKED: Mapping[Sort, tuple[str, str]] = {
    "span": (
        "请写数字加单位，如 30分钟、24小时、3天、10个工作日、1个月，或制度里的时长词。",
        "Give a number and a unit such as 30min, 24h, 3d, 10wd or 1mo, or a word of the rulebook that names a span.",
    ),
    "share": ("请写百分比，如 75%，或一段时长，如 2小时。", "Give a percentage such as 75%, or a span such as 2h."),
    "number": ("请写数字，如 3 或 97.5。", "Give a number such as 3 or 97.5."),
    "day": (
        "请写期限日，如 下月10日、本季度末、当天结束前。",
        "Give a day such as next_month.10, this_quarter.end or end_of_day.",
    ),
    "period": (
        "请写周期：每天、每周、每月、每季度、每半年、每年，制度里的日历名，或“每年6月、12月的1日”。",
        "Give a period: day, week, month, quarter, half, year, a calendar of the rulebook, or a rule FREQ=….",
    ),
    "event": (
        "请写起算的事件，如 立案、环节开始、发出《处理通知单》。",
        "Give the event from which it counts, such as case.opened, receive.received or handling_notice.issued.",
    ),
    "choice": (
        "请从所列的取值里选一个。",
        "Choose one of the values listed.",
    ),
    "text": ("请填写内容。", "Give some text."),
    "reading": ("按原文理解确认，不用填数值。", "A reading of the text is confirmed as it stands, without a value."),
}


def sort_of(parameter: Parameter, rulebook: Rulebook) -> Sort:
    """By what is written; where nothing is, by the place it belongs to."""
    if not parameter.figure:
        return "reading"
    if choices(parameter, rulebook):
        return "choice"
    by_place = BY_PLACE.get(parameter.path.rpartition(".")[2])
    if parameter.value is None:
        return by_place or "text"
    if by_place is not None and _is(by_place, parameter.value, rulebook):
        return by_place
    return next((sort for sort in SORTS if _is(sort, parameter.value, rulebook)), "text")


def choices(parameter: Parameter, rulebook: Rulebook) -> tuple[str, ...]:
    """The values between which a reading of the source is chosen; none where anything of the sort may stand."""
    part, _, key = parameter.path.removesuffix(".value").rpartition(".")
    if key == "quota":
        return QUOTA_READINGS
    fact = rulebook.facts.get(part) if key == "reading" else None
    return (fact.one_of or fact.scale or ()) if fact is not None else ()


def fits(parameter: Parameter, value: str, rulebook: Rulebook) -> bool:
    """Whether a value can stand where the parameter stands."""
    sort = sort_of(parameter, rulebook)
    if sort == "choice":
        return value in choices(parameter, rulebook)
    if sort == "reading":
        return not value
    if parameter.path.startswith(WORDS):
        # A word that names another would never end.
        return value == "end_of_day" or _is_span(value)
    return bool(value) and _is(sort, value, rulebook)


def _is(sort: Sort, value: str, rulebook: Rulebook) -> bool:
    if sort == "span":
        return value in rulebook.header.words or _is_span(value)
    if sort == "share":
        return (SHARE.fullmatch(value) is not None and int(value[:-1]) <= 100) or _is_span(value)
    if sort == "number":
        return NUMBER.fullmatch(value) is not None
    if sort == "day":
        return DAY.fullmatch(value) is not None
    if sort == "period":
        return value in (*PERIODS, *rulebook.header.calendars) or REPEATING.fullmatch(value) is not None
    if sort == "event":
        return EVENT.fullmatch(value) is not None
    return True


def _is_span(value: str) -> bool:
    try:
        return parse_span(value).n > 0
    except ValueError:
        return False
