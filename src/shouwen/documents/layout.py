"""How the fields of a form share its lines: in their own order, two short ones beside each other, a long one alone."""

from collections.abc import Iterable
from typing import Any

from shouwen.documents.queries import PrintedField

LONGEST_BESIDE = 24
LONGEST_LABEL_BESIDE = 12


def rows(fields: Iterable[PrintedField]) -> list[dict[str, Any]]:
    """Lines of one or two fields; a line of one spans the sheet, `long` ones leave room to write."""
    found: list[dict[str, Any]] = []
    waiting: PrintedField | None = None
    for field in fields:
        if not _fits_beside(field):
            found += [_row(waiting)] if waiting else []
            found.append(_row(field))
            waiting = None
        elif waiting:
            found.append(_row(waiting, field))
            waiting = None
        else:
            waiting = field
    return found + ([_row(waiting)] if waiting else [])


def _fits_beside(field: PrintedField) -> bool:
    title, text, is_wide = field
    return not is_wide and len(title) <= LONGEST_LABEL_BESIDE and len(text) <= LONGEST_BESIDE and "\n" not in text


def _row(*fields: PrintedField) -> dict[str, Any]:
    cells = [{"title": title, "text": text} for title, text, _ in fields]
    return {"cells": cells, "long": any(is_wide for _, _, is_wide in fields)}
