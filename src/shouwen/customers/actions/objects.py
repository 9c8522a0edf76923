"""Houses, contracts, accounts and sites, and the dates in their life."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Lower

from shouwen.base.typed import seen
from shouwen.customers.actions.index import index_customer, prepare_object
from shouwen.customers.actions.refusal import CustomerRefused
from shouwen.customers.listeners import MilestoneSet, tell_milestone
from shouwen.customers.models import Customer, Milestone, ServiceObject


@transaction.atomic
def add_object(
    *,
    customer: int,
    kind: str,
    name: str,
    number: str = "",
    address: str = "",
    unit: int | None = None,
    attributes: Mapping[str, object] | None = None,
    by: int | None,
    at: datetime,
) -> ServiceObject:
    """Something new of the customer's; the same kind and number of the same customer is the one that is there."""
    owner = Customer.objects.select_for_update().get(pk=customer)
    if owner.merged_into_id is not None:
        raise CustomerRefused(f"'{owner}' was merged into another dossier: add the object there.")
    known = _with_number(kind, number)
    if known is not None:
        if known.customer_id != customer:
            raise CustomerRefused(
                f"The {kind} '{number}' belongs to another customer: correct the number or the owner."
            )
        return known
    row = ServiceObject(
        customer=owner,
        kind=kind,
        number=number.strip(),
        name=seen(name),
        address=seen(address),
        unit_id=unit,
        attributes=dict(attributes or {}),
    )
    prepare_object(row).save(force_insert=True)
    index_customer(owner)
    return row


@transaction.atomic
def correct_object(
    *,
    object_id: int,
    name: str,
    address: str,
    unit: int | None,
    attributes: Mapping[str, object],
    closed_on: date | None = None,
    by: int | None,
    at: datetime,
) -> ServiceObject:
    row = ServiceObject.objects.select_for_update().select_related("customer").get(pk=object_id)
    row.name, row.address, row.unit_id = seen(name), seen(address), unit
    row.attributes, row.closed_on = dict(attributes), closed_on
    prepare_object(row).save(update_fields=["name", "address", "unit", "attributes", "closed_on", "pinyin", "initials"])
    index_customer(row.customer)
    return row


@transaction.atomic
def set_milestone(
    *, object_id: int, name: str, on: date, source: str = "", because: str = "", by: int | None, at: datetime
) -> Milestone:
    """A date becomes known, or, with a reason, another one: the old one stays as history. The same date again is nothing new."""
    ServiceObject.objects.select_for_update().get(pk=object_id)
    before = Milestone.objects.filter(object_id=object_id, name=name, replaced_at__isnull=True).first()
    if before is not None and before.on == on:
        return before
    if before is not None and not because.strip():
        raise CustomerRefused(f"'{name}' is {before.on} already: say why it becomes {on}.")
    if before is not None:
        before.replaced_at, before.replaced_because = at, because.strip()
        before.save(update_fields=["replaced_at", "replaced_because"])
    row = Milestone.objects.create(
        object_id=object_id, name=name, on=on, source=source.strip(), recorded_at=at, recorded_by_id=by
    )
    tell_milestone(MilestoneSet(object=object_id, name=name, on=on, before=before.on if before else None, by=by, at=at))
    return row


def _with_number(kind: str, number: str) -> ServiceObject | None:
    if not number.strip():
        return None
    return ServiceObject.objects.alias(low=Lower("number")).filter(kind=kind, low=number.strip().lower()).first()
