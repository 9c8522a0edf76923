"""Reads the yearly notice on days off and make-up days, and tells everything that is wrong with it at once."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from shouwen.base.days import day_of
from shouwen.people.holidays import SATURDAY, Day

HEADS = {"date", "日期"}
KINDS = {"off": "off", "放假": "off", "休": "off", "work": "work", "上班": "work", "班": "work", "调休上班": "work"}
COLUMNS = 2


@dataclass(frozen=True, slots=True)
class NoticeProblem:
    """A line that cannot be used, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


def read_notice(text: str) -> tuple[int | None, tuple[Day, ...], tuple[NoticeProblem, ...]]:
    """The year, its days, and the problems; lines are `date,off or work,name`, a heading is allowed."""
    days: dict[date, Day] = {}
    problems: list[NoticeProblem] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), start=1):
        if not any(cell.strip() for cell in cells) or cells[0].strip().lower() in HEADS:
            continue
        read = _read_line([cell.strip() for cell in cells])
        if isinstance(read, Day) and read.date in days:
            read = f"{read.date} is named twice; keep one line"
        if isinstance(read, Day):
            days[read.date] = read
        else:
            problems.append(NoticeProblem(number, read))
    years = {day.year for day in days}
    if len(years) > 1:
        problems.append(NoticeProblem(1, f"days of {sorted(years)} are mixed; load each year by itself"))
    if not days and not problems:
        problems.append(NoticeProblem(1, "no day is named; write lines such as 2027-02-06,off,春节"))
    return (years.pop() if len(years) == 1 else None), tuple(days.values()), tuple(problems)


def _read_line(cells: list[str]) -> Day | str:
    if len(cells) < COLUMNS:
        return "write date, off or work, and a name, with commas between"
    try:
        day = day_of(cells[0])
    except ValueError:
        return f"'{cells[0]}' is no date; write it as 2027-02-06"
    kind = KINDS.get(cells[1].lower())
    if kind is None:
        return f"'{cells[1]}' is neither off (放假) nor work (上班)"
    if kind == "work" and day.weekday() < SATURDAY:
        return f"{day} is a working day by the week already; name only days that differ from it"
    return Day(day, "off" if kind == "off" else "work", cells[2] if len(cells) > COLUMNS else "")
