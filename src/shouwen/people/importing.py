"""Reads a table of people, one line for each post they hold, and says of every line what it would do or why it cannot."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from shouwen.base import tables
from shouwen.base.days import day_of
from shouwen.base.queries import is_sign_in_name, is_taken
from shouwen.base.tables import headings_of, lines_of
from shouwen.people.access import Viewer
from shouwen.people.filled import in_use

COLUMNS = ("姓名", "工号", "电话", "电子邮箱", "岗位", "单位代号", "起始日期", "登录名")
MOST_LINES = 2000
LONGEST_CELL = 200


class Unreadable(ValueError):
    """No line can be read; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read; with faults it is not carried out."""

    number: int
    cells: Mapping[str, str]
    post: str = ""
    unit: int | None = None
    since: date | None = None
    faults: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.cells["姓名"]

    @property
    def username(self) -> str:
        return self.cells["登录名"]


@dataclass
class _Known:
    """What lines are compared with, and what the lines before have taken."""

    posts: Mapping[str, str]
    units: Mapping[str, int]
    numbers: dict[str, str] = field(default_factory=dict)
    usernames: dict[str, str] = field(default_factory=dict)
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)


def text_of(content: bytes) -> str:
    """A workbook or a CSV in either of two encodings, as the CSV that goes along with the first look at it."""
    written = io.StringIO()
    try:
        rows = [headings_of(content), *(line.cells for line in islice(lines_of(content), MOST_LINES + 1))]
    except tables.Unreadable as wrong:
        raise Unreadable(str(wrong), "The file cannot be read: save it as XLSX, or as CSV in UTF-8.") from wrong
    csv.writer(written).writerows(rows)
    return written.getvalue()


def read(viewer: Viewer, text: str) -> tuple[Line, ...]:
    """Every line, in order."""
    rows = list(csv.reader(io.StringIO(text.replace("\x00", ""))))
    heads = [cell.strip() for cell in rows[0]] if rows else []
    lacking = [column for column in ("姓名",) if column not in heads]
    if lacking or len(rows) < 2:
        raise Unreadable(
            "第一行要有列名，至少有“姓名”，下面每人一行。", "The first line names the columns, 姓名 among them."
        )
    if len(rows) - 1 > MOST_LINES:
        raise Unreadable(f"一次最多 {MOST_LINES} 行，请分几次导入。", f"At most {MOST_LINES} lines at a time.")
    known = _known(viewer)
    filled = [(place, row) for place, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    return tuple(_line(place, dict(zip(heads, row, strict=False)), known) for place, row in filled)


def template() -> str:
    """The columns and one line that shows how they are filled."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(COLUMNS)
    sheet.writerow(["王敏", "A001", "13800000000", "wangmin@example.com", "客服助理", "HJ-KF", "2026-01-01", "wangmin"])
    return written.getvalue()


def _known(viewer: Viewer) -> _Known:
    posts: dict[str, str] = {}
    for edition in in_use(viewer):
        for name, rule in edition.rulebook.posts.items():
            posts |= {name: name, rule.title or name: name}
    units = {place.code.lower(): place.id for place in viewer.organisation.units.values() if place.is_active}
    return _Known(posts, units)


def _line(number: int, row: Mapping[str, str], known: _Known) -> Line:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    post = known.posts.get(cells["岗位"], "")
    unit = known.units.get(cells["单位代号"].lower())
    since = _day(cells["起始日期"])
    faults = (*_faults(cells, known, post=post, unit=unit, since=since), *_again(number, cells, known))
    return Line(number, cells, post, unit, since, faults)


def _faults(
    cells: Mapping[str, str], known: _Known, *, post: str, unit: int | None, since: date | None
) -> Iterator[str]:
    if not cells["姓名"]:
        yield "没有姓名"
    if any(len(cell) > LONGEST_CELL for cell in cells.values()):
        yield "有一格太长"
    if bool(cells["岗位"]) != bool(cells["单位代号"]):
        yield "岗位和单位代号要一起填"
    if cells["岗位"] and not post:
        yield f"没有岗位“{cells['岗位']}”"
    if cells["单位代号"] and unit is None:
        yield f"没有单位代号“{cells['单位代号']}”"
    if cells["起始日期"] and since is None:
        yield "起始日期写成 2026-01-31"
    yield from _unwritable(cells)
    yield from _taken(cells, known)


def _unwritable(cells: Mapping[str, str]) -> Iterator[str]:
    if cells["电子邮箱"] and not _is_address(cells["电子邮箱"]):
        yield f"“{cells['电子邮箱']}”不是邮箱地址"
    if cells["登录名"] and not is_sign_in_name(cells["登录名"]):
        yield f"登录名“{cells['登录名']}”只能用文字、数字和 . @ + - _，不能有空格"


def _again(number: int, cells: Mapping[str, str], known: _Known) -> Iterator[str]:
    """The same person at the same post twice is one line too many."""
    key = tuple(cells[column].lower() for column in ("姓名", "工号", "岗位", "单位代号", "登录名"))
    if any(key) and known.lines.setdefault(key, number) != number:
        yield f"与第 {known.lines[key]} 行相同"


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _taken(cells: Mapping[str, str], known: _Known) -> Iterator[str]:
    """Two people under one number or one sign-in, in the table itself or with what is there."""
    person = f"{cells['姓名']}|{cells['工号']}"
    number, username = cells["工号"].lower(), cells["登录名"].lower()
    if number and known.numbers.setdefault(number, cells["姓名"]) != cells["姓名"]:
        yield f"工号 {cells['工号']} 在表里已是{known.numbers[number]}的"
    if username and known.usernames.setdefault(username, person) != person:
        yield f"登录名 {cells['登录名']} 在表里给了两个人"
    if username and is_taken(username):
        yield f"登录名 {cells['登录名']} 已被使用"


def _day(text: str) -> date | None:
    try:
        return day_of(text.replace("/", "-")) if text else None
    except ValueError:
        return None
