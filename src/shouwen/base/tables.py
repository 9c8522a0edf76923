"""Tables that people bring: XLSX, or CSV in UTF-8 or GBK, row by row as text, never whole in memory as objects."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 80
LONGEST_CELL = 4_000
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"
XLSX = b"PK\x03\x04"


class Unreadable(ValueError):
    """The file as a whole cannot be used; the sentence is for whoever brought it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its number as the spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def headings_of(content: bytes) -> tuple[str, ...]:
    """The first row; every column has a name, and none twice."""
    first = next(_all(content), None)
    if first is None or not any(first.cells):
        raise Unreadable("文件是空的：第一行要写各列的名称，可先下载模板。")
    found = list(first.cells)
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        raise Unreadable(f"有 {len(found)} 列，最多 {MOST_COLUMNS} 列：请删去不用的列。")
    return tuple(found)


def lines_of(content: bytes) -> Iterator[Line]:
    """Every row below the headings that holds anything."""
    for count, line in enumerate(islice(_all(content), 1, None), start=1):
        if count > MOST_ROWS:
            raise Unreadable(f"超过 {MOST_ROWS} 行：请分成几个文件。")
        if any(line.cells):
            yield line


def _all(content: bytes) -> Iterator[Line]:
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // 1024 // 1024} MB：请分成几个文件。")
    return _of_workbook(content) if content.startswith(XLSX) else _of_csv(content)


def _of_workbook(content: bytes) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("表格展开后太大：请分成几个文件，或另存为 CSV。")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("这个文件打不开：请用 Excel 或 WPS 另存为 xlsx 或 CSV 再试。") from error
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
    return str(cell).replace("\x00", "").strip()[:LONGEST_CELL]


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
        raise Unreadable(f"第 {reader.line_num} 行读不下去：请检查引号是否成对，或另存为 xlsx。") from error


def _cells(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.replace("\x00", "").strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS])


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字编码认不出来：请另存为 UTF-8 或 GBK 编码的 CSV，或 xlsx。")
