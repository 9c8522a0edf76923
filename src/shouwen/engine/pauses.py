"""Pauses of a clock as intervals: from an instant to another, or without an end as yet."""

from collections.abc import Sequence
from datetime import datetime

from shouwen.engine.calendar import utc

Pause = tuple[datetime, datetime | None]


def in_order(pauses: Sequence[Pause], start: datetime) -> tuple[Pause, ...]:
    """The pauses in UTC, cut at the start, sorted and merged; what lasts no time is left out."""
    if not pauses:
        return ()
    joined: list[Pause] = []
    for paused, resumed in sorted((_from(start, pause) for pause in pauses), key=lambda pause: pause[0]):
        if resumed is not None and resumed <= paused:
            continue
        if joined and (joined[-1][1] is None or paused <= joined[-1][1]):
            joined[-1] = (joined[-1][0], _later(joined[-1][1], resumed))
        else:
            joined.append((paused, resumed))
    return tuple(joined)


def _from(start: datetime, pause: Pause) -> Pause:
    paused = utc(pause[0])
    resumed = None if pause[1] is None else utc(pause[1])
    if resumed is not None and resumed < paused:
        raise ValueError(f"The pause of {paused.isoformat()} ends before it begins, at {resumed.isoformat()}.")
    return max(paused, start), resumed


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)
