"""How somebody stands, signs of life, and why a task is whose it is."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.dispatch import actions, queries
from shouwen.people.access import SEE, NotAllowedError
from shouwen.web.ui.staff import StaffRequest, needs, refusal, staff_page


@staff_page
def presence(request: StaffRequest) -> HttpResponse:
    """空闲 忙碌 小休 离开, said by the person."""
    if request.method == "POST":
        state = request.POST.get("state", "")
        if state not in queries.PRESENCE_WORDS:
            raise BadRequest("the state is here, busy, break or away")
        actions.set_presence(person=request.viewer.id, state=state, at=request.at)
        if not request.headers.get("HX-Request"):
            return HttpResponseRedirect(reverse("tasks"))
    return render(request, "ui/presence.html")


@staff_page
@require_POST
def seen(request: StaffRequest) -> HttpResponse:
    """A sign of life; answers with how the person stands now."""
    actions.seen(person=request.viewer.id, at=request.at)
    return HttpResponse(queries.own_presence(request.viewer).state, content_type="text/plain")


@staff_page
def why(request: StaffRequest, case_id: int) -> HttpResponse:
    """Beside a case: who was looked at for its tasks, and why it came out so."""
    return render(request, "dispatch/why.html", {"choices": queries.choices_of(request.viewer, case_id)})


@staff_page
@needs("supervise")
@require_POST
def spot_seen(request: StaffRequest, spot: int) -> HttpResponse:
    """知悉: with what is done about it."""
    try:
        queries.cases_of_spot(request.viewer, spot)
    except queries.NoSuchSpotError:
        raise NotAllowedError(SEE, f"hot spot {spot}") from None
    try:
        actions.acknowledge(spot=spot, note=request.POST.get("note", ""), by=request.viewer.id, at=request.at)
    except actions.NoteMissingError:
        return refusal(request, _("请写明怎么处理（2000 字以内）。"), status=422)
    return HttpResponseRedirect(reverse("board"))
