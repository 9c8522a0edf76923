"""The open time of one calendar year as sorted instants, so that counting is two look-ups."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NOTHING = timedelta(0)
ONE_DAY = timedelta(days=1)
Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class YearTable:
    """Open intervals cut at the year's two ends; working days whole, with the instant each of them closes."""

    opens: tuple[datetime, ...]
    shuts: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    total: timedelta
    days: tuple[date, ...]
    closes: tuple[datetime, ...]

    def open_until(self, at: datetime) -> timedelta:
        """Open time of this year before the instant."""
        i = bisect_right(self.opens, at) - 1
        if i < 0:
            return NOTHING
        return self.before[i] + min(at, self.shuts[i]) - self.opens[i]

    def instant_at(self, amount: timedelta) -> datetime:
        """The first instant by which this much of the year's open time has passed; more than nothing, at most all."""
        i = bisect_left(self.before, amount) - 1
        return self.opens[i] + (amount - self.before[i])


def build_year(year: int, zone: ZoneInfo, windows_on: Callable[[date], tuple[tuple[int, int], ...]]) -> YearTable:
    first, last = date(year, 1, 1), date(year, 12, 31)
    starts = first_instant(zone, datetime.combine(first, time.min))
    ends = first_instant(zone, datetime.combine(last + ONE_DAY, time.min))
    opens, shuts, before, days, closes = [], [], [], [], []
    total = NOTHING
    for day in _days(first - ONE_DAY, last):
        spans = [_interval(day, window, zone) for window in windows_on(day)]
        if spans and day >= first:
            days.append(day)
            closes.append(spans[-1][1])
        for opening, shutting in spans:
            opened, shut = max(opening, starts), min(shutting, ends)
            if opened < shut:
                opens.append(opened)
                shuts.append(shut)
                before.append(total)
                total += shut - opened
    return YearTable(tuple(opens), tuple(shuts), tuple(before), total, tuple(days), tuple(closes))


@lru_cache(maxsize=4096)
def first_instant(zone: ZoneInfo, wall: datetime) -> datetime:
    """The first instant at which the zone's wall clock has come to this reading.

    A reading that spring skips is reached when the clock jumps over it; one that autumn shows twice, the first time.
    So later readings never come earlier, and windows that do not overlap on the clock do not overlap in time.
    """
    # Only for a skipped reading does the second fold lie before the first, with the jump between them.
    early, late = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), wall.replace(tzinfo=zone).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            late = middle
    return late


def _interval(day: date, window: tuple[int, int], zone: ZoneInfo) -> Interval:
    start, end = window
    midnight = datetime.combine(day, time.min)
    until = midnight + timedelta(minutes=end) + (ONE_DAY if end <= start else NOTHING)
    return first_instant(zone, midnight + timedelta(minutes=start)), first_instant(zone, until)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
