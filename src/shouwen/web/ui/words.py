"""Instants and spans in the words people use: 今天 15:30, 剩 3 小时 20 分, 超时 1 天 2 小时."""

from datetime import datetime, timedelta, tzinfo

from django.utils.translation import get_language, ngettext

from shouwen.web.traditional import traditional

TRADITIONAL = str.maketrans("时周", "時週")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def chinese() -> bool:
    """Whether the reader's language is Chinese."""
    return (get_language() or "zh").startswith("zh")


def is_traditional() -> bool:
    """Whether the reader's language is 繁體."""
    return get_language() == "zh-hant"


def said(chinese_text: str) -> str:
    """A sentence of ours that was put together just now, in the reader's Chinese; words of the catalogue need none of this."""
    return traditional(chinese_text) if is_traditional() else chinese_text


def counted(words: str, n: int) -> str:
    """Words with a number before a noun: Chinese says them in one way, the catalogue of English in two."""
    return ngettext(words, words, n)


def _letters(text: str) -> str:
    """The few words of this module, without any dictionary."""
    return text.translate(TRADITIONAL) if is_traditional() else text


def moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """今天 15:30 · 明天 09:00 · 3月2日 周一 10:00 · 2025-12-31 10:00, on the wall clock of `zone`."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = local.strftime("%H:%M")
    if not chinese():
        return local.strftime("%Y-%m-%d ") + clock
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((local.date() - today).days)
    if near:
        return f"{near} {clock}"
    if local.year == today.year:
        return f"{local.month}月{local.day}日 {_letters(WEEKDAYS[local.weekday()])} {clock}"
    return local.strftime("%Y-%m-%d ") + clock


def span(length: timedelta) -> str:
    """1 天 2 小时 · 3 小时 20 分 · 4 分 · 35 秒: the two largest parts."""
    seconds = int(abs(length.total_seconds()))
    parts = ((seconds // 86400, "天", "d"), (seconds % 86400 // 3600, "小时", "h"), (seconds % 3600 // 60, "分", "min"))
    told = [(n, zh, en) for n, zh, en in parts if n]
    if not told:
        return f"{seconds} 秒" if chinese() else f"{seconds} s"
    first = next(index for index, part in enumerate(parts) if part[0])
    return " ".join(f"{n} {_letters(zh) if chinese() else en}" for n, zh, en in parts[first : first + 2] if n)


def left(due: datetime, now: datetime) -> str:
    """剩 … before the instant, 超时 … after it."""
    late = now > due
    if chinese():
        return f"{_letters('超时') if late else '剩'} {span(due - now)}"
    return f"{'late ' if late else ''}{span(due - now)}{'' if late else ' left'}"
