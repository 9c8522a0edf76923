"""The tree of clauses edited: one more, another number, one less."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.authoring import actions
from shouwen.rulebook.form.clauses import PATH, home, with_clause
from shouwen.rulebook.rewriting import without
from shouwen.rulebook.writing import CannotWrite
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found, page, saved
from shouwen.web.rulebook.reviewing import closed_words
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

KEYS = ("id", "parent", "title", "text", "source", "kind")


@staff_page
@needs(MANAGE)
@require_POST
def add(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Behind the last one below the same heading."""
    view = found(draft_id)
    clause = {key: request.POST.get(key, "").replace("\r\n", "\n").strip() for key in KEYS}
    after = request.POST.get("after", "")
    try:
        name = home(view.texts, after)
        # What is typed is refused before anything is saved, so that it stands in the form again.
        with_clause(view.texts, name, clause, after)
    except CannotWrite as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    return saved(
        request,
        view,
        name,
        lambda text: with_clause({**view.texts, name: text}, name, clause, after),
        to=_at(draft_id, clause["id"]),
    )


@staff_page
@needs(MANAGE)
@require_POST
def renumber(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Rules go on citing it."""
    view = found(draft_id)
    clause, number = request.POST.get("clause", ""), request.POST.get("number", "").strip()
    try:
        actions.renumber_clause(draft=draft_id, clause=clause, number=number, by=request.viewer.user, at=request.at)
    except CannotWrite as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed as closed:
        return page(request, view, closed_words(closed))
    except actions.Conflict:
        return page(request, view, _("别人刚改了同一个文件，请看过现在的内容再改编号。"))
    messages.success(request, _("编号已改，引用它的规则一并改了"))
    return HttpResponseRedirect(_at(draft_id, number))


@staff_page
@needs(MANAGE)
@require_POST
def remove(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What cites it is told as a problem."""
    view = found(draft_id)
    clause = request.POST.get("clause", "")
    book = view.study().rulebook
    parent = book.clause[clause].parent if book and clause in book.clause else ""
    name = home(view.texts, clause)
    return saved(request, view, name, lambda text: without(text, f"{PATH}{clause}"), to=_at(draft_id, parent or ""))


def _at(draft_id: int, clause: str) -> str:
    query = f"?{urlencode({'clause': clause})}" if clause else ""
    return f"{reverse('draft', args=[draft_id])}{query}"
