"""The only writes to proposals: put forward, agreed to or sent back, and carried out once all have agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from shouwen.authoring.actions.drafts import ready_to_publish
from shouwen.authoring.models import Proposal, ProposalEntry, ProposedMove
from shouwen.authoring.queries import draft, last_author
from shouwen.authoring.signing import (
    MANAGE,
    Matter,
    NobodySigns,
    Signers,
    acting,
    managers,
    may_sign,
    roster_of,
    signers,
)
from shouwen.engine.approval import Approval, Refusal, asked, start
from shouwen.engine.approval_verbs import Verb, act
from shouwen.engine.codec import approval_from_json, approval_to_json
from shouwen.engine.facts import Assignee
from shouwen.engine.seats import on_behalf
from shouwen.people.access import Viewer
from shouwen.people.queries import colleagues, person_of_user
from shouwen.runtime import rulebooks
from shouwen.runtime.retiring import may_keep
from shouwen.runtime.telling import tell

SUBMITTED, CARRIED_OUT = "submitted", "carried_out"
OPEN = (Proposal.State.WAITING, Proposal.State.AGREED)
OUTCOMES = {
    "agreed": Proposal.State.AGREED,
    "refused": Proposal.State.REFUSED,
    "returned": Proposal.State.RETURNED,
    "withdrawn": Proposal.State.WITHDRAWN,
}
BRINGING = ("hand_over", "add_signer")
VERBS = ("agree", "reject", "send_back", "withdraw", *BRINGING, "remove_signer")
LONGEST_REASON = 500
EVERYBODY = 1_000_000


class CannotPropose(ValueError):
    """Why it cannot be put forward, decided or carried out; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class NotYours(ValueError):
    """The approval does not take this verb from this person; `key` is the engine's word for why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is put forward."""

    sort: Proposal.Sort
    edition: str
    matter: Matter
    units: tuple[str, ...] = ()
    draft: int | None = None
    content_hash: str = ""
    starts_on: date | None = None
    reason: str = ""
    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    barred: frozenset[str] = field(default_factory=frozenset)


@transaction.atomic
def propose_publication(
    *, draft_id: int, in_force: date, units: tuple[str, ...], reason: str = "", by: int | None, at: datetime
) -> int:
    """The draft as it stands now, for a day and units; nobody changes it until those who must agree have answered."""
    book = ready_to_publish(draft=draft_id, in_force=in_force, by=by, at=at)
    author = last_author(draft_id)
    wrote = person_of_user(author) if author else None
    plan = Plan(
        sort=Proposal.Sort.PUBLISH,
        edition=book.key,
        matter="revision" if _is_known(book.header.rulebook) else "first",
        units=units,
        draft=draft_id,
        content_hash=rulebooks.hash_of(draft(draft_id).texts),
        starts_on=in_force,
        reason=reason,
        barred=frozenset({wrote} if wrote and settings.SECOND_PERSON_PUBLISHES else ()),
    )
    return _propose(plan, by=by, at=at).pk


@transaction.atomic
def propose_retirement(*, edition: str, day: date, reason: str, by: int | None, at: datetime) -> int:
    """No case begins under the edition from that day on."""
    _must_say_why(reason)
    found = rulebooks.edition(edition)
    if found.retired_on is not None and found.retired_on <= localdate(at):
        raise CannotPropose(f"{edition} 已停用。", f"{edition} is out of use already.")
    plan = Plan(
        sort=Proposal.Sort.RETIRE, edition=edition, matter="retirement", units=tuple(sorted(found.units)),
        starts_on=day, reason=reason,
    )  # fmt: skip
    return _propose(plan, by=by, at=at).pk


@transaction.atomic
def propose_keeping(*, edition: str, reason: str, by: int | None, at: datetime) -> int:
    """The retirement ahead is cancelled, if those agree who would agree to a retirement."""
    _must_say_why(reason)
    found = rulebooks.edition(edition)
    if not may_keep(found, localdate(at)):
        raise CannotPropose(
            f"{edition} 没有尚未到期的停用，不用取消。", f"{edition} has no retirement ahead that could be cancelled."
        )
    plan = Plan(
        sort=Proposal.Sort.KEEP, edition=edition, matter="retirement", units=tuple(sorted(found.units)),
        starts_on=found.retired_on, reason=reason,
    )  # fmt: skip
    return _propose(plan, by=by, at=at).pk


@transaction.atomic
def propose_scope(*, edition: str, units: tuple[str, ...], day: date, reason: str, by: int | None, at: datetime) -> int:
    """From that day on the edition holds in these units, in all if none is named; running cases keep theirs."""
    _must_say_why(reason)
    found = rulebooks.edition(edition)
    if found.retired_on is not None and found.retired_on <= localdate(at):
        raise CannotPropose(f"{edition} 已停用。", f"{edition} is out of use already.")
    if day < localdate(at):
        raise CannotPropose("适用单位只能从今天或以后的日子起改。", "Units can change from today on, not before.")
    if frozenset(units) == found.units:
        raise CannotPropose("适用单位没有变化。", "The units are the same as before.")
    plan = Plan(sort=Proposal.Sort.SCOPE, edition=edition, matter="revision", units=units, starts_on=day, reason=reason)
    return _propose(plan, by=by, at=at).pk


@transaction.atomic
def propose_move(
    *,
    to: str,
    cases: Sequence[tuple[int, str, str]],
    steps: Mapping[str, Mapping[str, str]],
    units: tuple[str, ...],
    reason: str,
    by: int | None,
    at: datetime,
) -> int:
    """Running cases, each with its number and the edition it runs under; the list that is agreed to is this one."""
    _must_say_why(reason)
    if rulebooks.edition(to).in_force > localdate(at):
        raise CannotPropose(f"{to} 未到生效日，到时再换。", f"{to} is not in force yet.")
    if not cases:
        raise CannotPropose("请先选择要换版本的事项。", "Choose the cases first.")
    plan = Plan(sort=Proposal.Sort.MOVE, edition=to, matter="move", units=units, reason=reason, steps=steps)
    row = _propose(plan, by=by, at=at)
    ProposedMove.objects.bulk_create(
        ProposedMove(proposal=row, subject_id=subject, number=number, before=before)
        for subject, number, before in cases
    )
    return row.pk


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What somebody says to a proposal: the verb, an opinion, and whom it concerns, before or after oneself."""

    verb: str
    opinion: str = ""
    other: str = ""
    place: str = "before"


@transaction.atomic
def decide(*, proposal: int, word: Word, viewer: Viewer, at: datetime) -> None:
    """One verb of the engine's approvals on the proposal."""
    row = Proposal.objects.select_for_update().get(pk=proposal)
    opinion = word.opinion.strip()[:LONGEST_REASON]
    if word.verb not in VERBS:
        raise NotYours("unknown_verb")
    if row.state == Proposal.State.AGREED and word.verb == "withdraw" and viewer.user == row.by_id:
        close(row, Proposal.State.WITHDRAWN, word.verb, opinion, by=viewer.user, at=at)
        return
    if row.state != Proposal.State.WAITING:
        raise NotYours("decided_already")
    roster = roster_of(row.book, row.unit, at, viewer.version)
    before = approval_from_json(row.approval)
    found = (on_behalf(one.seat, viewer.id, roster) for one in before.signers) if roster else iter(())
    instead_of = next((absent for absent in found if absent), None)
    tried = Verb(
        name=word.verb, by=viewer.id, at=at, may=lambda seat: may_sign(seat, viewer, roster), on_behalf=instead_of,
        opinion=opinion, to="opener", other=_other(word, before, viewer), place=word.place,
    )  # fmt: skip
    after = act(before, tried)
    if isinstance(after, Refusal):
        raise NotYours(after.key)
    row.approval = approval_to_json(after)
    state = OUTCOMES[after.outcome] if after.outcome else Proposal.State.WAITING
    more = {"instead_of": instead_of or "", "other": word.other if tried.other else ""}
    close(row, state, word.verb, tried.opinion, by=viewer.user, at=at, **more)
    if after.outcome is None:
        _ask(row, after, frozenset(asked(before)), at)
    elif after.initiator and word.verb != "withdraw":
        said = f"{row.get_sort_display()} {row.edition}：{row.get_state_display()} {tried.opinion}".strip()
        tell(persons=[after.initiator], kind="proposal.decided", text=said, clauses=row.clauses, at=at)


def _other(word: Word, approval: Approval, viewer: Viewer) -> Assignee | None:
    """Somebody at work here who may sign as well; whoever is barred from one seat is barred from every one."""
    if not word.other or word.verb not in BRINGING:
        return Assignee(person=word.other) if word.verb == "remove_signer" else None
    barred = frozenset(each for one in approval.signers for each in one.seat.barred)
    if word.other in barred:
        raise NotYours("own_approval")
    if word.other not in {str(each.id) for each in colleagues(viewer, most=EVERYBODY)}:
        raise NotYours("nobody_named")
    return Assignee(person=word.other, barred=tuple(sorted(barred)))


def _propose(plan: Plan, *, by: int | None, at: datetime) -> Proposal:
    person = person_of_user(by) if by else None
    barred = plan.barred | ({person} if person else set())
    try:
        wanted = signers(
            code=plan.edition.partition("/")[0], matter=plan.matter, units=plan.units, barred=barred, at=at
        )
    except NobodySigns as nobody:
        raise CannotPropose(nobody.zh, nobody.en) from nobody
    approval = start(wanted.kind, wanted.seats, person)
    row = Proposal.objects.create(
        sort=plan.sort, edition=plan.edition, draft_id=plan.draft, content_hash=plan.content_hash,
        starts_on=plan.starts_on, units=list(plan.units), steps=plan.steps, reason=plan.reason.strip()[:LONGEST_REASON],
        approval=approval_to_json(approval), by_id=by, at=at, **_source(wanted),
    )  # fmt: skip
    _log(row, SUBMITTED, row.reason, by=by, at=at)
    _ask(row, approval, frozenset(), at)
    if not wanted.book and not settings.SECOND_PERSON_PUBLISHES:
        row.state = Proposal.State.AGREED
        row.save()
    return row


def _ask(row: Proposal, approval: Approval, before: frozenset[int], at: datetime) -> None:
    """Those whose turn it is now are told; of those who manage rulebooks, everybody who may be the second person."""
    roster = roster_of(row.book, row.unit, at)
    seats = [approval.signers[i].seat for i in asked(approval) if i not in before]
    persons = [person for seat in seats for person in acting(seat, roster)]
    barred = [each for seat in seats if seat.role == MANAGE for each in seat.barred]
    if any(seat.role == MANAGE for seat in seats):
        persons += [person for person in managers(at) if person not in barred]
    tell(
        persons=persons, kind="proposal.asked", text=f"{row.get_sort_display()} {row.edition}",
        clauses=row.clauses, at=at,
    )  # fmt: skip


def _source(wanted: Signers) -> Mapping[str, Any]:
    return {"unit": wanted.unit, "book": wanted.book, "rule": wanted.rule, "clauses": list(wanted.clauses)}


def close(
    row: Proposal, state: str, verb: str, opinion: str = "", *, by: int | None, at: datetime, **more: str
) -> None:
    row.state = state
    row.save()
    _log(row, verb, opinion, by=by, at=at, **more)


def _log(row: Proposal, verb: str, opinion: str, *, by: int | None, at: datetime, **more: str) -> None:
    ProposalEntry.objects.create(proposal=row, verb=verb, opinion=opinion, by_id=by, at=at, **more)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise CannotPropose("请写明理由。", "Say why.")


def _is_known(code: str) -> bool:
    return any(key.partition("/")[0] == code for key in rulebooks.installed())
