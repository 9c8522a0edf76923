"""Tables that people bring: XLSX, or CSV in UTF-8 or GBK, row by row as text, never whole in memory as objects."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shouwen.base.typed import seen

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 80
LONGEST_CELL = 4_000
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"
XLSX = b"PK\x03\x04"


UNREADABLE: Mapping[str, str] = {
    "empty": "文件是空的：第一行要写各列的名称，可先下载模板。",
    "none": "请先选一个文件。",
    "columns": "有 %(count)s 列，最多 %(most)s 列：请删去不用的列。",
    "rows": "超过 %(most)s 行：请分成几个文件。",
    "bytes": "文件超过 %(most)s MB：请分成几个文件。",
    "unpacked": "表格展开后太大：请分成几个文件，或另存为 CSV。",
    "workbook": "这个文件打不开：请用 Excel 或 WPS 另存为 xlsx 或 CSV 再试。",
    "quotes": "第 %(row)s 行读不下去：请检查引号是否成对，或另存为 xlsx。",
    "encoding": "文字编码认不出来：请另存为 UTF-8 或 GBK 编码的 CSV，或 xlsx。",
    "gone": "上传的人已离岗，请由在岗人员重新上传。",
}


class Unreadable(ValueError):
    """The file as a whole cannot be used; `sort` is one of `UNREADABLE`, whose words take the rest."""

    def __init__(self, sort: str, **given: int) -> None:
        super().__init__(UNREADABLE[sort] % given)
        self.sort = sort
        self.given = given


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its number as the spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def headings_of(content: bytes) -> tuple[str, ...]:
    """The first row; every column has a name, and none twice."""
    first = next(_all(content), None)
    if first is None or not any(first.cells):
        raise Unreadable("empty")
    found = list(first.cells)
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        raise Unreadable("columns", count=len(found), most=MOST_COLUMNS)
    return tuple(found)


def lines_of(content: bytes) -> Iterator[Line]:
    """Every row below the headings that holds anything."""
    for count, line in enumerate(islice(_all(content), 1, None), start=1):
        if count > MOST_ROWS:
            raise Unreadable("rows", most=MOST_ROWS)
        if any(line.cells):
            yield line


def _all(content: bytes) -> Iterator[Line]:
    if len(content) > MOST_BYTES:
        raise Unreadable("bytes", most=MOST_BYTES // 1024 // 1024)
    return _of_workbook(content) if content.startswith(XLSX) else _of_csv(content)


def _of_workbook(content: bytes) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("workbook") from error
    sheet = book.worksheets[0]
    # Some programs write a size of one cell into the file; without it every row is read.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield Line(number, tuple(_text(cell) for cell in row[:MOST_COLUMNS]))
    book.close()


def _text(cell: object) -> str:
    """As people see it: a number without its useless nought, a day without its midnight."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")[:16]
    if isinstance(cell, date):
        return cell.isoformat()
    return seen(str(cell))[:LONGEST_CELL]


def _of_csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL * 10)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            yield Line(number, _cells(row))
    except csv.Error as error:
        raise Unreadable("quotes", row=reader.line_num) from error


def _cells(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(seen(cell)[:LONGEST_CELL] for cell in row[:MOST_COLUMNS])


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")
