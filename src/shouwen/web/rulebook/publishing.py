"""A draft on its way out: compared, published, exported."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.authoring import actions
from shouwen.authoring.bringing import archive_of
from shouwen.base.days import day_of
from shouwen.people.queries import unit_names
from shouwen.rulebook.comparing import differences
from shouwen.runtime import rulebooks
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found, page
from shouwen.web.rulebook.terms import refused
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese


@staff_page
@needs(MANAGE)
def compare(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What the draft changes against an installed edition, in sentences."""
    view, key = found(draft_id), request.GET.get("with", "")
    book, keys = view.study().rulebook, sorted(rulebooks.installed())
    key = key if key in keys else next((each for each in keys if each == view.origin), keys[0] if keys else "")
    told = differences(rulebooks.rulebook(key), book, "zh" if chinese() else "en") if book and key else ()
    return render(request, "rulebook/draft_compare.html", {"draft": view, "key": key, "keys": keys, "told": told})


@staff_page
@needs(MANAGE)
def export(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Every file to the letter, in one archive."""
    view = found(draft_id)
    book = view.study().rulebook
    name = book.key.replace("/", "-") if book else f"draft-{draft_id}"
    answer = HttpResponse(archive_of(view.texts, name), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


@staff_page
@needs(MANAGE)
def publish(request: StaffRequest, draft_id: int) -> HttpResponse:
    """For a day and some units, if the checker finds no error."""
    view = found(draft_id)
    try:
        day = day_of(request.POST.get("in_force", ""))
    except ValueError:
        return page(request, view, _("请填写生效日，如 2027-01-01"))
    try:
        units = tuple(unit for unit in request.POST.getlist("units") if unit in unit_names())
        if asked := refused(request, view.study().rulebook, units):
            return page(request, view, asked)
        key = actions.publish(draft=draft_id, in_force=day, units=units, by=request.viewer.user, at=request.at)
    except actions.CannotPublish as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed as done:
        return page(request, view, _("已发布为 %(key)s。") % {"key": done})
    messages.success(request, _("已发布；在办事项仍按原版本办理"))
    return HttpResponseRedirect(reverse("rulebook", args=[key]))
