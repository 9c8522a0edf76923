"""A list goes out as a workbook: with a reason, over a hundred rows by a second person's consent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import actions, queries
from shouwen.cases.attributes import Attribute
from shouwen.cases.rows import CaseRow
from shouwen.cases.sheets import Column, Sheet, workbook
from shouwen.people.access import Viewer
from shouwen.web.cases.asked import order_of, plain
from shouwen.web.cases.conditions import told
from shouwen.web.cases.queues import as_listed
from shouwen.web.cases.wrong import wanted_or_nothing
from shouwen.web.templatetags.ui import CHANNELS
from shouwen.web.ui.staff import StaffRequest, staff_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TO_COME = "?"
"""The reason that the form asks for stands in before it is written."""
REFUSED = {
    "empty": "清单是空的，没有可导出的事项。",
    "too_many": "一次最多导出两万行，请先缩小条件。",
    "reason": "请写明导出用途；每次导出都会记录。",
    "opinion": "不同意时请写明理由。",
    "sees_less": "这份清单里有您看不到的事项，不能由您同意；请找范围更大的主管。",
    "gone": "清单里的事项您现在都无权查看，没有可下载的。",
    "decided": "已由他人决定。",
    "too_late": "同意已超过二十四小时；请重新申请。",
}


@staff_page
def export(request: StaffRequest) -> HttpResponse:
    """What would go out and who has to agree; then the request itself."""
    query = as_listed(request.GET.urlencode())
    filters = wanted_or_nothing(request.viewer, QueryDict(query))
    if request.method == "POST":
        return _asked(request, query, filters)
    count = queries.how_many(request.viewer, filters)
    kept = queries.kept_in(request.viewer, filters, reason=TO_COME)
    context: dict[str, Any] = {
        "count": count,
        "kept": kept,
        "rest": plain(QueryDict(query), without=[*filters.without, *(each.edition for each in kept)]),
        "needs_second": count > queries.WITHOUT_ASKING,
        "limit": queries.WITHOUT_ASKING,
        "query": query,
        "title": _title(request, filters),
        "conditions": told(request, filters),
    }
    return render(request, "cases/export.html", context)


def _asked(request: StaffRequest, query: str, filters: queries.Filters) -> HttpResponse:
    try:
        made = actions.ask_export(
            viewer=request.viewer,
            title=_title(request, filters),
            query=query,
            filters=filters,
            order=order_of(QueryDict(query)),
            reason=request.POST.get("reason", ""),
            at=request.at,
        )
    except actions.KeptInside as kept:
        _say(request, kept)
        return HttpResponseRedirect(f"{reverse('export')}?{query}")
    except actions.ExportRefused as refused:
        messages.error(request, _(REFUSED[str(refused)]))
        return HttpResponseRedirect(f"{reverse('export')}?{query}")
    row = queries.export_for(request.viewer, made)
    messages.success(request, _("可以下载了") if row.state == "agreed" else _("已提交，等第二人同意"))
    return HttpResponseRedirect(reverse("exports"))


def _say(request: StaffRequest, kept: actions.KeptInside) -> None:
    """Which rulebook does not let how many of them out, in its own words."""
    for each in kept.found:
        words = _("《%(title)s》不允许您导出其中 %(count)s 件：%(words)s") % {
            "title": each.title,
            "count": each.count,
            "words": " ".join(each.words),
        }
        messages.error(request, f"{words} {_('依据：')}{'、'.join(each.clauses)}")


def _title(request: StaffRequest, filters: queries.Filters) -> str:
    words = [one.words for one in told(request, filters)]
    return _("、").join([*([filters.text] if filters.text else []), *words]) or _("全部事项")


@staff_page
def exports(request: StaffRequest) -> HttpResponse:
    """One's own, and those of others that wait for one's consent."""
    context = {"own": queries.own_exports(request.viewer), "waiting": queries.exports_to_decide(request.viewer)}
    return render(request, "cases/exports.html", context)


@staff_page
@require_POST
def decide(request: StaffRequest, export_id: int) -> HttpResponse:
    """A second person agrees, or says why not."""
    try:
        actions.decide_export(
            viewer=request.viewer,
            export_id=export_id,
            agrees=request.POST.get("agrees", ""),
            opinion=request.POST.get("opinion", ""),
            at=request.at,
        )
    except queries.NoSuchExport:
        raise queries.NoSuchCase(export_id) from None
    except actions.ExportRefused as refused:
        messages.error(request, _(REFUSED[str(refused)]))
    else:
        messages.success(request, _("已记录您的决定"))
    return HttpResponseRedirect(reverse("exports"))


@staff_page
@require_POST
def fetch(request: StaffRequest, export_id: int) -> HttpResponse:
    """The file, made now and written down; only for who asked for it."""
    try:
        row = queries.export_for(request.viewer, export_id)
        cases = actions.fetch_export(viewer=request.viewer, export_id=export_id, at=request.at)
    except queries.NoSuchExport:
        raise queries.NoSuchCase(export_id) from None
    except actions.KeptInside as kept:
        _say(request, kept)
        return HttpResponseRedirect(f"{reverse('export')}?{row.query}")
    except actions.ExportRefused as refused:
        messages.error(request, _(REFUSED[str(refused)]))
        return HttpResponseRedirect(reverse("exports"))
    response = HttpResponse(made(request, row, cases), content_type=XLSX)
    name = f"{row.title} {timezone.localtime(request.at).strftime('%Y%m%d-%H%M')}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


def made(request: StaffRequest, row: queries.ExportRow, cases: Sequence[int]) -> bytes:
    """The workbook with what the viewer sees, hidden values hidden."""
    found = list(queries.sheet_rows(request.viewer, cases))
    often = Counter(path for _case, _channel, attributes in found for path in attributes)
    extra = queries.attribute_columns(often)
    zone = timezone.get_current_timezone()
    mark = _mark(request, row, row.count - len(found))
    columns = [*_columns(), *(Column(one.title) for one in extra)]
    return workbook(Sheet(_("事项"), mark, columns, (_cells(request.viewer, line, extra) for line in found)), zone)


def _mark(request: StaffRequest, row: queries.ExportRow, left_out: int) -> str:
    """Who took it out, by whose consent and what for; and how many of those agreed to are no longer in it."""
    mark = _(
        "首问 · 导出人 %(name)s · %(when)s · 导出号 %(number)s · %(agreed)s · 用途 %(reason)s · 内部资料，不得外传"
    ) % {
        "name": request.viewer.name,
        "when": timezone.localtime(request.at).strftime("%Y-%m-%d %H:%M"),
        "number": row.id,
        "agreed": _("同意人 %(name)s") % {"name": row.decided_by} if row.decided_by else _("百行以内"),
        "reason": row.reason,
    }
    gone = _("另有 %(n)s 件您现已无权查看，未导出") % {"n": left_out}
    return f"{mark} · {gone}" if left_out else mark


def _columns() -> list[Column]:
    wide = {_("事由")}
    titles = (
        _("编号"), _("类型"), _("事由"), _("状态"), _("严重程度"), _("紧急"), _("客户"), _("主办"), _("首问"), _("单位"), _("渠道"),
        _("受理"), _("时限"), _("办结"), _("催办次数"),
    )  # fmt: skip
    return [Column(title, title in wide) for title in titles]


def _cells(viewer: Viewer, line: tuple[CaseRow, str, Mapping[str, Any]], extra: Sequence[Attribute]) -> Sequence[Any]:
    row, channel, attributes = line
    return [
        row.number, row.type_title, row.title, _(row.state_title), row.severity, _("是") if row.urgent else "",
        row.customer_name, row.handler, row.first_contact, row.unit_title, _(CHANNELS.get(channel, channel)),
        row.opened_at, row.next_due_at, row.closed_at, row.urged_count, *(queries.in_cell(viewer, one, attributes.get(one.path)) for one in extra),
    ]  # fmt: skip
