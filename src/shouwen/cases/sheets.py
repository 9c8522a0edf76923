"""A list as a workbook: typed cells, no formula ever, a watermark line, and the head on every printed page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO
from typing import Any

import xlsxwriter

LONGEST_CELL = 32_000
NARROW, WIDE = 12, 28
DATED = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head and how wide its values are."""

    title: str
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands above the rows, and the rows."""

    name: str
    mark: str
    """Who took it out, when, under which number: on the sheet and on every printed page."""
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def workbook(sheet: Sheet, zone: tzinfo) -> bytes:
    """The file; every text is written as a text, whatever it begins with."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    page = book.add_worksheet(sheet.name[:31])
    formats = {
        "mark": book.add_format({"font_color": "#7A7A7A", "italic": True}),
        "head": book.add_format({"bold": True, "bg_color": "#E0F0EF", "bottom": 1}),
        "date": book.add_format({"num_format": DATED}),
        # Shows the text as it is even where somebody edits the cell later.
        "text": book.add_format({"quote_prefix": True, "num_format": "@"}),
    }
    page.write_string(0, 0, sheet.mark, formats["mark"])
    for at, column in enumerate(sheet.columns):
        page.write_string(1, at, column.title, formats["head"])
        page.set_column(at, at, WIDE if column.is_wide else NARROW)
    last = 1
    for last, row in enumerate(sheet.rows, start=2):
        for at, value in enumerate(row):
            _write(page, last, at, value, formats, zone)
    page.freeze_panes(2, 1)
    page.autofilter(1, 0, max(last, 1), max(0, len(sheet.columns) - 1))
    page.repeat_rows(0, 1)
    page.set_landscape()
    page.set_footer(f"&L{sheet.mark.replace('&', '&&')}&R&P / &N")
    book.close()
    return target.getvalue()


def _write(page: Any, row: int, at: int, value: Any, formats: Mapping[str, Any], zone: tzinfo) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, at, value)
    elif isinstance(value, int | float):
        page.write_number(row, at, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, at, value.astimezone(zone).replace(tzinfo=None), formats["date"])
    else:
        page.write_string(row, at, str(value)[:LONGEST_CELL], formats["text"])
