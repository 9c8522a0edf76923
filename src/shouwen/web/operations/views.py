"""Workers, the sweep and the outbox on one page; what was given up is sent again with one click."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.people.queries import names
from shouwen.runtime import operations as machinery
from shouwen.runtime import outbox
from shouwen.runtime.operations import LetterView
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MANAGE = "manage_operations"
ALL = "all"
LATE_SECONDS = 60


@staff_page
@needs(MANAGE)
def operations(request: StaffRequest) -> HttpResponse:
    """As it stands; a message's text is not shown, only where it was to go and why it did not."""
    now = machinery.operations(request.at)
    hanging, parked = machinery.hanging(request.at), machinery.parked()
    called = names(letter.to for letter in (*hanging, *parked) if letter.to.isdecimal())
    context = {
        "now_is": now,
        "is_behind": now.behind.total_seconds() > LATE_SECONDS,
        "hanging": [_row(letter, called) for letter in hanging],
        "parked": [_row(letter, called) for letter in parked],
    }
    return render(request, "operations/operations.html", context)


@staff_page
@require_POST
@needs(MANAGE)
def retry(request: StaffRequest) -> HttpResponse:
    """One message, or with `all` every one that was given up."""
    chosen = request.POST.get("message", "")
    if chosen != ALL and not chosen.isdecimal():
        raise BadRequest("a message is named by its number")
    count = outbox.retry_parked(message_id=None if chosen == ALL else int(chosen), at=request.at)
    if count:
        messages.success(request, _("已重新排入发送：%(count)s") % {"count": count})
    else:
        messages.info(request, _("没有需要重发的，可能已有人处理"))
    return HttpResponseRedirect(reverse("operations"))


def _row(letter: LetterView, called: dict[str, str]) -> dict[str, object]:
    return {"letter": letter, "to": called.get(letter.to) or _masked(letter.to)}


def _masked(address: str) -> str:
    """w***@example.com: enough to know whose server it is."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if at else f"{address[:3]}***"
