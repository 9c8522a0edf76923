"""Papers as PDF and Word, receipts and signatures, and files; each asks first whether the viewer may see the case."""

from urllib.parse import quote

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.queries import installation
from shouwen.cases import actions as cases
from shouwen.cases import queries
from shouwen.documents import actions
from shouwen.documents import queries as documents
from shouwen.documents.docx import docx_of
from shouwen.documents.pdf import pdf_of
from shouwen.people.queries import zone_of
from shouwen.web.ui.staff import StaffRequest, staff_page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _document(request: StaffRequest, document_id: int) -> documents.DocumentRow:
    found = documents.document(document_id)
    if found is None:
        raise Http404(_("没有这份文书"))
    queries.get_for(request.viewer, found.subject)
    return found


@staff_page
def pdf(request: StaffRequest, document_id: int) -> HttpResponse:
    """For reading and printing."""
    found = _document(request, document_id)
    content = pdf_of(found, company=installation().company, zone=zone_of(found.unit))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{found.title}{found.number}.pdf')}"
    return response


@staff_page
def docx(request: StaffRequest, document_id: int) -> HttpResponse:
    """For going on with in a word processor."""
    found = _document(request, document_id)
    content = docx_of(found, company=installation().company, zone=zone_of(found.unit))
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{found.title}{found.number}.docx')}"
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
    if actions.receive(delivery_id=delivery_id, by_words=request.viewer.name, at=request.at):
        cases.paper_received(case_id=subject, paper=paper, paper_id=key, by=request.viewer.id, at=request.at)
        messages.success(request, _("已签收"))
    return HttpResponseRedirect(reverse("case", args=[subject]))


@staff_page
@require_POST
def sign(request: StaffRequest, document_id: int) -> HttpResponse:
    """签字 under the content as it stands."""
    found = _document(request, document_id)
    party = request.POST.get("party", "")
    try:
        signed = actions.sign(
            document_id=document_id, party=party, name=request.viewer.name, person=request.viewer.id, at=request.at
        )
        cases.paper_signed(
            case_id=found.subject,
            paper=found.paper,
            paper_id=str(found.id),
            party=party,
            version=signed.content_hash,
            by=request.viewer.id,
            at=request.at,
        )
        messages.success(request, _("已签字"))
    except actions.NotSignableError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("case", args=[found.subject]))


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
