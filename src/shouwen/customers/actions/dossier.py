"""Registers and corrects customers; a case never waits for one to be known."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Lower

from shouwen.customers.actions.contacts import NewContact as NewContact
from shouwen.customers.actions.contacts import first_contacts
from shouwen.customers.actions.index import index_customer, prepare
from shouwen.customers.actions.refusal import CustomerRefused as CustomerRefused
from shouwen.customers.contacts import may_be_one, normal_phone
from shouwen.customers.models import ContactPoint, Customer

GIVEN_NUMBER = re.compile(r"[Kk]\d{6,}")
LOCK = 0x5348_4355
"""The first half of the advisory locks of this domain."""


@transaction.atomic
def register_customer(
    *,
    name: str,
    kind: str = "person",
    grade: str = "normal",
    unit: int | None = None,
    number: str = "",
    notes: str = "",
    contacts: Iterable[NewContact] = (),
    by: int | None,
    at: datetime,
) -> Customer:
    """A new dossier; a number that exists with the same name gives back the one that is there."""
    if number and (known := _with_number(number)):
        if known.name != name.strip():
            raise CustomerRefused(f"The number '{number}' belongs to another customer: give a number of its own.")
        return known
    _check(kind, grade)
    if GIVEN_NUMBER.fullmatch(number.strip()):
        raise CustomerRefused(
            f"Numbers such as '{number}' are given by the program: leave it empty, or use another form."
        )
    row_id = _next_id()
    row = Customer(
        pk=row_id,
        number=number.strip() or f"K{row_id:06}",
        name=name.strip(),
        kind=kind,
        grade=grade,
        unit_id=unit,
        notes=notes.strip(),
        created_at=at,
        created_by_id=by,
    )
    prepare(row)
    row.save(force_insert=True)
    ContactPoint.objects.bulk_create(first_contacts(row, contacts))
    return row


def _next_id() -> int:
    """Taken beforehand, so that number and search go in with the row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('customers_customer', 'id'))")
        (value,) = cursor.fetchone() or (0,)
    return int(value)


@transaction.atomic
def correct_customer(
    *,
    customer: int,
    name: str,
    kind: str,
    grade: str,
    unit: int | None,
    notes: str,
    by: int | None,
    at: datetime,
) -> Customer:
    _check(kind, grade)
    row = Customer.objects.select_for_update().get(pk=customer)
    if row.merged_into_id is not None:
        raise CustomerRefused(f"'{row}' was merged into another dossier: correct that one.")
    row.name, row.kind, row.grade, row.unit_id, row.notes = name.strip(), kind, grade, unit, notes.strip()
    row.save(update_fields=["name", "kind", "grade", "unit", "notes"])
    index_customer(row)
    return row


@transaction.atomic
def find_or_make(
    *, phone: str = "", name: str = "", unit: int | None = None, by: int | None, at: datetime
) -> Customer | None:
    """The customer behind a number and a name, made if need be; None when neither is known, and the case goes on without.

    A number alone finds its owner. A number with the name of somebody else is a new dossier: families share numbers.
    """
    plain = normal_phone(phone)
    if not plain:
        return _by_name_alone(name, unit=unit, by=by, at=at)
    with connection.cursor() as cursor:
        # Two calls from one new number at the same moment make one customer.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, plain])
    owners = Customer.objects.filter(merged_into__isnull=True, contacts__kind="phone", contacts__normal=plain).order_by(
        "id"
    )
    likely = [owner for owner in owners if may_be_one(owner.name, name.strip())]
    same_name = [owner for owner in likely if owner.name == name.strip()]
    if not likely:
        return register_customer(name=name, unit=unit, contacts=[NewContact("phone", phone)], by=by, at=at)
    found = (same_name or likely)[0]
    if name.strip() and not found.name:
        found.name = name.strip()
        found.save(update_fields=["name"])
        index_customer(found)
    return found


def _with_number(number: str) -> Customer | None:
    return Customer.objects.alias(low=Lower("number")).filter(low=number.strip().lower()).first()


def _by_name_alone(name: str, *, unit: int | None, by: int | None, at: datetime) -> Customer | None:
    """A name is no proof of who somebody is, so it never finds an old dossier."""
    return register_customer(name=name, unit=unit, by=by, at=at) if name.strip() else None


def _check(kind: str, grade: str) -> None:
    for value, choices in ((kind, Customer.Kind.values), (grade, Customer.Grade.values)):
        if value not in choices:
            raise CustomerRefused(f"'{value}' is not known: choose one of {', '.join(choices)}.")
