"""Customers leave as a file: asked for here, agreed to by a second person when they are many, made when it is fetched."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.customers import actions
from shouwen.customers import exports as kept
from shouwen.customers.attributes import CUSTOMER, attributes_of
from shouwen.customers.sheets import comma_text, workbook
from shouwen.people.access import NotAllowedError
from shouwen.web.customers.importing import XLSX
from shouwen.web.customers.words import export_states
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

SEE = "see"


@staff_page
@needs(SEE)
def exports(request: StaffRequest) -> HttpResponse:
    """How many would leave and who has to agree; one's own, and those that wait for one's consent."""
    asked = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:60]
    if request.method == "POST":
        return _ask(request, asked)
    count = kept.how_many(request.viewer, asked)
    context = {
        "asked": asked,
        "count": count,
        "limit": kept.WITHOUT_ASKING,
        "needs_second": count > kept.WITHOUT_ASKING,
        "states": export_states(),
        "exports": kept.exports_for(request.viewer),
    }
    return render(request, "customers/exports.html", context)


def _ask(request: StaffRequest, asked: str) -> HttpResponse:
    try:
        made = actions.ask_export(asked=asked, reason=request.POST.get("reason", ""), by=request.viewer, at=request.at)
    except actions.CustomerRefused as refused:
        messages.error(request, str(refused))
    else:
        view = kept.export_of(request.viewer, made)
        is_ready = view is not None and view.state == "agreed"
        messages.success(request, _("可以下载了") if is_ready else _("已提交，等第二人同意"))
    return HttpResponseRedirect(reverse("customer-exports"))


@staff_page
@needs(SEE)
@require_POST
def decide(request: StaffRequest, export_id: int) -> HttpResponse:
    """A second person agrees, or says why not."""
    post = request.POST
    try:
        actions.decide_export(
            export_id=export_id, agrees=post.get("agrees", ""), opinion=post.get("opinion", ""), by=request.viewer,
            at=request.at,
        )  # fmt: skip
    except actions.CustomerRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已记录您的决定"))
    return HttpResponseRedirect(reverse("customer-exports"))


@staff_page
@needs(SEE)
@require_POST
def fetch(request: StaffRequest, export_id: int) -> HttpResponse:
    """The file, made now and written down; only for who asked for it."""
    view = kept.export_of(request.viewer, export_id)
    if view is None:
        raise NotAllowedError("fetch_export", f"customer export {export_id}")
    try:
        customers = actions.fetch_export(export_id=export_id, by=request.viewer, at=request.at)
    except actions.CustomerRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("customer-exports"))
    rows = kept.sheet(request.viewer, customers, attributes_of(CUSTOMER))
    headings = [str(heading) for heading in next(rows)]
    when = timezone.localtime(request.at).strftime("%Y-%m-%d %H:%M")
    mark = f"首问 · 导出人 {request.viewer.name} · {when} · 导出号 {view.id} · 用途 {view.reason} · 内部资料，不得外传"
    if len(customers) < view.count:
        mark = f"{mark} · 另有 {view.count - len(customers)} 位您现已无权查看或已并入他人，未导出"
    encoding = {"csv": "utf-8-sig", "gbk": "gb18030"}.get(request.POST.get("as", ""))
    made = comma_text(headings, rows, encoding) if encoding else workbook("客户", headings, rows, [mark])
    response = HttpResponse(made, content_type="text/csv" if encoding else XLSX)
    ending = "csv" if encoding else "xlsx"
    response["Content-Disposition"] = f'attachment; filename="customers-{view.id}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
