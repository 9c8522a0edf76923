"""审计日志: what happened, found and paged; the chain checked from the page; a part of it taken out as a file."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.days import day_of
from shouwen.people import actions as people
from shouwen.people.audit import EXPORT, PAGE, SEE_AUDIT, SEE_EXPORTS, Asked, Entry, entries, last_checks
from shouwen.people.audited import ACTS, KINDS
from shouwen.people.snapshot import TOP_ZONE
from shouwen.web.administration.subjects import Line, lines
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MOST_EXPORTED = 5000
# A cell that begins so would be run as a formula.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
HEADINGS = ("序号", "时间", "种类", "行为", "人员", "对象", "对象编号", "名称", "内容", "原因", "来自")


@staff_page
@needs(SEE_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    return _page(request, _asked(request))


@staff_page
@needs(SEE_EXPORTS)
def exports(request: StaffRequest) -> HttpResponse:
    """What left the house as a file: for the security administrator."""
    rows = entries(request.viewer, Asked(kind=EXPORT), before=_before(request))
    return render(
        request,
        "administration/exports.html",
        {"rows": lines(request.viewer, rows), "next": f"?before={_next(rows)}" if _next(rows) else ""},
    )


@staff_page
@needs(SEE_AUDIT)
def integrity(request: StaffRequest) -> HttpResponse:
    """The worker goes through the audit log and the ledger, row by row; the page shows how it went."""
    if request.method == "POST":
        is_new = people.ask_check(by=request.viewer, at=request.at)
        messages.success(request, _("已排到作业进程，完成后结果显示在这里") if is_new else _("已有一次核对在进行"))
    return HttpResponseRedirect(reverse("admin-audit"))


@staff_page
@require_POST
@needs(SEE_AUDIT)
def audit_export(request: StaffRequest) -> HttpResponse:
    """What the filters show, up to a limit; taking it out is itself an entry."""
    asked = _asked(request)
    rows = entries(request.viewer, asked, most=MOST_EXPORTED)
    people.record(
        act="exported",
        by=request.viewer.person,
        at=request.at,
        subject="audit",
        name=_("审计日志"),
        detail=f"{len(rows)}",
        reason=request.POST.get("reason", ""),
    )
    response = HttpResponse(_csv(lines(request.viewer, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{request.at:%Y%m%d}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _page(request: StaffRequest, asked: Asked) -> HttpResponse:
    rows = entries(request.viewer, asked, before=_before(request))
    following = request.GET.copy()
    following["before"] = _next(rows)
    copy = request.viewer.organisation
    checking, found = last_checks(request.viewer)
    context = {
        "rows": lines(request.viewer, rows),
        "narrows": True,
        "next": f"?{following.urlencode()}" if _next(rows) else "",
        "kinds": KINDS,
        "acts": {name: word for name, (kind, word) in ACTS.items() if not asked.kind or kind == asked.kind},
        "people": [(one.id, one.name) for one in copy.persons.values()],
        "asked": asked,
        "given": request.GET,
        "checking": checking,
        "found": found,
        "most": MOST_EXPORTED,
    }
    return render(request, "administration/audit.html", context)


def _asked(request: StaffRequest) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    person = given.get("person", "")
    until = _midnight(given.get("until", ""))
    kind, act = given.get("kind", ""), given.get("act", "")
    return Asked(
        kind=kind if kind in KINDS else "",
        act=act if act in ACTS else "",
        person=int(person) if person.isdecimal() and len(person) < 19 else None,
        subject=given.get("subject", "").strip()[:160],
        since=_midnight(given.get("since", "")),
        until=until + timedelta(days=1) if until else None,
    )


def _midnight(text: str) -> datetime | None:
    try:
        found = day_of(text)
    except ValueError:
        return None
    return datetime.combine(found, time(), ZoneInfo(TOP_ZONE))


def _before(request: StaffRequest) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isdecimal() and len(before) < 19 else None


def _next(rows: tuple[Entry, ...]) -> str:
    return str(rows[-1].id) if len(rows) == PAGE else ""


def _csv(rows: Iterable[Line]) -> bytes:
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow([_(heading) for heading in HEADINGS])
    zone = ZoneInfo(TOP_ZONE)
    for line in rows:
        row, about = line.entry, line.about
        cells = [
            str(row.id),
            row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            _(KINDS[row.kind]),
            _(ACTS[row.act][1]),
            row.who,
            about.word if about else "",
            row.subject,
            about.name if about else "",
            row.detail,
            row.reason,
            row.address,
        ]
        sheet.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return written.getvalue().encode("utf-8-sig")
