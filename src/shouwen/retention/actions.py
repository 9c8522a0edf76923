"""Terms asked for and agreed to, holds placed and lifted, and what is past its time erased batch by batch with a certificate."""

from datetime import datetime

from django.db import transaction

from shouwen.analytics.actions import forget_replies
from shouwen.base.due import Due
from shouwen.cases.actions import erase_cases
from shouwen.cases.queries import keeping as of_cases
from shouwen.customers import keeping as of_customers
from shouwen.customers.actions import erase_customers
from shouwen.dispatch.actions import forget_titles
from shouwen.people.access import NotAllowedError, Viewer, require
from shouwen.people.actions import ChangeRefused, record
from shouwen.retention.kinds import CASE, CUSTOMER, KINDS, PLAIN
from shouwen.retention.models import Certificate, Hold, Term
from shouwen.retention.queries import AGREE, MANAGE, case_kinds, past, terms_in_force, title_of
from shouwen.retention.reckoning import months_before
from shouwen.runtime import database

BATCH = 20
"""So many at a time: their numbers all stand in one entry of the audit log."""
LONGEST_REASON = 500
MOST_MONTHS = 1200
# Of two workers one erases.
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('retention'))"


@transaction.atomic
def ask_term(
    *, kind: str, book: str = "", case_type: str = "", months: int | None, reason: str, by: Viewer, at: datetime
) -> int:
    """It counts once another administrator agrees; one that waits for the same is replaced by it."""
    require(by, MANAGE)
    _ensure_known(kind, book, case_type)
    _ensure_said(reason)
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise ChangeRefused(f"Give 1 to {MOST_MONTHS} months.", f"期限填 1 到 {MOST_MONTHS} 个月。")
    scope = {"kind": kind, "book": book, "case_type": case_type}
    Term.objects.filter(**scope, state=Term.State.WAITING).update(state=Term.State.REPLACED, decided_at=at)
    row = Term.objects.create(**scope, months=months, reason=reason.strip(), asked_by_id=by.person, asked_at=at)
    _record("term_asked", row, by, at, reason=reason)
    return row.pk


@transaction.atomic
def decide_term(*, term_id: int, agrees: str, opinion: str, by: Viewer, at: datetime) -> None:
    """By another administrator; a refusal says why."""
    require(by, AGREE)
    row = Term.objects.select_for_update().filter(pk=term_id).first()
    if row is None or row.asked_by_id == by.person:
        raise NotAllowedError(AGREE, f"term {term_id}")
    if row.state != Term.State.WAITING:
        raise ChangeRefused("Somebody has decided already.", "已由他人决定，或已另提。")
    if agrees != "yes":
        _ensure_said(opinion)
    row.state = Term.State.AGREED if agrees == "yes" else Term.State.REFUSED
    row.decided_by_id, row.decided_at, row.opinion = by.person, at, opinion.strip()[:LONGEST_REASON]
    row.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    _record("term_agreed" if agrees == "yes" else "term_refused", row, by, at, reason=opinion)


@transaction.atomic
def place_hold(*, kind: str, number: str, reason: str, by: Viewer, at: datetime) -> int:
    """Until it is lifted nothing of it goes, whatever the terms say."""
    require(by, MANAGE)
    _ensure_said(reason)
    found = of_cases.by_number(number) if kind == Hold.Kind.CASE else of_customers.by_number(number)
    if found is None:
        raise ChangeRefused(f"There is no '{number}', or it was erased.", f"没有编号“{number}”，或已到期删除。")
    target, written = found
    if Hold.objects.filter(kind=kind, target=target, lifted_at=None).exists():
        raise ChangeRefused(f"'{written}' is held already.", f"“{written}”已在保全中。")
    row = Hold.objects.create(kind=kind, target=target, number=written, reason=reason.strip(), by_id=by.person, at=at)
    record(act="hold_placed", by=by.person, at=at, subject=f"{kind}:{target}", name=written, reason=reason.strip())
    return row.pk


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, by: Viewer, at: datetime) -> None:
    require(by, MANAGE)
    _ensure_said(reason)
    row = Hold.objects.select_for_update().filter(pk=hold_id, lifted_at=None).first()
    if row is None:
        raise ChangeRefused("It was lifted already.", "已经解除。")
    row.lifted_by_id, row.lifted_at, row.lifted_because = by.person, at, reason.strip()
    row.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
    record(
        act="hold_lifted", by=by.person, at=at, subject=f"{row.kind}:{row.target}", name=row.number,
        reason=reason.strip(),
    )  # fmt: skip


def erase_past(*, at: datetime, most: int) -> int:
    """Everything past its time under the terms in force, the oldest first; returns how many records went."""
    gone = 0
    for term in terms_in_force().values():
        while gone < most and (count := erase_batch(term=term, at=at)):
            gone += count
    return gone


@transaction.atomic
def erase_batch(*, term: Term, at: datetime) -> int:
    """A batch and its certificate stand or fall together."""
    ((is_ours,),) = database.rows(ONE_AT_A_TIME)
    found = past(term, at, most=BATCH) if is_ours else ()
    gone = _erase(term.kind, found, at) if found else ()
    if not gone:
        return 0
    assert term.months is not None
    labels = [each.label for each in gone]
    row = Certificate.objects.create(
        term=term, before=months_before(at, term.months), count=len(labels), labels=labels, at=at
    )
    record(
        act="records_erased",
        by=None,
        at=at,
        subject=f"certificate:{row.pk}",
        name=title_of(term.kind, term.book, term.case_type),
        detail=f"{row.count}: {' '.join(labels)}",
        reason=f"{term.months} months, asked by {term.asked_by}, agreed by {term.decided_by}",
    )
    return row.count


def _erase(kind: str, found: tuple[Due, ...], at: datetime) -> tuple[Due, ...]:
    """Those that went; what is still named or worked on stays for another night."""
    ids = [each.id for each in found]
    if kind == CASE:
        erased = erase_cases(roots=ids, at=at)
        forget_replies(cases=erased)
        forget_titles(cases=erased)
        return tuple(each for each in found if each.id in erased)
    if kind == CUSTOMER:
        erase_customers(ids=ids)
    else:
        PLAIN[kind].erase(ids=ids)
    return found


def _ensure_known(kind: str, book: str, case_type: str) -> None:
    kinds = case_kinds()
    is_known = kind in KINDS and (not book or kind == CASE) and (not book or book in kinds)
    if not is_known or (case_type and case_type not in kinds.get(book, {})):
        raise ChangeRefused("There is no such class of records.", "没有这类记录。")


def _ensure_said(reason: str) -> None:
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise ChangeRefused(
            f"Say why, in at most {LONGEST_REASON} characters.", f"请写明原因，最多 {LONGEST_REASON} 个字。"
        )


def _record(act: str, row: Term, by: Viewer, at: datetime, *, reason: str) -> None:
    record(
        act=act, by=by.person, at=at, subject=f"term:{row.pk}", name=title_of(row.kind, row.book, row.case_type),
        detail="kept for good" if row.months is None else f"{row.months} months", reason=reason,
    )  # fmt: skip
