"""Which dossiers, exports and tables that were brought are past a time of keeping."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shouwen.base.due import Due
from shouwen.customers.models import Customer, CustomerExport, CustomerImport
from shouwen.runtime import database

# A dossier goes with those that were merged into it, when all of them are old and nothing names any of them.
PAST = """
FROM customers_customer c
WHERE c.merged_into_id IS NULL AND greatest(c.created_at, c.dealt_at) < %(before)s AND NOT (c.id = ANY(%(held)s))
AND NOT EXISTS (
  SELECT FROM customers_customer own WHERE (own.id = c.id OR own.merged_into_id = c.id) AND (
    greatest(own.created_at, own.dealt_at) >= %(before)s OR own.id = ANY(%(held)s) OR own.id = ANY(%(used)s)
  )
)
AND NOT EXISTS (SELECT FROM customers_serviceobject o WHERE o.customer_id = c.id AND o.closed_on IS NULL)
"""
COUNT = f"SELECT count(*) {PAST}"  # both are constants
LIST = f"""
SELECT c.id, c.number, greatest(c.created_at, c.dealt_at) {PAST} ORDER BY 3, 1 LIMIT %(most)s OFFSET %(skip)s
"""  # both are constants


def count_past(*, before: datetime, used: Sequence[int], held: Sequence[int]) -> int:
    ((count,),) = database.rows(COUNT, {"before": before, "used": list(used), "held": list(held)})
    return int(count)


def past_customers(
    *, before: datetime, used: Sequence[int], held: Sequence[int], most: int, skip: int = 0
) -> tuple[Due, ...]:
    """The oldest first. Nobody with an open object, nobody whom a case (`used`) still names."""
    values = {"before": before, "used": list(used), "held": list(held), "most": most, "skip": skip}
    return tuple(Due(*row) for row in database.rows(LIST, values))


def by_number(number: str) -> tuple[int, str] | None:
    """The dossier of this number, that which was kept for a merged one."""
    row = Customer.objects.filter(number__iexact=number.strip()).first()
    if row is None:
        return None
    kept = row.merged_into or row
    return kept.pk, kept.number


def past_exports(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = _exports(before).order_by("at", "pk").values_list("pk", "at")[skip : skip + most]
    return tuple(Due(pk, str(pk), at) for pk, at in rows)


def count_past_exports(*, before: datetime) -> int:
    return int(_exports(before).count())


def past_imports(*, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]:
    rows = _imports(before).order_by("at", "pk").values_list("pk", "at")[skip : skip + most]
    return tuple(Due(pk, str(pk), at) for pk, at in rows)


def count_past_imports(*, before: datetime) -> int:
    return int(_imports(before).count())


def _exports(before: datetime) -> Any:
    return CustomerExport.objects.filter(at__lt=before).exclude(state=CustomerExport.State.WAITING)


def _imports(before: datetime) -> Any:
    """One that is being carried out is left alone, however old."""
    working = [CustomerImport.State.CHECKING, CustomerImport.State.TAKING]
    return CustomerImport.objects.filter(at__lt=before).exclude(state__in=working)
