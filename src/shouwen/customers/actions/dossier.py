"""Registers and corrects customers; a case never waits for one to be known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap

from django.db import transaction
from django.db.models.functions import Lower

from shouwen.base.typed import seen
from shouwen.customers.actions.contacts import NewContact as NewContact
from shouwen.customers.actions.contacts import first_contacts
from shouwen.customers.actions.index import index_customer, prepare
from shouwen.customers.actions.refusal import CustomerRefused as CustomerRefused
from shouwen.customers.contacts import may_be_one, normal_phone
from shouwen.customers.models import ContactPoint, Customer
from shouwen.runtime import database

GIVEN_NUMBER = re.compile(r"[Kk]\d{6,}")
LOCK = 0x5348_4355
"""The first half of the advisory locks of this domain."""
LOCK_NUMBER = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
OWNERS = """
SELECT DISTINCT owner.id, owner.name FROM customers_customer owner
JOIN customers_contactpoint contact ON contact.customer_id = owner.id
WHERE contact.kind = 'phone' AND contact.normal = %s AND owner.merged_into_id IS NULL ORDER BY owner.id
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A customer as a case needs to know it."""

    id: int
    name: str
    is_new: bool = False


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
    _check(kind, grade)
    if number and (known := _with_number(number)):
        if known.name != seen(name):
            raise CustomerRefused(f"The number '{number}' belongs to another customer: give a number of its own.")
        return known
    if GIVEN_NUMBER.fullmatch(number.strip()):
        raise CustomerRefused(
            f"Numbers such as '{number}' are given by the program: leave it empty, or use another form."
        )
    row = Customer(number=number.strip(), kind=kind, grade=grade, notes=seen(notes))
    return _insert(row, name, contacts, unit=unit, by=by, at=at)


def _insert(
    row: Customer, name: str, contacts: Iterable[NewContact], *, unit: int | None, by: int | None, at: datetime
) -> Customer:
    """Its id is taken beforehand, so that number and search go in with the row."""
    ((row.pk,),) = database.rows("SELECT nextval(pg_get_serial_sequence('customers_customer', 'id'))")
    row.number = row.number or f"K{row.pk:06}"
    row.name, row.unit_id, row.created_by_id, row.created_at = seen(name), unit, by, at
    prepare(row)
    row.save(force_insert=True)
    ContactPoint.objects.bulk_create(first_contacts(row, contacts))
    return row


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
    row.name, row.kind, row.grade, row.unit_id, row.notes = seen(name), kind, grade, unit, seen(notes)
    row.save(update_fields=["name", "kind", "grade", "unit", "notes"])
    index_customer(row)
    return row


@transaction.atomic(savepoint=False)
def find_or_make(
    *, phone: str = "", name: str = "", unit: int | None = None, by: int | None, at: datetime
) -> Found | None:
    """The customer behind a number and a name, made if need be; None when neither is known, and the case goes on without.

    A number alone finds its owner. A number with the name of somebody else is a new dossier: families share numbers.
    """
    plain, name = normal_phone(phone), seen(name)
    if not plain:
        # A name is no proof of who somebody is, so it never finds an old dossier.
        return _made(name, (), unit=unit, by=by, at=at) if name else None
    # Two calls from one new number at the same moment make one customer.
    database.run(LOCK_NUMBER, [LOCK, plain])
    likely = [owner for owner in starmap(Found, database.rows(OWNERS, [plain])) if may_be_one(owner.name, name)]
    same_name = [owner for owner in likely if owner.name == name]
    if not likely:
        return _made(name, [NewContact("phone", phone)], unit=unit, by=by, at=at)
    found = (same_name or likely)[0]
    return _named(found.id, name) if name and not found.name else found


@transaction.atomic
def name_customer(*, customer: int, name: str) -> bool:
    """Whoever called without a name and gives it later: the dossier gets it, unless it has one by now."""
    row = Customer.objects.select_for_update().filter(pk=customer, name="", merged_into=None).first()
    if row is None or not seen(name):
        return False
    _named(customer, seen(name))
    return True


def _made(name: str, contacts: Iterable[NewContact], *, unit: int | None, by: int | None, at: datetime) -> Found:
    row = _insert(Customer(), name, contacts, unit=unit, by=by, at=at)
    return Found(row.pk, row.name, is_new=True)


def _named(customer: int, name: str) -> Found:
    row = Customer.objects.get(pk=customer)
    row.name = name
    row.save(update_fields=["name"])
    index_customer(row)
    return Found(customer, name)


def _with_number(number: str) -> Customer | None:
    return Customer.objects.alias(low=Lower("number")).filter(low=number.strip().lower()).first()


def _check(kind: str, grade: str) -> None:
    for value, choices in ((kind, Customer.Kind.values), (grade, Customer.Grade.values)):
        if value not in choices:
            raise CustomerRefused(f"'{value}' is not known: choose one of {', '.join(choices)}.")
