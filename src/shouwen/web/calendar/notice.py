"""The yearly notice pasted in: read, shown day by day with what does not add up, and taken over once confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import actions
from shouwen.people.announcement import Announcement, read_announcement
from shouwen.people.calendars import year_view
from shouwen.people.holidays import Day
from shouwen.people.notice import read_notice
from shouwen.web.calendar.views import FIRST, LAST, MANAGE
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

SOURCE = "notice"
LONGEST = 20_000


@staff_page
@needs(MANAGE)
def notice(request: StaffRequest) -> HttpResponse:
    """First the text, then the days to confirm; the confirmed ones replace the year."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("days"):
        return _taken_over(request)
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        return _page(request, error=_("文字过长，请只粘贴通知正文。"))
    year = request.POST.get("year", "")
    found = read_announcement(text, int(year) if year.isdecimal() and FIRST <= int(year) <= LAST else None)
    return _page(request, found=found)


def _taken_over(request: StaffRequest) -> HttpResponse:
    """The lines that were confirmed, each as `date,kind,name`; ticked ones only."""
    lines = request.POST.getlist("days")
    year, days, problems = read_notice("\n".join(lines))
    if problems or year is None:
        return _page(request, error="；".join(str(one) for one in problems))
    version = request.POST.get("version", "")
    try:
        actions.publish_year(
            year=year, days=days, source=SOURCE, version=int(version) if version.isdecimal() else 0,
            by=request.viewer.person, at=request.at,
        )  # fmt: skip
    except actions.YearChanged:
        found = Announcement(year, days)
        return _page(request, found=found, error=_("别人刚改过这一年的日历，请再核对一遍后确认。"), status=409)
    except actions.ChangeRefused as wrong:
        return _page(request, found=Announcement(year, days), error=str(wrong))
    messages.success(request, _("已公布 %(year)s 年日历；在办事项的工作日时限已重算") % {"year": year})
    return HttpResponseRedirect(f"{reverse('calendar')}?month={days[0].date:%Y-%m}")


def _page(
    request: StaffRequest, *, found: Announcement | None = None, error: str = "", status: int = 422
) -> HttpResponse:
    context: dict[str, Any] = {"typed": request.POST, "error": error, "longest": LONGEST}
    if found is not None and found.year is not None:
        now_is = year_view(found.year)
        named = {day.date for day in found.days}
        context |= {
            "found": found,
            "version": now_is.version,
            "days": [
                (day, f"{day.date},{day.kind},{day.name}", _same(day, now_is.days.get(day.date))) for day in found.days
            ],
            "dropped": [day for day in now_is.days.values() if day.date not in named],
        }
    if found is not None:
        context["doubts"] = [one.zh if chinese() else one.en for one in found.doubts]
    return render(request, "calendar/notice.html", context, status=status if error else 200)


def _same(day: Day, known: Day | None) -> bool:
    return known is not None and (known.kind, known.hours) == (day.kind, day.hours)
