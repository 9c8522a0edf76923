"""A file as paragraphs and tables, whatever its kind; refuses what cannot be read."""

from pathlib import Path

from shouwen.rulebook.read import refusal
from shouwen.rulebook.read.blocks import Block, Paragraph, Table
from shouwen.rulebook.read.source import docx, html, pdf, text
from shouwen.rulebook.read.source.budget import budget
from shouwen.rulebook.read.source.kind import kind_of

LARGEST = 20_000_000
"""Bytes of a file; a rulebook of a thousand pages has two million."""
MOST_TEXT = 3_000_000
"""Characters of all blocks together."""
_READERS = {"docx": docx.blocks, "pdf": pdf.blocks, "html": html.blocks, "text": text.blocks}


def blocks_of_path(path: Path) -> tuple[Block, ...]:
    """Looks at the size before it reads."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise refusal.wrong_type("文件夹")
        if size > LARGEST:
            raise refusal.too_big(size, LARGEST)
        raw = path.read_bytes()
    except OSError as fault:
        raise refusal.missing(path.name, fault.strerror or "unreadable") from fault
    return blocks_of(raw, path.name)


def blocks_of(raw: bytes, name: str = "") -> tuple[Block, ...]:
    """The content decides what kind of file it is; the name only helps to tell HTML from text."""
    if len(raw) > LARGEST:
        raise refusal.too_big(len(raw), LARGEST)
    if not raw.strip():
        raise refusal.empty()
    kind = kind_of(raw, name)
    with budget(kind):
        found = _READERS[kind](raw)
    if _length(found) > MOST_TEXT:
        raise refusal.too_much(kind.upper())
    if not _length(found):
        raise refusal.scanned() if kind == "pdf" else refusal.empty()
    return found


def _length(blocks: tuple[Block, ...]) -> int:
    total = 0
    for block in blocks:
        match block:
            case Paragraph(text=text):
                total += len(text.strip())
            case Table(rows=rows):
                total += sum(len(cell.strip()) for row in rows for cell in row)
    return total
