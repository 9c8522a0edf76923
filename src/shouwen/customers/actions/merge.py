"""Two dossiers of one customer become one."""

from datetime import datetime

from django.db import transaction

from shouwen.customers.actions.index import index_customer
from shouwen.customers.actions.refusal import CustomerRefused
from shouwen.customers.listeners import CustomersMerged, tell_merge
from shouwen.customers.models import ContactPoint, Customer, CustomerMerge, ServiceObject


@transaction.atomic
def merge_customers(*, keep: int, drop: int, reason: str, by: int | None, at: datetime) -> Customer:
    """Contacts and objects move to the kept dossier; the dropped one only points there from now on."""
    if keep == drop:
        raise CustomerRefused("A dossier cannot be merged with itself: choose two.")
    if not reason.strip():
        raise CustomerRefused("Say why these two are one customer.")
    # In one order for everybody, so that two merges never wait for each other.
    rows = {row.pk: row for row in Customer.objects.select_for_update().filter(pk__in=[keep, drop]).order_by("id")}
    kept, dropped = rows[keep], rows[drop]
    if dropped.merged_into_id == keep:
        return kept
    for row in (kept, dropped):
        if row.merged_into_id is not None:
            raise CustomerRefused(f"'{row}' was merged before: use the dossier it went into.")
    _move_contacts(kept, dropped)
    ServiceObject.objects.filter(customer=dropped).update(customer=kept)
    Customer.objects.filter(merged_into=dropped).update(merged_into=kept)
    Customer.objects.filter(pk=drop).update(merged_into=kept)
    _complete(kept, dropped)
    index_customer(kept)
    CustomerMerge.objects.create(kept=kept, dropped=dropped, reason=reason.strip(), at=at, by_id=by)
    tell_merge(CustomersMerged(kept=keep, dropped=drop, by=by, at=at))
    return kept


def _move_contacts(kept: Customer, dropped: Customer) -> None:
    """What both have stays once; the kept dossier's main values stay main."""
    there = set(ContactPoint.objects.filter(customer=kept).values_list("kind", "normal"))
    kinds = {kind for kind, _ in there}
    for contact in ContactPoint.objects.filter(customer=dropped).order_by("id"):
        if (contact.kind, contact.normal) in there:
            contact.delete()
        else:
            contact.customer = kept
            contact.is_main = contact.is_main and contact.kind not in kinds
            contact.save(update_fields=["customer", "is_main"])


def _complete(kept: Customer, dropped: Customer) -> None:
    """The kept dossier takes over what it lacks."""
    kept.name = kept.name or dropped.name
    kept.unit_id = kept.unit_id or dropped.unit_id
    if dropped.grade == Customer.Grade.IMPORTANT:
        kept.grade = Customer.Grade.IMPORTANT
    kept.notes = "\n".join(note for note in (kept.notes, dropped.notes) if note)
    kept.save(update_fields=["name", "unit", "grade", "notes"])
