"""Cases that stay open beside others: a strip of tabs, kept for the person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from shouwen.cases import actions, queries
from shouwen.web.ui.staff import StaffRequest, staff_page


@staff_page
@require_POST
def tab(request: StaffRequest, case_id: int) -> HttpResponse:
    """The case gets its tab, or loses it; the strip as it is then."""
    if request.POST.get("do") == "close":
        actions.close_tab(person=request.viewer.id, case_id=case_id)
        return _strip(request, None)
    queries.get_for(request.viewer, case_id)
    actions.open_tab(person=request.viewer.id, case_id=case_id, at=request.at)
    return _strip(request, case_id)


@staff_page
def tabs(request: StaffRequest) -> HttpResponse:
    """The strip alone."""
    return _strip(request, None)


def _strip(request: StaffRequest, here: int | None) -> HttpResponse:
    return render(request, "cases/tabs.html", {"tabs": queries.tabs(request.viewer), "here_case": here})
