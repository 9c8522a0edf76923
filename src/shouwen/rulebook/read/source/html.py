"""A saved web page, by lxml: its text without menus, scripts and forms; lists numbered, tables as tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from shouwen.rulebook.read import refusal
from shouwen.rulebook.read.blocks import Block, Paragraph, Table
from shouwen.rulebook.read.source.text import decode

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "iframe",
        "svg",
        "canvas",
        "object",
        "head",
        "textarea",
    ]
)
_BREAKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "br",
        "hr",
        "blockquote",
        "pre",
        "tr",
        "table",
        "header",
        "address",
        "figure",
    ]
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass
class _Page:
    """What has been read so far."""

    found: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    silent: int = 0
    heading: int = 0

    def say(self, text: str | None) -> None:
        if text and not self.silent:
            self.words.append(text)

    def flush(self) -> None:
        """End of a line: into the cell that is open, or a paragraph of its own."""
        text = " ".join("".join(self.words).split())
        self.words = []
        if self.tables and self.tables[-1]:
            row = self.tables[-1][-1]
            if row and text:
                row[-1] = f"{row[-1]} {text}".strip()
        elif text:
            self.found.append(Paragraph(text, self.heading))


def blocks(raw: bytes) -> tuple[Block, ...]:
    """Never loads anything the page points at."""
    try:
        root = etree.fromstring(_text(raw), etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True))
    except (etree.LxmlError, ValueError) as fault:
        raise refusal.broken("HTML") from fault
    if root is None:
        raise refusal.empty()
    page = _Page()
    for event, node in _walk(root):
        (_enter if event == "start" else _leave)(page, node)
    page.flush()
    return tuple(page.found)


def _text(raw: bytes) -> str:
    """The encoding the page declares, if it holds; otherwise found out as for plain text. lxml wants no declaration."""
    declared = _CHARSET.search(raw[:4096])
    name = _ENCODINGS.get(declared.group(1).decode("ascii").lower()) if declared else None
    try:
        text = raw.decode(name) if name else decode(raw)
    except UnicodeDecodeError:
        text = decode(raw)
    return re.sub(
        r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>",
        "",
        text.lstrip("﻿"),
        count=2,
        flags=re.DOTALL | re.IGNORECASE,
    )


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if isinstance(node.tag, str):
            yield event, node


def _enter(page: _Page, node: etree._Element) -> None:
    tag = str(node.tag)
    if tag in _SILENT or "display:none" in (node.get("style") or "").replace(" ", ""):
        page.silent += 1
    if tag in _BREAKS:
        page.flush()
        page.heading = _HEADINGS.get(tag, 0)
    if tag in {"ol", "ul"}:
        page.lists.append(0 if tag == "ol" else None)
    if tag == "li" and page.lists and page.lists[-1] is not None:
        page.lists[-1] += 1
        page.say(f"{page.lists[-1]}. ")
    _enter_table(page, tag)
    page.say(node.text)


def _enter_table(page: _Page, tag: str) -> None:
    if tag == "table":
        page.tables.append([])
    elif tag == "tr" and page.tables:
        page.tables[-1].append([])
    elif tag in {"td", "th"} and page.tables and page.tables[-1]:
        page.flush()
        page.tables[-1][-1].append("")


def _leave(page: _Page, node: etree._Element) -> None:
    tag = str(node.tag)
    if tag in _BREAKS or tag in {"td", "th"}:
        page.flush()
        page.heading = 0
    if tag in {"ol", "ul"} and page.lists:
        page.lists.pop()
    if tag == "table" and page.tables:
        _end_table(page)
    if tag in _SILENT or "display:none" in (node.get("style") or "").replace(" ", ""):
        page.silent -= 1
    page.say(node.tail)


def _end_table(page: _Page) -> None:
    """A table of one column only lays out the page."""
    rows = [row for row in page.tables.pop() if any(row)]
    if page.tables:
        page.words.append(" ".join(cell for row in rows for cell in row))
    elif rows and max(map(len, rows)) > 1:
        page.found.append(Table(tuple(tuple(row) for row in rows)))
    else:
        page.found += [Paragraph(cell) for row in rows for cell in row]
