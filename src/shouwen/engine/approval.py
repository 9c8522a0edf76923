"""Approvals as data: who signs, in which order, and how each stands; the verbs are in `approval_verbs`."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from shouwen.engine.facts import Assignee
from shouwen.engine.quick import quick

Kind = Literal["turn", "all", "any"]
Status = Literal["waiting", "agreed", "refused", "lent", "handed", "removed", "given"]
Origin = Literal["rule", "added", "lent"]
Outcome = Literal["agreed", "refused", "returned", "withdrawn"]


@quick
@dataclass(frozen=True, slots=True)
class Signer:
    """One seat that signs: `after` names the signers that must have agreed before this one is asked."""

    seat: Assignee
    origin: Origin = "rule"
    status: Status = "waiting"
    after: tuple[int, ...] = ()
    beside: int | None = None
    """The signer for whom this one was added or to whom the loan returns."""
    added_by: str | None = None
    by: str | None = None
    on_behalf: str | None = None
    """Whom the person stood in for: 李四 代 张三."""
    at: datetime | None = None
    opinion: str = ""

    @property
    def counts(self) -> bool:
        """Whether the approval still depends on this signer."""
        return self.status not in {"handed", "removed"} and self.origin != "lent"


@quick
@dataclass(frozen=True, slots=True)
class Approval:
    """One approval from its start to its outcome; signers are never taken out of the row, only marked."""

    kind: Kind
    initiator: str | None
    signers: tuple[Signer, ...]
    outcome: Outcome | None = None
    returned_to: str = ""
    copies: tuple[str, ...] = ()
    lap: int = 1


@quick
@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a verb does not pass, as a key that pages word."""

    key: str


def start(kind: Kind, seats: tuple[Assignee, ...], initiator: str | None) -> Approval:
    """A fresh approval: in turn each signer waits for the one before."""
    signers = tuple(Signer(seat, after=(i - 1,) if kind == "turn" and i else ()) for i, seat in enumerate(seats))
    return Approval(kind, initiator, signers)


def restart(old: Approval, seats: tuple[Assignee, ...], initiator: str | None) -> Approval:
    """The lap after a send-back: all sign again; added signers stay, loans and what was said do not.

    A signer who handed over for good stays replaced.
    """
    fresh = start(old.kind, seats, initiator)
    rule = [signer for signer in old.signers if signer.origin == "rule"]
    kept = tuple(
        replace(signer, status=_again(signer), by=None, on_behalf=None, at=None, opinion="") for signer in old.signers
    )
    same = tuple(signer.seat for signer in rule if signer.added_by is None) == seats
    signers = kept if same else fresh.signers
    return replace(fresh, signers=signers, lap=old.lap + 1, copies=old.copies)


def _again(signer: Signer) -> Status:
    if signer.origin == "lent":
        return "removed"
    return signer.status if signer.status in {"handed", "removed"} else "waiting"


def asked(approval: Approval) -> tuple[int, ...]:
    """The signers whose turn it is."""
    if approval.outcome is not None:
        return ()
    return tuple(i for i, signer in enumerate(approval.signers) if _is_asked(approval, signer))


def _is_asked(approval: Approval, signer: Signer) -> bool:
    if signer.status != "waiting":
        return False
    return all(_done(approval.signers[i]) for i in signer.after)


def _done(signer: Signer) -> bool:
    return signer.status == "agreed" or not signer.counts


def settled(approval: Approval) -> Approval:
    """The approval with its outcome, if the signatures so far decide it."""
    if approval.outcome is not None:
        return approval
    agreed = _any_branch(approval) if approval.kind == "any" else all(_done(signer) for signer in approval.signers)
    if agreed:
        return replace(approval, outcome="agreed")
    refused = any(signer.status == "refused" for signer in approval.signers)
    if refused and (approval.kind != "any" or not any(_is_open(signer) for signer in approval.signers)):
        return replace(approval, outcome="refused")
    return approval


def _is_open(signer: Signer) -> bool:
    return signer.counts and signer.status in {"waiting", "lent"}


def _any_branch(approval: Approval) -> bool:
    """Whether one of the rule's signers agreed, and all who were added for him."""
    for i, signer in enumerate(approval.signers):
        if signer.origin == "rule" and signer.status == "agreed":
            added = [other for other in approval.signers if other.beside == i and other.origin == "added"]
            if all(_done(other) for other in added):
                return True
    return False
