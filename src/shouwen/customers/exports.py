"""Customers as a table for one person: hidden values hidden, as on every page, with the attributes of the trade."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from shouwen.base.days import day_of
from shouwen.customers.contacts import masked
from shouwen.customers.models import ContactPoint, Customer, CustomerExport
from shouwen.customers.search import readable, ways
from shouwen.customers.sheets import Cell
from shouwen.people.access import Viewer, may
from shouwen.people.queries import names, unit_names
from shouwen.rulebook.model import FieldRule

WITHOUT_ASKING: int = settings.EXPORT_ALONE
"""Rows; more leave the house only when a second person agrees."""
MOST_ROWS = 50_000
BATCH = 500
LISTED = 30
AGREES = "supervise"
"""The act of those who may agree to what others take out, as far as they see it all themselves."""
PHONES = 3
HEADINGS = (
    "客户编号",
    "姓名或单位名称",
    "性质",
    "级别",
    "服务单位",
    "电话",
    "电话 2",
    "电话 3",
    "电子邮箱",
    "地址",
    "备注",
    "建档日期",
)


@dataclass(frozen=True, slots=True)
class ExportView:
    """One export as it is listed and decided."""

    id: int
    who: str
    is_own: bool
    asked: str
    count: int
    reason: str
    state: str
    state_title: str
    at: datetime
    decided_by: str
    opinion: str
    fetched_at: datetime | None


def wanted(viewer: Viewer, asked: str) -> QuerySet[Customer]:
    """Everybody in reach, or all who fit what was looked for, whichever way it was meant."""
    rows = readable(viewer)
    if not asked.strip():
        return rows
    found = Q(pk__in=[])
    for way in ways(viewer, asked):
        found |= Q(pk__in=way.values("pk"))
    return rows.filter(found)


def how_many(viewer: Viewer, asked: str) -> int:
    """All of them, uncapped."""
    return wanted(viewer, asked).order_by().count()


def picked(viewer: Viewer, asked: str) -> tuple[int, ...]:
    """Who fits now; one more than may go out tells that there are too many."""
    return tuple(wanted(viewer, asked).order_by("pk").values_list("pk", flat=True)[: MOST_ROWS + 1])


def still_seen(viewer: Viewer, customers: Sequence[int]) -> tuple[int, ...]:
    """Those of them whom the viewer may see now; who was merged into another goes with that one."""
    return tuple(readable(viewer).filter(pk__in=customers).order_by("pk").values_list("pk", flat=True))


def units_of(customers: Sequence[int]) -> tuple[int, ...]:
    """The units that serve them, in one query."""
    rows = Customer.objects.filter(pk__in=customers).exclude(unit=None).order_by().values_list("unit_id", flat=True)
    return tuple(sorted(rows.distinct()))


def exports_for(viewer: Viewer) -> tuple[ExportView, ...]:
    """One's own, and those of others that wait for one's consent."""
    mine = Q(by_id=viewer.person)
    to_decide = Q(state=CustomerExport.State.WAITING) if may(viewer, AGREES) else Q(pk__in=[])
    rows = list(CustomerExport.objects.filter(mine | to_decide).defer("customers").order_by("-pk")[:LISTED])
    who = names([each for row in rows for each in (row.by_id, row.decided_by_id)], version=viewer.version)
    return tuple(_view(row, viewer, who) for row in rows)


def export_of(viewer: Viewer, export_id: int) -> ExportView | None:
    """One's own."""
    row = CustomerExport.objects.filter(pk=export_id, by_id=viewer.person).first()
    return None if row is None else _view(row, viewer, {})


def sheet(viewer: Viewer, customers: Sequence[int], attributes: Mapping[str, FieldRule]) -> Iterator[Sequence[Cell]]:
    """The headings, then each customer in the order of their numbers in the database."""
    yield (*HEADINGS, *(rule.title or name for name, rule in attributes.items()))
    units = unit_names(version=viewer.version)
    for begin in range(0, len(customers), BATCH):
        batch = list(readable(viewer).filter(pk__in=customers[begin : begin + BATCH]).order_by("pk"))
        contacts: dict[int, list[ContactPoint]] = {}
        for each in ContactPoint.objects.filter(customer__in=batch).order_by("-is_main", "id"):
            contacts.setdefault(each.customer_id, []).append(each)
        for row in batch:
            own = [_value(rule, row.attributes.get(name, "")) for name, rule in attributes.items()]
            yield (*_cells(row, contacts.get(row.pk, []), units), *own)


def _cells(row: Customer, contacts: Sequence[ContactPoint], units: dict[str, str]) -> tuple[Cell, ...]:
    hidden = [(each.kind, masked(each.kind, each.value)) for each in contacts]
    phones = [value for kind, value in hidden if kind == "phone"][:PHONES]
    others = dict(reversed(hidden))
    return (
        row.number, row.name, str(row.get_kind_display()), str(row.get_grade_display()),
        units.get(str(row.unit_id), ""), *phones, *[""] * (PHONES - len(phones)), others.get("email", ""),
        others.get("address", ""), row.notes, timezone.localdate(row.created_at),
    )  # fmt: skip


def _value(rule: FieldRule, kept: object) -> Cell:
    """A day that is one is a day in the table too."""
    if rule.type != "date":
        return str(kept)
    try:
        return day_of(str(kept))
    except ValueError:
        return str(kept)


def _view(row: CustomerExport, viewer: Viewer, who: dict[str, str]) -> ExportView:
    return ExportView(
        id=row.pk, who=who.get(str(row.by_id), ""), is_own=row.by_id == viewer.person, asked=row.asked,
        count=row.count, reason=row.reason, state=row.state, state_title=str(row.get_state_display()), at=row.at,
        decided_by=who.get(str(row.decided_by_id), ""), opinion=row.opinion, fetched_at=row.fetched_at,
    )  # fmt: skip
