"""Two people at the same lines of a draft: both texts on one page, and what a form kept once they are brought together."""

import difflib

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.authoring import actions, queries
from shouwen.cases import actions as desk
from shouwen.web.rulebook.drafts import authors
from shouwen.web.ui.staff import StaffRequest


def conflict(
    request: StaffRequest, view: queries.DraftView, both: actions.Conflict, kept_key: str = ""
) -> HttpResponse:
    """What stands now, and the text with both; `kept_key` is what the rule's form keeps until that is saved."""
    lines = list(difflib.unified_diff(both.theirs.splitlines(), both.mine.splitlines(), n=0, lineterm=""))[2:]
    context = {
        "draft": view,
        "both": both,
        "kept_key": kept_key,
        "author": authors([both.by])[0],
        "lines": [(line[:1], line[1:]) for line in lines if line[:1] in "+-"],
    }
    return render(request, "rulebook/draft_conflict.html", context, status=409)


def forget_merged(request: StaffRequest, draft_id: int) -> None:
    """What a rule's form kept stands in the text that was brought together."""
    key = request.POST.get("kept", "")
    if key.startswith(f"rule:{draft_id}:"):
        desk.drop_draft(person=request.viewer.id, form_key=key)
