"""What signers and initiators may do with an approval; each verb gives the approval after it, or a plain refusal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from shouwen.engine.approval import Approval, Refusal, Signer, asked, settled
from shouwen.engine.facts import Assignee

ActsFor = Callable[[Assignee], bool]
PersonsOf = Callable[[Assignee], tuple[str, ...]]


def named_in(seat: Assignee) -> tuple[str, ...]:
    """The person whom the seat names."""
    return (seat.person,) if seat.person else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb as somebody tries it: `other` is who it concerns, `to` where it goes, `may` tells for which seats he acts."""

    name: str
    by: str | None
    at: datetime
    may: ActsFor
    on_behalf: str | None = None
    opinion: str = ""
    other: Assignee | None = None
    to: str = ""
    place: str = "before"
    copies: tuple[str, ...] = ()
    persons: PersonsOf = named_in
    """Who can act for a seat now: whoever holds a post is the same signer as its holder by name."""


def act(approval: Approval, verb: Verb) -> Approval | Refusal:
    """The approval after the verb, or why it does not pass."""
    if verb.name == "copy":
        return replace(approval, copies=tuple(dict.fromkeys((*approval.copies, *verb.copies))))
    if verb.name == "withdraw":
        return _withdraw(approval, verb)
    if approval.outcome is not None:
        return Refusal("decided_already")
    if verb.name == "remove_signer":
        return _remove_signer(approval, verb)
    if verb.by is not None and verb.by == approval.initiator:
        return Refusal("own_approval")
    mine = [i for i in asked(approval) if verb.may(approval.signers[i].seat)]
    if not mine:
        return Refusal(_why_not(approval, verb))
    handler = _VERBS.get(verb.name)
    return Refusal("unknown_verb") if handler is None else handler(approval, mine[0], verb)


def _why_not(approval: Approval, verb: Verb) -> str:
    known = any(verb.may(signer.seat) and signer.status == "waiting" for signer in approval.signers)
    return "not_your_turn" if known else "not_your_approval"


def _sign(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    signer = approval.signers[i]
    if signer.origin == "lent":
        return _give_back(approval, i, verb)
    return settled(_with(approval, i, _signed(signer, "agreed", verb)))


def _reject(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    if not verb.opinion.strip():
        return Refusal("opinion_missing")
    if approval.signers[i].origin == "lent":
        return Refusal("lender_decides")
    return settled(_with(approval, i, _signed(approval.signers[i], "refused", verb)))


def _give_back(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    """A loan ends: what was said stays, the lender is asked again and decides."""
    signer = approval.signers[i]
    if signer.origin != "lent" or signer.beside is None:
        return Refusal("nothing_lent")
    said = _with(approval, i, _signed(signer, "given", verb))
    return _with(said, signer.beside, replace(said.signers[signer.beside], status="waiting"))


def _send_back(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    if not verb.opinion.strip():
        return Refusal("opinion_missing")
    if approval.signers[i].origin == "lent":
        return Refusal("lender_decides")
    if verb.to == "previous" and approval.kind == "turn" and approval.signers[i].after:
        return _to_previous(approval, i, verb)
    said = _with(approval, i, replace(approval.signers[i], by=verb.by, at=verb.at, opinion=verb.opinion))
    return replace(said, outcome="returned", returned_to=verb.to or "opener")


def _to_previous(approval: Approval, i: int, verb: Verb) -> Approval:
    again = approval
    for earlier in approval.signers[i].after:
        again = _with(
            again, earlier, replace(again.signers[earlier], status="waiting", by=None, at=None, on_behalf=None)
        )
    return _with(again, i, replace(again.signers[i], opinion=verb.opinion))


def _add_signer(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    refusal = _unfit(approval, verb)
    if refusal is not None:
        return refusal
    assert verb.other is not None
    n, owner = len(approval.signers), approval.signers[i]
    if owner.origin == "lent":
        return Refusal("lender_decides")
    added = Signer(verb.other, origin="added", beside=_root(approval, i), added_by=verb.by)
    if verb.place == "after":
        later = tuple(_after_too(signer, i, n) for signer in approval.signers)
        return replace(approval, signers=(*later, replace(added, after=(i,))))
    more = _with(approval, i, replace(owner, after=(*owner.after, n)))
    return replace(more, signers=(*more.signers, replace(added, after=owner.after)))


def _after_too(signer: Signer, i: int, n: int) -> Signer:
    return replace(signer, after=(*signer.after, n)) if i in signer.after else signer


def _root(approval: Approval, i: int) -> int:
    """The rule's signer in whose branch this one stands."""
    beside = approval.signers[i].beside
    return i if beside is None else beside


def _remove_signer(approval: Approval, verb: Verb) -> Approval | Refusal:
    for i, signer in enumerate(approval.signers):
        if signer.origin == "added" and _same(signer.seat, verb.other) and signer.status == "waiting":
            if signer.added_by != verb.by:
                return Refusal("not_added_by_you")
            return settled(_with(approval, i, replace(signer, status="removed")))
    return Refusal("no_added_signer")


def _hand_over(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    refusal = _unfit(approval, verb)
    if refusal is not None:
        return refusal
    assert verb.other is not None
    n, owner = len(approval.signers), approval.signers[i]
    if owner.origin == "lent":
        return Refusal("chain_of_lending")
    heir = replace(owner, seat=verb.other, added_by=verb.by)
    moved = tuple(_heir_of(signer, i, n) for signer in approval.signers)
    moved = (
        *moved[:i],
        replace(moved[i], status="handed", by=verb.by, at=verb.at, opinion=verb.opinion),
        *moved[i + 1 :],
    )
    return replace(approval, signers=(*moved, heir))


def _heir_of(signer: Signer, i: int, n: int) -> Signer:
    after = tuple(n if each == i else each for each in signer.after)
    return replace(signer, after=after, beside=n if signer.beside == i else signer.beside)


def _lend(approval: Approval, i: int, verb: Verb) -> Approval | Refusal:
    refusal = _unfit(approval, verb)
    if refusal is not None:
        return refusal
    assert verb.other is not None
    owner = approval.signers[i]
    if owner.origin == "lent":
        return Refusal("chain_of_lending")
    lent = _with(approval, i, replace(owner, status="lent"))
    return replace(lent, signers=(*lent.signers, Signer(verb.other, origin="lent", beside=i, added_by=verb.by)))


def _unfit(approval: Approval, verb: Verb) -> Refusal | None:
    """Why the other person cannot come in: nobody named, oneself, the initiator, or a signer already."""
    other = verb.other
    if other is None:
        return Refusal("nobody_named")
    if other.person is not None and other.person == verb.by:
        return Refusal("same_person")
    if other.person is not None and other.person == approval.initiator:
        return Refusal("own_approval")
    still = [signer.seat for signer in approval.signers if signer.status in {"waiting", "lent"}]
    if any(_same(seat, other) or other.person in verb.persons(seat) for seat in still):
        return Refusal("already_signer")
    return None


def _withdraw(approval: Approval, verb: Verb) -> Approval | Refusal:
    """The initiator cancels while nothing is decided; a signer takes back while those after him are untouched."""
    if approval.outcome is not None:
        return Refusal("decided_already")
    if verb.by == approval.initiator:
        return replace(approval, outcome="withdrawn", returned_to="opener")
    for i, signer in enumerate(approval.signers):
        if signer.by == verb.by and signer.status == "agreed":
            touched = any(i in other.after and other.status != "waiting" for other in approval.signers)
            if touched:
                return Refusal("next_touched")
            return _with(approval, i, replace(signer, status="waiting", by=None, at=None, on_behalf=None, opinion=""))
    return Refusal("nothing_to_take_back")


def _signed(signer: Signer, status: str, verb: Verb) -> Signer:
    return replace(
        signer,
        status=status,  # type: ignore[arg-type]  # only literals are passed in
        by=verb.by,
        at=verb.at,
        opinion=verb.opinion,
        on_behalf=verb.on_behalf,
    )


def _with(approval: Approval, i: int, signer: Signer) -> Approval:
    return replace(approval, signers=(*approval.signers[:i], signer, *approval.signers[i + 1 :]))


def _same(seat: Assignee, other: Assignee | None) -> bool:
    return other is not None and (seat.person, seat.post, seat.unit) == (other.person, other.post, other.unit)


_VERBS: dict[str, Callable[[Approval, int, Verb], Approval | Refusal]] = {
    "agree": _sign,
    "reject": _reject,
    "send_back": _send_back,
    "add_signer": _add_signer,
    "hand_over": _hand_over,
    "lend": _lend,
    "give_back": _give_back,
}
APPROVAL_VERBS = (
    "agree",
    "reject",
    "send_back",
    "add_signer",
    "remove_signer",
    "hand_over",
    "lend",
    "give_back",
    "withdraw",
    "copy",
)
