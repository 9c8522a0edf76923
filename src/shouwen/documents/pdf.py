"""A document as PDF, typeset by typst with a CJK font that comes as a package."""

import json
from functools import lru_cache
from pathlib import Path

import manimgx_fonts_cjk

from shouwen.documents.printed import TEMPLATES, Letterhead, is_letter, printed
from shouwen.documents.queries import DocumentRow

FONTS = Path(manimgx_fonts_cjk.__file__).parent


def pdf_of(document: DocumentRow, *, head: Letterhead, zone: str) -> bytes:
    """The printed form: letters as letters, everything else as a form with its fields, signatures and register."""
    data = json.dumps(printed(document, head=head, zone=zone), ensure_ascii=False, sort_keys=True)
    return _compiled("letter" if is_letter(document) else "form", data)


@lru_cache(maxsize=64)
def _compiled(template: str, data: str) -> bytes:
    # Most processes never print.
    import typst  # noqa: PLC0415

    return bytes(
        typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
    )
