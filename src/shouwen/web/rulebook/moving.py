"""Running cases of older editions: what the newer one would change for each, and the list put forward for the move."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shouwen.authoring import actions, moving
from shouwen.authoring.moving import Filters, Running
from shouwen.people.queries import all_units, unit_names
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.lacking import told
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese, counted

STEP = "step:"
KEPT = ("edition", "procedure", "unit")


@staff_page
@needs(MANAGE)
def moves(request: StaffRequest, key: str) -> HttpResponse:
    """A stretch of the running cases with the outlook of each; a posted form puts the chosen ones forward."""
    try:
        book = rulebooks.rulebook(key)
    except rulebooks.NotInstalled as missing:
        raise Http404(_("没有这一版制度")) from missing
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("proposal", args=[_proposed(request, key)]))
        except actions.CannotPropose as wrong:
            return _page(request, key, book, wrong.zh if chinese() else wrong.en)
    return _page(request, key, book)


def _page(request: StaffRequest, key: str, book: Rulebook, error: str = "") -> HttpResponse:
    asked = request.POST or request.GET
    after = asked.get("after", "")
    filters = _filters(asked)
    rows = moving.running(key, filters, after=int(after) if after.isdecimal() else 0)
    steps = _steps(asked)
    outlooks = moving.outlooks([row.id for row in rows], key, steps, request.at)
    places = unit_names(version=request.viewer.version)
    older = moving.older_editions(key)
    context = {
        "key": key,
        "book": book,
        "rows": [_row(row, outlooks[row.id], places) for row in rows],
        "next": _next(asked, rows),
        "asked": asked,
        "chosen": set(request.POST.getlist("case")),
        "editions": older,
        "procedures": {
            name: one.title or name for each in older for name, one in rulebooks.rulebook(each).case_types.items()
        },
        "units": all_units(version=request.viewer.version),
        "mapped": _mapped(rows, outlooks, steps, book),
        "error": error,
        "most": moving.MOST_LISTED,
    }
    return render(request, "rulebook/moves.html", context, status=422 if error else 200)


def _proposed(request: StaffRequest, key: str) -> int:
    filters = _filters(request.POST)
    every = moving.running(key, filters, most=moving.MOST_LISTED)
    wanted = set(request.POST.getlist("case"))
    chosen = [row for row in every if request.POST.get("all") or str(row.id) in wanted]
    made = actions.propose_move(
        to=key,
        cases=[(row.id, row.number, row.edition) for row in chosen],
        steps=_steps(request.POST),
        units=tuple(sorted({row.unit for row in chosen})),
        reason=request.POST.get("reason", ""),
        by=request.viewer.user,
        at=request.at,
    )
    messages.success(request, counted("已送审，共 %(n)s 件", len(chosen)) % {"n": len(chosen)})
    return made


def _filters(asked: Any) -> Filters:
    unit = asked.get("unit", "")
    return Filters(asked.get("edition", ""), asked.get("procedure", ""), (unit,) if unit else ())


def _steps(asked: Any) -> dict[str, dict[str, str]]:
    """As the form names them: `step:<procedure>:<older step>` = the newer step."""
    found: dict[str, dict[str, str]] = {}
    for name in asked:
        if name.startswith(STEP) and asked[name]:
            procedure, _colon, step = name.removeprefix(STEP).partition(":")
            found.setdefault(procedure, {})[step] = asked[name]
    return found


def _row(row: Running, outlook: moving.Outlook, places: dict[str, str]) -> dict[str, Any]:
    book = rulebooks.rulebook(row.edition)
    return {
        "case": row,
        "title": book.case_types[row.procedure].title or row.procedure,
        "unit": places.get(row.unit, row.unit),
        **told(outlook, book, row.procedure),
        "more": outlook.cases - 1,
    }


def _mapped(
    rows: Iterable[Running], outlooks: dict[int, moving.Outlook], steps: moving.Steps, book: Rulebook
) -> list[dict[str, Any]]:
    """Steps that the newer edition no longer has: each may be given one that it has."""
    lost = {(procedure, step): new for procedure, known in steps.items() for step, new in known.items()}
    for row in rows:
        for lack in outlooks[row.id].lacks:
            sort, _colon, step = lack.partition(":")
            if sort == "step":
                lost.setdefault((row.procedure, step), "")
    return [
        {
            "name": f"{STEP}{procedure}:{step}",
            "step": step,
            "procedure": book.case_types[procedure].title or procedure,
            "steps": [(name, one.title or name) for name, one in book.case_types[procedure].steps.items()],
            "chosen": chosen,
        }
        for (procedure, step), chosen in lost.items()
        if procedure in book.case_types
    ]


def _next(asked: Any, rows: tuple[Running, ...]) -> str:
    if len(rows) < moving.ON_ONE_PAGE:
        return ""
    kept = {name: asked[name] for name in asked if (name in KEPT or name.startswith(STEP)) and asked[name]}
    return urlencode({**kept, "after": rows[-1].id})
