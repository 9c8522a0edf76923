"""Makes the Word templates of documents: run it after changing the layout, and look at the result in a word processor."""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).parent.parent / "src/shouwen/documents/templates"


def _page() -> Document:
    page = Document()
    style = page.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    for section in page.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
    return page


def _line(page: Document, text: str, size: float = 11, *, bold: bool = False, right: bool = False) -> Paragraph:
    paragraph = page.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def _centred(page: Document, text: str, size: float, *, bold: bool = False) -> None:
    _line(page, text, size, bold=bold).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _repeated(page: Document, loop: str, cells: tuple[str, ...], head: tuple[str, ...] = ()) -> None:
    """A table whose row repeats; docxtpl takes the rows with {%tr … %} away."""
    table = page.add_table(rows=0, cols=len(cells), style="Table Grid")
    if head:
        for cell, text in zip(table.add_row().cells, head, strict=True):
            cell.text = text
    table.add_row().cells[0].text = "{%tr for " + loop + " %}"
    for cell, text in zip(table.add_row().cells, cells, strict=True):
        cell.text = text
    table.add_row().cells[0].text = "{%tr endfor %}"


def _signatures(page: Document) -> None:
    _line(page, "{%p for one in signatures %}")
    _line(page, "{{ one.party }}签字：{{ one.name or '　　　　　　' }}　　日期：{{ one.date }}")
    _line(page, "{%p endfor %}")


def form() -> None:
    page = _page()
    _centred(page, "{{ company }}", 11)
    _centred(page, "{{ title }}", 18, bold=True)
    _line(page, "编号：{{ number }}　　日期：{{ date }}")
    _repeated(page, "line in lines", ("{{ line.title }}", "{{ line.text }}"))
    _line(page, "")
    _signatures(page)
    _repeated(
        page,
        "one in receivers",
        ("{{ one.name }}", "{{ one.via }}", "{{ one.received }}"),
        ("收件人", "方式", "签收"),
    )
    _line(page, "依据：{{ clauses }}", 9)
    page.save(str(FOLDER / "form.docx"))


def letter() -> None:
    page = _page()
    _centred(page, "{{ company }}", 13)
    _centred(page, "{{ title }}", 17, bold=True)
    _line(page, "{{ number }}", 10, right=True)
    _line(page, "{{ to }}：")
    _line(page, "{%p for paragraph in paragraphs %}")
    _line(page, "　　{{ paragraph }}")
    _line(page, "{%p endfor %}")
    _line(page, "{{ company }}", right=True)
    _line(page, "{{ date }}", right=True)
    _signatures(page)
    page.save(str(FOLDER / "letter.docx"))


if __name__ == "__main__":
    form()
    letter()
