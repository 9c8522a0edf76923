"""通知设置: by which way, at which hours, how many at once; and the browsers that are told."""

import json
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.notices import actions, queries
from shouwen.notices.webpush import Device, NotAPushAddress
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, refusal, staff_page

WORKER = Path(__file__).parent.parent / "ui" / "assets" / "push-worker.js"
LONGEST_NUMBER = 5
WINDOWS = (0, 5, 10, 30, 60, 240)


@staff_page
def settings(request: StaffRequest) -> HttpResponse:
    """The person's own choices."""
    if request.method == "POST":
        typed = request.POST.get("window", "")
        if not typed.isdecimal() or len(typed) > LONGEST_NUMBER:
            raise BadRequest("the window is a number of minutes")
        if _is_as_before(request, int(typed)):
            messages.success(request, _("没有改动：仍按原来的发"))
            return HttpResponseRedirect(reverse("notice-settings"))
        try:
            actions.choose(
                person=request.viewer.person,
                email=request.POST.getlist("email"),
                push=request.POST.getlist("push"),
                any_hour=request.POST.get("hours") == "any",
                window_minutes=int(typed),
                at=request.at,
            )
        except actions.WindowError:
            return refusal(request, _("合并时间最多一天（1440 分钟）。"), status=422)
        messages.success(request, _("已保存通知设置"))
        return HttpResponseRedirect(reverse("notice-settings"))
    context = {"chosen": queries.chosen(request.viewer), "push_key": queries.push_key(), "windows": WINDOWS}
    return render(request, "notices/settings.html", context)


def _is_as_before(request: StaffRequest, window: int) -> bool:
    """Who never chose and sends the form as it came has not chosen now."""
    given, known = request.POST, queries.chosen(request.viewer)
    ticked = (set(given.getlist("email")), set(given.getlist("push")), given.get("hours") == "any", window)
    by_email = {name for name, _title, email, _push in known.groups if email}
    return not known.is_own and ticked == (by_email, set(), known.any_hour, known.window_minutes)


@staff_page
@require_POST
def devices(request: StaffRequest) -> HttpResponse:
    """A browser agrees to be told, or is taken off the list."""
    drop = request.POST.get("drop", "")
    if drop:
        if (row := id_in(drop)) is not None:
            actions.drop_device(person=request.viewer.person, device=row)
        return HttpResponseRedirect(reverse("notice-settings"))
    device = _device(request.POST.get("subscription", ""))
    label = request.headers.get("User-Agent", "")
    try:
        actions.add_device(person=request.viewer.person, device=device, label=_browser(label), at=request.at)
    except NotAPushAddress:
        return refusal(request, _("这个浏览器的推送服务不在支持之列，不能开通。"), status=422)
    except actions.TooManyDevicesError:
        return refusal(request, _("最多 10 个浏览器，请先移除一个。"), status=422)
    return HttpResponse(status=204)


def _device(text: str) -> Device:
    """As browsers write a subscription."""
    try:
        given = json.loads(text)
        return Device(str(given["endpoint"]), str(given["keys"]["p256dh"]), str(given["keys"]["auth"]))
    except (ValueError, KeyError, TypeError):
        raise BadRequest("a subscription has an endpoint and two keys") from None


def _browser(agent: str) -> str:
    """What a person calls it."""
    names = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    name = next((name for mark, name in names if mark in agent), _("浏览器"))
    system = next((one for one in ("Windows", "Android", "iPhone", "Mac OS", "Linux") if one in agent), "")
    return f"{name} {system}".strip()


def worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker serves what lies below its own address."""
    return HttpResponse(WORKER.read_text(encoding="utf-8"), content_type="text/javascript")
