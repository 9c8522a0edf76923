"""Papers and files of cases, as pages show them; the caller has settled that the viewer may see the case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shouwen.documents.models import Delivery, Document, StoredFile
from shouwen.people.queries import names, posts_held
from shouwen.runtime import rulebooks

PrintedField = tuple[str, str, bool]
"""(title, text, wide) as printed."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of the delivery register."""

    id: int
    receiver: str
    via: str
    sent_at: datetime
    needs_receipt: bool
    received_at: datetime | None
    received_by: str
    note: str


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signature field: who is to sign, and who did."""

    party: str
    """The word that is printed."""
    name: str = ""
    at: datetime | None = None
    key: str = ""
    """The party as the rules know it."""
    is_outside: bool = False
    """Whether the party signs on paper, and a colleague keeps the signed sheet."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One issued paper."""

    id: int
    subject: int
    paper: str
    sort: str
    template: str
    title: str
    number: str
    version: int
    issued_at: datetime
    content: tuple[PrintedField, ...]
    clauses: tuple[str, ...]
    unit: str
    deliveries: tuple[DeliveryRow, ...]
    signatures: tuple[SignatureRow, ...]
    by: str = ""
    """The name of the person who issued or filled it, where it was asked for."""
    sender: str = ""
    """The unit of that person, which sets its seal under a notice."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One added file."""

    id: int
    name: str
    size: int
    content_type: str
    added_at: datetime
    storage_name: str


def of_subjects(subjects: Iterable[int]) -> tuple[DocumentRow, ...]:
    """Every paper issued on these subjects, oldest first; three queries however many there are."""
    found = Document.objects.filter(subject__in=list(subjects)).order_by("issued_at", "id")
    return tuple(_row(each) for each in found.prefetch_related("deliveries", "signatures"))


def document(document_id: int) -> DocumentRow | None:
    """One paper with who issued it; the caller checks its subject."""
    found = Document.objects.filter(pk=document_id).prefetch_related("deliveries", "signatures").first()
    if found is None:
        return None
    held = posts_held(found.issued_by, at=found.issued_at) if found.issued_by else ()
    return replace(
        _row(found),
        by=names([found.issued_by]).get(found.issued_by, ""),
        sender=held[0].unit_name if held else "",
    )


def delivery_subject(delivery_id: int) -> tuple[int, str, str] | None:
    """The subject, paper and key behind a line of the register."""
    values = Delivery.objects.filter(pk=delivery_id).values_list(
        "document__subject", "document__paper", "document__key"
    )
    return values.first()


def files_of(subject: int) -> tuple[FileRow, ...]:
    """Files added to a subject, oldest first."""
    found = StoredFile.objects.filter(subject=subject).order_by("added_at")
    return tuple(_file(each) for each in found)


def file(file_id: int) -> tuple[int | None, FileRow] | None:
    """A file with the subject it belongs to."""
    found = StoredFile.objects.filter(pk=file_id).first()
    return None if found is None else (found.subject, _file(found))


def _file(each: StoredFile) -> FileRow:
    return FileRow(each.pk, each.name, each.size, each.content_type, each.added_at, each.storage_name)


def _row(each: Document) -> DocumentRow:
    signed = {one.party: one for one in each.signatures.all()}
    # A paper outlives its edition.
    is_here = each.signers and each.edition in rulebooks.installed()
    outside = rulebooks.rulebook(each.edition).header.parties if is_here else {}
    return DocumentRow(
        id=each.pk,
        subject=each.subject,
        paper=each.paper,
        sort=each.sort,
        template=each.template,
        title=each.title,
        number=each.number or "",
        version=each.version,
        issued_at=each.issued_at,
        content=tuple((line["title"], line["text"], line["wide"]) for line in each.content),
        clauses=tuple(each.clauses),
        unit=each.unit,
        deliveries=tuple(_delivery(one) for one in each.deliveries.all()),
        signatures=tuple(
            SignatureRow(word, signed[party].name, signed[party].at, party)
            if party in signed
            else SignatureRow(word, key=party, is_outside=party in outside)
            for party, word in each.signers
        ),
    )


def _delivery(one: Delivery) -> DeliveryRow:
    return DeliveryRow(
        one.pk,
        one.receiver,
        one.via,
        one.sent_at,
        one.needs_receipt,
        one.received_at,
        one.received_by,
        one.receipt_note,
    )
