"""What a printed document says, whatever it is printed with: the data both for PDF and for Word."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.documents.queries import DeliveryRow, DocumentRow, SignatureRow

TEMPLATES = Path(__file__).parent / "templates"
WAYS = {"in_app": "系统", "email": "电子邮件", "fax": "传真", "letter": "邮寄", "hand": "直接送达"}


def is_letter(document: DocumentRow) -> bool:
    """Letters read as letters; everything else is a form with boxes."""
    return document.sort == "letter"


def printed(document: DocumentRow, *, company: str, zone: str) -> dict[str, Any]:
    """Plain text only, dates on the wall clock of `zone`."""
    local = ZoneInfo(zone)
    return {
        "company": company,
        "title": _title(document),
        "number": document.number,
        "date": f"{document.issued_at.astimezone(local):%Y年%m月%d日}",
        "version": document.version,
        "lines": [{"title": title, "text": text, "wide": wide} for title, text, wide in document.content],
        "to": _to(document),
        "paragraphs": _paragraphs(document),
        "signatures": [_signature(one, local) for one in document.signatures],
        "receivers": [_receiver(one, local) for one in document.deliveries],
        "clauses": list(document.clauses),
    }


def _title(document: DocumentRow) -> str:
    """《关于……的函》 takes its subject from the first short field that names one."""
    title = document.title.strip("《》")
    about = next(
        (
            text
            for name, text, wide in document.content
            if not wide and text and name.endswith(("事由", "标题", "主题"))
        ),
        "",
    )
    if "……" in title and about:
        return title.replace("……", about.removeprefix("关于").removesuffix("的函"))
    return title


def _to(document: DocumentRow) -> str:
    named = (text for name, text, _ in document.content if text and name.startswith(("收", "致", "客户姓名")))
    first = document.deliveries[0].receiver if document.deliveries else ""
    return next(named, first)


def _paragraphs(document: DocumentRow) -> list[str]:
    wide = [text for _, text, is_wide in document.content if is_wide and text]
    return [paragraph.strip() for text in wide for paragraph in text.splitlines() if paragraph.strip()]


def _signature(one: SignatureRow, local: ZoneInfo) -> dict[str, str]:
    signed_on = f"{one.at.astimezone(local):%Y-%m-%d}" if one.at else ""
    return {"party": one.party, "name": one.name, "date": signed_on}


def _receiver(one: DeliveryRow, local: ZoneInfo) -> dict[str, str]:
    received = f"{one.received_at.astimezone(local):%Y-%m-%d %H:%M} {one.received_by}" if one.received_at else ""
    return {"name": one.receiver, "via": WAYS.get(one.via, one.via), "received": received}
