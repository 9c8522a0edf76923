"""Supervisions with their answers, and rules that were let pass, each as a list that goes on by key."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.base.days import day_of
from shouwen.dispatch import queries
from shouwen.people.queries import colleagues, units_for
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

LONGEST = 80
MOST_PEOPLE = 500
MODES = {"block": "阻止后豁免", "warn": "提醒后放行"}
YEARS = range(1900, 3000)


@staff_page
@needs("supervise")
def supervisions(request: StaffRequest) -> HttpResponse:
    """督办单: open ones first asked for, the newest on top."""
    open_only = request.GET.get("all", "") != "1"
    found = queries.supervisions(request.viewer, open_only=open_only, before=_key(request))
    more = urlencode({"after": found.after, **({} if open_only else {"all": "1"})}) if found.after else ""
    return render(request, "dispatch/supervisions.html", {"found": found, "open_only": open_only, "more_query": more})


@staff_page
@needs("supervise")
def overrides(request: StaffRequest) -> HttpResponse:
    """豁免: by unit, person, clause, how it passed and when."""
    typed = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("unit", "person", "clause", "mode")}
    days = {name: _day(request.GET.get(name, "")) for name in ("since", "until")}
    zone = ZoneInfo(request.viewer.organisation.zone_of(request.viewer.home))
    since, until = (_midnight(day, zone, plus) for day, plus in ((days["since"], 0), (days["until"], 1)))
    mode = typed["mode"] if typed["mode"] in MODES else ""
    asked = queries.Asked(**{**typed, "mode": mode}, since=since, until=until)
    found = queries.overrides(request.viewer, asked, before=_key(request))
    kept: dict[str, Any] = {name: value for name, value in request.GET.items() if name != "after" and value}
    context = {
        "found": found,
        "typed": typed,
        "days": days,
        "modes": MODES.items(),
        "units": units_for(request.viewer),
        "people": colleagues(request.viewer, most=MOST_PEOPLE),
        "more_query": urlencode({**kept, "after": found.after}) if found.after else "",
    }
    return render(request, "dispatch/overrides.html", context)


def _key(request: StaffRequest) -> int | None:
    asked = request.GET.get("after", "")
    return id_in(asked)


def _day(asked: str) -> date | None:
    try:
        found = day_of(asked)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _midnight(day: date | None, zone: ZoneInfo, plus: int) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=plus), time(), zone)
