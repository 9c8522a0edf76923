"""Rows of a table become dossiers, a batch at a time: new ones in few statements, known ones completed one by one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Lower

from shouwen.base.bigrams import bigrams
from shouwen.customers.actions.contacts import NewContact, add_contact, first_contacts
from shouwen.customers.actions.index import index_customer, prepare_object, searched_by
from shouwen.customers.contacts import FRAGMENT, may_be_one
from shouwen.customers.importing import Row
from shouwen.customers.models import ContactPoint, Customer, CustomerImport, ServiceObject
from shouwen.people.access import Viewer
from shouwen.runtime import database
from shouwen.runtime.database import columns, text_array

NEW_IDS = "SELECT nextval(pg_get_serial_sequence('customers_customer', 'id')) FROM generate_series(1, %s)"
OTHER = "object"
# A thousand rows as expressions of the ORM take longer to write down than to store.
CUSTOMERS = """
INSERT INTO customers_customer (id, number, name, kind, grade, unit_id, notes, attributes, created_at, created_by_id,
  sort_key, pinyin, initials, search_text, search)
SELECT id, number, name, kind, grade, unit_id, notes, attributes::jsonb, created_at, created_by_id,
  sort_key, pinyin, initials, search_text, array_to_tsvector(search::text[])
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[],
  %s::timestamptz[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
  AS given (id, number, name, kind, grade, unit_id, notes, attributes, created_at, created_by_id,
    sort_key, pinyin, initials, search_text, search)
"""
CONTACTS = """
INSERT INTO customers_contactpoint (customer_id, kind, value, normal, label, is_main, pieces)
SELECT customer_id, kind, value, normal, label, is_main, array_to_tsvector(pieces::text[])
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::text[])
  AS given (customer_id, kind, value, normal, label, is_main, pieces)
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch."""

    made: int
    updated: int
    skipped: int


def who_is_there(rows: Sequence[Row]) -> dict[int, int]:
    """Customers by row who are known already: by their number, by a telephone or an object with a name that may be the
    same; who has nothing but a name is known by it, if the one of that name has no telephone either.
    """
    owners: dict[str, list[tuple[int, str]]] = defaultdict(list)
    phones = {phone for row in rows for phone in row.phones}
    known = ContactPoint.objects.filter(kind="phone", normal__in=phones, customer__merged_into__isnull=True)
    for phone, customer, name in known.order_by("customer_id").values_list("normal", "customer_id", "customer__name"):
        owners[phone].append((customer, name))
    numbers = {row.plain["number"].lower() for row in rows if row.plain["number"]}
    by_number = dict(
        Customer.objects.alias(low=Lower("number")).filter(low__in=numbers).values_list(Lower("number"), "pk")
    )
    by_object, by_name = _by_object(rows), _by_name(rows)
    found = {}
    for row in rows:
        near = (each for phone in row.phones for each in owners[phone])
        held = by_object.get(_object_number(row), ())
        same = (pk for pk, name in (*near, *held) if may_be_one(row.name, name))
        who = by_number.get(row.plain["number"].lower()) or next(same, None) or by_name.get(_bare_name(row))
        if who is not None:
            found[row.number] = who
    return found


def _object_number(row: Row) -> str:
    return str(row.thing["number"]).lower() if row.thing else ""


def _by_object(rows: Iterable[Row]) -> dict[str, list[tuple[int, str]]]:
    """Who holds objects of these numbers, of whatever kind."""
    numbers = {_object_number(row) for row in rows} - {""}
    held = ServiceObject.objects.alias(low=Lower("number")).filter(low__in=numbers).select_related("customer")
    known = held.order_by("pk") if numbers else ()
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for each in known:
        found[each.number.lower()].append((each.customer.merged_into_id or each.customer.pk, each.customer.name))
    return found


def _bare_name(row: Row) -> str:
    """The name of a row that says nothing else by which somebody could be known again."""
    return "" if row.phones or row.plain["number"] or _object_number(row) else row.name


def _by_name(rows: Iterable[Row]) -> dict[str, int]:
    names = {_bare_name(row) for row in rows} - {""}
    if not names:
        return {}
    known = Customer.objects.filter(name__in=names, merged_into__isnull=True).exclude(contacts__kind="phone")
    return dict(known.order_by("-pk").values_list("name", "pk"))


def objects_left(rows: Sequence[Row], there: dict[int, int], kind: str) -> dict[int, dict[str, Any]]:
    """By row: the object that will not be taken in, because somebody else holds its number or an earlier row names it."""
    numbers = {_object_number(row) for row in rows} - {""}
    known = ServiceObject.objects.alias(low=Lower("number")).filter(kind=kind or OTHER, low__in=numbers)
    held = {number.lower(): pk for number, pk in known.values_list("number", "customer_id")} if numbers else {}
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        number = _object_number(row)
        holder = held.get(number)
        if holder is not None and holder != there.get(row.number):
            found[row.number] = {"name": row.name, "object": str((row.thing or {})["number"]), "customer": holder}
        elif row.thing_first_in and holder is None:
            found[row.number] = {
                "name": row.name, "object": str((row.thing or {})["number"]), "first": row.thing_first_in,
            }  # fmt: skip
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
    made: list[tuple[Any, ...]] = []
    contacts: list[tuple[Any, ...]] = []
    things: list[ServiceObject] = []
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
        made.append(_columns(customer, thing))
        things += [thing] if thing else []
        contacts += map(_contact, first_contacts(customer, (NewContact(*each) for each in row.contacts)))
    database.run(CUSTOMERS, columns(made, 15))
    if contacts:
        database.run(CONTACTS, columns(contacts, 7))
    ServiceObject.objects.bulk_create(things)


def _columns(customer: Customer, thing: ServiceObject | None) -> tuple[Any, ...]:
    found = searched_by(customer, (thing.number, thing.name, thing.address) if thing else ())
    return (
        customer.pk, customer.number, customer.name, str(customer.kind), str(customer.grade), customer.unit_id,
        customer.notes, json.dumps(customer.attributes, ensure_ascii=False), customer.created_at,
        customer.created_by_id, found.latin.sort_key, found.latin.full, found.latin.initials, found.text,
        text_array(found.pieces),
    )  # fmt: skip


def _contact(each: ContactPoint) -> tuple[Any, ...]:
    pieces = bigrams(each.normal, size=FRAGMENT) if each.kind == ContactPoint.Kind.PHONE else []
    kind = str(each.kind)
    return each.customer_id, kind, each.value, each.normal, each.label, each.is_main, text_array(pieces)


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
    thing = ServiceObject(
        customer=customer,
        kind=kind or OTHER,
        number=number,
        name=str(row.thing["name"]),
        address=str(row.thing["address"]),
        unit_id=customer.unit_id,
        attributes=dict(given) if isinstance(given, dict) else {},
    )
    return prepare_object(thing)


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
