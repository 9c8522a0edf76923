"""One draft on the page: reading it, and saving a clause, a rule, its figures or a whole file."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shouwen.authoring import actions, queries
from shouwen.people.queries import all_units
from shouwen.rulebook.form.figures_said import FiguresSaid
from shouwen.rulebook.leaves import acceptable, leaves
from shouwen.rulebook.model import Clause, Rulebook
from shouwen.rulebook.walk import rule_path
from shouwen.rulebook.words.tongue import Lang
from shouwen.rulebook.writing import CannotWrite, put, replace_part, spots
from shouwen.runtime import rulebooks
from shouwen.web.rulebook import draft_page, reading
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.conflicts import conflict, forget_merged
from shouwen.web.rulebook.drafts import authors
from shouwen.web.rulebook.reviewing import closed_words, reviewing
from shouwen.web.rulebook.terms import terms
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

CLAUSE_KEYS = ("title", "text", "source", "kind")
LEAF = "leaf:"
MOST_SHOWN = 100
LONGEST = 200
MOST_DIGITS = 9


def found(draft_id: int) -> queries.DraftView:
    try:
        return queries.draft(draft_id)
    except queries.NoSuchDraft as missing:
        raise Http404(_("没有这份草稿")) from missing


def lang() -> Lang:
    return "zh" if chinese() else "en"


@staff_page
@needs(MANAGE)
def draft(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Tree on the left; the chosen clause or rule with sentences, forms and YAML; problems beside it."""
    return page(request, found(draft_id))


def page(request: StaffRequest, view: queries.DraftView, error: str = "") -> HttpResponse:
    """The same after something was refused: what was typed stands in the form again."""
    study, tongue = view.study(), lang()
    book, asked = study.rulebook, request.POST or request.GET
    written = draft_page.Written(view)
    path = asked.get("part", "")
    clause = _chosen(book, "" if path else asked.get("clause", ""), path)
    here = clause.id if clause else ""
    pieces = draft_page.pieces(book, written, tongue, clause=here, path=path) if book else []
    context = {
        "draft": view,
        "book": book,
        "study": study,
        "problems": draft_page.problems(study, tongue)[:MOST_SHOWN],
        "header": draft_page.header_form(written),
        "clause": draft_page.clause_form(clause, written) if clause else None,
        "pieces": _typed(request, pieces),
        "tree": reading.tree(book, here) if book else [],
        "to_confirm": draft_page.to_confirm(book, study, tongue) if book else [],
        "kinds": _by_kind(book, tongue),
        **_so_far(view.id),
        "editions": sorted(rulebooks.installed()),
        "units": all_units(version=request.viewer.version),
        "posts": book.posts if book else {},
        **reviewing(view.id, book, request),
        "terms": terms(request, book) if book else None,
        "error": error,
        "typed": request.POST,
        "offered": draft_page.kinds_offered(tongue),
        **draft_page.next_clause(book, clause),
    }
    return render(request, "rulebook/draft.html", context, status=422 if error else 200)


def _so_far(draft_id: int) -> dict[str, Any]:
    """Who saved it when, and what of the suggestions waits."""
    history, suggested = queries.history(draft_id), queries.suggestions(draft_id)
    return {
        "saves": list(zip(history, authors([one.by for one in history]), strict=True)),
        "waiting": sum(1 for one in suggested if one.state == "open"),
        "suggested": len(suggested),
    }


@staff_page
@needs(MANAGE)
def save_clause(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Title, text, source and kinds of one clause."""
    clause = request.POST.get("clause", "")

    def change(text: str) -> str:
        known = spots(text)
        for key in CLAUSE_KEYS:
            path = f"clauses.{clause}.{key}"
            value = str(request.POST.get(key, "")).replace("\r\n", "\n").strip()
            before = known[path].value if path in known else ""
            if value != (before or "").strip():
                text = put(text, path, value)
        return text

    return _save(request, draft_id, change)


@staff_page
@needs(MANAGE)
def save_rule(request: StaffRequest, draft_id: int) -> HttpResponse:
    """The figures of one rule from its form, or the whole rule as YAML."""
    path = request.POST.get("rule", "")
    if "yaml" in request.POST:
        return _save(request, draft_id, lambda text: replace_part(text, path, request.POST["yaml"]))
    view = found(draft_id)
    book = view.study().rulebook
    part = next((one for one in draft_page.parts_of(book) if rule_path(one) == path), None) if book else None
    if book is None or part is None:
        return page(request, view, _("草稿里已没有这条规则。"))
    known = {leaf.path: leaf for leaf in leaves(part, book, draft_page.Written(view).values)}
    given = {name.removeprefix(LEAF): request.POST[name].strip() for name in request.POST if name.startswith(LEAF)}
    said = FiguresSaid(book, "zh")
    given = {at: said.code(known[at].sort, value) for at, value in given.items() if at in known}
    changed = {at: value for at, value in given.items() if value != known[at].value}
    for at, value in changed.items():
        if not acceptable(known[at], value, book):
            return page(
                request, view, _("“%(value)s”不能用作“%(title)s”。") % {"value": value, "title": known[at].title}
            )

    def change(text: str) -> str:
        for at, value in changed.items():
            text = put(text, at, value)
        return text

    return _save(request, draft_id, change)


@staff_page
@needs(MANAGE)
def file(request: StaffRequest, draft_id: int) -> HttpResponse:
    """A whole file as its author writes it; also a new one."""
    view = found(draft_id)
    if request.method == "POST":
        text = request.POST.get("text", "")
        return _save(request, draft_id, lambda before: text.replace("\r\n", "\r\n" if "\r\n" in before else "\n"))
    name, at = request.GET.get("name", ""), request.GET.get("at", "")
    if at:
        return _older(request, view, name, at)
    if name not in view.files and not _is_file_name(name):
        return page(request, view, _("文件名要以 .yaml 结尾，如 posts.yaml。"))
    return _file_page(request, view, view.files.get(name) or queries.FileView(name, "", 0))


def _older(request: StaffRequest, view: queries.DraftView, name: str, at: str) -> HttpResponse:
    """What the file held after one of its saves, to be read."""
    text = queries.text_at(view.id, name, int(at)) if at.isdecimal() and len(at) < MOST_DIGITS else None
    if text is None:
        raise Http404(_("没有这个版本"))
    shown = {"draft": view, "file": queries.FileView(name, text, int(at)), "older": True}
    return render(request, "rulebook/draft_file.html", shown)


def _is_file_name(name: str) -> bool:
    """Whether a draft may have a file of this name: below its own folder, and YAML."""
    return name.endswith((".yaml", ".yml")) and ".." not in name and not name.startswith("/") and len(name) <= LONGEST


def _file_page(
    request: StaffRequest, view: queries.DraftView, shown: queries.FileView, error: str = ""
) -> HttpResponse:
    told = draft_page.problems(view.study(), lang())
    context = {
        "draft": view,
        "file": shown,
        "line": request.GET.get("line", ""),
        "problems": [one for one in told if one.problem.place and one.problem.place.file == shown.name],
        "error": error,
    }
    return render(request, "rulebook/draft_file.html", context, status=422 if error else 200)


def _refused(request: StaffRequest, view: queries.DraftView, words: str) -> HttpResponse:
    """What was typed stands where it was typed."""
    if "text" in request.POST and "clause" not in request.POST:
        version = request.POST.get("version", "")
        typed = queries.FileView(
            request.POST.get("file", ""), request.POST["text"], int(version) if version.isdecimal() else 0
        )
        return _file_page(request, view, typed, words)
    return page(request, view, words)


def _typed(request: StaffRequest, found_pieces: list[draft_page.Piece]) -> list[draft_page.Piece]:
    given = request.POST
    return [
        replace(
            one,
            leaves=tuple(replace(leaf, value=str(given.get(LEAF + leaf.path, leaf.value))) for leaf in one.leaves),
        )
        for one in found_pieces
    ]


def _save(request: StaffRequest, draft_id: int, change: Callable[[str], str]) -> HttpResponse:
    """The change is made to the version that the page showed; what came in between is put beside it, not over it."""
    name, version = request.POST.get("file", "").strip(), request.POST.get("version", "")
    view = found(draft_id)
    based_on = int(version) if version.isdecimal() else 0
    before = queries.text_at(draft_id, name, based_on) if based_on else ""
    try:
        text = change(before or "")
        if not _is_file_name(name):
            return _refused(request, view, _("文件名要以 .yaml 结尾，如 posts.yaml。"))
        now = actions.save_file(
            draft=draft_id, name=name, text=text, version=based_on, by=request.viewer.user, at=request.at
        )
    except CannotWrite as wrong:
        return _refused(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed as closed:
        return _refused(request, view, closed_words(closed))
    except actions.Conflict as both:
        return conflict(request, view, both)
    forget_merged(request, draft_id)
    _say_saved(request, based_on, now)
    return HttpResponseRedirect(_back(request, draft_id, name))


def saved(
    request: StaffRequest,
    view: queries.DraftView,
    name: str,
    change: Callable[[str], str],
    *,
    to: str,
    version: int | None = None,
    kept_key: str = "",
) -> HttpResponse:
    """A change made by a form of its own, from the version that its page showed; then on to an address."""
    file = view.files.get(name)
    based_on = version if version is not None else file.version if file else 0
    before = queries.text_at(view.id, name, based_on) if based_on else ""
    try:
        text = change(before or "")
        now = actions.save_file(
            draft=view.id, name=name, text=text, version=based_on, by=request.viewer.user, at=request.at
        )
    except CannotWrite as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed as closed:
        kept = {"draft": view, "name": name, "text": text, "why": closed_words(closed)}
        return render(request, "rulebook/draft_kept.html", kept, status=422)
    except actions.Conflict as both:
        return conflict(request, view, both, kept_key)
    _say_saved(request, based_on, now)
    return HttpResponseRedirect(to)


def _say_saved(request: StaffRequest, based_on: int, now: int) -> None:
    together = now > based_on + 1
    messages.success(request, _("已保存，并与别人刚保存的改动合在一起") if together else _("已保存"))


def _back(request: StaffRequest, draft_id: int, name: str) -> str:
    kept = {key: request.POST[key] for key in ("clause", "part") if request.POST.get(key)}
    if "text" in request.POST and not kept:
        return f"{reverse('draft-file', args=[draft_id])}?{urlencode({'name': name})}"
    return f"{reverse('draft', args=[draft_id])}?{urlencode(kept)}"


def _chosen(book: Rulebook | None, clause: str, path: str) -> Clause | None:
    if book is None or path:
        return None
    return book.clause.get(clause) or next(iter(book.clauses), None)


def _by_kind(book: Rulebook | None, tongue: Lang) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every rule by kind, for those that no clause leads to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in draft_page.parts_of(book) if book else ():
        title = reading.KINDS.get(one.kind, (one.kind, one.kind))[0 if tongue == "zh" else 1]
        found.setdefault(title, []).append((rule_path(one), one.title or one.name))
    return list(found.items())
