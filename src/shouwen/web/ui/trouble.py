"""What is answered to a request that cannot be read, or comes from a page that is too old."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.csrf import csrf_failure

from shouwen.web.ui.staff import LOST


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Too long is something its sender can mend, and is told so; the rest was made by no page."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    context = {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20}
    return render(request, "413.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's mark is not this browser's any more: whoever is signed out signs in, the others get the page anew.

    Nothing was done; what was typed is kept by the browser and stands there again.
    """
    page, is_part = _page_of(request), bool(request.headers.get("HX-Request"))
    if not page or page.startswith("/accounts/"):
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        answer = redirect_to_login(page, LOST)
        return HttpResponse(status=401, headers={"HX-Redirect": answer.url}) if is_part else answer
    messages.warning(request, _("这一页已经过期，刚才没有提交。您填的内容还在，请再提交一次。"))
    return HttpResponse(status=403, headers={"HX-Refresh": "true"}) if is_part else HttpResponseRedirect(page)


def _page_of(request: HttpRequest) -> str:
    """Where somebody stood when they sent it; empty where no page of ours says so."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return ""
    return urlsplit(told)._replace(scheme="", netloc="").geturl()
