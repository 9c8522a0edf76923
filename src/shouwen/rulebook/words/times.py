"""Limits and days, in words."""

import re
from typing import Any

from shouwen.rulebook.model import Due
from shouwen.rulebook.span import parse_span, show_span
from shouwen.rulebook.words.conditions import condition_words
from shouwen.rulebook.words.tongue import Tongue

_PERIODS = {
    "day": ("每天", "every day"),
    "week": ("每周", "every week"),
    "month": ("每月", "every month"),
    "quarter": ("每季度", "every quarter"),
    "half": ("每半年", "every half year"),
    "year": ("每年", "every year"),
}
_WHEN = {"next": ("下", "the next "), "this": ("本", "this "), "last": ("上", "the last ")}
_UNITS = {"day": "日", "week": "周", "month": "月", "quarter": "季度", "half": "半年", "year": "年"}
_DAY = re.compile(r"(next|this|last)_([a-z_]+)((?:\.(?:[0-9]+|end))*)")


def span_words(text: str | None, tongue: Tongue) -> str:
    """`24小时`; a word of the header with what it stands for; or that nobody has said yet."""
    if not text:
        return tongue.say("（未定）", "(not settled)")
    figure = tongue.rulebook.header.words.get(text)
    if figure is not None:
        return tongue.say(
            f"{span_words(figure.value, tongue)}（{figure.called or text}）",
            f"{span_words(figure.value, tongue)} ({text})",
        )
    try:
        return show_span(parse_span(text), tongue.lang)
    except ValueError:
        return day_words(text, tongue)


def day_words(by: Any, tongue: Tongue) -> str:
    """`下月10日前`, `当天结束前`, or the instant that a fact holds."""
    value = by.get("value") if isinstance(by, dict) and "value" in by else by
    if not value:
        return tongue.say("（未定）", "(not settled)")
    if isinstance(value, dict):
        return tongue.fact(str(value.get("fact", "")))
    if value == "end_of_day":
        return tongue.say("当天结束前", "the end of the day")
    found = _DAY.fullmatch(str(value))
    if found is None:
        return str(value)
    return _day_of_period(found, tongue)


def _day_of_period(found: re.Match[str], tongue: Tongue) -> str:
    when, unit, rest = found.groups()
    parts = [part for part in rest.split(".") if part]
    zh_when, en_when = _WHEN[when]
    whole = _UNITS.get(unit, unit)
    if not parts:
        return tongue.say(f"{zh_when}{whole}", f"{en_when}{unit}")
    if len(parts) > 1:
        # Of a number and `end` the number is a month of the period.
        return tongue.say(f"{zh_when}{whole}第{parts[0]}个月末", f"end of month {parts[0]} of {en_when}{unit}")
    zh = "末" if parts == ["end"] else f"{parts[0]}日" if unit == "month" else f"第{parts[0]}天"
    return tongue.say(f"{zh_when}{whole}{zh}", f"{'end' if parts == ['end'] else f'day {parts[0]}'} of {en_when}{unit}")


def due_words(due: Due, tongue: Tongue) -> str:
    """When something is expected: `自签收《通知单》起24小时内`."""
    start = tongue.event(due.start) if due.start else ""
    parts = [_length(due, start, tongue)]
    if due.until is not None:
        parts.append(tongue.say(f"到{tongue.event(due.until)}为止", f"until {tongue.event(due.until)}"))
    if due.while_ is not None:
        parts.append(
            tongue.say(f"仅当{condition_words(due.while_, tongue)}", f"while {condition_words(due.while_, tongue)}")
        )
    return tongue.join([part for part in parts if part])


def _length(due: Due, start: str, tongue: Tongue) -> str:
    if due.each is not None:
        return _period(due, tongue)
    since = tongue.say(f"自{start}起", f" of the moment when {start}") if start else ""
    if due.within is not None:
        span = span_words(due.within.value, tongue)
        after = _after(due, tongue)
        return tongue.say(f"{since}{after}{span}内", f"{after}within {span}{since}")
    if due.at is not None:
        return _milestone(due, start, tongue)
    if due.by is not None:
        day = day_words(due.by, tongue)
        return tongue.say(
            f"{f'{start}后，' if start else ''}{day}", f"by {day}{f', counted from when {start}' if start else ''}"
        )
    return _repeated(due, start, tongue)


def _after(due: Due, tongue: Tongue) -> str:
    if due.after is None:
        return ""
    span = span_words(due.after.value, tongue)
    return tongue.say(f"满{span}之后、", f"not before {span} and ")


def _milestone(due: Due, start: str, tongue: Tongue) -> str:
    span = span_words(due.at.value if due.at else None, tongue)
    about = f"±{span_words(due.about.value, tongue)}" if due.about is not None else ""
    zh, en = (
        f"{start}后第{span}{f'（{about}）' if about else ''}",
        f"{span} after {start}{f' ({about})' if about else ''}",
    )
    return tongue.say(zh, en) + _again(due, tongue)


def _repeated(due: Due, start: str, tongue: Tongue) -> str:
    return f"{tongue.say(f'自{start}起', f'counted from when {start}')}{_again(due, tongue)}" if due.repeat else ""


def _again(due: Due, tongue: Tongue) -> str:
    if due.repeat is None:
        return ""
    every = span_words(due.repeat.every.value, tongue)
    times = due.repeat.times.value if due.repeat.times else None
    more = tongue.say(f"，共{times}次", f", {times} {'time' if times == 1 else 'times'}") if times else ""
    return tongue.say(f"，之后每{every}一次{more}", f", then every {every}{more}")


def _period(due: Due, tongue: Tongue) -> str:
    each = due.each.value if due.each else None
    words = tongue.say(*_PERIODS[each]) if each in _PERIODS else rhythm_words(each or "", tongue)
    by = f"{tongue.say('，', ', by ')}{day_words(due.by, tongue)}{tongue.say('前', '')}" if due.by is not None else ""
    return f"{words}{by}{_need(due, tongue)}"


def rhythm_words(rule: str, tongue: Tongue) -> str:
    """A rhythm fixed in the calendar: `每年1月、5月的1日`; other rules stay as written."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if set(parts) != {"FREQ", "BYMONTH", "BYMONTHDAY"} or parts["FREQ"] != "YEARLY":
        return span_words(rule, tongue)
    months = [tongue.say(f"{month}月", f"{month}") for month in parts["BYMONTH"].split(",")]
    days = [tongue.say(f"{day}日", day) for day in parts["BYMONTHDAY"].split(",")]
    listed = tongue.join(months), tongue.join(days)
    return tongue.say(f"每年{listed[0]}的{listed[1]}", f"every year in month {listed[0]} on day {listed[1]}")


def _need(due: Due, tongue: Tongue) -> str:
    if due.need is None:
        return ""
    words = {
        "at_least": ("至少", "at least"),
        "exactly": ("恰好", "exactly"),
        "at_most": ("至多", "at most"),
        "always": ("始终有", "always"),
    }
    if due.need.asked is None:
        return _shared(due, tongue)
    key, figure = due.need.asked
    zh, en = words.get(key, words["at_least"])
    what = tongue.record(due.need.of)
    number = figure.value if figure.value is not None else tongue.say("（未定）", "(not settled)")
    return tongue.say(f"，{zh}{number}次{what}", f", {en} {number} {what}")


def _shared(due: Due, tongue: Tongue) -> str:
    """A need that part of a population has records at all."""
    if due.need is None or due.need.share is None or due.need.share.value is None:
        return ""
    share, what = f"{due.need.share.value.normalize():f}%", tongue.record(due.need.of)
    return tongue.say(f"，覆盖不低于{share}，各有{what}", f", {what} for at least {share} of them")
