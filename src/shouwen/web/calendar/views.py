"""One month as a grid: what each day is and why; whoever keeps the calendar changes a day by clicking it."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.base.days import day_of
from shouwen.people import actions
from shouwen.people.access import may
from shouwen.people.calendars import HoursAreWrong, YearView, calendar_gaps, year_view
from shouwen.people.holidays import SATURDAY, Day
from shouwen.people.queries import names
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MANAGE = "manage_calendar"
FIRST, LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid."""

    day: date
    inside: bool
    kind: str
    """off or work as it was announced, rest for a weekend, plain for any other day."""
    name: str
    hours: tuple[str, ...]
    chosen: bool


@staff_page
def month(request: StaffRequest) -> HttpResponse:
    """Everybody may look; the form of a day stands beside the grid for those who keep it."""
    return _page(request, _month(request.GET.get("month", ""), localdate(request.at)), _day(request.GET.get("day", "")))


@staff_page
@needs(MANAGE)
def change(request: StaffRequest) -> HttpResponse:
    """The day as the form says, unless somebody changed the year in between."""
    day = _day(request.POST.get("day", ""))
    if day is None:
        return _page(request, localdate(request.at), None, _("请选择日期。"))
    first = day.replace(day=1)
    try:
        actions.change_day(
            year=day.year, day=day, to=_wanted(request, day), version=int(request.POST.get("version") or 0),
            by=request.viewer.person, at=request.at,
        )  # fmt: skip
    except actions.YearChanged as changed:
        return _page(request, first, day, _changed(changed), status=409)
    except HoursAreWrong:
        return _page(request, first, day, _("上班时间写成 09:00-12:00，几段之间用空格，先后不重叠。"))
    except actions.ChangeRefused:
        return _page(request, first, day, _("这一天按周历本就上班；要改上班时间，请填写时间。"))
    messages.success(request, _("已保存；在办事项的工作日时限已重算"))
    return HttpResponseRedirect(f"{reverse('calendar')}?month={first:%Y-%m}&day={day}")


def _wanted(request: StaffRequest, day: date) -> Day | None:
    """None where the day is to be as its weekday says."""
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "").strip()[:40]
    hours = tuple(request.POST.get("hours", "").replace("，", " ").replace(",", " ").split())
    if kind == "off":
        return Day(day, "off", name)
    if kind == "work":
        return Day(day, "work", name, hours)
    return None


def _changed(changed: actions.YearChanged) -> str:
    who = names([changed.by]).get(changed.by or "", "") if changed.by else ""
    return _("%(who)s 刚改过 %(year)s 年的日历，您的改动没有保存。现在的样子如下，请再看一遍后保存。") % {
        "who": who or _("别人"),
        "year": changed.year,
    }


def _page(request: StaffRequest, first: date, day: date | None, error: str = "", *, status: int = 422) -> HttpResponse:
    years = {year: year_view(year) for year in _years(first)}
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    view = years[first.year]
    context = {
        "first": first,
        "year": view,
        "loaded_by": names([view.loaded_by]).get(view.loaded_by or "", "") if view.loaded_by else "",
        "weeks": [[_cell(each, first, years, day) for each in week] for week in _weeks(first)],
        "earlier": before.strftime("%Y-%m"),
        "later": after.strftime("%Y-%m"),
        "day": _cell(day, first, {**years, day.year: year_view(day.year)}, day) if day else None,
        "day_version": year_view(day.year).version if day else 0,
        "may_manage": may(request.viewer, MANAGE),
        "gaps": calendar_gaps(localdate(request.at)),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "calendar/month.html", context, status=status if error else 200)


def _weeks(first: date) -> list[list[date]]:
    return calendar.Calendar().monthdatescalendar(first.year, first.month)


def _years(first: date) -> set[int]:
    """The month's own year, and those its first and last week reach into."""
    weeks = _weeks(first)
    return {weeks[0][0].year, first.year, weeks[-1][-1].year}


def _cell(day: date, first: date, years: Mapping[int, YearView], chosen: date | None) -> Cell:
    known = years[day.year].days.get(day) if day.year in years else None
    plain = "rest" if day.weekday() >= SATURDAY else "plain"
    return Cell(
        day=day,
        inside=(day.year, day.month) == (first.year, first.month),
        kind=known.kind if known else plain,
        name=known.name if known else "",
        hours=known.hours if known else (),
        chosen=day == chosen,
    )


def _month(text: str, today: date) -> date:
    day = _day(f"{text}-01")
    return day or today.replace(day=1)


def _day(text: str) -> date | None:
    try:
        day = day_of(text)
    except ValueError:
        return None
    return day if FIRST <= day.year <= LAST else None
