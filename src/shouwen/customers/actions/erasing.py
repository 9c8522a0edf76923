"""Dossiers whose time is over are removed whole; so are exports and brought tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shouwen.customers.models import (
    ContactPoint,
    Customer,
    CustomerExport,
    CustomerImport,
    CustomerMerge,
    ServiceObject,
)
from shouwen.runtime import database

DEALT = """
UPDATE customers_customer AS c SET dealt_at = greatest(c.dealt_at, given.ended)
FROM unnest(%s::bigint[], %s::timestamptz[]) AS given (id, ended) WHERE c.id = given.id
"""


def note_dealt(*, ended: Iterable[tuple[int, datetime]]) -> None:
    """The case that says it is about to be emptied; of several of one customer the last counts."""
    latest: dict[int, datetime] = {}
    for customer, at in ended:
        latest[customer] = max(at, latest.get(customer, at))
    if latest:
        database.run(DEALT, [list(latest), list(latest.values())])


@transaction.atomic
def erase_customers(*, ids: Sequence[int]) -> int:
    """With the dossiers that were merged into them, their contacts, objects and dates; the database refuses who is still named."""
    own = list(Customer.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).values_list("pk", flat=True))
    CustomerMerge.objects.filter(Q(kept__in=own) | Q(dropped__in=own)).delete()
    ContactPoint.objects.filter(customer__in=own).delete()
    ServiceObject.objects.filter(customer__in=own).delete()
    Customer.objects.filter(merged_into__in=ids).delete()
    return Customer.objects.filter(pk__in=ids).delete()[0]


def erase_exports(*, ids: Sequence[int]) -> int:
    return CustomerExport.objects.filter(pk__in=ids).delete()[0]


def erase_imports(*, ids: Sequence[int]) -> int:
    return CustomerImport.objects.filter(pk__in=ids).delete()[0]
