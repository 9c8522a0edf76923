"""What a rulebook leaves open: the list, one form for each figure, and who settled it when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people.access import may, require
from shouwen.people.queries import names, person_of_user
from shouwen.rulebook.figures import ASKED
from shouwen.rulebook.form.figures_said import FiguresSaid
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.walk import rule_path
from shouwen.rulebook.words.labels import KINDS
from shouwen.runtime import rulebooks
from shouwen.runtime.confirming import CannotConfirm, OpenFigure, confirm, open_figures
from shouwen.web.rulebook.choices_said import options
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import chinese

MANAGE = "manage_rulebook"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the page shows it."""

    figure: OpenFigure
    rule: str
    hint: str
    by: str
    typed: str
    reason: str
    error: str = ""
    place: str = ""
    value: str = ""
    before: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Of a choice between readings: each value with its words."""
    settled: tuple[str, str] = ("", "")
    """Before and after the last confirmation."""


@staff_page
def to_confirm(request: StaffRequest, key: str) -> HttpResponse:
    """Every figure that the source leaves open; who manages rulebooks settles it here."""
    try:
        edition = rulebooks.edition(key)
    except rulebooks.NotInstalled as missing:
        raise Http404(_("没有这一版制度")) from missing
    error = ""
    if request.method == "POST":
        require(request.viewer, MANAGE)
        try:
            return _confirmed(request, key)
        except CannotConfirm as wrong:
            error = wrong.message if chinese() else wrong.message_en
    rows = _rows(request, open_figures(key), edition.rulebook, error)
    waiting = [row for row in rows if not row.figure.confirmed]
    context = {
        "book": edition.rulebook,
        "key": key,
        "waiting": waiting,
        "settled": [row for row in rows if row.figure.confirmed],
        "may_confirm": may(request.viewer, MANAGE),
    }
    return render(request, "rulebook/to_confirm.html", context, status=422 if error else 200)


def settled_for(key: str, clause: str) -> list[Row]:
    """What was settled of one clause."""
    book = rulebooks.rulebook(key)
    return _shown((each for each in open_figures(key) if each.confirmed and clause in each.parameter.cites), book)


def _confirmed(request: StaffRequest, key: str) -> HttpResponse:
    confirm(
        edition=key,
        parameter=request.POST.get("parameter", ""),
        value=_typed(key, request.POST.get("parameter", ""), request.POST.get("value", "")),
        reason=request.POST.get("reason", ""),
        by=request.viewer.user,
        at=request.at,
    )
    messages.success(request, _("已确认，新的事项从现在起按此执行"))
    return HttpResponseRedirect(reverse("to-confirm", kwargs={"key": key}))


def _typed(key: str, parameter: str, text: str) -> str:
    """What somebody wrote in words, as the rulebook writes it."""
    figure = next((each for each in open_figures(key) if each.parameter.key == parameter), None)
    return FiguresSaid(rulebooks.rulebook(key), "zh").code(figure.sort, text) if figure else text


def _rows(request: StaffRequest, figures: Iterable[OpenFigure], book: Rulebook, error: str) -> list[Row]:
    """The one that was refused keeps what was typed."""
    refused = request.POST.get("parameter", "") if error else ""
    typed, reason = request.POST.get("value", ""), request.POST.get("reason", "")
    return [
        replace(row, typed=typed, reason=reason, error=error) if row.figure.parameter.key == refused else row
        for row in _shown(figures, book)
    ]


def _shown(figures: Iterable[OpenFigure], book: Rulebook) -> list[Row]:
    found = list(figures)
    persons = {each.last.user: person_of_user(each.last.user) for each in found if each.last and each.last.user}
    called = names(persons.values())
    by = {user: called.get(person or "", "") for user, person in persons.items()}
    return [_row(each, book, by.get(each.last.user, "") if each.last and each.last.user else "") for each in found]


def _row(each: OpenFigure, book: Rulebook, by: str) -> Row:
    said = FiguresSaid(book, "zh" if chinese() else "en")
    choice = options(each.parameter.path, book)
    titles = dict(choice)

    def words(value: str | None) -> str:
        return titles.get(value or "") or said.words(each.sort, value)

    return Row(
        figure=each,
        rule=_rule(each, book),
        hint=ASKED[each.sort][0 if chinese() else 1],
        by=by,
        typed=(each.value or "") if choice else said.words(each.sort, each.value),
        reason="",
        place=said.place(each.parameter.path),
        value=words(each.value),
        before=words(each.parameter.value),
        options=choice,
        settled=(words(each.last.before), words(each.last.value)) if each.last else ("", ""),
    )


def _rule(figure: OpenFigure, book: Rulebook) -> str:
    """The title of the rule that the figure stands in, or what its kind is called."""
    path = f"{figure.parameter.path}."
    found = next((rule for rule in (*book.rules, *book.blocks) if path.startswith(f"{rule_path(rule)}.")), None)
    if found is None:
        return _("全制度")
    return found.title or KINDS[found.kind][0 if chinese() else 1]
