"""A procedure of a draft as a chart that is edited: a step opens its form, a way is led elsewhere, a step comes or goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.authoring.naming import short_name
from shouwen.authoring.queries import Study
from shouwen.rulebook import words
from shouwen.rulebook.flow import flow
from shouwen.rulebook.form.parts import find
from shouwen.rulebook.form.steps import END, redirected, with_step, without_step
from shouwen.rulebook.model import ProcedureRule, Rulebook, StepRule
from shouwen.rulebook.rewriting import rewritten, tree_of
from shouwen.rulebook.words.tongue import Lang
from shouwen.web.rulebook import draft_page
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found, saved
from shouwen.web.ui.flow_drawing import Drawing, Marks, draw
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

STEPS = ".steps."
TOGETHER = "together"


@dataclass(frozen=True)
class Way:
    """One outcome of the chosen step, and where it leads."""

    outcome: str
    title: str
    then: str


@dataclass(frozen=True)
class Chart:
    """The drawing with what is wrong marked on it, the chosen step and its ways."""

    procedure: str
    title: str
    drawing: Drawing | None
    step: str = ""
    ways: tuple[Way, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()


def chart_of(study: Study, procedure: str, path: str, draft_id: int, lang: Lang) -> Chart | None:
    """As far as the procedure can be read; None if the draft has none of that name."""
    book = study.rulebook
    rule = book.procedures.get(procedure) if book else None
    if book is None or rule is None:
        return None
    chosen, inner = _names(path) if STEPS in path else ("", "")
    faults: dict[str, str] = {}
    for one in draft_page.problems(study, lang):
        if one.problem.where.startswith(f"{procedure}{STEPS}"):
            for name in _names(one.problem.where):
                faults.setdefault(name, one.message)
    address = reverse("draft-part", args=[draft_id])
    links = {name: f"{address}?{urlencode({'part': f'{procedure}{STEPS}{at}'})}" for name, at in _places(rule)}
    drawing = draw(flow(rule, book, lang), marks=Marks(links=links, faults=faults, here=inner))
    step = rule.steps.get(chosen)
    targets = tuple((name, words.label(one.title, name, book, lang)) for name, one in rule.steps.items())
    title = words.label(rule.title, procedure, book, lang)
    ways = _ways(step, book, lang) if step else ()
    return Chart(procedure, title, drawing, chosen, ways, (*targets, (END, _("结束"))))


def _places(rule: ProcedureRule) -> Iterator[tuple[str, str]]:
    """Every step and every part of one, by the name that the chart knows it by, and where it is written."""
    for name, step in rule.steps.items():
        yield name, name
        yield from ((f"{name}.{part}", f"{name}.{TOGETHER}.{part}") for part in step.together or {})


def _names(path: str) -> tuple[str, str]:
    """Of a path below the steps, the step, and its part if the path leads into one."""
    step, _, rest = path.partition(STEPS)[2].partition(".")
    word, _, inner = rest.partition(".")
    part = inner.partition(".")[0] if word == TOGETHER else ""
    return step, f"{step}.{part}" if part else step


def _ways(step: StepRule, book: Rulebook, lang: Lang) -> tuple[Way, ...]:
    scale = book.facts.get(step.judge or "")
    titles = scale.titles if scale else {}
    return tuple(
        Way(name, words.label(way.title or titles.get(name), name, book, lang), way.then)
        for name, way in step.out.items()
    )


@staff_page
@needs(MANAGE)
@require_POST
def change(request: StaffRequest, draft_id: int) -> HttpResponse:
    """One act on the chart, saved at once: the chart that comes back is drawn from what is written then."""
    view = found(draft_id)
    given = {key: request.POST.get(key, "") for key in ("procedure", "step", "outcome", "then", "act", "title")}
    piece = find(view.texts, given["procedure"])
    if piece is None or piece.kind != "procedure" or given["step"] not in piece.tree.get("steps", {}):
        return HttpResponseRedirect(reverse("draft", args=[draft_id]))
    title = given["title"].strip() or _("新环节")
    name = short_name(title, set(piece.tree["steps"]))
    to = {"add": name, "remove": ""}.get(given["act"], given["step"])

    def changed(text: str) -> str:
        tree = tree_of(text, piece.path)
        if given["act"] == "add":
            tree = with_step(
                tree, after=given["step"], outcome=given["outcome"], name=name, title=title, word=_("已办完")
            )
        elif given["act"] == "remove":
            tree = without_step(tree, given["step"])
        else:
            tree = redirected(tree, step=given["step"], outcome=given["outcome"], then=given["then"])
        return rewritten(text, piece.path, tree)

    part = f"{piece.path}{STEPS}{to}" if to else piece.path
    version = request.POST.get("version", "")
    return saved(
        request, view, piece.file, changed, to=f"{reverse('draft-part', args=[draft_id])}?{urlencode({'part': part})}",
        version=int(version) if version.isdecimal() else None,
    )  # fmt: skip
