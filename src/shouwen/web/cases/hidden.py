"""One hidden fact of a case, shown in one answer to whom the rulebook or their post lets see it, and who says why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import actions, queries
from shouwen.people.access import NotAllowedError
from shouwen.people.actions import ChangeRefused, ReasonTooLong
from shouwen.web.ui.staff import StaffRequest, staff_page


@staff_page
@require_POST
def reveal(request: StaffRequest, case_id: int, path: str) -> HttpResponse:
    """The fact's line with its value, kept nowhere; without a reason the line asks again."""
    page = queries.case_page(request.viewer, case_id, request.at)
    fact = next((one for one in page.hidden if one.path == path), None)
    if fact is None:
        raise NotAllowedError("see", path)
    value, lacks = "", ""
    try:
        reason = request.POST.get("reason", "")
        value = actions.reveal_fact(case_id=case_id, path=path, reason=reason, by=request.viewer, at=request.at)
    except ReasonTooLong:
        lacks = _("查看原因最多 500 字。")
    except ChangeRefused:
        lacks = _("请写明查看原因；每次查看都会记录。")
    context = {"page": page, "case_id": case_id, "fact": fact, "value": value, "lacks": lacks}
    part = "hidden" if request.headers.get("HX-Request") else "hidden_page"
    response = render(request, f"cases/{part}.html", context, status=422 if lacks else 200)
    response["Cache-Control"] = "no-store"
    return response
