"""Pages of customers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import queries as cases
from shouwen.customers import actions, queries
from shouwen.people.access import may, require
from shouwen.people.actions import ReasonTooLong
from shouwen.people.queries import units_for
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, staff_page


@staff_page
def customers(request: StaffRequest) -> HttpResponse:
    """Those in the viewer's scope, in pinyin order, or found by number, name, initials or a piece of the telephone."""
    asked = request.GET.get("q", "").strip()[:60]
    after = request.GET.get("after", "")
    place = queries.place_in_order(number) if (number := id_in(after)) is not None else None
    rows = queries.find(request.viewer, asked) if asked else queries.listing(request.viewer, after=place, most=50)
    context = {
        "rows": rows,
        "asked": asked,
        "next": rows[-1].id if len(rows) == 50 and not asked else None,
        "may_edit": may(request.viewer, "edit_customer"),
        "may_export": may(request.viewer, "see"),
    }
    return render(request, "customers/list.html", context)


@staff_page
def customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The dossier with its objects, milestones and cases."""
    return _dossier(request, customer_id)


def _dossier(request: StaffRequest, customer_id: int, revealed: dict[str, Any] | None = None) -> HttpResponse:
    dossier = queries.get_for(request.viewer, customer_id)
    context = {
        "dossier": dossier,
        "cases": cases.listing(request.viewer, cases.Filters(customer=customer_id), request.GET.get("after")),
        "likenesses": queries.likenesses(request.viewer, customer_id),
        "may_reveal": queries.may_reveal(request.viewer, customer_id),
        "revealed": revealed,
    }
    response = render(request, "customers/customer.html", context)
    if revealed:
        response["Cache-Control"] = "no-store"
    return response


@staff_page
@require_POST
def reveal(request: StaffRequest, customer_id: int, contact_id: int) -> HttpResponse:
    """A hidden value, shown in this one answer to who says why; the look is written down, the value nowhere."""
    try:
        value = actions.reveal_contact(
            contact=contact_id, reason=request.POST.get("reason", ""), by=request.viewer, at=request.at
        )
    except ReasonTooLong:
        messages.error(request, _("查看原因最多 500 字。"))
        return HttpResponseRedirect(reverse("customer", args=[customer_id]))
    except actions.CustomerRefused:
        messages.error(request, _("请写明查看原因；每次查看都会记录。"))
        return HttpResponseRedirect(reverse("customer", args=[customer_id]))
    return _dossier(request, customer_id, {"contact": contact_id, "value": value})


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """A new dossier."""
    require(request.viewer, "edit_customer")
    units, error = units_for(request.viewer, "edit_customer"), ""
    if request.method == "POST":
        post = request.POST
        unit = id_in(post.get("unit", "")) or request.viewer.home
        require(request.viewer, "edit_customer", unit=unit)
        contacts = [actions.NewContact(kind="phone", value=post["phone"])] if post.get("phone") else []
        try:
            made = actions.register_customer(
                name=post.get("name", ""),
                kind=post.get("kind", "person"),
                unit=unit,
                contacts=contacts,
                by=request.viewer.person,
                at=request.at,
            )
            return HttpResponseRedirect(reverse("customer", args=[made.pk]))
        except actions.CustomerRefused:
            error = _("没有保存：请核对姓名和电话。")
    context = {"error": error, "units": units, "typed": request.POST}
    return render(request, "customers/new.html", context, status=422 if error else 200)
