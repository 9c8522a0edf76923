"""Ways to reach a customer: add, drop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwen.base.bigrams import Lexemes, bigrams
from shouwen.base.typed import seen
from shouwen.customers.actions.refusal import CustomerRefused
from shouwen.customers.contacts import FRAGMENT, normal
from shouwen.customers.models import ContactPoint, Customer


@dataclass(frozen=True, slots=True)
class NewContact:
    """A way to reach the customer, as typed."""

    kind: str
    value: str
    label: str = ""


@transaction.atomic
def add_contact(
    *, customer: int, kind: str, value: str, label: str = "", is_main: bool = False, by: int | None, at: datetime
) -> ContactPoint:
    """The first of a kind is the main one; a value that is there already is not entered twice."""
    plain = _checked(kind, value)
    Customer.objects.select_for_update().get(pk=customer)
    others = ContactPoint.objects.filter(customer_id=customer, kind=kind)
    main = is_main or not others.exists()
    if main:
        others.exclude(normal=plain).update(is_main=False)
    row, is_new = ContactPoint.objects.get_or_create(
        customer_id=customer,
        kind=kind,
        normal=plain,
        defaults={"value": seen(value), "label": label, "is_main": main, "pieces": _pieces(kind, plain)},
    )
    if not is_new and main and not row.is_main:
        ContactPoint.objects.filter(pk=row.pk).update(is_main=True)
    return row


@transaction.atomic
def drop_contact(*, contact: int, by: int | None, at: datetime) -> None:
    """Takes a value away; the oldest of the rest becomes the main one."""
    row = ContactPoint.objects.select_related("customer").get(pk=contact)
    Customer.objects.select_for_update().get(pk=row.customer_id)
    row.delete()
    rest = ContactPoint.objects.filter(customer_id=row.customer_id, kind=row.kind).order_by("-is_main", "id").first()
    if rest is not None and not rest.is_main:
        ContactPoint.objects.filter(pk=rest.pk).update(is_main=True)


def first_contacts(customer: Customer, contacts: Iterable[NewContact]) -> list[ContactPoint]:
    """Rows for a customer who has none yet: each value once, the first of each kind the main one."""
    rows: dict[tuple[str, str], ContactPoint] = {}
    kinds: set[str] = set()
    for each in contacts:
        plain = _checked(each.kind, each.value)
        if (each.kind, plain) not in rows:
            rows[each.kind, plain] = ContactPoint(
                customer=customer,
                kind=each.kind,
                value=seen(each.value),
                normal=plain,
                label=each.label,
                is_main=each.kind not in kinds,
                pieces=_pieces(each.kind, plain),
            )
            kinds.add(each.kind)
    return list(rows.values())


def _checked(kind: str, value: str) -> str:
    if kind not in ContactPoint.Kind.values:
        raise CustomerRefused(f"'{kind}' is no kind of contact: choose one of {', '.join(ContactPoint.Kind.values)}.")
    plain = normal(kind, value)
    if not plain:
        raise CustomerRefused(f"'{value}' holds nothing that can be used as {kind}: correct it or leave it out.")
    return plain


def _pieces(kind: str, plain: str) -> Lexemes:
    return Lexemes(bigrams(plain, size=FRAGMENT) if kind == ContactPoint.Kind.PHONE else [])
