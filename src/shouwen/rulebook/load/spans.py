"""Spans, days of a period and named words: whether the texts that stand for time can be read."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.rulebook.load.text import Reading
from shouwen.rulebook.model import (
    Due,
    Extension,
    Figure,
    Frozen,
    Header,
    Of,
    PaperRule,
    Repeat,
    Rulebook,
    Test,
    TimeText,
)
from shouwen.rulebook.model.effect import TaskDue
from shouwen.rulebook.naming.called import code, titled, unread_span
from shouwen.rulebook.span import parse_span
from shouwen.rulebook.walk import walk_rulebook

PERIODS = ("day", "week", "month", "quarter", "half", "year")
_SPANS: dict[type, tuple[str, ...]] = {
    Due: ("within", "after", "at", "about"),
    TaskDue: ("within",),
    Repeat: ("every",),
    Of: ("last",),
    PaperRule: ("at_most", "keep"),
    Extension: ("at_most",),
}
DAY = re.compile(r"end_of_[a-z_]+|(this|next|last)_[a-z_]+(\.([0-9]+|end))*")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9]|24:00)")
SHARE = re.compile(r"[0-9]{1,3}%")


def check_spans(rulebook: Rulebook, reading: Reading) -> None:
    """Tell every text of time that cannot be read."""
    header = rulebook.header
    for path, part in walk_rulebook(rulebook):
        for key in _SPANS.get(type(part), ()):
            _span(getattr(part, key), f"{path}.{key}", header, reading)
        _part(path, part, header, reading)
        if isinstance(part, Frozen):
            _marked(path, part, header, reading)
    for word, figure in header.words.items():
        if figure.value != "end_of_day":
            _span(figure, f"header.words.{word}", header, reading)
    _warn(header.warn, "header.warn", header, reading)
    _span(header.long_rest, "header.long_rest", header, reading)
    _clock(header, reading)


def _marked(path: str, part: Frozen, header: Header, reading: Reading) -> None:
    """Fields that say themselves that they hold a span or a day."""
    for name, info in type(part).model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, TimeText) and mark.day:
                _day(getattr(part, name), f"{path}.{name}", reading)
            elif isinstance(mark, TimeText):
                _span(getattr(part, name), f"{path}.{name}", header, reading)


def _part(path: str, part: Any, header: Header, reading: Reading) -> None:
    if isinstance(part, Test) and part.op in ("past", "ahead") and isinstance(part.value, str):
        _text(part.value, path, header, reading)
    elif isinstance(part, (Due, TaskDue)):
        _day(part.by, f"{path}.by", reading)
    if isinstance(part, Due):
        _due(part, path, header, reading)
    elif isinstance(part, Mapping) and "confirm" in part and not isinstance(part["confirm"], str):
        reading.tell(
            "wrong_value",
            f"{path}.confirm",
            "“待确认什么”应为一句话，说明源文没有写明什么。",
            "`confirm` is a sentence that says what the source leaves open.",
        )


def _clock(header: Header, reading: Reading) -> None:
    """The header's zone and the opening hours of its calendars."""
    try:
        ZoneInfo(header.zone)
    except (KeyError, ValueError, OSError):
        reading.tell(
            "bad_zone",
            "header.zone",
            f"没有{code(header.zone)}这个时区；请写「Asia/Shanghai」这样的名称。",
            f"There is no time zone '{header.zone}'; write a name such as Asia/Shanghai.",
        )
    for name, calendar in header.calendars.items():
        for n, window in enumerate(calendar.hours):
            if not _HOURS.fullmatch(window):
                reading.tell(
                    "bad_hours",
                    f"header.calendars.{name}.hours.{n}",
                    f"“{window}”不是工作时段；请写 09:00-12:00 这样的起止时刻。",
                    f"'{window}' is no window of working hours; write start and end as 09:00-12:00.",
                )


def _due(due: Due, path: str, header: Header, reading: Reading) -> None:
    _warn(due.warn, f"{path}.warn", header, reading)
    _day(due.opens, f"{path}.opens", reading)
    if due.calendar is not None and due.calendar not in header.calendars:
        reading.tell(
            "unknown_calendar",
            f"{path}.calendar",
            f"总则里没有日历{code(due.calendar)}；请在总则里加上，或改用{_named(header)}。",
            f"The header has no calendar '{due.calendar}'; declare it there, or use one of {', '.join(header.calendars) or '-'}.",
        )
    each = due.each.value if due.each else None
    if each and each not in (*PERIODS, *header.calendars, *header.words) and not each.startswith("FREQ="):
        reading.tell(
            "bad_period",
            f"{path}.each",
            f"{code(each)}不是周期；请选每天、每周、每月、每季度、每半年、每年，总则里有起始日的日历，或写“每年6月、12月的1日”。",
            f"'{each}' is no period; write one of {', '.join(PERIODS)}, a calendar of the header, or a rule FREQ=….",
        )


def _named(header: Header) -> str:
    return (
        "、".join(titled(calendar.title, name) for name, calendar in header.calendars.items()) or "每个工作日都算的写法"
    )


def _warn(figure: Figure[str] | None, path: str, header: Header, reading: Reading) -> None:
    if figure is not None and figure.value is not None and not SHARE.fullmatch(figure.value):
        _text(figure.value, path, header, reading)


def _span(figure: Figure[str] | None, path: str, header: Header, reading: Reading) -> None:
    if figure is not None and figure.value is not None:
        _text(figure.value, path, header, reading)


def _text(text: str, path: str, header: Header, reading: Reading) -> None:
    if not text or text in header.words:
        return
    try:
        parse_span(text)
    except ValueError as fault:
        words = ", ".join(header.words) or "-"
        named = "、".join(titled(header.words[name].called, name) for name in header.words) or "（无）"
        near = get_close_matches(text, header.words, 1)
        hint_zh = f"是不是{code(near[0])}？" if near else ""
        hint_en = f" Did you mean {near[0]}?" if near else ""
        reading.tell(
            "bad_span",
            path,
            f"{unread_span(text)}不是时限；请写数字并选单位（如 30 分钟、24 小时、10 个工作日），或用总则里的时长词：{named}。{hint_zh}",
            f"{fault} A word of the header will do too ({words}).{hint_en}",
        )


def _day(by: Any, path: str, reading: Reading) -> None:
    """`next_month.10`, `end_of_day`, `{fact: promise.reply_at}`, or any of them with `confirm`."""
    value = by.get("value") if isinstance(by, Mapping) and "value" in by else by
    if value in (None, "") or (isinstance(value, Mapping) and set(value) == {"fact"}):
        return
    if not isinstance(value, str) or not DAY.fullmatch(value):
        reading.tell(
            "bad_day",
            path,
            f"{code(value)}不是期限日；请写“当天结束前”“下月10日”这样的日子，或选存放时刻的事实。",
            f"'{value}' is no day; write end_of_day, next_month.10, or {{fact: the fact that holds the instant}}.",
        )
