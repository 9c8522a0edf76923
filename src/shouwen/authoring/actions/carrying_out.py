"""What was agreed to is carried out: an edition published, retired or kept, or the last case of a list moved."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.authoring.actions.drafts import install_draft
from shouwen.authoring.actions.proposals import CARRIED_OUT, CannotPropose, close
from shouwen.authoring.models import Proposal
from shouwen.authoring.noted import note_edition
from shouwen.authoring.queries import draft
from shouwen.runtime import rulebooks
from shouwen.runtime.retiring import CannotRetire, hold_in, keep, retire


@transaction.atomic
def publish_agreed(*, proposal: int, by: int | None, at: datetime) -> str:
    """The edition as it was agreed to: its text, its day, its units."""
    row = _agreed(proposal, Proposal.Sort.PUBLISH)
    assert row.draft_id is not None
    assert row.starts_on is not None
    if rulebooks.hash_of(draft(row.draft_id).texts) != row.content_hash:
        raise CannotPropose(
            "草稿在同意之后又变了，请撤回并重新送审。", "The draft changed after it was agreed to: put it forward anew."
        )
    key = install_draft(draft=row.draft_id, units=tuple(row.units), by=by, at=at)
    _done(row, by, at)
    return key


@transaction.atomic
def retire_agreed(*, proposal: int, by: int | None, at: datetime) -> None:
    row = _agreed(proposal, Proposal.Sort.RETIRE)
    assert row.starts_on is not None
    try:
        retire(edition=row.edition, day=row.starts_on, reason=row.reason, by=by, at=at)
    except CannotRetire as wrong:
        raise CannotPropose(wrong.zh, wrong.en) from wrong
    _done(row, by, at)
    note_edition("retired", row.edition, by=by, at=at, detail=row.starts_on.isoformat(), reason=row.reason)


@transaction.atomic
def keep_agreed(*, proposal: int, by: int | None, at: datetime) -> None:
    """The edition stays in use, unless its last day passed meanwhile."""
    row = _agreed(proposal, Proposal.Sort.KEEP)
    try:
        keep(edition=row.edition, reason=row.reason, by=by, at=at)
    except CannotRetire as wrong:
        raise CannotPropose(wrong.zh, wrong.en) from wrong
    _done(row, by, at)


@transaction.atomic
def scope_agreed(*, proposal: int, by: int | None, at: datetime) -> None:
    """The edition holds in the units that were agreed to, not before their day."""
    row = _agreed(proposal, Proposal.Sort.SCOPE)
    assert row.starts_on is not None
    if row.starts_on > localdate(at):
        raise CannotPropose(
            f"适用单位从 {row.starts_on} 起改，到那天再执行。",
            f"The units change on {row.starts_on}: carry it out then.",
        )
    hold_in(edition=row.edition, units=tuple(row.units), reason=row.reason, by=by, at=at)
    _done(row, by, at)
    note_edition("rescoped", row.edition, by=by, at=at, detail=row.starts_on.isoformat(), reason=row.reason)


@transaction.atomic
def close_move(*, proposal: int, by: int | None, at: datetime) -> None:
    """Every case of the list has its result."""
    _done(_agreed(proposal, Proposal.Sort.MOVE), by, at)


def _agreed(proposal: int, sort: Proposal.Sort) -> Proposal:
    row = Proposal.objects.select_for_update().get(pk=proposal, sort=sort)
    if row.state != Proposal.State.AGREED:
        raise CannotPropose("还没有全部同意，或已经办过。", "Not all have agreed, or it is done already.")
    return row


def _done(row: Proposal, by: int | None, at: datetime) -> None:
    close(row, Proposal.State.DONE, CARRIED_OUT, by=by, at=at)
