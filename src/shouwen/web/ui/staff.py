"""The one door of staff pages: signed in, a person of the organisation, and the instant of the request."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.base.clock import now
from shouwen.cases.queries import NoSuchCase
from shouwen.people.access import NotAllowedError, Viewer, may, viewer_for
from shouwen.runtime.subjects import SubjectErased

P = ParamSpec("P")
HOME = "/"
LOST = "/accounts/login/?lost=1"
"""Somebody was in the middle of something: the sign-in says so."""


class StaffRequest(HttpRequest):
    """A request whose viewer and instant are settled."""

    viewer: Viewer
    at: datetime


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff_page(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who is signed in and works here now; others get told why not, and what is refused inside becomes a page."""

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = cast(StaffRequest, request)
        _refuse_nul(request)
        if getattr(request.user, "must_change_password", False):
            return _to_own_password(request)
        staff.at = now()
        viewer = viewer_for(int(request.user.pk or 0), staff.at)
        if viewer is None:
            words = _("您的账号没有在岗人员，或已离岗。请联系系统管理员为您安排岗位。")
            return refusal(request, words, status=403)
        staff.viewer = viewer
        try:
            return view(staff, *args, **kwargs)
        except (NotAllowedError, NoSuchCase):
            return refusal(
                request, _("没有找到，或不在您的数据范围内。需要时请联系安全管理员调整岗位范围。"), status=404
            )
        except SubjectErased:
            return refusal(request, _("保存期限已到，内容已删除；这件事项只能查看。"), status=410)

    return _signed_in(door)


def _signed_in(
    door: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Whoever is not signed in does that first; what was asked for waits behind it."""
    known = login_required(door)

    @wraps(door)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.get_full_path() == HOME and not request.user.is_authenticated:
            # Nobody asked for this page in particular: where one begins is decided at the sign-in.
            return HttpResponseRedirect(reverse("account_login"))
        if not request.user.is_authenticated and (request.method == "POST" or request.headers.get("HX-Request")):
            return _to_sign_in(request)
        return known(request, *args, **kwargs)

    return gate


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A session that was lost in the middle: after the sign-in one stands on the page again where one typed."""
    is_part = bool(request.headers.get("HX-Request"))
    page = urlsplit(request.headers.get("HX-Current-URL" if is_part else "Referer", HOME))
    answer = redirect_to_login(page._replace(scheme="", netloc="").geturl() or HOME, LOST)
    return HttpResponse(status=401, headers={"HX-Redirect": answer.url}) if is_part else answer


def _to_own_password(request: HttpRequest) -> HttpResponse:
    """Whoever was given a password chooses one first; a part of a page cannot show that, so it leads the page there."""
    address = reverse("account_change_password")
    if request.headers.get("HX-Request"):
        is_there = request.headers.get("HX-Current-URL", "").endswith(address)
        return HttpResponse(status=204) if is_there else HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _refuse_nul(request: HttpRequest) -> None:
    """No field holds the character NUL, and the database takes none: a request with it was made by no page."""
    for values in (request.GET, request.POST):
        if any("\x00" in text for name in values for text in (name, *values.getlist(name))):
            raise BadRequest("a field holds the character NUL")


def needs(act: str) -> Callable[[StaffView[P]], StaffView[P]]:
    """Refuse a whole page to those whose posts do not carry an act."""

    def guard(view: StaffView[P]) -> StaffView[P]:
        @wraps(view)
        def door(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.viewer, act):
                raise NotAllowedError(act)
            return view(request, *args, **kwargs)

        return door

    return guard


def refusal(request: HttpRequest, words: str, *, status: int, **context: Any) -> HttpResponse:
    """A page, or for HTMX a fragment, that says why something did not happen."""
    template = "ui/refusal_part.html" if request.headers.get("HX-Request") else "ui/refusal.html"
    return render(request, template, {"words": words, **context}, status=status)
