"""The answer to a word on a case: the thread as it is saved now, at once; a case whose limits moved is asked for after that."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from shouwen.base import ids
from shouwen.cases import queries
from shouwen.documents import queries as documents
from shouwen.web.cases.page import MOST_TOLD, kinds, told
from shouwen.web.ui.staff import StaffRequest

WHOLE = "case-now"
"""What the composer of a page asks to have drawn anew; whoever asks for anything else gets that."""
THREAD = "#case-timeline"


def shows_thread(request: StaffRequest) -> bool:
    """Whether the page that asks can take the thread alone."""
    return request.headers.get("HX-Target") == WHOLE


def said_response(request: StaffRequest, case_id: int, kind: str) -> HttpResponse:
    """Only what the word changed for certain; the page empties its composer, and of a note nothing else has changed."""
    found = queries.thread(request.viewer, case_id, before=None, most=MOST_TOLD)
    with_files = any(entry.files for entry in found.entries)
    context = {
        "case_id": case_id,
        "timeline": told(found.entries, ""),
        "clauses": found.clauses,
        "earlier": found.earlier,
        "show": "",
        "kinds": kinds(""),
        "attached": {each.id: each for each in documents.files_of(case_id)} if with_files else {},
    }
    response = render(request, "cases/said.html", context)
    said = {"kind": kind, "seq": found.seq, "key": ids.new_uuid(at=request.at).hex}
    response["HX-Retarget"] = response["HX-Reselect"] = THREAD
    response["HX-Reswap"] = "outerHTML"
    response["HX-Trigger-After-Swap"] = json.dumps({"said": said})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
