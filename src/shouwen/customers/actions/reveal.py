"""Shows a hidden value to somebody who may see it and says why; the look is written down."""

from datetime import datetime

from django.db import transaction

from shouwen.customers.actions.refusal import CustomerRefused
from shouwen.customers.models import ContactPoint, ServiceObject
from shouwen.customers.queries import may_reveal
from shouwen.people.access import NotAllowedError, Viewer
from shouwen.people.actions import log_access

REVEAL = "reveal"


@transaction.atomic
def reveal_contact(*, contact: int, reason: str, by: Viewer, at: datetime, own: bool = False) -> str:
    """A telephone number or address in clear. `own`: the caller has made sure that it belongs to a case of this viewer's."""
    row = ContactPoint.objects.filter(pk=contact).first()
    if row is None or not may_reveal(by, row.customer_id, own=own):
        raise NotAllowedError(REVEAL, f"contact {contact}")
    _log(by, row.customer_id, row.kind, reason, at)
    return row.value


@transaction.atomic
def reveal_address(*, object_id: int, reason: str, by: Viewer, at: datetime, own: bool = False) -> str:
    """The address of a house or site in clear."""
    row = ServiceObject.objects.filter(pk=object_id).first()
    if row is None or not may_reveal(by, row.customer_id, own=own):
        raise NotAllowedError(REVEAL, f"object {object_id}")
    _log(by, row.customer_id, f"object:{row.pk}.address", reason, at)
    return row.address


def _log(by: Viewer, customer: int, field: str, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise CustomerRefused("Say why the hidden value is needed: looks at hidden values are kept with their reason.")
    log_access(person=by.person, subject=f"customer:{customer}", field=field, reason=reason, at=at)
