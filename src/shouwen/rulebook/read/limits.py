"""Time limits, frequencies, ratios and windows in a clause, with the words they came from."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.numerals import number, plain
from shouwen.rulebook.read.phrases import PATTERNS, UNITS

Value = float | int | str | None


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure as written; `value` None is a blank of the source."""

    words: str
    value: Value
    unit: str
    kind: str
    times: float | int | None = None
    min: Value = None
    start: int = 0


def limits(text: str) -> tuple[Limit, ...]:
    """In the order of the text; the same words twice in one clause are two limits, each owed for itself."""
    folded = fold(text)
    taken = bytearray(len(folded))
    found: list[Limit] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(folded):
            start, end = _place(match)
            if 1 in taken[start:end]:
                continue
            made = _MAKERS[kind](match, text[start:end].strip(), start)
            if made is not None:
                taken[start:end] = b"\x01" * (end - start)
                found.append(made)
    return tuple(_once(sorted(found, key=lambda limit: limit.start)))


def _once(found: list[Limit]) -> Iterator[Limit]:
    """A rhythm that is said again (月度考核) names the same thing; a time that is said again is another's."""
    seen: set[str] = set()
    for limit in found:
        if limit.kind != "frequency" or fold(limit.words) not in seen:
            seen.add(fold(limit.words))
            yield limit


def _place(match: re.Match[str]) -> tuple[int, int]:
    """A pattern may need words around what it tells; the named group `words` is what is told."""
    return match.span("words") if "words" in match.re.groupindex else match.span()


def _figure(text: str | None) -> float | int | None:
    if not text:
        return None
    if text in {"半", "半个"}:
        return 0.5
    found = number(text)
    return plain(found) if found is not None else None


def _span(match: re.Match[str]) -> tuple[Value, str, Value] | None:
    """Value, unit and lower end of a duration; 半年 is six months, 季度 three, 一个半小时 ninety minutes."""
    unit, each = UNITS[match["unit"]]
    high, low = _figure(match["high"]), _figure(match["low"])
    if match["and_half"] and high is not None:
        high += 0.5
    if high == 0:
        return None
    if isinstance(high, float) and high % 1 and unit in _HALVES:
        unit, factor = _HALVES[unit]
        high, low = plain(high * factor), plain(low * factor) if low is not None else None
    high = plain(high * each) if high is not None else None
    low = plain(low * each) if low is not None else None
    return high, unit, low


_HALVES = {"hour": ("minute", 60), "year": ("month", 12)}


def _within(kind: str) -> Callable[[re.Match[str], str, int], Limit | None]:
    def make(match: re.Match[str], words: str, start: int) -> Limit | None:
        span = _span(match)
        if span is None:
            return None
        high, unit, low = span
        return Limit(words, high, unit, kind, None, low, start)

    return make


def _frequency(match: re.Match[str], words: str, start: int) -> Limit | None:
    """每两周一次: the period is two weeks; without a count it is once."""
    unit, each = UNITS[match["unit"]]
    period = _figure(match["period"]) or 1
    if period % 1 and unit in _HALVES:
        unit, factor = _HALVES[unit]
        period *= factor
    times = _figure(match["times"]) if match["times"] else 1
    if match.groupdict().get("months"):
        times = len(re.findall(r"\d{1,2}|[一二三四五六七八九十]{1,2}", match["months"])) * (times or 1)
    return Limit(words, plain(period * each), unit, "frequency", times, None, start)


def _issues(match: re.Match[str], words: str, start: int) -> Limit | None:
    """板报三期 of a plan: so many in its year."""
    return Limit(words, 1, "year", "frequency", _figure(match["times"]), None, start)


def _adverb(match: re.Match[str], words: str, start: int) -> Limit | None:
    unit, each = UNITS[match["unit"]]
    times = 1 + len(re.findall("[一二三四五六日]", match.groupdict().get("days") or ""))
    return Limit(words, each, unit, "frequency", times, None, start)


def _blank(match: re.Match[str], words: str, start: int) -> Limit | None:
    """[具体时长]内: nothing is told but that there is a limit; hours are proposed unless the blank names its unit."""
    unit = next((UNITS[word][0] for word in ("工作日", "分钟", "小时", "天", "月") if word in match["blank"]), "hour")
    return Limit(words, None, unit, "deadline", None, None, start)


def _ratio(match: re.Match[str], words: str, start: int) -> Limit | None:
    high = match["high"] or match["cn"]
    return Limit(words, _figure(high), "percent", "ratio", None, _figure(match["low"]), start)


def _tenths(match: re.Match[str], words: str, start: int) -> Limit | None:
    value = _figure(match["high"])
    return Limit(words, plain(value * 10) if value is not None else None, "percent", "ratio", None, None, start)


def _clock(kind: str) -> Callable[[re.Match[str], str, int], Limit | None]:
    def make(match: re.Match[str], words: str, start: int) -> Limit | None:
        ends = (
            [_time(match[f"{part}half"], match[f"{part}hour"], match[f"{part}minute"]) for part in ("a", "b")]
            if "bhour" in match.re.groupindex
            else [None, _time(match["ahalf"], match["ahour"], match["aminute"])]
        )
        if ends[1] is None or ("bhour" in match.re.groupindex and ends[0] is None):
            return None
        return Limit(words, ends[1], "clock", kind, None, ends[0], start)

    return make


def _time(half: str | None, hour: str, minute: str | None) -> str | None:
    """17:30, 下午5点半, 17时."""
    hours = number(hour)
    minutes = 30.0 if minute == "半" else number(minute) if minute else 0.0
    if hours is None or minutes is None:
        return None
    if half in {"下午", "晚上", "傍晚"} and hours < 12:
        hours += 12
    return f"{int(hours):02d}:{int(minutes):02d}" if hours <= 24 and minutes < 60 else None


def _fixed(value: int, unit: str, kind: str) -> Callable[[re.Match[str], str, int], Limit | None]:
    def make(match: re.Match[str], words: str, start: int) -> Limit | None:
        return Limit(words, value, unit, kind, 1 if kind == "frequency" else None, None, start)

    return make


def _third(match: re.Match[str], words: str, start: int) -> Limit | None:
    """上旬, 中旬, 下旬 are the ten days up to the 10th, the 20th, the end."""
    low, high = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}[match["third"]]
    return Limit(words, high, "day", "window", None, low, start)


def _day_of(kind: str, unit: str) -> Callable[[re.Match[str], str, int], Limit | None]:
    def make(match: re.Match[str], words: str, start: int) -> Limit | None:
        value = _figure(match["high"])
        if value is None or not 1 <= value <= (31 if unit == "day" else 12):
            return None
        return Limit(words, value, unit, kind, None, _figure(match["low"]), start)

    return make


_MAKERS: dict[str, Callable[[re.Match[str], str, int], Limit | None]] = {
    "clock_window": _clock("window"),
    "clock_deadline": _clock("deadline"),
    "clock_at": _clock("window"),
    "frequency": _frequency,
    "issues": _issues,
    "adverb": _adverb,
    "deadline": _within("deadline"),
    "validity": _within("validity"),
    "window": _within("window"),
    "blank": _blank,
    "ratio": _ratio,
    "tenths": _tenths,
    "same_day": _fixed(0, "day", "deadline"),
    "next_day": _fixed(1, "day", "deadline"),
    "next_working_day": _fixed(1, "working_day", "deadline"),
    "next_week": _fixed(1, "week", "deadline"),
    "next_month": _fixed(1, "month", "deadline"),
    "third": _third,
    "day_of_month": _day_of("window", "day"),
    "by_day_of_month": _day_of("deadline", "day"),
    "month_of_year": _day_of("window", "month"),
    "every_yearly": _fixed(1, "year", "frequency"),
}
