"""The supervisor's wall: what is late or soon will be, and the same by unit, post or person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.cases import queries as cases
from shouwen.dispatch import queries
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

LOOKS = {"late": "is-late", "nearly_late": "is-warn", "rests_long": "is-pause", "unassigned": "is-over"}
QUERIES = {"repeated": "repeated=1&open_only=1"}


@staff_page
@needs("supervise")
def board(request: StaffRequest) -> HttpResponse:
    """Columns of cards, or a table by the way asked for; both live."""
    by = request.GET.get("by", "")
    ways = [{"key": "", "title": _("看板"), "here": by not in queries.WAYS}]
    ways += [{"key": key, "title": _(title), "here": key == by} for key, title in queries.WAYS.items()]
    context: dict[str, Any] = {
        "ways": ways,
        "by": by if by in queries.WAYS else "",
        "spots": queries.hot_spots(request.viewer),
        "cover": queries.cover(request.viewer),
    }
    if context["by"]:
        context |= _table(request, context["by"])
    else:
        context |= _wall(request)
    return render(request, "dispatch/board.html", context)


def _wall(request: StaffRequest) -> dict[str, Any]:
    found = cases.board(request.viewer, request.at)
    columns = [
        _column("late", _("超时"), found.late, query="late=1", look="is-late"),
        _column("nearly", _("即将超时"), found.nearly_late, query="nearly_late=1", look="is-warn"),
        _column("unassigned", _("未指派"), found.unassigned, query="unassigned=1", look="is-over"),
        _column("not_taken", _("未签收"), found.not_taken, query="not_taken=1", look="is-todo"),
        _column("rests", _("长期挂起"), found.long_suspended, query="rests_long=1", look="is-pause"),
    ]
    people = queries.team_presence(request.viewer, [each.person for each in found.load])
    return {
        "columns": columns,
        "load": [(each, people.get(each.person)) for each in found.load],
        "load_most": max((each.open for each in found.load), default=1),
    }


def _column(key: str, title: str, listing: object, *, query: str, look: str) -> dict[str, Any]:
    return {"key": key, "title": title, "listing": listing, "query": query, "look": look}


def _table(request: StaffRequest, by: Any) -> dict[str, Any]:
    rows = queries.grid(request.viewer, by)
    heads = [(name, _(title)) for name, (title, _filters) in queries.columns_of(by).items()]
    return {
        "heads": heads,
        "rows": [(row, [_cell(row, name) for name, _title in heads]) for row in rows],
    }


def _cell(row: queries.GridRow, name: str) -> dict[str, Any]:
    query = f"{row.address}={row.key}&{QUERIES.get(name, f'{name}=1')}"
    return {"count": row.numbers[name], "query": query, "look": LOOKS.get(name, "")}
