"""A document as a Word file that people can go on editing, filled in by docxtpl."""

from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from shouwen.documents.printed import TEMPLATES, is_letter, printed
from shouwen.documents.queries import DocumentRow


def docx_of(document: DocumentRow, *, company: str, zone: str) -> bytes:
    """The same content as the PDF; values are text, never template."""
    name = "letter" if is_letter(document) else "form"
    template = DocxTemplate(TEMPLATES / f"{name}.docx")
    data: dict[str, Any] = printed(document, company=company, zone=zone)
    data["clauses"] = "、".join(data["clauses"])
    template.render(data, autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()
