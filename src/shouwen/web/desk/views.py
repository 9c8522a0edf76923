"""Pages behind the frame's own buttons."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base import actions as base
from shouwen.cases import actions, queries
from shouwen.runtime.queries import next_instant
from shouwen.web.ui.staff import StaffRequest, staff_page

YEAR = 365 * 24 * 60 * 60
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


def back(request: HttpRequest) -> str:
    """Where the button was pressed; another site's address is never gone to."""
    target = request.POST.get("next", "/")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/"


@staff_page
def notices(request: StaffRequest) -> HttpResponse:
    """What was told; looking at the page reads it."""
    rows = queries.notices(request.viewer.id)
    if request.method == "POST":
        actions.read_notices(person=request.viewer.id, at=request.at)
        return HttpResponseRedirect(request.path)
    return render(request, "desk/notices.html", {"rows": rows})


@staff_page
def notice_count(request: StaffRequest) -> HttpResponse:
    """The number on the bell."""
    return render(request, "ui/bell_count.html")


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and light or dark, kept in the browser and for the person."""
    response = HttpResponseRedirect(back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
        if request.user.pk is not None:
            base.choose_language(user_id=request.user.pk, language=language)
    if request.POST.get("theme") == "auto":
        response.delete_cookie("theme", samesite="Lax")
    if request.POST.get("theme") in ("light", "dark"):
        response.set_cookie("theme", request.POST["theme"], max_age=YEAR, samesite="Lax")
    return response


@staff_page
@require_POST
def time_machine(request: StaffRequest) -> HttpResponse:
    """An hour, a day, or to the next limit; only in a demonstration, where the worker then finds what is due."""
    step = request.POST.get("step", "")
    by = STEPS.get(step)
    if step == "next":
        target = next_instant(request.at)
        by = target - request.at + timedelta(seconds=1) if target else None
    try:
        if by is None:
            messages.error(request, _("前面没有时限了"))
        else:
            base.move_demo_clock(by=by)
            messages.success(request, _("演示时钟已向前拨"))
    except base.NotADemonstrationError:
        messages.error(request, _("只有演示库才能拨动时钟"))
    return HttpResponseRedirect(back(request))
