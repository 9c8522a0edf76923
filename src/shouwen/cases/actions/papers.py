"""What happened to a paper of a case, told to the rules by whoever drew it up or delivered it."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from shouwen.cases.actions.facts import tell
from shouwen.cases.actions.messages import inbound
from shouwen.cases.actions.sending import Sender, plain, send
from shouwen.cases.queries.signing_links import is_current
from shouwen.documents import actions as documents
from shouwen.documents.queries import LinkRow
from shouwen.engine.events import PaperIssued, PaperReceived, PaperSigned
from shouwen.runtime.subjects import Receipt


def paper_issued(*, case_id: int, paper: str, paper_id: str, number: str = "", **sender: Unpack[Sender]) -> Receipt:
    """It left with its number."""
    event = PaperIssued(at=sender["at"], by=sender["by"], paper=paper, paper_id=paper_id, number=number)
    return tell(case_id, event, sender)


def paper_received(*, case_id: int, paper: str, paper_id: str, **sender: Unpack[Sender]) -> Receipt:
    """签收."""
    return tell(case_id, PaperReceived(at=sender["at"], by=sender["by"], paper=paper, paper_id=paper_id), sender)


def paper_signed(
    *, case_id: int, paper: str, paper_id: str, party: str, version: str, scan: str = "", **sender: Unpack[Sender]
) -> Receipt:
    """签字 of one party under one version; `scan` is the sheet that an outside party signed, as `file:<number>`."""
    at, by = sender["at"], sender["by"]
    event = PaperSigned(at=at, by=by, paper=paper, paper_id=paper_id, party=party, version=version, scan=scan)
    return tell(case_id, event, sender)


def signed_by_link(*, link: LinkRow, hand: documents.Hand, drawing: bytes, at: datetime) -> Receipt:
    """签字 of a party outside on its own telephone: the drawing is kept, the link closed, the rules told, all or nothing."""
    if not is_current(link):
        raise documents.LinkClosedError(f"the paper of link {link.id} has changed")
    with transaction.atomic():
        documents.use_link(link_id=link.id, outcome="signed", hand=hand, at=at)
        kept = documents.add_file(subject=link.subject, name=f"{link.word}签字.png", content=drawing, by="", at=at)
        if link.document is not None:
            documents.sign(document_id=link.document, party=link.party, name=hand.name, person=None, at=at)
        event = PaperSigned(
            at=at,
            paper=link.paper,
            paper_id=str(link.document or ""),
            party=link.party,
            version=link.content_hash,
            scan=f"file:{kept.pk}",
            name=hand.name,
            ip=hand.ip or "",
        )
        return send(link.subject, event, key=f"signing-link:{link.id}")


def refused_by_link(*, link: LinkRow, hand: documents.Hand, reason: str, at: datetime) -> Receipt:
    """拒签 with its reason, which stands in the case as a word of the customer."""
    with transaction.atomic():
        documents.use_link(link_id=link.id, outcome="refused", hand=hand, reason=plain(reason), at=at)
        title = link.title.strip("《》")
        said = f"不签《{title}》（{link.word} {hand.name}）：{plain(reason)}"
        return inbound(case_id=link.subject, text=said, channel="link", source_key=f"signing-link:{link.id}", at=at)
