"""Papers and files of cases, as pages show them; the caller has settled that the viewer may see the case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef

from shouwen.base.bigrams import matching, query_text
from shouwen.documents.models import Delivery, Document, StoredFile
from shouwen.people.access import Viewer
from shouwen.people.queries import names, posts_held
from shouwen.runtime import rulebooks

PrintedField = tuple[str, str, bool]
"""(title, text, wide) as printed."""
Standing = Literal["open", "signed", "refused", "revoked", "expired"]


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
    post: str = ""
    unit: str = ""
    person: str = ""
    outside: str = ""

    def is_for(self, viewer: Viewer) -> bool:
        """Whether the viewer signs for it: its own receiver, or anybody who works here for a party outside."""
        if self.outside or not (self.post or self.unit or self.person):
            return True
        if self.person:
            return self.person in {str(person) for person in viewer.persons}
        seats = {(post, str(unit)) for post, unit in viewer.seats}
        return (self.post, self.unit) in seats if self.post else self.unit in {unit for _, unit in seats}


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A paper by its words, for a search; whether it may be seen is settled by its case."""

    id: int
    subject: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A delivery that its receiver has not signed for, and the paper behind it."""

    delivery: int
    paper: str
    key: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link with the paper behind it."""

    id: int
    token: str
    subject: int
    document: int | None
    paper: str
    party: str
    word: str
    title: str
    number: str
    content: tuple[PrintedField, ...]
    content_hash: str
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    outcome: str
    reason: str
    name: str
    """Of who used it, as it was written there."""

    def stands(self, at: datetime) -> Standing:
        """What has become of it by this instant."""
        if self.outcome:
            return "signed" if self.outcome == "signed" else "refused"
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= at else "open"


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
    """Whether the party signs on paper or behind a link, and not by signing in."""
    link: LinkRow | None = None
    """The last link that was made for it."""


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
    content_hash: str = ""
    """What a signature stands under."""


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


def awaiting(viewer: Viewer, subject: int) -> tuple[Awaited, ...]:
    """What was delivered to the viewer on this subject and not yet signed for; what went outside is not among it."""
    found = Delivery.objects.filter(document__subject=subject, received_at=None, outside="")
    return tuple(
        Awaited(one.pk, one.document.paper, one.document.key)
        for one in found.select_related("document").order_by("pk")
        if one.post + one.unit + one.person and _delivery(one).is_for(viewer)
    )


def delivery(delivery_id: int) -> DeliveryRow | None:
    """One line of the register."""
    found = Delivery.objects.filter(pk=delivery_id).first()
    return None if found is None else _delivery(found)


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
        content_hash=each.content_hash,
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
        one.post,
        one.unit,
        one.person,
        one.outside,
    )


def like(asked: str, *, before: int | None = None, most: int) -> tuple[FoundDocument, ...]:
    """The newest papers whose number or title holds the words, older than the one given; no more versions that were replaced.

    Asked for few rows the database walks through all papers; `most` of a hundred and more leads it to the index of words.
    """
    if not query_text(asked):
        return ()
    newer = Document.objects.filter(replaces=OuterRef("pk"))
    found = Document.objects.filter(matching("search", "search_text", asked), ~Exists(newer))
    rows = (found if before is None else found.filter(pk__lt=before)).order_by("-pk").only("subject", "number", "title")
    return tuple(FoundDocument(row.pk, row.subject, row.number or "", row.title) for row in rows[:most])
