"""Workers, jobs, the sweep and the outbox on one page; what was given up is sent again, dropped with a reason, or looked at."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.people import actions as people
from shouwen.people.queries import names
from shouwen.runtime import job_runs, outbox
from shouwen.runtime import operations as machinery
from shouwen.runtime.operations import LetterView
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MANAGE = "manage_operations"
ALL = "all"
LATE_SECONDS = 60
LONGEST_REASON = 500
JOBS = {
    "departures": "离职人员的账号和待办",
    "repeats": "相似来件比对",
    "anchor": "台账封印外存",
    "occasions": "到日子自动开立的事项",
    "taken_out": "导出记入各事项",
    "give out": "待派事项的分派",
    "silence": "离线和超时不应答",
    "hot spots": "热点投诉比对",
    "retention": "到期记录的删除（每晚）",
    "integrity": "审计日志和台账的完整性核对",
    "guesses": "分类建议的学习",
    "customer imports": "客户导入",
}
STATES = {"waiting": "待发送", "sent": "已发送", "parked": "已停发", "dropped": "已放弃"}


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
        "jobs": [(job, _(JOBS[job.name]) if job.name in JOBS else job.name) for job in job_runs.job_views()],
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
        _note(request, "mail_retried", "" if chosen == ALL else chosen, detail=str(count))
        messages.success(request, _("已重新排入发送：%(count)s") % {"count": count})
    else:
        messages.info(request, _("没有需要重发的，可能已有人处理"))
    return HttpResponseRedirect(reverse("operations"))


@staff_page
@needs(MANAGE)
def message(request: StaffRequest, message_id: int) -> HttpResponse:
    """Everything about one message but its text."""
    found = machinery.letter(message_id)
    if found is None:
        raise Http404
    called = names([found.letter.to] if found.letter.to.isdecimal() else [])
    context = {"one": found, "row": _row(found.letter, called), "state": _(STATES[found.state])}
    return render(request, "operations/message.html", context)


@staff_page
@require_POST
@needs(MANAGE)
def drop(request: StaffRequest, message_id: int) -> HttpResponse:
    """It need not leave any more; who decided so and why is on record."""
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("请写明放弃的原因；会记录。"))
        return HttpResponseRedirect(reverse("operations-message", args=[message_id]))
    if outbox.drop_parked(message_id=message_id):
        _note(request, "mail_dropped", str(message_id), reason=reason)
        messages.success(request, _("已放弃，不再发送"))
    else:
        messages.info(request, _("这封信已不在停发之列，可能已有人处理"))
    return HttpResponseRedirect(reverse("operations"))


@staff_page
@require_POST
@needs(MANAGE)
def run_job(request: StaffRequest) -> HttpResponse:
    """The next turn of a worker does it."""
    if job_runs.want(request.POST.get("job", "")):
        messages.success(request, _("已排到最前，稍后刷新看结果"))
    else:
        messages.info(request, _("没有这项作业"))
    return HttpResponseRedirect(reverse("operations"))


def _note(request: StaffRequest, act: str, number: str, *, detail: str = "", reason: str = "") -> None:
    subject = f"mail:{number}" if number else ""
    people.record(act=act, by=request.viewer.person, at=request.at, subject=subject, detail=detail, reason=reason)


def _row(letter: LetterView, called: dict[str, str]) -> dict[str, object]:
    return {"letter": letter, "to": called.get(letter.to) or _masked(letter.to)}


def _masked(address: str) -> str:
    """w***@example.com: enough to know whose server it is."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if at else f"{address[:3]}***"
