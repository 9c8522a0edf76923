"""What happens to papers: issued, received, signed; and files added to a case."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from secrets import token_hex, token_urlsafe
from typing import Literal

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from shouwen.base.bigrams import normalise, vector
from shouwen.documents.content import Line, fingerprint
from shouwen.documents.filetypes import FileRefusedError, look_at
from shouwen.documents.models import Delivery, Document, Signature, SigningLink, StoredFile
from shouwen.engine.facts import Assignee
from shouwen.runtime.queries import is_erased

LONGEST_NAME, LONGEST_REASON, LONGEST_AGENT = 80, 500, 200


@dataclass(frozen=True, slots=True)
class SignedBefore:
    """A signature that a paper leaves with: its party agreed to the paper in an approval."""

    party: str
    name: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a document is made of, settled by the one who issues it."""

    subject: int
    key: str
    edition: str
    paper: str
    sort: str
    template: str
    title: str
    number: str | None
    printed: tuple[Line, ...]
    signers: tuple[tuple[str, str], ...]
    """(party as the rules know it, its word)."""
    clauses: tuple[str, ...]
    unit: str
    signed: tuple[SignedBefore, ...] = ()


@dataclass(frozen=True, slots=True)
class Receiver:
    """One line of the delivery register to be."""

    seat: Assignee
    words: str
    via: str
    needs_receipt: bool


@dataclass(frozen=True, slots=True)
class ToSign:
    """What a link shows and who signs it; `document` is empty for a form of the case."""

    subject: int
    document: int | None
    paper: str
    party: str
    word: str
    title: str
    number: str
    content: tuple[tuple[str, str, bool], ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Who used a link and from where."""

    name: str
    ip: str | None
    agent: str = ""


class LinkClosedError(ValueError):
    """The link was used, revoked, or its time is over."""


class NotSignableError(ValueError):
    """The party is not asked to sign this document, or has signed it."""


@transaction.atomic
def issue(*, draft: Draft, receivers: Sequence[Receiver], by: str | None, at: datetime) -> Document:
    """A document and its lines in the delivery register; the same key gives the same document again."""
    words = normalise(f"{draft.number or ''} {draft.title}")
    document, is_new = Document.objects.get_or_create(
        subject=draft.subject,
        key=draft.key,
        version=1,
        defaults={
            "edition": draft.edition,
            "paper": draft.paper,
            "sort": draft.sort,
            "template": draft.template,
            "title": draft.title,
            "number": draft.number,
            "content": [asdict(line) for line in draft.printed],
            "content_hash": fingerprint(draft.title, draft.printed),
            "signers": [list(signer) for signer in draft.signers],
            "clauses": list(draft.clauses),
            "unit": draft.unit,
            "issued_by": by or "",
            "issued_at": at,
            "search_text": words,
            "search": vector(words),
        },
    )
    if is_new:
        Delivery.objects.bulk_create([_delivery(document, receiver, at) for receiver in receivers])
        Signature.objects.bulk_create(
            Signature(document=document, content_hash=document.content_hash, **asdict(one)) for one in draft.signed
        )
    return document


def _delivery(document: Document, receiver: Receiver, at: datetime) -> Delivery:
    return Delivery(
        document=document,
        post=receiver.seat.post or "",
        unit=receiver.seat.unit or "",
        person=receiver.seat.person or "",
        outside=receiver.seat.outside or "",
        receiver=receiver.words,
        via=receiver.via,
        sent_at=at,
        needs_receipt=receiver.needs_receipt,
    )


def receive(*, delivery_id: int, by_words: str, note: str = "", at: datetime) -> bool:
    """The receipt of one delivery; False when it was received before."""
    return bool(
        Delivery.objects.filter(pk=delivery_id, received_at=None).update(
            received_at=at, received_by=by_words, receipt_note=note
        )
    )


@transaction.atomic
def sign(*, document_id: int, party: str, name: str, person: str | None, at: datetime) -> Signature:
    """A party signs the content as it stands; each party signs once."""
    document = Document.objects.select_for_update().get(pk=document_id)
    word = dict(document.signers).get(party)
    if word is None:
        raise NotSignableError(f"{document} 不需要 {party} 签字。")
    if document.signatures.filter(party=party).exists():
        raise NotSignableError(f"{word} 已经在 {document} 上签过字。")
    return Signature.objects.create(
        document=document, party=party, name=name, person=person or "", content_hash=document.content_hash, at=at
    )


@transaction.atomic
def make_link(*, to_sign: ToSign, by: str, at: datetime) -> SigningLink:
    """A new link for one party; an earlier one that is still open is closed by it."""
    same = SigningLink.objects.filter(
        subject=to_sign.subject, document=to_sign.document, paper=to_sign.paper, party=to_sign.party
    )
    same.filter(used_at=None, revoked_at=None).update(revoked_at=at)
    return SigningLink.objects.create(
        key=token_urlsafe(32),
        subject=to_sign.subject,
        document_id=to_sign.document,
        paper=to_sign.paper,
        party=to_sign.party,
        word=to_sign.word,
        title=to_sign.title,
        number=to_sign.number,
        content=[list(line) for line in to_sign.content],
        content_hash=to_sign.content_hash,
        made_by=by,
        made_at=at,
        expires_at=at + settings.SIGN_LINK_LIVES,
    )


def revoke_link(*, link_id: int, at: datetime) -> bool:
    """False where it was used or revoked before."""
    return bool(SigningLink.objects.filter(pk=link_id, used_at=None, revoked_at=None).update(revoked_at=at))


def use_link(
    *, link_id: int, outcome: Literal["signed", "refused"], hand: Hand, reason: str = "", at: datetime
) -> None:
    """Once, and in time: two who press at the same moment are not both first."""
    used = SigningLink.objects.filter(pk=link_id, used_at=None, revoked_at=None, expires_at__gt=at).update(
        used_at=at,
        outcome=outcome,
        name=hand.name[:LONGEST_NAME],
        reason=reason[:LONGEST_REASON],
        ip=hand.ip,
        agent=hand.agent[:LONGEST_AGENT],
    )
    if not used:
        raise LinkClosedError(f"link {link_id} is closed")


@transaction.atomic
def erase_papers(*, subjects: Iterable[int]) -> int:
    """Number, date and register line of each paper stay, and what it said and who signed goes, with every file of the case."""
    ids = list(subjects)
    papers = Document.objects.filter(subject__in=ids)
    Signature.objects.filter(document__in=papers).update(name="", content_hash="")
    Delivery.objects.filter(document__in=papers).update(receiver="", received_by="", receipt_note="", outside="")
    SigningLink.objects.filter(subject__in=ids).update(
        content=[], content_hash="", word="", name="", reason="", ip=None, agent=""
    )
    papers.update(content=[], content_hash="", signers=[])
    files = list(StoredFile.objects.filter(subject__in=ids))
    StoredFile.objects.filter(subject__in=ids).delete()
    # Last: a transaction that fails keeps its rows, and the next night goes on where this one stopped.
    for file in files:
        default_storage.delete(file.storage_name)
    return len(files)


def claim_files(*, files: Iterable[int], subject: int, by: str) -> None:
    """Files that somebody sent with the form by which the case was opened belong to it from now on; nobody else's do."""
    StoredFile.objects.filter(pk__in=list(files), subject__isnull=True, added_by=by).update(subject=subject)


def add_file(*, subject: int | None, name: str, content: bytes, by: str, at: datetime) -> StoredFile:
    """Keeps a file under a random name; kinds that could run in a browser are refused by `look_at`."""
    kind = look_at(name, content)
    if subject is not None and is_erased(subject):
        raise FileRefusedError("保存期限已到，内容已删除，不能再加文件。")
    stored = default_storage.save(f"{at:%Y/%m}/{token_hex(16)}", ContentFile(content))
    return StoredFile.objects.create(
        subject=subject,
        name=PurePath(name.replace("\\", "/")).name[:200],
        storage_name=stored,
        content_type=kind,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        added_by=by,
        added_at=at,
    )
