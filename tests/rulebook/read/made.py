"""Invented files of every kind for the tests of reading."""

import io
import zipfile
from pathlib import Path

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from manimgx_fonts_cjk import __file__ as fonts

LINES = ("第一章 总则", "第一条 答复要在24小时内作出。", "第二条 退款由客服主管审批。")


def word(lines: tuple[str, ...] = LINES, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def numbered_word() -> bytes:
    """Word draws the numbers: 一、 for the first level, （1） for the second."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = (("chineseCounting", "%1、"), ("decimal", "（%2）"))
    drawn = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{drawn}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, text in ((0, "接待"), (1, "起立迎接。"), (1, "问明来意。"), (0, "送客"), (1, "送到门口。")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>')
        )
    return saved(document)


def pdf(lines: tuple[str, ...] = LINES) -> bytes:
    source = '#set page(width: 210mm, height: 148mm)\n#set text(font: "Noto Sans CJK SC", size: 11pt)\n' + "\n\n".join(
        lines
    )
    made: bytes = typst.compile(  # type: ignore[misc]  # its stub names the input twice
        source.encode("utf-8"), font_paths=[str(Path(fonts).parent)]
    )
    return bytes(made)


def zipped(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()
