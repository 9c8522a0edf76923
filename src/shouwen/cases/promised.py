"""A time that somebody promises in a text, such as 明天下午三点前回复您; read as people mean it, offered and never assumed; pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_NUMBER = r"[0-9０-９]{1,2}|[一二两三四五六七八九十半]{1,3}"
_DAY = (
    r"(?P<day>今天|今日|今晚|明天|明日|明早|明晚|后天|大后天)|(?P<week>下周|下星期|本周|这周|周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?P<month>[0-9]{1,2})月(?P<date>[0-9]{1,2})[日号]"
)
_HALF = r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?"
_CLOCK = (
    rf"(?:(?P<hour>{_NUMBER})(?:点(?P<quarter>半|一刻|三刻)?(?:(?P<minute>{_NUMBER})分?)?|[:：](?P<colon>[0-9]{{2}})))?"
)
_AT = re.compile(rf"(?:{_DAY})\s*{_HALF}\s*{_CLOCK}|(?P<only>(?:凌晨|早上|上午|中午|下午|傍晚|晚上)(?:{_NUMBER})点半?)")
_WITHIN = re.compile(rf"(?P<count>{_NUMBER}|[0-9]{{1,3}})个?(?P<unit>分钟|小时|钟头|天|日)(?:之?内|以内|后)")
_VERBS = (
    "回复",
    "答复",
    "联系",
    "告诉",
    "告知",
    "反馈",
    "回电",
    "致电",
    "上门",
    "给您",
    "解决",
    "处理",
    "完成",
    "办好",
    "修好",
    "通知",
)
_CLAUSES = re.compile(r"[。！？!?；;\n]")
_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"两": 2}
_DAYS = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3}
_ENDS = {"凌晨": 6, "早上": 9, "上午": 12, "中午": 13, "下午": 18, "傍晚": 19, "晚上": 21, "": 18}
"""By what hour somebody who names none is expected; the writer sees it and changes it."""
_LATE = ("下午", "傍晚", "晚上")
NOON = 12
MINUTES = {"分钟": 1, "小时": 60, "钟头": 60, "天": 1440, "日": 1440}
QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class Promised:
    """The words and the instant that they mean, as a wall clock shows it."""

    words: str
    at: datetime


def promised(text: str, now: datetime) -> Promised | None:
    """The first time ahead in a sentence that says something will be done; `now` is local."""
    for sentence in _CLAUSES.split(text):
        if not any(verb in sentence for verb in _VERBS):
            continue
        for found in sorted([*_WITHIN.finditer(sentence), *_AT.finditer(sentence)], key=lambda match: match.start()):
            at = _instant(found, now)
            if at is not None and at > now:
                return Promised(found[0].strip(), at)
    return None


def _instant(found: re.Match[str], now: datetime) -> datetime | None:
    parts = found.groupdict()
    if parts.get("count"):
        count = _number(parts["count"])
        minutes = 30 if parts["count"] == "半" else None if count is None else count * MINUTES[parts["unit"]]
        return None if minutes is None else now + timedelta(minutes=minutes)
    if parts.get("only"):
        half, hour = parts["only"][:2], parts["only"][2:].partition("点")
        return _on(now.date(), now, half, hour[0], 30 if hour[2] else 0)
    day = _day(parts, now.date())
    half = parts["half"] or {"今晚": "晚上", "明晚": "晚上", "明早": "早上"}.get(parts["day"] or "", "")
    return None if day is None else _on(day, now, half, parts["hour"] or "", _minute(parts))


def _minute(parts: dict[str, str | None]) -> int:
    if parts["quarter"]:
        return QUARTERS[parts["quarter"]]
    return _number(parts["colon"] or parts["minute"] or "") or 0


def _on(day: date, now: datetime, half: str, hour: str, minute: int) -> datetime | None:
    given = _number(hour) if hour else _ENDS[half]
    if given is None:
        return None
    late = half in _LATE or (half == "中午" and given < NOON - 1)
    turned = given + NOON if hour and late and given < NOON else given
    try:
        return datetime.combine(day, time(turned, minute if hour else 0), now.tzinfo)
    except ValueError:
        return None


def _day(parts: dict[str, str | None], today: date) -> date | None:
    if parts["day"]:
        return today + timedelta(days=_DAYS[parts["day"]])
    if parts["month"]:
        return _date(today, int(parts["month"]), int(parts["date"] or 0))
    wanted = "一二三四五六日".index((parts["weekday"] or "").replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    if (parts["week"] or "").startswith("下"):
        return monday + timedelta(days=7 + wanted)
    return monday + timedelta(days=wanted if wanted >= today.weekday() else wanted + 7)


def _date(today: date, month: int, day: int) -> date | None:
    """A date that has passed this year means the next."""
    try:
        found = date(today.year, month, day)
        return found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    """12, 十二, 两, 二十四."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
