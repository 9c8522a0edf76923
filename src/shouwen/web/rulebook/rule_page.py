"""A rule by its form: what it says in words beside it, what is wrong beside the field, and saving it without YAML."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.authoring.actions import carry_name, drop_empty
from shouwen.authoring.naming import named
from shouwen.authoring.queries import Study, study
from shouwen.rulebook.form.choices import Choices
from shouwen.rulebook.form.parts import HEADING, Piece, find, removed
from shouwen.rulebook.form.places import field_at
from shouwen.rulebook.form.spec import Record, Spec
from shouwen.rulebook.form.spoken import Spoken
from shouwen.rulebook.form.values import Values
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.walk import rule_path
from shouwen.rulebook.words.labels import KINDS
from shouwen.rulebook.writing import CannotWrite
from shouwen.web.rulebook import draft_page, reading
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found, lang, saved
from shouwen.web.rulebook.flow_page import Chart, chart_of
from shouwen.web.rulebook.rule_asked import Asked, apart, asked, written
from shouwen.web.rulebook.rule_gone import gone_page
from shouwen.web.rulebook.rule_kept import forget, keep, kept, kept_key, kept_lost
from shouwen.web.rulebook.rule_widgets import Draw
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese


@dataclass(frozen=True)
class Fault:
    """A problem with the field of the form that it is about, told in the form's own words."""

    level: str
    field: str
    words: str


@dataclass(frozen=True)
class Told:
    """What the draft would be with the form carried out: the rule in words, and what is wrong with it."""

    sentence: str
    lines: tuple[str, ...]
    problems: tuple[Fault, ...]
    elsewhere: int
    errors: int
    chart: Chart | None = None
    refused: str = ""

    @property
    def bad(self) -> bool:
        return any(one.level == "error" for one in self.problems)


@staff_page
@needs(MANAGE)
def rule(request: StaffRequest, draft_id: int) -> HttpResponse:
    """The form; a posted one is saved, or drawn again with a field more or less."""
    view = found(draft_id)
    try:
        form = asked(request, view)
    except Http404:
        lost = kept_lost(request, view, request.GET.get("part", ""))
        if lost is None:
            raise
        return gone_page(request, lost)
    if request.method == "POST" and not any(request.POST.getlist("op")):
        return _save(request, form)
    if request.method == "POST":
        keep(request, form)
        return rule_page(request, form)
    return rule_page(request, kept(request, form) or form)


@staff_page
@needs(MANAGE)
@require_POST
def check(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What is typed goes through the one loader and checker, and nothing is saved."""
    form = asked(request, found(draft_id))
    context = {"draft": form.view, "told": told_of(form), "form": form, "checked": True}
    return render(request, "rulebook/rule_told.html", context)


@staff_page
@needs(MANAGE)
@require_POST
def remove(request: StaffRequest, draft_id: int) -> HttpResponse:
    """A rule, or a part of one, taken out; what referred to it is told as a problem."""
    view = found(draft_id)
    piece = find(view.texts, request.POST.get("part", ""))
    if piece is None:
        return HttpResponseRedirect(reverse("draft", args=[draft_id]))
    part = piece.root if not piece.is_rule else ""
    to = _address(draft_id, part) if part else reverse("draft", args=[draft_id])
    answer = saved(request, view, piece.file, lambda text: removed(piece, text), to=to)
    if answer.status_code == HTTPStatus.FOUND and piece.is_rule:
        drop_empty(draft=draft_id, name=piece.file)
    return answer


def rule_page(request: StaffRequest, form: Asked, error: str = "") -> HttpResponse:
    """The form with everything it may choose from, or the YAML if the head of the draft cannot be read."""
    now = form.view.study()
    book = now.rulebook
    if book is None:
        messages.error(request, _("制度头部还有错误，请先在文件里改正。"))
        return HttpResponseRedirect(reverse("draft", args=[form.view.id]))
    choices = Choices(book, lang(), form.procedure)
    draw = Draw(choices, Spoken(choices), form.touched, apart(form))
    assert isinstance(form.spec, Record)
    widget = draw.form(form.spec, form.values)
    context = {
        "draft": form.view,
        "book": book,
        "form": form,
        "widget": widget,
        "lists": tuple(draw.lists.items()),
        "extra": tuple(draw.spoken.extra.items()),
        # Of a form that nobody has typed into yet there is nothing to say.
        "told": told_of(form) if form.piece or request.method == "POST" else None,
        "kind": KINDS.get(form.kind, ("总则", "header"))[0 if chinese() else 1],
        "form_url": reverse("draft-part", args=[form.view.id]),
        "tree": reading.tree(book),
        "error": error,
        "procedure_title": _procedure_title(book, form.procedure),
        "kept": form.kept_at,
    }
    return render(request, "rulebook/rule.html", context, status=422 if error else 200)


def _procedure_title(book: Rulebook, name: str) -> str:
    """What the saved draft calls the procedure, for a chart that cannot be drawn now."""
    rule = book.procedures.get(name)
    return rule.title or "" if rule else ""


def told_of(form: Asked) -> Told:
    """The checker's word on the draft as it would be."""
    try:
        file, text, path = written(form)
    except CannotWrite as wrong:
        return Told("", (), (), 0, 0, refused=wrong.zh if chinese() else wrong.en)
    then = study({**form.view.texts, file: text})
    return _told(then, form, path)


def _told(then: Study, form: Asked, path: str) -> Told:
    root = form.piece.root if form.piece and not form.piece.is_rule else path
    told = draft_page.problems(then, lang())
    values = named(form.spec, form.values)
    near = tuple(_fault(one, form.spec, values, path) for one in told if _within(one.problem.where, path))
    book = then.rulebook
    part = next((one for one in draft_page.parts_of(book) if rule_path(one) == root), None) if book else None
    lines = draft_page.told_lines(part, book, path, lang()) if book and part else ("",)
    if book and path == HEADING:
        lines = ("", *draft_page.header_lines(book, lang()))
    chart = chart_of(then, root, path, form.view.id, lang()) if form.procedure else None
    return Told(lines[0], tuple(lines[1:]), near, len(told) - len(near), then.errors, chart)


def _fault(one: draft_page.Found, spec: Spec, values: Values, path: str) -> Fault:
    inner = one.problem.where.removeprefix(path).strip(".")
    return Fault(one.problem.level, field_at(spec, values, inner), one.message)


def _within(where: str, path: str) -> bool:
    return where == path or where.startswith(f"{path}.")


def _save(request: StaffRequest, form: Asked) -> HttpResponse:
    # Kept until it is saved: whatever stands in the way, nothing that was typed is lost.
    keep(request, form)
    if form.is_lost:
        return gone_page(request, form)
    try:
        file, text, path = written(form)
    except CannotWrite as wrong:
        return rule_page(request, form, wrong.zh if chinese() else wrong.en)
    to = _address(form.view.id, path)
    answer = saved(request, form.view, file, lambda _before: text, to=to, version=form.version, kept_key=kept_key(form))
    if answer.status_code == HTTPStatus.FOUND:
        forget(request, form)
    piece = form.piece
    if answer.status_code == HTTPStatus.FOUND and piece and piece.is_rule and form.name and form.name != piece.name:
        _carry(request, form.view.id, piece, form.name)
    return answer


def _carry(request: StaffRequest, draft_id: int, piece: Piece, name: str) -> None:
    """What named the rule follows; where it cannot, the checker tells."""
    try:
        carry_name(draft=draft_id, kind=piece.kind, old=piece.name, new=name, by=request.viewer.user, at=request.at)
    except CannotWrite as wrong:
        messages.error(request, wrong.zh if chinese() else wrong.en)


def _address(draft_id: int, path: str) -> str:
    return f"{reverse('draft-part', args=[draft_id])}?{urlencode({'part': path})}"
