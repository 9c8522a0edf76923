"""Rows of a table become dossiers, a batch at a time: new ones in few statements, known ones completed one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Lower

from shouwen.customers.actions.contacts import NewContact, add_contact, first_contacts
from shouwen.customers.actions.index import index_customer, prepare
from shouwen.customers.contacts import may_be_one
from shouwen.customers.importing import Row
from shouwen.customers.models import ContactPoint, Customer, CustomerImport, ServiceObject
from shouwen.people.access import Viewer
from shouwen.runtime import database

NEW_IDS = "SELECT nextval(pg_get_serial_sequence('customers_customer', 'id')) FROM generate_series(1, %s)"
OTHER = "object"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch."""

    made: int
    updated: int
    skipped: int


def who_is_there(rows: Sequence[Row]) -> dict[int, int]:
    """Customers by row whose number, or telephone with a name that may be the same, is known already."""
    owners: dict[str, list[tuple[int, str]]] = defaultdict(list)
    phones = {phone for row in rows for phone in row.phones}
    known = ContactPoint.objects.filter(kind="phone", normal__in=phones, customer__merged_into__isnull=True)
    for phone, customer, name in known.order_by("customer_id").values_list("normal", "customer_id", "customer__name"):
        owners[phone].append((customer, name))
    numbers = {row.plain["number"].lower() for row in rows if row.plain["number"]}
    by_number = dict(
        Customer.objects.alias(low=Lower("number")).filter(low__in=numbers).values_list(Lower("number"), "pk")
    )
    found = {}
    for row in rows:
        same = (pk for phone in row.phones for pk, name in owners[phone] if may_be_one(row.name, name))
        who = by_number.get(row.plain["number"].lower()) or next(same, None)
        if who is not None:
            found[row.number] = who
    return found


def take_rows(rows: Sequence[Row], *, unit: int | None, kind: str, doubles: str, by: Viewer, at: datetime) -> Taken:
    """In the caller's transaction."""
    there = who_is_there(rows)
    new = [row for row in rows if row.number not in there]
    _make(new, unit, kind, by, at)
    known = [row for row in rows if row.number in there]
    if doubles != CustomerImport.Doubles.UPDATE:
        return Taken(len(new), 0, len(known))
    for row in known:
        _complete(row, there[row.number], kind, by, at)
    return Taken(len(new), len(known), 0)


def _make(rows: Sequence[Row], unit: int | None, kind: str, by: Viewer, at: datetime) -> None:
    if not rows:
        return
    ids = [pk for (pk,) in database.rows(NEW_IDS, [len(rows)])]
    taken = _objects_there(rows, kind)
    made, contacts, things = [], [], []
    for pk, row in zip(ids, rows, strict=True):
        customer = Customer(
            pk=pk,
            number=row.plain["number"] or f"K{pk:06}",
            name=row.name,
            kind=row.plain["kind"] or Customer.Kind.PERSON,
            grade=row.plain["grade"] or Customer.Grade.NORMAL,
            unit_id=row.unit or unit,
            notes=row.plain["notes"],
            attributes=dict(row.attributes),
            created_at=at,
            created_by_id=by.person,
        )
        thing = _thing(row, customer, kind, taken)
        prepare(customer, (thing.number, thing.name, thing.address) if thing else ())
        made.append(customer)
        things += [thing] if thing else []
        contacts += first_contacts(customer, (NewContact(*each) for each in row.contacts))
    Customer.objects.bulk_create(made)
    ContactPoint.objects.bulk_create(contacts)
    ServiceObject.objects.bulk_create(things)


def _objects_there(rows: Iterable[Row], kind: str) -> set[str]:
    """Numbers of objects that somebody holds already: the same house is not entered twice."""
    wanted = {str(row.thing["number"]).lower() for row in rows if row.thing and row.thing["number"]}
    known = ServiceObject.objects.alias(low=Lower("number")).filter(kind=kind or OTHER, low__in=wanted)
    return set(known.values_list(Lower("number"), flat=True))


def _thing(row: Row, customer: Customer, kind: str, taken: set[str]) -> ServiceObject | None:
    if row.thing is None:
        return None
    number = str(row.thing["number"])
    if number and number.lower() in taken:
        return None
    taken.add(number.lower())
    given = row.thing["attributes"]
    return ServiceObject(
        customer=customer,
        kind=kind or OTHER,
        number=number,
        name=str(row.thing["name"]),
        address=str(row.thing["address"]),
        unit_id=customer.unit_id,
        attributes=dict(given) if isinstance(given, dict) else {},
    )


def _complete(row: Row, pk: int, kind: str, by: Viewer, at: datetime) -> None:
    """What the table says goes before what is there; what it does not say stays."""
    customer = Customer.objects.select_for_update().get(pk=pk)
    if customer.merged_into_id is not None:
        customer = Customer.objects.select_for_update().get(pk=customer.merged_into_id)
    customer.name = row.name or customer.name
    customer.kind = row.plain["kind"] or customer.kind
    customer.grade = row.plain["grade"] or customer.grade
    customer.unit_id = row.unit or customer.unit_id
    customer.notes = row.plain["notes"] or customer.notes
    customer.attributes = {**customer.attributes, **row.attributes}
    customer.save(update_fields=["name", "kind", "grade", "unit", "notes", "attributes"])
    for contact_kind, value, label in row.contacts:
        add_contact(customer=customer.pk, kind=contact_kind, value=value, label=label, by=by.person, at=at)
    thing = _thing(row, customer, kind, _objects_there([row], kind))
    if thing is not None:
        thing.save(force_insert=True)
    index_customer(customer)
