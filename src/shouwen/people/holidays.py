"""China's days off and make-up days as announced (from the package chinesecalendar), and what the law fixes beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chinese_calendar import constants

FIRST_YEAR = min(day.year for day in constants.holidays)
LAST_YEAR = max(day.year for day in constants.holidays)
SATURDAY = 5

# First day of the lunar year, fifth of the fifth, fifteenth of the eighth month: known long before any notice.
LUNAR = {
    2027: (date(2027, 2, 6), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 6, 5), date(2030, 9, 12)),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day off, or a day worked although the week says otherwise."""

    date: date
    kind: Literal["off", "work"]
    name: str
    hours: tuple[str, ...] = ()
    """Where a working day has hours of its own."""


def announced(year: int) -> tuple[Day, ...]:
    """The days of a year that the package knows, in order; none for a year it does not know."""
    off = [Day(day, "off", _word(name)) for day, name in constants.holidays.items() if day.year == year]
    work = [
        Day(day, "work", "调休上班") for day in constants.workdays if day.year == year and day.weekday() >= SATURDAY
    ]
    return tuple(sorted((*off, *work), key=lambda day: day.date))


def statutory(year: int) -> tuple[Day, ...]:
    """The holidays that the law names, before the yearly notice shifts days around them."""
    days = {day.date: day for day in _fixed(year)}
    days |= {day.date: day for day in _lunar(year) if day.date not in days}
    return tuple(days[day] for day in sorted(days))


def _fixed(year: int) -> Iterator[Day]:
    yield Day(date(year, 1, 1), "off", "元旦")
    yield Day(qingming(year), "off", "清明")
    for number in (1, 2):
        yield Day(date(year, 5, number), "off", "劳动节")
    for number in (1, 2, 3):
        yield Day(date(year, 10, number), "off", "国庆节")


def _lunar(year: int) -> Iterator[Day]:
    if year not in LUNAR:
        return
    spring, dragon_boat, mid_autumn = LUNAR[year]
    for shift in range(-1, 3):
        yield Day(spring + timedelta(days=shift), "off", "春节")
    yield Day(dragon_boat, "off", "端午")
    yield Day(mid_autumn, "off", "中秋")


def qingming(year: int) -> date:
    """The solar term falls on 4 or 5 April throughout this century."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def _word(name: str) -> str:
    return str(constants.Holiday(name).chinese)
