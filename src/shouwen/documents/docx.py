"""A document as a Word file that people can go on editing, filled in by docxtpl."""

from io import BytesIO
from typing import Any

from shouwen.documents.printed import TEMPLATES, Letterhead, is_letter, printed
from shouwen.documents.queries import DocumentRow


def docx_of(document: DocumentRow, *, head: Letterhead, zone: str) -> bytes:
    """The same content as the PDF; values are text, never template."""
    # 13 MB in a process, and most processes never print.
    from docxtpl import DocxTemplate  # noqa: PLC0415

    name = "letter" if is_letter(document) else "form"
    template = DocxTemplate(TEMPLATES / f"{name}.docx")
    data: dict[str, Any] = printed(document, head=head, zone=zone)
    data["clauses"] = "、".join(data["clauses"])
    data["signature_pairs"] = _pairs(data["signatures"])
    template.render(data, autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def _pairs(signatures: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Two beside each other on a line of the table, the last perhaps alone."""
    return [signatures[at : at + 2] for at in range(0, len(signatures), 2)]
