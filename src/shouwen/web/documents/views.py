"""Papers as PDF and Word, receipts and signatures, and files; each asks first whether the viewer may see the case."""

from dataclasses import replace
from urllib.parse import quote

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.queries import installation
from shouwen.cases import actions as cases
from shouwen.cases import queries
from shouwen.cases.forms import Invalid
from shouwen.documents import actions
from shouwen.documents import queries as documents
from shouwen.documents.docx import docx_of
from shouwen.documents.links import with_links
from shouwen.documents.pdf import pdf_of
from shouwen.documents.printed import Letterhead, file_title
from shouwen.people.queries import unit_names, zone_of
from shouwen.runtime import rulebooks
from shouwen.web.documents.leaving import printed
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.uploads import with_files

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_seen(request: StaffRequest, document_id: int) -> documents.DocumentRow:
    """An issued paper of a case that the viewer may see."""
    found = documents.document(document_id)
    if found is None:
        raise Http404(_("没有这份文书"))
    queries.get_for(request.viewer, found.subject)
    return found


@staff_page
def pdf(request: StaffRequest, document_id: int) -> HttpResponse:
    """For reading and printing."""
    return printed(request, document_seen(request, document_id), _pdf)


@staff_page
def docx(request: StaffRequest, document_id: int) -> HttpResponse:
    """For going on with in a word processor."""
    return printed(request, document_seen(request, document_id), _docx)


def _pdf(found: documents.DocumentRow) -> HttpResponse:
    content = pdf_of(found, head=_letterhead(found), zone=zone_of(found.unit))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{file_title(found)}.pdf')}"
    return response


def _letterhead(found: documents.DocumentRow) -> Letterhead:
    return Letterhead(installation().company, unit_names().get(found.unit, ""))


def _docx(found: documents.DocumentRow) -> HttpResponse:
    content = docx_of(found, head=_letterhead(found), zone=zone_of(found.unit))
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{file_title(found)}.docx')}"
    return response


@staff_page
@require_POST
def receive(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """签收: the register keeps who and when, the rules hear of it."""
    behind = documents.delivery_subject(delivery_id)
    if behind is None:
        raise Http404(_("没有这条送达登记"))
    subject, paper, key = behind
    queries.get_for(request.viewer, subject)
    line = documents.delivery(delivery_id)
    if line is None or not line.is_for(request.viewer):
        messages.error(request, _("这份文书不是送给您的，请由收件人签收。"))
    elif actions.receive(delivery_id=delivery_id, by_words=request.viewer.name, at=request.at):
        cases.paper_received(case_id=subject, paper=paper, paper_id=key, by=request.viewer.id, at=request.at)
        messages.success(request, _("已签收"))
    return HttpResponseRedirect(reverse("case", args=[subject]))


def _may_sign(request: StaffRequest, party: str) -> bool:
    """A post signs through those who hold it; an outside party signs on paper, which whoever works on the case records."""
    posts = {post for post, _unit in request.viewer.seats}
    return party in posts or not any(party in rulebooks.rulebook(key).posts for key in rulebooks.installed())


@staff_page
@require_POST
def sign(request: StaffRequest, document_id: int) -> HttpResponse:
    """签字 under an issued paper, as it stands."""
    found = document_seen(request, document_id)
    party = request.POST.get("party", "")
    if not _may_sign(request, party):
        messages.error(request, _("这一栏由其他岗位签字。"))
        return HttpResponseRedirect(reverse("case", args=[found.subject]))
    try:
        scan = _scan(request, found.subject, party, {one.key for one in found.signatures if one.is_outside})
        signed = actions.sign(
            document_id=document_id, party=party, name=request.viewer.name, person=request.viewer.id, at=request.at
        )
    except (actions.NotSignableError, Invalid) as error:
        messages.error(request, str(error))
    else:
        version = signed.content_hash
        _tell(request, found.subject, found.paper, party, version=version, paper_id=str(found.id), scan=scan)
    return HttpResponseRedirect(reverse("case", args=[found.subject]))


@staff_page
@require_POST
def sign_form(request: StaffRequest, case_id: int, paper: str) -> HttpResponse:
    """签字 under a form of the case; a form that is filled again has to be signed again."""
    party = request.POST.get("party", "")
    found = next((each for each in queries.papers_of(request.viewer, case_id) if each.paper == paper), None)
    asked = {one.key for one in found.signatures} if found else set()
    if found is None or party not in asked or not _may_sign(request, party):
        messages.error(request, _("这一栏不由您签字。"))
    else:
        try:
            scan = _scan(request, case_id, party, {one.key for one in found.signatures if one.is_outside})
        except Invalid as error:
            messages.error(request, str(error))
        else:
            _tell(request, case_id, paper, party, version=found.content_hash, scan=scan)
    return HttpResponseRedirect(reverse("case", args=[case_id]))


def _scan(request: StaffRequest, case_id: int, party: str, outside: set[str]) -> str:
    """The sheet that an outside party signed, kept with the case; colleagues sign here and need none."""
    if party not in outside:
        return ""
    kept = with_files(request, case_id, {}).get("scan", {}).get("")
    if not kept:
        raise Invalid({"scan": _("请附上签过字的扫描件或照片，再登记。")})
    return str(kept)


def _tell(
    request: StaffRequest, case_id: int, paper: str, party: str, *, version: str, paper_id: str = "", scan: str = ""
) -> None:
    cases.paper_signed(
        case_id=case_id,
        paper=paper,
        paper_id=paper_id,
        party=party,
        version=version,
        scan=scan,
        by=request.viewer.id,
        at=request.at,
    )
    messages.success(request, _("已签字"))


@staff_page
def papers(request: StaffRequest, case_id: int) -> HttpResponse:
    """The case's filled forms, or the one that its step has to have signed."""
    only = request.GET.get("paper")
    found = [
        replace(each, signatures=with_links(each.signatures, case_id, document=None, paper=each.paper))
        for each in queries.papers_of(request.viewer, case_id)
        if only in (None, each.paper)
    ]
    may_link = SimpleLazyObject(lambda: queries.has_part(request.viewer, case_id))
    context = {"papers": found, "case_id": case_id, "may_link": may_link}
    return render(request, "documents/papers.html", context)


@staff_page
def form_pdf(request: StaffRequest, case_id: int, paper: str) -> HttpResponse:
    """A filled form to print."""
    return printed(request, form_seen(request, case_id, paper), _pdf)


@staff_page
def form_docx(request: StaffRequest, case_id: int, paper: str) -> HttpResponse:
    """A filled form for a word processor."""
    return printed(request, form_seen(request, case_id, paper), _docx)


def form_seen(request: StaffRequest, case_id: int, paper: str) -> documents.DocumentRow:
    """A filled form of a case that the viewer may see."""
    try:
        return queries.printable(request.viewer, case_id, paper)
    except queries.NoSuchPaper as missing:
        raise Http404(_("没有填写过这份表单")) from missing


@staff_page
def file(request: StaffRequest, file_id: int) -> HttpResponse | FileResponse:
    """An added file; always saved, never shown in the page's own origin."""
    found = documents.file(file_id)
    if found is None or found[0] is None:
        raise Http404(_("没有这个文件"))
    queries.get_for(request.viewer, found[0])
    row = found[1]
    response = FileResponse(
        default_storage.open(row.storage_name), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response["Content-Security-Policy"] = "sandbox"
    return response
