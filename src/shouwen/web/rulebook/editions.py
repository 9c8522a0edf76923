"""One edition in its life: from when and where it holds, what was done with it, and how it goes out of use."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.authoring import actions, moving, outset, proposals
from shouwen.base.days import day_of
from shouwen.people.access import may, require
from shouwen.people.queries import all_units, unit_names
from shouwen.runtime import rulebooks
from shouwen.runtime.retiring import entries, may_keep, siblings, without
from shouwen.runtime.rulebooks import Edition
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.drafts import authors
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import chinese

WHAT = {"installed": "启用", "retired": "停用", "kept": "取消停用", "placed": "改适用单位"}
STANDING = {
    "ahead": ("未到生效日", "is-wait"),
    "retired": ("已停用", "is-kept"),
    "followed": ("已有新版本", "is-kept"),
    "holds": ("现行", "is-done"),
}


def standing(edition: Edition, day: date) -> str:
    """Not yet in force, in force, followed everywhere by a newer one, or out of use."""
    if edition.in_force > day:
        return "ahead"
    if edition.retired_on is not None and edition.retired_on <= day:
        return "retired"
    return "followed" if outset.replaced_by(edition, day) else "holds"


def successors(edition: Edition, day: date) -> tuple[str, ...]:
    """Keys of the editions that stand in the place of one that was followed."""
    return tuple(each.key for each in outset.replaced_by(edition, day)) if standing(edition, day) == "followed" else ()


@staff_page
def edition(request: StaffRequest, key: str) -> HttpResponse:
    """Everybody may read how long it holds; who manages rulebooks may ask to take it out of use."""
    try:
        found = rulebooks.edition(key)
    except rulebooks.NotInstalled as missing:
        raise Http404(_("没有这一版制度")) from missing
    if request.method == "POST":
        require(request.viewer, MANAGE)
        if "scope" in request.POST:
            return _placed(request, found)
        return _kept(request, found) if "keep" in request.POST else _retired(request, found)
    return _page(request, found)


def _retired(request: StaffRequest, found: Edition) -> HttpResponse:
    try:
        day = day_of(request.POST.get("day", ""))
    except ValueError:
        return _page(request, found, _("请填写停用日，如 2027-01-01"))
    try:
        made = actions.propose_retirement(
            edition=found.key, day=day, reason=request.POST.get("reason", ""), by=request.viewer.user, at=request.at
        )
    except actions.CannotPropose as wrong:
        return _page(request, found, wrong.zh if chinese() else wrong.en)
    messages.success(request, _("已送审"))
    return HttpResponseRedirect(reverse("proposal", args=[made]))


def _kept(request: StaffRequest, found: Edition) -> HttpResponse:
    """A retirement ahead is cancelled by those who would agree to one."""
    try:
        made = actions.propose_keeping(
            edition=found.key, reason=request.POST.get("reason", ""), by=request.viewer.user, at=request.at
        )
    except actions.CannotPropose as wrong:
        return _page(request, found, wrong.zh if chinese() else wrong.en)
    messages.success(request, _("已送审"))
    return HttpResponseRedirect(reverse("proposal", args=[made]))


def _placed(request: StaffRequest, found: Edition) -> HttpResponse:
    """Other units from a day on, if those agree who would agree to a new edition."""
    try:
        day = day_of(request.POST.get("from", ""))
    except ValueError:
        return _page(request, found, _("请填写起始日，如 2027-01-01"))
    known = unit_names(version=request.viewer.version)
    units = tuple(sorted(unit for unit in request.POST.getlist("units") if unit in known))
    if not units and "everywhere" not in request.POST:
        return _page(request, found, _("请选择适用单位；要用于全部单位，请勾选“全部单位”。"))
    try:
        made = actions.propose_scope(
            edition=found.key, units=() if "everywhere" in request.POST else units, day=day,
            reason=request.POST.get("reason", ""), by=request.viewer.user, at=request.at,
        )  # fmt: skip
    except actions.CannotPropose as wrong:
        return _page(request, found, wrong.zh if chinese() else wrong.en)
    messages.success(request, _("已送审"))
    return HttpResponseRedirect(reverse("proposal", args=[made]))


def _page(request: StaffRequest, found: Edition, error: str = "") -> HttpResponse:
    day = localdate(request.at)
    said = entries(found.key)
    word, look = STANDING[standing(found, day)]
    manages = may(request.viewer, MANAGE)
    places = unit_names(version=request.viewer.version)
    context = {
        "key": found.key,
        "edition": found,
        "book": found.rulebook,
        "standing": _(word),
        "is_retired": standing(found, day) == "retired",
        "successors": successors(found, day),
        "look": look,
        "units": [places.get(unit, unit) for unit in sorted(found.units)],
        "entries": [
            (one, _(WHAT.get(one.what, one.what)), who)
            for one, who in zip(said, authors([one.user for one in said]), strict=True)
        ],
        "proposals": proposals.proposals(edition=found.key) if manages else (),
        "others": [(each.key, *_standing(each, day)) for each in siblings(found.key)],
        "older": moving.older_editions(found.key) if manages else (),
        "after": _after(found, day),
        "may_manage": manages,
        "may_keep": manages and may_keep(found, day),
        "where": _where(request, found) if manages else (),
        "today": day.isoformat(),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "rulebook/edition.html", context, status=422 if error else 200)


def _where(request: StaffRequest, found: Edition) -> list[tuple[Any, bool]]:
    """Every unit, and whether it is marked: as it was sent, else as it is."""
    sent = "scope" in request.POST
    marked = frozenset(request.POST.getlist("units")) if sent else found.units
    first = outset.own_first(found.units, request.viewer.version)
    return [(place, str(place.id) in marked) for place in first]


def _standing(each: Edition, day: date) -> tuple[str, str]:
    word, look = STANDING[standing(each, day)]
    return _(word), look


def _after(found: Edition, day: date) -> list[tuple[str, str]]:
    """What cases would begin under in the units of this edition, if it were out of use: told before anybody decides."""
    places: list[Any] = [place for place in all_units() if str(place.id) in found.units] if found.units else []
    places = places or [place for place in all_units() if place.parent is None]
    told = []
    for place in places:
        other = without(found.key, max(day, found.in_force), tuple(str(each) for each in place.path))
        told.append((place.name, other.key if other else ""))
    return told
