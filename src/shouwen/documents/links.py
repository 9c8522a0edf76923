"""Links behind which a party outside signs: how their addresses are made, and which stand beside which signature field."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.signing import BadSignature, Signer

from shouwen.documents.models import SigningLink
from shouwen.documents.queries import DocumentRow, LinkRow, SignatureRow

_signer = Signer(salt="documents.signing_link", sep="~")


def token_of(key: str) -> str:
    """The end of the address: chance and its signature, so that a guess never reaches the database."""
    return _signer.sign(key)


def link_behind(token: str) -> LinkRow | None:
    """Nothing for an address that this installation never made."""
    try:
        key = _signer.unsign(token)
    except BadSignature:
        return None
    found = SigningLink.objects.filter(key=key).first()
    return None if found is None else row(found)


def link(link_id: int) -> LinkRow | None:
    """For those who work on its case."""
    found = SigningLink.objects.filter(pk=link_id).first()
    return None if found is None else row(found)


def standing_link(subject: int, *, document: int | None, paper: str, party: str) -> LinkRow | None:
    """The last link of one party to one paper, whatever became of it."""
    same = SigningLink.objects.filter(subject=subject, document=document, paper=paper, party=party)
    found = same.order_by("made_at", "pk").last()
    return None if found is None else row(found)


def with_links(
    signatures: Iterable[SignatureRow], subject: int, *, document: int | None, paper: str
) -> tuple[SignatureRow, ...]:
    """Signature fields of parties outside with the last link for each; asks nothing where nobody outside has to sign."""
    fields = tuple(signatures)
    if not any(one.is_outside for one in fields):
        return fields
    found = SigningLink.objects.filter(subject=subject, document=document, paper=paper).order_by("made_at", "pk")
    last = {one.party: row(one) for one in found}
    return tuple(replace(one, link=last.get(one.key)) if one.is_outside else one for one in fields)


def of_documents(documents: Iterable[DocumentRow]) -> tuple[DocumentRow, ...]:
    """Issued papers with the links of their signature fields."""
    return tuple(
        replace(one, signatures=with_links(one.signatures, one.subject, document=one.id, paper=one.paper))
        for one in documents
    )


def row(found: SigningLink) -> LinkRow:
    return LinkRow(
        id=found.pk,
        token=token_of(found.key),
        subject=found.subject,
        document=found.document_id,
        paper=found.paper,
        party=found.party,
        word=found.word,
        title=found.title,
        number=found.number,
        content=tuple((title, text, wide) for title, text, wide in found.content),
        content_hash=found.content_hash,
        made_by=found.made_by,
        expires_at=found.expires_at,
        revoked_at=found.revoked_at,
        used_at=found.used_at,
        outcome=found.outcome,
        reason=found.reason,
        name=found.name,
    )
