"""Reads the yearly notice as it is published, '春节：2月15日至23日放假调休，共9天。2月14日、28日上班': days, and what does not add up."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from shouwen.people.holidays import SATURDAY, Day

YEAR_OF_NOTICE = re.compile(r"(20\d\d)年[^。\n]{0,12}(?:节假日|放假)")
ANY_YEAR = re.compile(r"(20\d\d)年")
HOLIDAY = re.compile(r"(?:^|[\s、.])(?P<name>[一-鿿]{2,6}(?:、[一-鿿]{2,6})*):")
NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
DATE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<note>[^)]*)\))?(?P<to>\s*[至到—~-]+\s*)?"
)
OFF, WORK = re.compile(r"放假|休息"), re.compile(r"上班|工作")
COUNT = re.compile(r"(?:共|放假)\s*(\d{1,2})\s*天")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
LONGEST = timedelta(days=15)
MADE_UP = "调休上班"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the notice that does not add up; said in both languages of the pages."""

    zh: str
    en: str


@dataclass(slots=True)
class Announcement:
    """The year, its days in order, and what has to be looked at."""

    year: int | None
    days: tuple[Day, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


def read_announcement(text: str, year: int | None = None) -> Announcement:
    """Every day off and every day worked against the week; doubts name the place, and none is guessed away."""
    plain = unicodedata.normalize("NFKC", text)
    found = Announcement(year or _year(plain))
    if found.year is None:
        found.doubts.append(Doubt("看不出是哪一年的通知，请填写年份。", "The notice names no year: give it."))
        return found
    days: dict[date, Day] = {}
    for name, sentence in _sentences(plain):
        for day in _days(sentence, name, found):
            _take(day, days, found)
    found.days = tuple(days[each] for each in sorted(days))
    if not found.days:
        found.doubts.append(Doubt("没有读到放假或上班的日期。", "No day off and no working day was found."))
    return found


def _year(text: str) -> int | None:
    match = YEAR_OF_NOTICE.search(text) or ANY_YEAR.search(text)
    return int(match[1]) if match else None


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Sentences with the holiday that they are about."""
    name = ""
    for sentence in re.split(r"[。;\n]", text):
        part = NUMBERED.sub("", sentence.strip())
        head = HOLIDAY.search(part)
        if head:
            name, part = head["name"], part[head.end() :]
        if part:
            yield name, part


def _days(sentence: str, name: str, found: Announcement) -> Iterator[Day]:
    """Dates wait for the verb that follows them; `共9天` is counted after."""
    waiting: list[date] = []
    off: list[date] = []
    for clause in re.split(r",", sentence):
        waiting += _dates(clause, found)
        if waiting and OFF.search(clause):
            off += waiting
            yield from (Day(day, "off", name) for day in waiting)
            waiting = []
        elif waiting and WORK.search(clause):
            yield from (Day(day, "work", MADE_UP) for day in waiting)
            waiting = []
    told = COUNT.search(sentence)
    if off and told and int(told[1]) != len(off):
        found.doubts.append(
            Doubt(
                f"“{name}”写明 {told[1]} 天，读到的是 {len(off)} 天（{off[0]} 至 {off[-1]}）。",
                f"{name}: {told[1]} days are announced, and {len(off)} were read ({off[0]} to {off[-1]}).",
            )
        )


def _dates(clause: str, found: Announcement) -> list[date]:
    dates: list[date] = []
    year, month, starts = found.year, 0, False
    for match in DATE.finditer(clause):
        year, month = int(match["year"] or year or 0), int(match["month"] or month)
        try:
            day = date(year, month, int(match["day"]))
        except ValueError:
            found.doubts.append(Doubt(f"没有这一天：{match[0]}", f"There is no such day: {match[0]}"))
            continue
        _weekday_fits(day, match["note"] or "", found)
        if starts and dates and timedelta() < day - dates[-1] <= LONGEST:
            dates += [dates[-1] + timedelta(days=n) for n in range(1, (day - dates[-1]).days)]
        dates.append(day)
        starts = bool(match["to"])
    return dates


def _weekday_fits(day: date, note: str, found: Announcement) -> None:
    told = WEEKDAY.search(note)
    if told and WEEKDAYS[told[1]] != day.weekday():
        found.doubts.append(
            Doubt(f"{day} 不是周{told[1]}，年份可能不对。", f"{day} is no 周{told[1]}: the year may be wrong.")
        )


def _take(day: Day, days: dict[date, Day], found: Announcement) -> None:
    if day.date.year != found.year:
        found.doubts.append(
            Doubt(
                f"{day.date} 不在 {found.year} 年，请到那一年登记。",
                f"{day.date} is not in {found.year}: enter it there.",
            )
        )
    elif day.kind == "work" and day.date.weekday() < SATURDAY:
        found.doubts.append(
            Doubt(
                f"{day.date} 按周历本就上班，已略去。",
                f"{day.date} is a working day by the week already; it was left out.",
            )
        )
    elif day.date in days and days[day.date].kind != day.kind:
        found.doubts.append(
            Doubt(f"{day.date} 既写放假又写上班。", f"{day.date} is named both as a day off and as a working day.")
        )
    else:
        days.setdefault(day.date, day)
