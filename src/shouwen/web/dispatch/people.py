"""One person for whoever supervises them: how they stand, how much they carry, what they are able to do."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from shouwen.base.days import day_of
from shouwen.dispatch import actions, queries
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

LONGEST = 4


@staff_page
@needs("supervise")
def person(request: StaffRequest, person: int) -> HttpResponse:
    """Read by a supervisor of the person."""
    return render(request, "dispatch/person.html", {"one": queries.person_view(request.viewer, person)})


@staff_page
@needs("supervise")
@require_POST
def capacity(request: StaffRequest, person: int) -> HttpResponse:
    """How much somebody below may carry; empty is what the rulebook says."""
    queries.ensure_supervises(request.viewer, person)
    asked = request.POST.get("capacity", "").strip()
    if asked and not (asked.isdecimal() and len(asked) < LONGEST):
        raise BadRequest("the capacity is a number, or nothing")
    actions.set_capacity(person=str(person), capacity=int(asked) if asked else None, at=request.at)
    return HttpResponseRedirect(f"{reverse('board')}?by=person")


@staff_page
@needs("supervise")
@require_POST
def ability(request: StaffRequest, person: int) -> HttpResponse:
    """A skill or certificate that the rulebooks ask for, until a day; or one that is taken away."""
    queries.ensure_supervises(request.viewer, person)
    drop, chosen = request.POST.get("drop", ""), request.POST.get("ability", "")
    if (number := id_in(drop)) is not None:
        actions.drop_ability(person=str(person), ability=number)
    elif chosen in dict(queries.asked_for()):
        kind, _, name = chosen.partition(":")
        until = _end_of(request, request.POST.get("until", ""))
        actions.note_ability(person=str(person), kind=kind, name=name, until=until, by=request.viewer.id, at=request.at)
    else:
        raise BadRequest("the ability is one that a rulebook asks for")
    return HttpResponseRedirect(reverse("board-person", args=[person]))


def _end_of(request: StaffRequest, asked: str) -> datetime | None:
    """The first instant after the last day; no day is without end."""
    if not asked:
        return None
    try:
        day = day_of(asked)
    except ValueError:
        raise BadRequest("the day is written as 2027-01-31") from None
    zone = ZoneInfo(request.viewer.organisation.zone_of(request.viewer.home))
    return datetime.combine(day + timedelta(days=1), time(), zone)
