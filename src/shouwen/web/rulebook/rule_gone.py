"""A rule that somebody deleted while another changed it: what was typed stands beside that, to be put back or thrown away."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.authoring import queries
from shouwen.authoring.naming import named
from shouwen.rulebook.form.parts import find, put_back
from shouwen.rulebook.rewriting import dumped, tree_of
from shouwen.rulebook.writing import CannotWrite
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.drafts import authors
from shouwen.web.rulebook.editing import found, saved
from shouwen.web.rulebook.rule_asked import Asked, written
from shouwen.web.rulebook.rule_kept import forget, kept_lost
from shouwen.web.ui.staff import StaffRequest, needs, staff_page


def gone_page(request: StaffRequest, form: Asked) -> HttpResponse:
    """Who deleted it and when, with the rule as it was typed."""
    assert form.piece is not None  # only a part that was there can be gone
    by, at = _deleted(form)
    context = {
        "draft": form.view,
        "part": form.piece.path,
        "title": form.piece.tree.get("title") or form.piece.name,
        "author": authors([by])[0],
        "at": at,
        "text": _text(form),
    }
    return render(request, "rulebook/rule_gone.html", context, status=HTTPStatus.CONFLICT)


@staff_page
@needs(MANAGE)
@require_POST
def back(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What was typed goes into the draft again, where the part stood."""
    view, part = found(draft_id), request.POST.get("part", "")
    form = kept_lost(request, view, part) if part and find(view.texts, part) is None else None
    if form is None or form.piece is None:
        raise Http404(_("草稿里没有这条规则"))
    piece, before = form.piece, queries.text_at(view.id, form.file, form.version) or ""
    values = named(form.spec, form.values)
    to = f"{reverse('draft-part', args=[draft_id])}?{urlencode({'part': _path(form)})}"
    answer = saved(request, view, form.file, lambda text: put_back(piece, before, text, form.name, values)[0], to=to)
    if answer.status_code == HTTPStatus.FOUND:
        forget(request, form)
    return answer


def _path(form: Asked) -> str:
    """Under which it stands again."""
    try:
        return written(form)[2]
    except CannotWrite:
        return form.path


def _text(form: Asked) -> str:
    """The part as YAML; without what cannot be written, the one that was deleted."""
    assert form.piece is not None
    try:
        _file, text, path = written(form)
        return dumped(tree_of(text, path))
    except CannotWrite:
        return dumped(form.piece.tree)


def _deleted(form: Asked) -> tuple[int | None, object]:
    """By the first save after which the part was no longer there."""
    assert form.piece is not None
    saves = [one for one in queries.history(form.view.id) if one.name == form.file and one.version > form.version]
    for save in reversed(saves):
        text = queries.text_at(form.view.id, form.file, save.version) or ""
        if find({form.file: text}, form.piece.path) is None:
            return save.by, save.at
    return None, None
