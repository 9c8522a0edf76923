"""审批: one list of what waits for one's word, each with its papers, one key to decide; the next comes by itself."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import actions, queries
from shouwen.cases.words import act_title
from shouwen.documents import queries as documents
from shouwen.documents.links import of_documents
from shouwen.web.cases.acting import sender_of, tried
from shouwen.web.cases.page import NOTHING, Typed, told
from shouwen.web.ui.staff import StaffRequest, staff_page

DECISIONS = ("approve.agree", "approve.send_back", "approve.reject")
LAST_SAID = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """The approval in view, by the address or the first."""

    row: queries.ApprovalRow | None
    place: int = 0


@staff_page
def approvals(request: StaffRequest) -> HttpResponse:
    """The list, and the most pressing one or the one asked for in view."""
    return _page(request, request.GET.get("case", ""), request.GET.get("task", ""))


@staff_page
@require_POST
def decide(request: StaffRequest) -> HttpResponse:
    """同意 退回 驳回; then the list as it is now, with the next one in view."""
    case, task, name = (request.POST.get(key, "") for key in ("case", "task", "act"))
    rows = queries.approvals(request.viewer)
    chosen = _chosen(rows, case, task)
    if chosen.row is None or name not in DECISIONS or (case, task) != (str(chosen.row.case.id), chosen.row.task):
        messages.error(request, _("这一审批已经有了结果，或不再由您审批。"))
        return HttpResponseRedirect(reverse("approvals"))
    number = chosen.row.case.id

    def act() -> None:
        reason = request.POST.get("reason", "")
        actions.act(case_id=number, act=name, task=task, reason=reason, **sender_of(request))

    failed = tried(request, number, act, task)
    if failed is not None:
        return _page(request, case, task, failed)
    messages.success(request, f"{_(act_title(name))} {chosen.row.case.number}")
    return HttpResponseRedirect(f"{reverse('approvals')}{_following(rows, chosen.place)}")


def _following(rows: tuple[queries.ApprovalRow, ...], place: int) -> str:
    """The one that stood after it; at the end of the list the first."""
    if place + 1 >= len(rows):
        return ""
    after = rows[place + 1]
    return f"?case={after.case.id}&task={after.task.replace('#', '%23')}"


def _chosen(rows: tuple[queries.ApprovalRow, ...], case: str, task: str) -> Chosen:
    for place, row in enumerate(rows):
        if str(row.case.id) == case and task in {"", row.task}:
            return Chosen(row, place)
    return Chosen(rows[0] if rows else None)


def _page(request: StaffRequest, case: str, task: str, typed: Typed = NOTHING) -> HttpResponse:
    rows = queries.approvals(request.viewer)
    chosen = _chosen(rows, case, task).row
    context: dict[str, Any] = {"rows": rows, "chosen": chosen, "typed": typed.values, "errors": typed.errors}
    if typed.changed:
        context["errors"] = {"act": _("刚刚有人办理了本事项，请看过新情况再决定。")}
    if chosen is not None:
        context |= _papers(request, chosen)
    return render(request, "cases/approvals.html", context, status=typed.status)


def _papers(request: StaffRequest, chosen: queries.ApprovalRow) -> dict[str, Any]:
    """Everything to decide by: what was filled in, what was issued, what was said last."""
    page = queries.case_page(request.viewer, chosen.case.id, request.at)
    step = next((step for step in page.steps if step.task == chosen.task), None)
    children = [link.id for link in page.links if link.relation == "child"]
    return {
        "page": page,
        "step": step,
        "running": [clock for clock in page.clocks if clock.state != "met"],
        "documents": of_documents(documents.of_subjects([chosen.case.id, *children])),
        "files": documents.files_of(chosen.case.id),
        "timeline": told([entry for entry in page.timeline if not entry.refused], "")[-LAST_SAID:],
        "clauses": page.clauses,
    }
