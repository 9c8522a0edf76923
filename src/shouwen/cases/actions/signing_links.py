"""Links behind which a party outside signs: who may make and revoke them, and what the case keeps of it."""

from datetime import datetime

from django.db import transaction

from shouwen.cases.actions.permission import ensure_part
from shouwen.cases.actions.sending import send
from shouwen.cases.actions.taking_out import take_out
from shouwen.documents import actions as documents
from shouwen.documents.links import standing_link
from shouwen.documents.queries import LinkRow
from shouwen.engine.events import Happened

WHAT = "signing_link"


class LinkStandsError(ValueError):
    """The party has an open link already, and nobody said that a new one may close it."""


def make_signing_link(
    *, to_sign: documents.ToSign, replaces: int | None = None, reason: str = "", by: str, at: datetime
) -> None:
    """A new link, if the rulebook lets the paper out; where one stands, only by whoever names it, for the party may be
    reading behind it.
    """
    ensure_part(to_sign.subject, what=WHAT, by=by, at=at)
    _ensure_free(to_sign, replaces, at)
    paper = f"{to_sign.title} {to_sign.number}".strip()
    take_out(act="send", case_id=to_sign.subject, what=paper, reason=reason, by=by, at=at)
    with transaction.atomic():
        is_open = _ensure_free(to_sign, replaces, at)
        documents.make_link(to_sign=to_sign, by=by, at=at)
        name = "replaced" if is_open else "made"
        _keep(to_sign.subject, name, title=to_sign.title, number=to_sign.number, word=to_sign.word, by=by, at=at)


def _ensure_free(to_sign: documents.ToSign, replaces: int | None, at: datetime) -> bool:
    """Whether an open link is to be closed by the new one."""
    standing = standing_link(to_sign.subject, document=to_sign.document, paper=to_sign.paper, party=to_sign.party)
    is_open = standing is not None and standing.stands(at) == "open"
    if standing is not None and is_open and standing.id != replaces:
        raise LinkStandsError(f"link {standing.id} is open")
    return is_open


def revoke_signing_link(*, link: LinkRow, by: str, at: datetime) -> bool:
    """False where it was used or revoked before."""
    ensure_part(link.subject, what=WHAT, by=by, at=at)
    with transaction.atomic():
        if not documents.revoke_link(link_id=link.id, at=at):
            return False
        _keep(link.subject, "revoked", title=link.title, number=link.number, word=link.word, by=by, at=at)
        return True


def _keep(case_id: int, name: str, *, title: str, number: str, word: str, by: str, at: datetime) -> None:
    """Which paper and which party, as they were printed then; never the address, which is a key."""
    facts = {f"{WHAT}.paper": f"{title} {number}".strip(), f"{WHAT}.party": word}
    send(case_id, Happened(at=at, by=by, name=f"{WHAT}.{name}", facts=facts), key=None)
