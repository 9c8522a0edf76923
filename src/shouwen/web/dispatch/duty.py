"""值班表: the duty roster of one unit, a week at a time; a shift by hand, or a month pasted."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.days import day_of
from shouwen.dispatch import actions, queries
from shouwen.dispatch.duty_text import Told, Unread, hour_of, span, told_in
from shouwen.people.queries import units_for
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

SUPERVISE = "supervise"
YEARS = range(1900, 3000)
WHY = {
    "lines": "一次最多粘贴 2000 行，请分几次",
    "day": "日期看不懂，请写成 2026-12-01",
    "hours": "时间看不懂，请写成 08:00-20:00",
    "names": "后面要写姓名",
    "unknown": "这个岗位没有这个人",
    "several": "同名的不止一位，请在上面逐个登记",
    "post": "那一天还没有（或不再）任这个岗位",
    "long": "一班最长 48 小时",
    "twice": "这个人在这段时间已经排了班",
}


@staff_page
@needs(SUPERVISE)
def duty(request: StaffRequest) -> HttpResponse:
    """The week of a day that the address names."""
    return _page(request, queries.unit_of_duty(request.viewer, id_in(request.GET.get("unit", ""))))


def _page(request: StaffRequest, unit: int, status: int = 200, **more: Any) -> HttpResponse:
    monday = _monday(request, unit)
    context = {
        "plan": queries.duty_plan(request.viewer, unit, monday),
        "units": units_for(request.viewer, SUPERVISE),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "zone": request.viewer.organisation.zone_of(unit),
        **more,
    }
    return render(request, "dispatch/duty.html", context, status=status)


def _monday(request: StaffRequest, unit: int) -> date:
    asked = request.POST.get("week", "") or request.GET.get("week", "")
    today = request.at.astimezone(ZoneInfo(request.viewer.organisation.zone_of(unit))).date()
    try:
        day = day_of(asked)
    except ValueError:
        day = today
    near = day if day.year in YEARS else today
    return near - timedelta(days=near.weekday())


@staff_page
@needs(SUPERVISE)
@require_POST
def duty_write(request: StaffRequest) -> HttpResponse:
    """One shift by its fields, or as many as the pasted lines say; all of them or none."""
    unit = queries.unit_of_duty(request.viewer, id_in(request.POST.get("unit", "")))
    text = request.POST.get("lines", "")
    plan = queries.duty_plan(request.viewer, unit, _monday(request, unit))
    if request.POST.get("post", "") not in dict(plan.posts):
        raise BadRequest("the post is one of the unit")
    shifts, wrong = _pasted(request, plan, text) if "lines" in request.POST else _by_hand(request, plan)
    if not wrong:
        try:
            new = actions.set_duty(
                unit=unit, post=request.POST["post"], shifts=shifts, by=request.viewer.id, at=request.at
            )
        except actions.DutyRefused as refused:
            wrong = [(one.line, one.name, WHY[one.why]) for one in refused.lacks]
    if wrong:
        return _page(request, unit, 422, lines=text, wrong=_worded(wrong), chosen=request.POST["post"])
    messages.success(request, _("已登记 %(new)s 班，原有的 %(there)s 班不变") % _counts(new, shifts))
    return _back(unit, request.POST.get("week", ""))


def _counts(new: int, shifts: list[actions.Shift]) -> dict[str, int]:
    return {"new": new, "there": len(set(shifts)) - new}


def _worded(wrong: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return [(line, said, _(why)) for line, said, why in sorted(wrong)]


def _pasted(
    request: StaffRequest, plan: queries.Plan, text: str
) -> tuple[list[actions.Shift], list[tuple[int, str, str]]]:
    """Names become people of the post; every line that cannot be read is told at once."""
    shifts: list[actions.Shift] = []
    wrong: list[tuple[int, str, str]] = []
    zone = request.viewer.organisation.zone_of(plan.unit)
    for told in told_in(text, year=_monday(request, plan.unit).year, zone=zone):
        if isinstance(told, Unread):
            wrong.append((told.line, told.text[:60], WHY[told.why]))
        else:
            _named(plan, told, shifts, wrong)
    if not shifts and not wrong:
        wrong.append((1, "", WHY["names"]))
    return shifts, wrong


def _named(plan: queries.Plan, told: Told, shifts: list[actions.Shift], wrong: list[tuple[int, str, str]]) -> None:
    for name in told.names:
        found = [one.id for one in plan.people if one.name == name]
        if len(found) == 1:
            shifts.append(actions.Shift(found[0], told.starts_at, told.ends_at, told.line))
        else:
            wrong.append((told.line, name[:60], WHY["several" if found else "unknown"]))


def _by_hand(request: StaffRequest, plan: queries.Plan) -> tuple[list[actions.Shift], list[tuple[int, str, str]]]:
    post = request.POST
    person = id_in(post.get("person", ""))
    if person not in {one.id for one in plan.people} or person is None:
        raise BadRequest("the person is one of the unit")
    begin, end = (hour_of(*post.get(name, "").partition(":")[::2]) for name in ("from", "to"))
    try:
        day = day_of(post.get("day", ""))
    except ValueError:
        return [], [(1, post.get("day", "")[:60], WHY["day"])]
    if begin is None or end is None:
        return [], [(1, f"{post.get('from', '')}-{post.get('to', '')}"[:60], WHY["hours"])]
    starts_at, ends_at = span(day, begin, end, zone=request.viewer.organisation.zone_of(plan.unit))
    return [actions.Shift(person, starts_at, ends_at)], []


@staff_page
@needs(SUPERVISE)
@require_POST
def duty_drop(request: StaffRequest, shift: int) -> HttpResponse:
    """Takes one shift away."""
    unit = queries.unit_of_shift(request.viewer, shift)
    actions.drop_shift(shift=shift, by=request.viewer.id, at=request.at)
    return _back(unit, request.POST.get("week", ""))


def _back(unit: int, week: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('duty')}?unit={unit}&week={week[:10]}")
