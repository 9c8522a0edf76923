"""What stands beside a case and need not be there at once: the object with its dates, and what the customer had before."""

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.cases import queries
from shouwen.customers.queries import object_beside
from shouwen.web.ui.staff import StaffRequest, staff_page

MOST_BEFORE = 6


@staff_page
def context(request: StaffRequest, case_id: int) -> HttpResponse:
    """Asked for after the case stands; nothing of it decides what can be done."""
    case = queries.get_for(request.viewer, case_id)
    before = None
    if case.customer_id is not None:
        before = queries.listing(request.viewer, queries.Filters(customer=case.customer_id), limit=MOST_BEFORE)
    thing = queries.object_of(request.viewer, case_id)
    return render(
        request,
        "cases/context.html",
        {"case": case, "before": before, "thing": object_beside(thing) if thing is not None else None, "object": thing},
    )
