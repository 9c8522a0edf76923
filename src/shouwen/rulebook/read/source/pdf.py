"""PDF with text, by pypdf: lines as they stand, without page numbers and running heads."""

import io
import logging
import re
from collections import Counter
from itertools import groupby

from pypdf import PdfReader
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from shouwen.rulebook.read import refusal
from shouwen.rulebook.read.blocks import Block, Paragraph
from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.markers import marker_at_start

MOST_PAGES = 600
_REPEATED = 3
_WIDE = 0.85
_NEARLY = 0.88
_NARROWEST = 40
_UNBROKEN = 8
_END = re.compile(r"[。；;！!？?：:]$")
_NO_NUMBER = r"(?!\d{1,2}[.、)）](?!\d))"
"""The gap before 1. parts two clauses; it is none that PDF made."""
_GAP_AROUND = re.compile(rf"(?<=[\u3400-\u9fff]) +{_NO_NUMBER}([\dA-Za-z.%\[\]_×]+) +(?=[\u3400-\u9fff])")
_GAP_AFTER = re.compile(rf"(?<=[\u3400-\u9fff，。、；：]) +(?=[\d\[]){_NO_NUMBER}")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:第\s*)?[0-9IVXivx一二三四五六七八九十]{1,4}\s*(?:页|頁)?\s*(?:[/共]\s*\d{1,4}\s*(?:页|頁)?)?\W*$"
)

# What pypdf says about a damaged file is told once, in our own sentence.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def blocks(raw: bytes) -> tuple[Block, ...]:
    """One paragraph a line; lines are put together again where the whole text is cleaned."""
    try:
        pages = _pages(raw)
    except refusal.CannotRead:
        raise
    except DependencyError as fault:
        raise refusal.encrypted("PDF") from fault
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as fault:
        # pypdf meets broken files in many ways; none of them is more than 'broken' to the reader.
        raise refusal.broken("PDF") from fault
    running = _running_heads(pages)
    lines = [line for page in pages for line in page if line not in running and not _PAGE_NUMBER.match(line)]
    return tuple(Paragraph(line) for line in _unwrapped([_closed(line) for line in lines]))


def _pages(raw: bytes) -> list[list[str]]:
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise refusal.encrypted("PDF")
    if len(reader.pages) > MOST_PAGES:
        raise refusal.too_much("PDF")
    if not reader.pages:
        raise PdfReadError("no pages")
    return [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in reader.pages]


def _closed(line: str) -> str:
    """PDF writes a gap between Chinese and Latin as a space: 在 24 小时内."""
    return _GAP_AFTER.sub("", _GAP_AROUND.sub(r"\1", line))


def _unwrapped(lines: list[str]) -> list[str]:
    """A line as wide as the page that does not end a sentence goes on in the next.

    Many such lines in a row are a text that lost its breaks: there each goes on, whatever it ends with.
    """
    widths = sorted(_width(line) for line in lines)
    full = max(widths[int(len(widths) * _WIDE)] * _NEARLY, _NARROWEST) if widths else 0
    runs = [(is_full, len(list(run))) for is_full, run in groupby(lines, lambda line: _width(line) >= full)]
    unbroken = iter([is_full and size >= _UNBROKEN for is_full, size in runs for _ in range(size)])
    found: list[str] = []
    goes_on = lost = False
    for line in lines:
        if goes_on and (lost or marker_at_start(fold(line)) is None):
            found[-1] += line
        else:
            found.append(line)
        lost = next(unbroken)
        goes_on = lost or (_width(line) >= full and not _END.search(line))
    return found


def _width(line: str) -> int:
    return sum(2 if character > "\u2e7f" else 1 for character in line)


def _running_heads(pages: list[list[str]]) -> frozenset[str]:
    """First and last lines that come back on most pages."""
    if len(pages) < _REPEATED:
        return frozenset()
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    return frozenset(line for line, times in edges.items() if times >= _REPEATED and times * 2 > len(pages))
