"""Pages of the rulebooks: which there are, a clause with what carries it out, a procedure as a flow chart."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.people.access import may
from shouwen.people.queries import unit_names
from shouwen.rulebook.flow import flow
from shouwen.rulebook.listing import in_order
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.words.tongue import Lang
from shouwen.runtime import rulebooks
from shouwen.runtime.confirming import open_figures
from shouwen.web.rulebook import reading
from shouwen.web.rulebook.confirming import MANAGE, settled_for
from shouwen.web.rulebook.editions import STANDING, standing, successors
from shouwen.web.ui.flow_drawing import draw
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import chinese


def _lang() -> Lang:
    return "zh" if chinese() else "en"


def _rulebook(key: str) -> Rulebook:
    try:
        return rulebooks.rulebook(key)
    except rulebooks.NotInstalled as missing:
        raise Http404(_("没有这一版制度")) from missing


@staff_page
def index(request: StaffRequest) -> HttpResponse:
    """Every installed edition with its size and what is left to confirm."""
    rows = []
    units = unit_names(version=request.viewer.version)
    for key in sorted(rulebooks.installed()):
        book = rulebooks.rulebook(key)
        rows.append(
            {
                "key": key,
                "title": book.header.title,
                "in_force": book.header.edition.in_force,
                "clauses": len(book.clauses),
                "procedures": len(book.procedures),
                "to_confirm": sum(1 for each in open_figures(key) if not each.confirmed),
                "standing": standing(rulebooks.edition(key), localdate(request.at)),
                "successors": successors(rulebooks.edition(key), localdate(request.at)),
                "units": [units.get(unit, unit) for unit in sorted(rulebooks.edition(key).units)],
            }
        )
    for row in rows:
        word, row["look"] = STANDING[str(row["standing"])]
        row["standing"] = _(word)
    context = {"rows": rows, "may_write": may(request.viewer, MANAGE)}
    return render(request, "rulebook/index.html", context)


@staff_page
def clause(request: StaffRequest, key: str, clause_id: str = "") -> HttpResponse:
    """The tree on the left; on the right the clause's text and the rules that carry it out."""
    book = _rulebook(key)
    chosen = book.clause.get(clause_id) if clause_id else next(iter(book.clauses), None)
    if chosen is None:
        raise Http404(_("制度里没有这一条"))
    context = {
        "book": book,
        "key": key,
        "clause": chosen,
        "tables": [one for one in book.tables.values() if one.hit == "one"],
        "tree": reading.tree(book, chosen.id),
        "carriers": reading.carriers(book, chosen.id, _lang()),
        "standing": reading.standing(book, chosen.id, _lang()),
        "settled": settled_for(key, chosen.id),
        "below": in_order(one for one in book.clauses if one.parent == chosen.id),
    }
    return render(request, "rulebook/clause.html", context)


@staff_page
def procedure(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """The flow chart, drawn from the definition."""
    book = _rulebook(key)
    found = book.procedures.get(name)
    if found is None:
        raise Http404(_("制度里没有这一流程"))
    drawing = draw(flow(found, book, _lang()))
    context = {"book": book, "key": key, "procedure": found, "drawing": drawing, "title": found.title}
    return render(request, "rulebook/procedure.html", context)
