"""Customers leave as a file: asked for with a reason, over a hundred agreed to by a second person, written down."""

from datetime import datetime, timedelta

from django.db import transaction

from shouwen.customers.actions.refusal import CustomerRefused
from shouwen.customers.exports import AGREES, MOST_ROWS, WITHOUT_ASKING, picked, still_seen, units_of
from shouwen.customers.listeners import CustomersLeaving, tell_leaving, why_they_stay
from shouwen.customers.models import CustomerExport
from shouwen.people.access import NotAllowedError, Viewer, may
from shouwen.people.actions import log_access, record

State = CustomerExport.State
LONGEST = 500
VALID = timedelta(hours=24)
"""How long a consent holds."""


def ask_export(*, asked: str, reason: str, by: Viewer, at: datetime) -> int:
    """Few rows are granted at once, many wait for a second person; who is in it is settled now."""
    customers = picked(by, asked)
    count = len(customers)
    if not count:
        raise CustomerRefused("没有可导出的客户。")
    if count > MOST_ROWS:
        raise CustomerRefused(f"超过 {MOST_ROWS} 位客户，请缩小范围。")
    if not reason.strip():
        raise CustomerRefused("请写明导出用途；每次导出都会记录。")
    units = units_of(customers)
    _ensure_may_leave(CustomersLeaving(units=units, count=count, reason=reason.strip(), by=by, at=at), asked)
    is_few = count <= WITHOUT_ASKING
    row = CustomerExport.objects.create(
        asked=asked, count=count, customers=list(customers), reason=reason.strip()[:LONGEST],
        state=State.AGREED if is_few else State.WAITING, by_id=by.person, at=at, decided_at=at if is_few else None,
    )  # fmt: skip
    return row.pk


def decide_export(*, export_id: int, agrees: str, opinion: str, by: Viewer, at: datetime) -> None:
    """By somebody else, who supervises and sees all of them; a refusal says why."""
    row = CustomerExport.objects.filter(pk=export_id).first()
    if row is None or row.by_id == by.person or not may(by, AGREES):
        raise NotAllowedError("agree_to_export", f"customer export {export_id}")
    is_agreed = agrees == "yes"
    if not is_agreed and not opinion.strip():
        raise CustomerRefused("不同意时请写明理由。")
    if is_agreed and len(still_seen(by, row.customers)) < row.count:
        raise CustomerRefused("其中有您看不到的客户，不能由您同意；请找范围更大的主管。")
    changed = CustomerExport.objects.filter(pk=export_id, state=State.WAITING).update(
        state=State.AGREED if is_agreed else State.REFUSED, decided_by=by.person, opinion=opinion.strip()[:LONGEST],
        decided_at=at,
    )  # fmt: skip
    if not changed:
        raise CustomerRefused("已由他人决定。")


def fetch_export(*, export_id: int, by: Viewer, at: datetime) -> tuple[int, ...]:
    """Who goes out now: those agreed to whom the viewer may still see. Written down, in the log of looks too, before the
    first row leaves; only for who asked.
    """
    row = CustomerExport.objects.filter(pk=export_id, by_id=by.person, state=State.AGREED).first()
    if row is None or row.decided_at is None:
        raise NotAllowedError("fetch_export", f"customer export {export_id}")
    if at - row.decided_at > VALID:
        raise CustomerRefused("同意已超过二十四小时，请重新申请。")
    customers = still_seen(by, row.customers)
    if not customers:
        raise CustomerRefused("其中的客户您现在都无权查看，没有可下载的。")
    leaving = CustomersLeaving(units=units_of(customers), count=len(customers), reason=row.reason, by=by, at=at)
    _ensure_may_leave(leaving, row.asked)
    with transaction.atomic():
        CustomerExport.objects.filter(pk=export_id).update(fetched_at=at)
        tell_leaving(leaving)
        _write_down(row, len(customers), by, at)
    return customers


def _ensure_may_leave(leaving: CustomersLeaving, asked: str) -> None:
    """Raises with the words of the rulebooks that keep them in; the try is in the audit log."""
    why = why_they_stay(leaving)
    if not why:
        return
    record(
        act="export_refused",
        by=leaving.by.person,
        at=leaving.at,
        subject="customers",
        name=asked,
        detail=f"{leaving.count} {' '.join(why)}",
        reason=leaving.reason,
    )
    raise CustomerRefused("；".join(why))


def _write_down(row: CustomerExport, count: int, by: Viewer, at: datetime) -> None:
    log_access(person=by.person, subject=f"customer_export:{row.pk}", field=f"{count} rows", reason=row.reason, at=at)
    record(
        act="exported",
        by=by.person,
        at=at,
        subject=f"customer_export:{row.pk}",
        name=row.asked,
        detail=str(count) if count == row.count else f"{count}/{row.count}",
        reason=row.reason,
    )
