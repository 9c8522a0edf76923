"""The list of canned replies one may use, and the form for those one may change."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.knowledge import actions, queries
from shouwen.knowledge.variables import VARIABLES
from shouwen.people.actions import ChangeRefused
from shouwen.people.queries import all_units
from shouwen.web.ui.refused import change_words
from shouwen.web.ui.staff import StaffRequest, staff_page

REACHES = {"own": "本人", "unit": "本单位", "shared": "全公司"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    title: str = ""
    text: str = ""
    reach: str = "own"
    unit: int | None = None


@staff_page
def replies(request: StaffRequest) -> HttpResponse:
    """Found by title, text or pinyin initials."""
    asked = request.GET.get("q", "").strip()[:60]
    reach = request.GET.get("reach", "")
    reach = reach if reach in REACHES else ""
    context = {
        "rows": queries.replies(request.viewer, asked, reach=reach),
        "asked": asked,
        "reach": reach,
        "reaches": REACHES,
        "reach_words": {name: _(word) for name, word in REACHES.items()},
    }
    return render(request, "replies/list.html", context)


@staff_page
def edit(request: StaffRequest, reply_id: int | None = None) -> HttpResponse:
    """A new one or another wording; refused, it comes back as it was typed."""
    if request.method != "POST":
        known = queries.reply(request.viewer, reply_id) if reply_id is not None else None
        typed = Typed(known.title, known.text, known.reach, known.unit) if known else Typed()
        return _form(request, reply_id, typed)
    typed = _typed(request)
    try:
        actions.save_reply(
            reply=reply_id,
            title=typed.title,
            text=typed.text,
            reach=typed.reach,
            unit=typed.unit,
            by=request.viewer,
            at=request.at,
        )
    except ChangeRefused as refused:
        return _form(request, reply_id, typed, error=change_words(refused))
    messages.success(request, _("快捷回复已保存"))
    return HttpResponseRedirect(reverse("replies"))


@staff_page
@require_POST
def remove(request: StaffRequest, reply_id: int) -> HttpResponse:
    actions.remove_reply(reply=reply_id, by=request.viewer, at=request.at)
    messages.success(request, _("快捷回复已删除"))
    return HttpResponseRedirect(reverse("replies"))


def _form(request: StaffRequest, reply_id: int | None, typed: Typed, *, error: str = "") -> HttpResponse:
    units = [place for place in all_units() if queries.may_write(request.viewer, "unit", place.id)]
    may_share = queries.may_write(request.viewer, "shared", None)
    context = {
        "typed": typed,
        "reply": reply_id,
        "error": error,
        "units": units,
        "reaches": {
            name: word
            for name, word in REACHES.items()
            if name == "own" or (name == "unit" and units) or (name == "shared" and may_share)
        },
        "variables": VARIABLES,
        "may_change": reply_id is None or queries.reply(request.viewer, reply_id).may_change,
    }
    return render(request, "replies/form.html", context, status=422 if error else 200)


def _typed(request: StaffRequest) -> Typed:
    given = request.POST
    unit = given.get("unit", "")
    reach = given.get("reach", "own")
    chosen = int(unit) if unit.isdecimal() and len(unit) < 19 and reach == "unit" else None
    return Typed(given.get("title", ""), given.get("text", ""), reach, chosen)
