"""A paper leaves the house on paper, as a file or behind a link: only as the rulebook of its case lets it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.cases import actions as cases
from shouwen.cases import queries
from shouwen.cases.forms import Invalid
from shouwen.documents.printed import file_title
from shouwen.documents.queries import DocumentRow
from shouwen.web.ui.refused import refusal_words
from shouwen.web.ui.staff import StaffRequest

NEEDS_REASON = "reason:"


def printed(request: StaffRequest, found: DocumentRow, made: Callable[[DocumentRow], HttpResponse]) -> HttpResponse:
    """The file, or the page that says why there is none; with a reason typed there a warning is passed."""
    title = file_title(found)
    try:
        cases.take_out(
            act="print",
            case_id=found.subject,
            what=title,
            reason=request.POST.get("reason", ""),
            by=request.viewer.id,
            at=request.at,
        )
    except cases.Refused as refused:
        return stays(request, refused, case_id=found.subject, title=title)
    except Invalid as invalid:
        return _page(request, str(invalid), case_id=found.subject, title=title, may_say_why=True)
    return made(found)


def stays(request: StaffRequest, refused: cases.Refused, *, case_id: int, title: str) -> HttpResponse:
    """Why, in the rulebook's words with the clauses; where a reason would do, it is asked for."""
    lacks = [lack for lack in refused.lacks if not lack.startswith(("only:", "never:"))]
    words = refusal_words(refused, queries.lacking(request.viewer, case_id, lacks), request.at)
    says_why = all(NEEDS_REASON in refuse.lacks for refuse in refused.refusals)
    return _page(request, words, case_id=case_id, title=title, may_say_why=says_why)


def _page(request: StaffRequest, words: str, *, case_id: int, title: str, may_say_why: bool) -> HttpResponse:
    sent = [(name, value) for name, value in request.POST.items() if name in ("party", "replaces")]
    context = {"words": words, "case_id": case_id, "title": title, "may_say_why": may_say_why, "sent": sent}
    return render(request, "documents/stays.html", context, status=403)
