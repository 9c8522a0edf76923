"""建议: what a read text or a language model suggests for a draft, accepted, corrected or rejected one by one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.authoring import actions, queries
from shouwen.authoring.asking import CannotAsk
from shouwen.authoring.inquiry import inquire
from shouwen.authoring.preset import filling_step, places
from shouwen.authoring.understood import CannotAccept
from shouwen.rulebook.model import Clause, Rulebook
from shouwen.rulebook.writing import CannotWrite
from shouwen.web.rulebook.becoming_form import chosen, forms
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found
from shouwen.web.rulebook.reviewing import closed_words
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

REASONS = 5


@staff_page
@needs(MANAGE)
def suggestions(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Everything that was found in the written text or proposed for it."""
    view = found(draft_id)
    if request.method == "POST":
        try:
            anchor = _asked(request, draft_id) if "ask" in request.POST else _answered(request, view)
        except actions.Closed as closed:
            return _page(request, view, closed_words(closed))
        except (CannotAsk, CannotAccept, CannotWrite) as why:
            return _page(request, view, why.zh if chinese() else why.en)
        return HttpResponseRedirect(f"{reverse('draft-suggestions', args=[draft_id])}#{anchor}")
    return _page(request, view, "")


def _page(request: StaffRequest, view: queries.DraftView, error: str) -> HttpResponse:
    listed = queries.suggestions(view.id)
    book = view.study().rulebook
    opened = request.POST.get("suggestion", "") if error else request.GET.get("open", "")
    shaped = forms(listed, book, opened, request.POST if error else {})
    context = {
        "draft": view,
        "sorts": {
            one.sort_title: [(each, shaped.get(each.id)) for each in listed if each.sort == one.sort] for one in listed
        },
        "steps": places(book, ()).steps,
        "filling": {one.id: filling_step(one, book) for one in listed if one.sort == "form"},
        "endpoint": settings.PROPOSE,
        "chapters": _chapters(book),
        "lang": "zh" if chinese() else "en",
        "error": error,
        "chosen": request.POST.get("suggestion", ""),
        "typed": request.POST.get("words", ""),
    }
    return render(request, "rulebook/draft_suggestions.html", context, status=422 if error else 200)


def _chapters(book: Rulebook | None) -> list[Clause]:
    """Whatever clauses stand below, and those that stand alone at the top."""
    above = {clause.parent for clause in book.clauses} if book else set()
    return [clause for clause in book.clauses if clause.id in above or clause.parent is None] if book else []


def _answered(request: StaffRequest, view: queries.DraftView) -> str:
    given = request.POST.get("suggestion", "")
    number, words = int(given) if given.isdecimal() else 0, request.POST.get("words", "")
    by, at = request.viewer.user, request.at
    if request.POST.get("answer") != "accept":
        actions.reject_suggestion(draft=view.id, suggestion=number, by=by, at=at)
        return f"s{number}"
    listed = queries.suggestions(view.id)
    one = next((each for each in listed if each.id == number), None)
    if one is None or one.understood is None:
        step = request.POST.get("target_step", "")
        actions.accept_suggestion(draft=view.id, suggestion=number, words=words, step=step, by=by, at=at)
    else:
        choice = chosen(one, listed, view.study().rulebook, request.POST)
        actions.accept_limit(draft=view.id, suggestion=number, choice=choice, by=by, at=at)
    return f"s{number}"


def _asked(request: StaffRequest, draft_id: int) -> str:
    """One chapter at a time, because somebody pressed the button."""
    if settings.PROPOSE is None:
        raise CannotAsk("没有设置 SHOUWEN_PROPOSE_URL。", "SHOUWEN_PROPOSE_URL is not set.")
    got = inquire(draft=draft_id, clause=request.POST.get("ask", ""), endpoint=settings.PROPOSE)
    told = _("新建议 %(new)d 条，已有 %(known)d 条，丢弃 %(dropped)d 条") % {
        "new": got.new,
        "known": got.known,
        "dropped": len(got.dropped),
    }
    reasons = [zh if chinese() else en for zh, en in got.dropped[:REASONS]]
    messages.success(request, "；".join([told, *reasons]))
    return "asked"
