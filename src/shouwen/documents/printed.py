"""What a printed document says, whatever it is printed with: the data both for PDF and for Word."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.documents.content import day
from shouwen.documents.layout import rows
from shouwen.documents.queries import DeliveryRow, DocumentRow, SignatureRow

TEMPLATES = Path(__file__).parent / "templates"
WAYS = {"in_app": "系统", "email": "电子邮件", "fax": "传真", "letter": "邮寄", "hand": "直接送达"}
# Words in the titles of fields by which a letter knows its subject and its addressee.
ABOUT = ("事由", "标题", "主题")
ADDRESSEE = ("致", "收函", "收件", "客户姓名")


def is_letter(document: DocumentRow) -> bool:
    """Letters read as letters; everything else is a form with boxes."""
    return document.sort == "letter"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above a paper: the company, and the unit whose case it is about."""

    company: str
    unit: str = ""


def printed(document: DocumentRow, *, head: Letterhead, zone: str) -> dict[str, Any]:
    """Plain text only, dates on the wall clock of `zone`."""
    local = ZoneInfo(zone)
    return {
        "company": head.company,
        "unit": head.unit if not document.deliveries and head.unit != head.company else "",
        "sender": _sender(document, head),
        "title": _title(document),
        "number": document.number,
        "date": day(document.issued_at.astimezone(local)),
        "version": document.version,
        "by": document.by,
        "is_issued": bool(document.deliveries),
        "rows": rows(document.content),
        "to": _to(document),
        "paragraphs": _paragraphs(document),
        "particulars": _particulars(document),
        "signatures": [_signature(one, local) for one in document.signatures],
        "receivers": [_receiver(one, local) for one in document.deliveries],
        "clauses": list(document.clauses),
    }


def file_title(document: DocumentRow) -> str:
    """The name under which a paper is saved: what it is about, and its number."""
    return " ".join(word for word in (_title(document), document.number) if word)


def _title(document: DocumentRow) -> str:
    """《关于……的函》 takes its subject from the field that names it."""
    title = document.title.strip("《》")
    about = _first(document, *ABOUT)
    if "……" in title and about:
        return title.replace("……", about.removeprefix("关于").removesuffix("的函"))
    return title


def _sender(document: DocumentRow, head: Letterhead) -> str:
    """Letters are the company's; a notice is set under the seal of the unit that issues it."""
    unit = "" if is_letter(document) or document.sender == head.company else document.sender
    return f"{head.company} {unit}".strip()


def _to(document: DocumentRow) -> str:
    """The addressee whom the paper names, else the first receiver."""
    return _first(document, *ADDRESSEE) or (document.deliveries[0].receiver if document.deliveries else "")


def _first(document: DocumentRow, *titles: str) -> str:
    found = (
        text for name, text, wide in document.content if text and not wide and any(title in name for title in titles)
    )
    return next(found, "")


def _particulars(document: DocumentRow) -> list[dict[str, str]]:
    """What a letter says besides its text: an amount, a date."""
    named = (*ABOUT, *ADDRESSEE)
    return [
        {"title": title, "text": text}
        for title, text, wide in document.content
        if text and not wide and not any(name in title for name in named)
    ]


def _paragraphs(document: DocumentRow) -> list[str]:
    wide = [text for _, text, is_wide in document.content if is_wide and text]
    return [paragraph.strip() for text in wide for paragraph in text.splitlines() if paragraph.strip()]


def _signature(one: SignatureRow, local: ZoneInfo) -> dict[str, str]:
    return {"party": one.party, "name": one.name, "date": day(one.at.astimezone(local)) if one.at else ""}


def _receiver(one: DeliveryRow, local: ZoneInfo) -> dict[str, str]:
    received = f"{one.received_at.astimezone(local):%Y-%m-%d %H:%M}" if one.received_at else ""
    return {
        "name": one.receiver,
        "via": WAYS.get(one.via, one.via),
        "sent": f"{one.sent_at.astimezone(local):%Y-%m-%d %H:%M}",
        "received": " ".join(word for word in (one.received_by, received) if word),
    }
