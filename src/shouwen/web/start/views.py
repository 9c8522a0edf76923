"""开始使用: the overview, and the steps company, calendar, rulebook and first case."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.authoring.noted import note_edition
from shouwen.authoring.outset import top_units
from shouwen.base import actions as base_actions
from shouwen.base.queries import installation
from shouwen.people import actions as people
from shouwen.people.access import may
from shouwen.people.calendars import national_days
from shouwen.people.founding import FOUND, OPEN, who_takes_in
from shouwen.people.queries import all_units, unit_names
from shouwen.runtime import rulebooks
from shouwen.runtime.shipped import shipped
from shouwen.web.start.progress import next_step, steps
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

LONGEST_NAME = 100
EVERYWHERE = "all"


@staff_page
@needs(FOUND)
def start(request: StaffRequest) -> HttpResponse:
    """Every step with what is done and what is missing, and the way to the next."""
    found = steps(request.viewer)
    return render(request, "start/index.html", {"steps": found, "next": next_step(found)})


@staff_page
@needs(FOUND)
def company(request: StaffRequest) -> HttpResponse:
    """The name that letters and pages show; units come with the rulebook, which says what kinds there are."""
    error = ""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()
        if 0 < len(name) <= LONGEST_NAME:
            base_actions.name_company(company=name)
            return forward(request, _("公司名称已登记"))
        error = _("请填写公司名称，最多 100 个字")
    return page(request, "start/company.html", error=error, company=installation().company, typed=request.POST)


@staff_page
@needs("manage_calendar")
def calendar(request: StaffRequest) -> HttpResponse:
    """The years that are known; those that come with the program are loaded by a click, others on the calendar's own pages."""
    if request.method == "POST":
        people.seed_years(at=request.at)
        return forward(request, _("日历已载入"))
    known = national_days(request.viewer.version)
    years = [each for each in sorted(known.provisional.items()) if each[0] >= request.at.year - 1]
    return page(request, "start/calendar.html", years=years)


@staff_page
@needs("manage_rulebook")
def rulebook(request: StaffRequest) -> HttpResponse:
    """The editions that came with the program; one's own is read in among the drafts."""
    error = ""
    if request.method == "POST":
        error, title = _taken_in(request)
        if not error:
            return forward(request, _("已装入《%(title)s》") % {"title": title})
    there, offered = rulebooks.installed(), shipped()
    context = {
        "offered": [(one, one.key in there) for one in offered.values()],
        "own": [rulebooks.edition(key) for key in there if key not in offered],
        "where": all_units(version=request.viewer.version) if _asks_where() else (),
        "typed": request.POST,
    }
    return page(request, "start/rulebook.html", error=error, **context)


def _taken_in(request: StaffRequest) -> tuple[str, str]:
    """What stands against it, and the title."""
    chosen = shipped().get(request.POST.get("edition", ""))
    if chosen is None:
        return _("没有这一版制度"), ""
    where = request.POST.get("unit", "")
    if _asks_where() and where != EVERYWHERE and where not in unit_names(version=request.viewer.version):
        return _("请选择《%(title)s》用于哪个单位，再装入。") % {"title": chosen.title}, ""
    units = (where,) if where and where != EVERYWHERE else ()
    try:
        rulebooks.install(path=chosen.folder, units=units, by=request.viewer.user, at=request.at)
    except rulebooks.FaultyRulebook as wrong:
        return "\n".join(one.message if chinese() else one.message_en for one in wrong.problems), ""
    note_edition("published", chosen.key, by=request.viewer.user, at=request.at)
    return "", chosen.title


def _asks_where() -> bool:
    """The first rulebook of the only company holds everywhere; any other may be meant for a part of the house."""
    return bool(rulebooks.installed()) or len(top_units()) > 1


@staff_page
@needs(FOUND)
def first_case(request: StaffRequest) -> HttpResponse:
    """Who can take the first case in, and the way there."""
    able = who_takes_in(request.viewer)
    return page(request, "start/case.html", able=able, may_open=may(request.viewer, OPEN))


def page(request: StaffRequest, template: str, *, error: str = "", **context: Any) -> HttpResponse:
    """A step in its frame: all the steps beside it, this one marked."""
    found = steps(request.viewer)
    here = request.resolver_match.url_name if request.resolver_match else ""
    frame: dict[str, Any] = {
        "steps": found,
        "step": next((one for one in found if one.url_name == here), None),
        "error": error,
    }
    return render(request, template, {**frame, **context}, status=422 if error else 200)


def forward(request: StaffRequest, words: str) -> HttpResponse:
    """Says what was done, and goes on to what is open, seen with fresh eyes."""
    messages.success(request, words)
    return HttpResponseRedirect(reverse("start"))
