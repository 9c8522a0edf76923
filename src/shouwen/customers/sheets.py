"""Tables that leave: the template of an import, and customers as one person sees them; no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
WIDTH = 18
DAY = "yyyy-mm-dd"
Cell = str | date
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], notes: Sequence[str] = ()) -> bytes:
    """XLSX with days as days and every other cell as text; `notes` stand on a second sheet."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "constant_memory": True, **TEXT_ONLY})
    head = book.add_format({"bold": True, "bg_color": "#E0F0EF", "border": 1})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": DAY})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(headings) - 1), WIDTH, text)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, head)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            else:
                sheet.write_string(number, place, cell, text)
    if notes:
        beside = book.add_worksheet("说明")
        beside.set_column(0, 0, 90)
        for number, note in enumerate(notes):
            beside.write_string(number, 0, note)
    book.close()
    return made.getvalue()


def comma_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: str) -> bytes:
    """CSV; a cell that a spreadsheet would calculate begins with an apostrophe."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(headings)
    sheet.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return written.getvalue().encode(encoding, errors="replace")


def harmless(cell: str) -> str:
    """Nothing that a spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell
