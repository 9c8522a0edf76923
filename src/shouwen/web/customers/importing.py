"""A table of customers is brought: which column is what, what is wrong with which row, then all that is right at once."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.tables import MOST_BYTES, UNREADABLE, Unreadable
from shouwen.customers import actions, imports
from shouwen.customers.imports import ImportView
from shouwen.customers.sheets import comma_text, workbook
from shouwen.people.access import NotAllowedError
from shouwen.people.queries import units_for
from shouwen.web.customers.words import import_states
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

EDIT = "edit_customer"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNNING = ("checking", "taking")
NOTES = (
    "第一行是各列的名称，请不要删；列可以少，可以换顺序，也可以另加“电话 2”“电话 3”。",
    "姓名或单位名称、电话至少填一项。",
    "一格里有几个电话时用逗号分开。",
    "性质填：个人、单位；级别填：普通、重要；留空按 个人、普通。",
    "服务单位填全称或代号；留空用导入时选的单位。",
    "电话和姓名都与已有客户相同的，导入时可选：跳过，或更新。",
)


@staff_page
@needs(EDIT)
def table(request: StaffRequest) -> HttpResponse:
    """The template, one's earlier imports, and the place for the file."""
    if request.method == "POST":
        return _brought(request)
    return render(request, "customers/imports.html", _listed(request))


def _listed(request: StaffRequest) -> dict[str, object]:
    return {"imports": imports.own_imports(request.viewer), "states": import_states()}


def _brought(request: StaffRequest) -> HttpResponse:
    try:
        name, content = _file(request)
        made = actions.bring_table(name=name, content=content, by=request.viewer, at=request.at)
    except Unreadable as trouble:
        context = {**_listed(request), "error": _(UNREADABLE[trouble.sort]) % trouble.given}
        return render(request, "customers/imports.html", context, status=422)
    return HttpResponseRedirect(reverse("customer-import", args=[made]))


def _file(request: StaffRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Unreadable("none")
    if (upload.size or 0) > MOST_BYTES:
        raise Unreadable("bytes", most=MOST_BYTES // 1024 // 1024)
    return upload.name or "", upload.read()


@staff_page
@needs(EDIT)
def one(request: StaffRequest, import_id: int) -> HttpResponse:
    """Where this import stands, with the one thing to do next."""
    view = _own(request, import_id)
    if request.method == "POST":
        return _go_on(request, view)
    if request.headers.get("HX-Request") and view.state not in RUNNING:
        # What comes next is more than the part that was asked for.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _page(request, view)


def _page(request: StaffRequest, view: ImportView, error: str = "", status: int = 200) -> HttpResponse:
    to_map = view.state in ("mapping", "checked")
    context = {
        "one": view,
        "error": error,
        "states": import_states(),
        "running": view.state in RUNNING,
        "columns": imports.columns_of(request.viewer, view.id) if to_map else (),
        "targets": imports.offered(request.viewer, view.object_kind, request.at) if to_map else (),
        "kinds": imports.kinds(request.viewer, request.at) if to_map else (),
        "units": units_for(request.viewer, EDIT) if to_map else (),
    }
    return render(request, "customers/import.html", context, status=status)


def _go_on(request: StaffRequest, view: ImportView) -> HttpResponse:
    post, act = request.POST, request.POST.get("act", "")
    try:
        if act == "take":
            actions.take_in_table(import_id=view.id, doubles=post.get("doubles", ""), by=request.viewer, at=request.at)
        elif act == "drop":
            actions.drop_import(import_id=view.id, by=request.viewer, at=request.at)
            messages.success(request, _("已放弃这次导入"))
            return HttpResponseRedirect(reverse("customer-imports"))
        else:
            unit = post.get("unit", "")
            actions.map_columns(
                import_id=view.id,
                columns=[post.get(f"column-{place}", "") for place in range(len(_columns(request, view)))],
                unit=id_in(unit),
                object_kind=post.get("object_kind", ""),
                by=request.viewer,
                at=request.at,
            )
    except actions.CustomerRefused as refused:
        return _page(request, _own(request, view.id), _(refused.text) % refused.given, status=422)
    actions.go_on_with_import(import_id=view.id, at=request.at)
    return HttpResponseRedirect(reverse("customer-import", args=[view.id]))


def _columns(request: StaffRequest, view: ImportView) -> tuple[imports.Column, ...]:
    return imports.columns_of(request.viewer, view.id)


def _own(request: StaffRequest, import_id: int) -> ImportView:
    try:
        return imports.import_for(request.viewer, import_id)
    except actions.CustomerRefused:
        raise NotAllowedError(EDIT, f"import {import_id}") from None


@staff_page
@needs(EDIT)
def template(request: StaffRequest) -> HttpResponse:
    """An empty table with every column that this desk may bring."""
    offered = imports.offered(request.viewer, request.GET.get("kind", ""), request.at)
    headings = [each.title for each in offered]
    headings[headings.index("电话") + 1 : headings.index("电话") + 1] = ["电话 2"]
    if request.GET.get("as") == "csv":
        response = HttpResponse(comma_text(headings, [], "utf-8-sig"), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="customers.csv"'
        return response
    response = HttpResponse(workbook("客户", headings, [], NOTES), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="customers.xlsx"'
    return response


@staff_page
@needs(EDIT)
@require_POST
def faults(request: StaffRequest, import_id: int) -> HttpResponse:
    """The rows that did not pass, as a table to work through."""
    view = _own(request, import_id)
    rows = [[str(each["row"]), each["column"], each["value"], each["what"], each["todo"]] for each in view.faults]
    heads = [_(each) for each in ("行", "列", "内容", "问题", "怎么改")]
    made = workbook(_("有误的行"), heads, rows)
    response = HttpResponse(made, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="faults.xlsx"'
    return response
