"""What the composer asks for while somebody writes: checks, texts to insert, names, files; who is here; older pages."""

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.cases import actions, queries
from shouwen.documents import queries as documents
from shouwen.documents.actions import add_file
from shouwen.documents.filetypes import MOST_BYTES, FileRefusedError
from shouwen.people.teams import teams
from shouwen.web.cases.lines import team_options
from shouwen.web.cases.page import MOST_TOLD, told
from shouwen.web.ui.staff import StaffRequest, staff_page

LONGEST_ASKED = 40
LONGEST_TEXT = 20_000
LONGEST_SEQ = 9
WRITTEN = ("reply", "note")


@staff_page
@require_POST
def check(request: StaffRequest, case_id: int) -> HttpResponse:
    """What the rulebook minds, what is not filled in, what time is promised; the same is judged again when it is sent."""
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")[:LONGEST_TEXT]
    now = request.at.astimezone(timezone.get_current_timezone())
    found = queries.checked(request.viewer, case_id, kind, text, now)
    return render(request, "cases/told.html", {"found": found, "kind": kind})


@staff_page
@require_GET
def inserts(request: StaffRequest, case_id: int) -> HttpResponse:
    """Canned replies and articles by what was typed after the stroke."""
    asked = request.GET.get("q", "")[:LONGEST_ASKED]
    found = queries.inserts(request.viewer, case_id, request.GET.get("kind", ""), asked)
    return render(request, "cases/inserts.html", {"inserts": found})


@staff_page
@require_GET
def colleagues(request: StaffRequest, case_id: int) -> HttpResponse:
    """Names by what was typed after the @."""
    found = queries.colleagues(request.viewer, case_id, request.GET.get("q", "")[:LONGEST_ASKED])
    return render(request, "cases/inserts.html", {"colleagues": found})


@staff_page
@require_GET
def takers(request: StaffRequest, case_id: int) -> HttpResponse:
    """Who may finish what one was writing, as choices under their units; asked for when one means to hand it on."""
    case = queries.get_for(request.viewer, case_id)
    company = queries.units_of_company(case.unit, case.edition, version=request.viewer.version)
    groups = teams(request.viewer, case.unit, within=company)
    kind = "note" if request.GET.get("kind") == "note" else "reply"
    return HttpResponse(team_options(queries.takers(request.viewer, case_id, kind, groups)))


@staff_page
@require_POST
def attach(request: StaffRequest, case_id: int) -> HttpResponse:
    """One file that goes with a message; kept at once, so that it is there however the message is sent."""
    queries.get_for(request.viewer, case_id)
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return JsonResponse({"words": _("请选择文件。")}, status=422)
    if upload.size is not None and upload.size > MOST_BYTES:
        words = _("文件超过 %(most)s MB，请压缩或拆分后再上传。") % {"most": MOST_BYTES // 1024 // 1024}
        return JsonResponse({"words": words}, status=413)
    try:
        kept = add_file(
            subject=case_id, name=upload.name or "", content=upload.read(), by=request.viewer.id, at=request.at
        )
    except FileRefusedError as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    picture = kept.content_type.startswith("image/")
    return JsonResponse({"id": kept.pk, "name": kept.name, "url": reverse("file", args=[kept.pk]), "picture": picture})


@staff_page
@require_POST
def here(request: StaffRequest, case_id: int) -> HttpResponse:
    """A sign of life, perhaps of typing; the answer says who else is here."""
    queries.get_for(request.viewer, case_id)
    if request.POST.get("leave"):
        actions.leave(case_id=case_id, person=request.viewer.id)
        return HttpResponse(status=204)
    typing = request.POST.get("typing", "")
    actions.look(case_id=case_id, person=request.viewer.id, typing=typing if typing in WRITTEN else "")
    return render(request, "cases/here.html", {"others": queries.who_is_here(request.viewer, case_id)})


@staff_page
@require_POST
def follow(request: StaffRequest, case_id: int) -> HttpResponse:
    """关注, or no longer."""
    queries.get_for(request.viewer, case_id)
    is_on = request.POST.get("do") == "on"
    if is_on:
        actions.follow(case_id=case_id, person=request.viewer.id, at=request.at)
    else:
        actions.unfollow(case_id=case_id, person=request.viewer.id, at=request.at)
    return render(request, "cases/follow.html", {"case_id": case_id, "following": is_on})


@staff_page
@require_GET
def earlier(request: StaffRequest, case_id: int) -> HttpResponse:
    """The page of the thread before an act of the log."""
    before = request.GET.get("before", "")
    if not before.isdecimal() or len(before) > LONGEST_SEQ:
        raise BadRequest("before is the place in the log that the page was given")
    show = request.GET.get("show", "")
    found = queries.thread(request.viewer, case_id, before=int(before), most=MOST_TOLD)
    context = {
        "case_id": case_id,
        "clauses": found.clauses,
        "earlier": found.earlier,
        "show": show,
        "timeline": told(found.entries, show),
        "attached": {each.id: each for each in documents.files_of(case_id)},
    }
    return render(request, "cases/told_lines.html", context)
