"""Proposals as pages read them: what is put forward, who has agreed, who is asked now, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shouwen.authoring.models import Proposal, ProposalEntry, ProposedMove
from shouwen.authoring.signing import MANAGE, acting, may_sign, roster_of
from shouwen.engine.approval import Approval, asked
from shouwen.engine.codec import approval_from_json
from shouwen.people.access import Viewer, may
from shouwen.runtime import rulebooks

MOVES_SHOWN = 50
LISTED = 100
ON_ONE_PAGE = 30
# The words of sorts and states, as pages show them.
PROPOSED = frozenset(str(word) for word in (*Proposal.Sort.labels, *Proposal.State.labels, *ProposedMove.State.labels))


class NoSuchProposal(LookupError):
    """There is no proposal with this number, or it is none of the viewer's business."""


@dataclass(frozen=True, slots=True)
class SignerRow:
    """One who signs: the post by its title, who holds it, and how the signature stands."""

    post: str
    """Empty for a second person who manages rulebooks."""
    persons: tuple[str, ...]
    status: str
    asked: bool
    by: str | None
    on_behalf: str | None
    at: datetime | None
    opinion: str
    person: str = ""
    """Of one who was brought in: who it is."""
    may_remove: bool = False


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list."""

    id: int
    sort: str
    sort_title: str
    edition: str
    state: str
    state_title: str
    starts_on: date | None
    units: tuple[str, ...]
    reason: str
    by: int | None
    at: datetime
    draft: int | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of its record."""

    verb: str
    opinion: str
    instead_of: str
    other: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal on its own page."""

    row: ProposalRow
    kind: str
    signers: tuple[SignerRow, ...]
    entries: tuple[EntryRow, ...]
    book: str
    rule: str
    clauses: tuple[str, ...]
    may_sign: bool
    may_withdraw: bool
    may_carry_out: bool
    moves: int
    moved: int
    refused: int
    steps: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One case of the list."""

    id: int
    subject: int
    number: str
    before: str
    state: str
    state_title: str
    lacks: tuple[str, ...]


def proposal_for(viewer: Viewer, proposal: int, at: datetime) -> ProposalView:
    """For those who manage rulebooks, who asked for it, and who has a signature in it."""
    row = Proposal.objects.filter(pk=proposal).first()
    if row is None:
        raise NoSuchProposal(proposal)
    approval = approval_from_json(row.approval)
    roster = roster_of(row.book, row.unit, at, viewer.version)
    manages, own = may(viewer, MANAGE), row.by_id == viewer.user
    signs = any(may_sign(one.seat, viewer, roster) or one.by == viewer.id for one in approval.signers)
    if not (manages or own or signs):
        raise NoSuchProposal(proposal)
    waiting = row.state == Proposal.State.WAITING
    turn = waiting and _is_asked(approval, viewer, row, at)
    counts = _counts(row.pk) if row.sort == Proposal.Sort.MOVE else {}
    return ProposalView(
        row=_row(row),
        kind=approval.kind,
        signers=tuple(_signers(approval, row, viewer, at)),
        entries=tuple(_entry(each) for each in ProposalEntry.objects.filter(proposal=row).order_by("id")),
        book=row.book,
        rule=row.rule,
        clauses=tuple(row.clauses),
        may_sign=turn,
        may_withdraw=own and row.state in {Proposal.State.WAITING, Proposal.State.AGREED},
        may_carry_out=manages and row.state == Proposal.State.AGREED,
        moves=sum(counts.values()),
        moved=counts.get(ProposedMove.State.MOVED, 0),
        refused=counts.get(ProposedMove.State.REFUSED, 0),
        steps=row.steps,
    )


def awaiting(viewer: Viewer, at: datetime) -> tuple[ProposalRow, ...]:
    """What waits for the viewer's signature, or, once agreed to, for the viewer who put it forward; oldest first."""
    open_ones = Proposal.objects.filter(state__in=[Proposal.State.WAITING, Proposal.State.AGREED]).order_by("id")
    found = []
    for row in open_ones[:LISTED]:
        is_own = row.by_id == viewer.user and row.state == Proposal.State.AGREED
        if is_own or (
            row.state == Proposal.State.WAITING and _is_asked(approval_from_json(row.approval), viewer, row, at)
        ):
            found.append(_row(row))
    return tuple(found)


def proposals(
    *, draft: int | None = None, edition: str = "", before: int = 0, most: int = LISTED
) -> tuple[ProposalRow, ...]:
    """Newest first, from a key downwards; all, or those about a draft or an edition."""
    rows = Proposal.objects.order_by("-id")
    rows = rows.filter(pk__lt=before) if before else rows
    rows = rows.filter(draft=draft) if draft is not None else rows
    rows = rows.filter(edition=edition) if edition else rows
    return tuple(_row(row) for row in rows[:most])


def moves(proposal: int, *, after: int = 0, most: int = MOVES_SHOWN) -> tuple[MoveRow, ...]:
    """A stretch of its list by key."""
    rows = ProposedMove.objects.filter(proposal=proposal, pk__gt=after).order_by("id")[:most]
    return tuple(
        MoveRow(row.pk, row.subject_id, row.number, row.before, row.state, row.get_state_display(), tuple(row.lacks))
        for row in rows
    )


def _is_asked(approval: Approval, viewer: Viewer, row: Proposal, at: datetime) -> bool:
    if approval.initiator == viewer.id:
        return False
    roster = roster_of(row.book, row.unit, at, viewer.version)
    return any(may_sign(approval.signers[i].seat, viewer, roster) for i in asked(approval))


def _signers(approval: Approval, row: Proposal, viewer: Viewer, at: datetime) -> Iterable[SignerRow]:
    roster = roster_of(row.book, row.unit, at, viewer.version)
    posts = rulebooks.rulebook(row.book).posts if row.book else {}
    now = asked(approval)
    for i, one in enumerate(approval.signers):
        rule = posts.get(one.seat.post or "")
        yield SignerRow(
            post=(rule.title or rule.name) if rule else one.seat.post or "",
            persons=acting(one.seat, roster),
            status=one.status,
            asked=i in now,
            by=one.by,
            on_behalf=one.on_behalf,
            at=one.at,
            opinion=one.opinion,
            person=one.seat.person or "",
            may_remove=one.origin == "added" and one.status == "waiting" and one.added_by == viewer.id,
        )


def _counts(proposal: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in ProposedMove.objects.filter(proposal=proposal).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def _row(row: Proposal) -> ProposalRow:
    return ProposalRow(
        row.pk, row.sort, row.get_sort_display(), row.edition, row.state, row.get_state_display(), row.starts_on,
        tuple(row.units), row.reason, row.by_id, row.at, row.draft_id,
    )  # fmt: skip


def _entry(row: ProposalEntry) -> EntryRow:
    return EntryRow(row.verb, row.opinion, row.instead_of, row.other, row.by_id, row.at)
