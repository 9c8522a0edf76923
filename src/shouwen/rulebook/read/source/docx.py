"""A Word file, by python-docx: paragraphs with the numbers Word only draws, and tables as tables."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from shouwen.rulebook.read import refusal
from shouwen.rulebook.read.blocks import Block, Paragraph, Row, Table
from shouwen.rulebook.read.source.docx_numbers import Numbers

MOST_UNFOLDED = 150_000_000
MOST_PARTS = 4000
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_ENCRYPTED = 0x1
_LOOKED_AT = 4096
_LOST = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:txbxContent")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_STYLES = {f"heading {level}": level for level in range(1, 10)}


# zipfile, lxml (SyntaxError) and python-docx meet broken files in many ways; to the reader all of them are one.
_FAULTS = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    SyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
)


def blocks(raw: bytes) -> tuple[Block, ...]:
    """In the order of the page; what is struck out in track changes is left out."""
    _guard(raw)
    try:
        document = docx.Document(io.BytesIO(raw))
        body = document.element.body
        numbers = Numbers(document)
        return tuple(_blocks(body, numbers, _headings(document)))
    except _FAULTS as fault:
        raise refusal.broken("Word") from fault


def _guard(raw: bytes) -> None:
    """Sizes before unfolding anything, and no part may define entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            fault = _fault(archive)
    except _FAULTS as broken:
        raise refusal.broken("Word") from broken
    if fault is not None:
        raise fault


def _fault(archive: zipfile.ZipFile) -> refusal.CannotRead | None:
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return refusal.encrypted("Word")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNFOLDED:
        return refusal.too_much("Word")
    parts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    return refusal.too_much("Word") if any(_has_entities(archive, part) for part in parts) else None


def _has_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Declarations stand before the first element; zeros are UTF-16's."""
    with archive.open(entry) as part:
        start = part.read(_LOOKED_AT).replace(b"\x00", b"")
    return any(word in start for word in _ENTITIES)


def _headings(document: Any) -> dict[str, int]:
    """Style id → level, for Word's own heading styles in any language of the program."""
    found: dict[str, int] = {}
    for style in document.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        level = _HEADING_STYLES.get((name.get(qn("w:val")) or "").lower()) if name is not None else None
        if level:
            found[style.get(qn("w:styleId"))] = level
    return found


def _blocks(body: Any, numbers: Numbers, headings: dict[str, int]) -> Iterator[Block]:
    for node in _flat(body):
        if node.tag == qn("w:tbl"):
            yield Table(tuple(_rows(node)))
            continue
        label = numbers.label(node)
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        heading = headings.get(style.get(qn("w:val")), 0) if style is not None else 0
        lines = _text(node).split("\n")
        yield Paragraph(f"{label}{lines[0].strip()}", heading)
        for line in lines[1:]:
            yield Paragraph(line.strip())


def _flat(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls; each content control is opened once."""
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if node.tag in {qn("w:p"), qn("w:tbl")}:
            yield node
        elif node.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            waiting += reversed(node)


def _rows(table: Any) -> Iterator[Row]:
    for row in table.iterchildren(qn("w:tr")):
        cells: list[str] = []
        for cell in row.iterchildren(qn("w:tc")):
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
            cells.append("" if goes_on else " ".join(" ".join(_text(p).split()) for p in cell.iter(qn("w:p"))).strip())
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            cells += [""] * (min(int(span.get(qn("w:val")) or 1), 64) - 1 if span is not None else 0)
        yield tuple(cells)


def _text(paragraph: Any) -> str:
    """What one reads: text, tabs and breaks of this paragraph."""
    words: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag in _LOST or node.tag == _FALLBACK:
            continue
        if node.tag == qn("w:t"):
            words.append(node.text or "")
        elif node.tag == qn("w:tab"):
            words.append(" ")
        elif node.tag in {qn("w:br"), qn("w:cr")}:
            words.append("\n")
        elif node.tag != qn("w:pPr"):
            waiting += reversed(node)
    return "".join(words)
