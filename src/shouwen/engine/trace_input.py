"""The written form of a clock to be traced, read with every refusal naming its place."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from shouwen.engine.calendar import CalendarError, LimitError, WorkCalendar, calendar_from, utc
from shouwen.engine.trace import ClockEvent, EventType, Reading, TracedClock, TraceError, read_clock
from shouwen.rulebook.span import Span, Unit, parse_span

_ISO = re.compile(
    r"P(?=[0-9T])(?:(?P<weeks>[0-9.,]+)W)?(?:(?P<days>[0-9.,]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9.,]+)H)?(?:(?P<minutes>[0-9.,]+)M)?(?:(?P<seconds>[0-9.,]+)S)?)?"
)
_FIGURE = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_WORDS = re.compile(r"([0-9]{1,9})\s+(working\s+)?(minute|hour|day|week|month|quarter|year)s?")
_UNITS: dict[str, Unit] = {
    "minute": "min", "hour": "h", "day": "d", "week": "w", "month": "mo", "quarter": "q", "year": "y",
    "working minute": "wmin", "working hour": "wh", "working day": "wd",
}  # fmt: skip
_SAY = "write open time as PT4H, or '3 working days', '2 days', '1 month'"
_KEYS = ("calendar", "limit", "from", "events", "at")


def trace(written: object) -> object:
    """Read one clock or a list of clocks; the answer has the same form.

    A clock of a list that cannot be read has its `error` in its place; alone it is refused.
    """
    seen: dict[WorkCalendar, WorkCalendar] = {}
    if isinstance(written, list):
        return [_answer_or_error(clock, seen) for clock in written]
    return _answer(written, seen)


def limit_from(text: str) -> Span | timedelta:
    """An ISO 8601 duration is an amount of open time (P1D is 24 open hours); words and spans are what they say."""
    text = text.strip()
    if text.startswith("P"):
        return _open_time(text)
    found = _WORDS.fullmatch(text)
    if found is None:
        try:
            return parse_span(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a limit; {_SAY}") from None
    unit = ("working " if found[2] else "") + found[3]
    if unit not in _UNITS:
        raise ValueError(f"{text!r} is not a limit; only minutes, hours and days can be working ones")
    return Span(int(found[1]), _UNITS[unit])


def _open_time(text: str) -> timedelta:
    found = _ISO.fullmatch(text)
    parts = {} if found is None else {name: part for name, part in found.groupdict().items() if part is not None}
    if not parts or not all(_FIGURE.fullmatch(part) for part in parts.values()):
        months = re.match(r"P[0-9.,]+[YM]", text)
        hint = "years and months have no length in hours; write '1 month'" if months else _SAY
        raise ValueError(f"{text!r} is not an amount of open time; {hint}")
    try:
        return timedelta(**{name: float(part.replace(",", ".")) for name, part in parts.items()})
    except OverflowError:
        raise ValueError(f"{text!r} is longer than anybody can wait; {_SAY}") from None


def _answer_or_error(written: object, seen: dict[WorkCalendar, WorkCalendar]) -> dict[str, object]:
    try:
        return _answer(written, seen)
    except TraceError as refused:
        return {"error": str(refused)}


def _answer(written: object, seen: dict[WorkCalendar, WorkCalendar]) -> dict[str, object]:
    try:
        clock = _clock(written)
        # A list often repeats one calendar; its years are worked out once.
        clock = replace(clock, calendar=seen.setdefault(clock.calendar, clock.calendar))
        reading = read_clock(clock)
    except (TraceError, CalendarError) as refused:
        where = f"calendar.{refused.where}".rstrip(".") if isinstance(refused, CalendarError) else refused.where
        raise TraceError(refused.reason, where) from None
    except LimitError as refused:
        raise TraceError(str(refused), "limit.within") from None
    return _written(reading, clock.calendar)


def _clock(written: object) -> TracedClock:
    entries = _mapping(written, "", _KEYS)
    limit = _mapping(_need(entries, "limit"), "limit", ("within",))
    within = limit.get("within")
    if not isinstance(within, str):
        raise TraceError(f"missing or not a text; {_SAY}", "limit.within")
    try:
        span = limit_from(within)
    except ValueError as refused:
        raise TraceError(str(refused), "limit.within") from None
    events = entries.get("events", [])
    if not isinstance(events, list):
        raise TraceError('write a list of events such as {"at": …, "type": "pause"}', "events")
    return TracedClock(
        calendar=calendar_from(_need(entries, "calendar")),
        limit=span,
        start=_instant(_need(entries, "from"), "from"),
        events=tuple(_event(event, f"events[{i}]") for i, event in enumerate(events)),
        at=_instant(_need(entries, "at"), "at"),
    )


def _event(written: object, where: str) -> ClockEvent:
    entries = _mapping(written, where, ("at", "type"))
    at = _instant(_need(entries, "at", where), f"{where}.at")
    for kind in get_args(EventType):
        if entries.get("type") == kind:
            return ClockEvent(at, kind)
    raise TraceError(f"{entries.get('type')!r} is not an event; write pause, resume or stop", f"{where}.type")


def _instant(written: object, where: str) -> datetime:
    if not isinstance(written, str):
        raise TraceError("write an instant such as 2026-10-01T09:00:00+08:00", where)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        reason = f"{written!r} is not an instant; write it as 2026-10-01T09:00:00+08:00"
        raise TraceError(reason, where) from None
    try:
        return utc(at)
    except (ValueError, OverflowError) as refused:
        raise TraceError(str(refused), where) from None


def _need(entries: Mapping[str, object], key: str, where: str = "") -> object:
    if key not in entries:
        raise TraceError("missing", f"{where}.{key}".lstrip("."))
    return entries[key]


def _mapping(written: object, where: str, keys: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(written, Mapping):
        raise TraceError(f"write an object with {', '.join(keys)}", where)
    for key in written:
        if key not in keys:
            raise TraceError(f"unknown key; write {', '.join(keys)}", f"{where}.{key}".lstrip("."))
    return written


def _written(reading: Reading, cal: WorkCalendar) -> dict[str, object]:
    return {
        "due": None if reading.due is None else cal.local(reading.due).isoformat(),
        "used_seconds": _seconds(reading.used),
        "remaining_seconds": _seconds(reading.remaining),
        "state": reading.state,
        "late_seconds": _seconds(reading.late),
    }


def _seconds(length: timedelta) -> int | float:
    seconds = length.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds
