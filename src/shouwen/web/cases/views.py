"""What an agent looks at: 我的待办, the list, one case, its flow."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.authoring.proposals import awaiting
from shouwen.cases import queries
from shouwen.cases.rows import DutyRow
from shouwen.rulebook.flow import flow
from shouwen.runtime import rulebooks
from shouwen.web.cases.lines import Lines
from shouwen.web.cases.page import case_response
from shouwen.web.ui.flow_drawing import draw
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import chinese

LONGEST_SKIP = 7
GROUPS = {
    "late": "超时",
    "today": "今天到期",
    "promised": "约定回复",
    "tomorrow": "明天到期",
    "later": "以后",
    "waiting": "等待客户",
}


@staff_page
def tasks(request: StaffRequest) -> HttpResponse:
    """The duties of the viewer, the most pressing first, each with the one button that discharges it."""
    asked = request.GET.get("skip", "")
    skip = int(asked) if asked.isdecimal() and len(asked) < LONGEST_SKIP else 0
    duties = queries.my_tasks(request.viewer, request.at, skip=skip)
    is_all = skip == 0 and len(duties) < queries.MOST_SHOWN
    reached = skip + queries.MOST_SHOWN
    most = max(queries.MOST_COUNTED, reached)
    total, more = (len(duties), False) if is_all else queries.count_tasks(request.viewer, most=most)
    rest = reached if more or total > reached else 0
    lines = Lines(request, request.at)
    groups = [_group(name, list(found), lines) for name, found in groupby(duties, key=lambda duty: duty.group)]
    if rest:
        # The last group goes on behind the page's end.
        groups[-1]["count"] = f"{groups[-1]['count']}+"
    counts = {group["name"]: group["count"] for group in groups}
    stats = [{"name": name, "title": _(title), "count": counts.get(name, 0)} for name, title in GROUPS.items()]
    return render(
        request,
        "cases/tasks.html",
        {
            "groups": groups,
            "stats": stats,
            "total": f"{total}+" if more else total,
            "rest": rest,
            "skip": skip,
            "proposals": () if skip else awaiting(request.viewer, request.at),
        },
    )


def _group(name: str, duties: Sequence[DutyRow], lines: Lines) -> dict[str, Any]:
    return {"name": name, "title": _(GROUPS[name]), "count": len(duties), "lines": lines.duties(duties)}


@staff_page
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Everything to decide on one screen."""
    return case_response(request, case_id)


@staff_page
def flow_chart(request: StaffRequest, case_id: int) -> HttpResponse:
    """The procedure as drawn, with the case's own way through it."""
    row = queries.get_for(request.viewer, case_id)
    way = queries.way_of(request.viewer, case_id)
    book = rulebooks.rulebook(row.edition)
    procedure = book.case_types[row.case_type]
    graph = flow(procedure, book, "zh" if chinese() else "en")
    drawing = draw(graph, done=way.done, now=way.now, ways=way.ways)
    context = {"row": row, "drawing": drawing, "title": procedure.title, "key": row.edition, "procedure": procedure}
    return render(request, "cases/flow.html", context)
