"""The queues beside the list: ways of looking that a role works by, saved views, and how many stand in each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.people.access import Viewer, may
from shouwen.web.cases.asked import IN_ROWS, USUAL, attributes_of, in_rows, order_of
from shouwen.web.cases.wrong import wanted_or_nothing
from shouwen.web.ui.staff import StaffRequest, staff_page

NOT_COUNTED = frozenset({"after", "case", "sort"})
"""Words of an address that narrow nothing."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One line: its words, its address, how many cases it has."""

    title: str
    query: str
    here: bool = False
    count: int | None = None
    more: bool = False
    look: str = ""
    view: int | None = None
    """The saved view of one's own that can be dropped here."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Queues under one heading."""

    title: str
    queues: tuple[Queue, ...]


@staff_page
def queues(request: StaffRequest) -> HttpResponse:
    """The shelves with their counts; asked for after the list stands, and again when something happened."""
    here = request.GET.urlencode()
    return render(request, "cases/queues.html", {"shelves": counted(request.viewer, shelves(request.viewer, here))})


def shelves(viewer: Viewer, here: str) -> list[Shelf]:
    """Without counts: what stands there at once."""
    own = [
        (_("要我办"), "own=work&sort=due", ""),
        (_("已超时"), "own=late&sort=due", "late"),
        (_("今天到期"), "own=today&sort=due", "warn"),
        (_("约定回复"), "own=promised&sort=due", ""),
        (_("等待客户"), "own=waiting&sort=due", ""),
        (_("可接单"), "own=to_take&sort=due", ""),
        (_("请我审批"), "own=approve&sort=due", ""),
        (_("我的草稿"), "own=drafts&sort=due", ""),
    ]
    every = [
        (_("全部"), "", ""),
        (_("在办"), "open_only=1", ""),
        (_("我参与的"), "mine=1", ""),
        (_("紧急"), "urgent=1&open_only=1", "late"),
        (_("反复来找"), "repeated=1", "warn"),
    ]
    found = [_shelf(_("我的"), own, here), _shelf(_("事项"), every, here)]
    if may(viewer, "supervise"):
        found.insert(1, _shelf(_("督办"), supervised(), here))
    views = queries.views_for(viewer)
    if views:
        saved = tuple(_of_view(view, here) for view in views)
        found.append(Shelf(_("视图"), saved))
    return found


def supervised() -> list[tuple[str, str, str]]:
    """What a supervisor looks after."""
    return [
        (_("超时"), "late=1", "late"),
        (_("即将超时"), "nearly_late=1", "warn"),
        (_("未指派"), "unassigned=1", "late"),
        (_("未签收"), "not_taken=1", ""),
        (_("长期挂起"), "rests_long=1", ""),
    ]


def counted(viewer: Viewer, found: list[Shelf]) -> list[Shelf]:
    """The same with counts, all of them by one question."""
    lines = [queue for shelf in found for queue in shelf.queues]
    numbers = iter(queries.counts(viewer, [wanted_or_nothing(viewer, QueryDict(queue.query)) for queue in lines]))
    return [Shelf(shelf.title, tuple(_with(queue, *next(numbers)) for queue in shelf.queues)) for shelf in found]


def _with(queue: Queue, count: int, more: bool) -> Queue:  # noqa: FBT001  # as the count comes
    return Queue(queue.title, queue.query, queue.here, count, more, queue.look if count else "", queue.view)


def _shelf(title: str, lines: list[tuple[str, str, str]], here: str) -> Shelf:
    return Shelf(title, tuple(Queue(words, query, is_same(query, here), look=look) for words, query, look in lines))


def _of_view(view: queries.SavedViewRow, here: str) -> Queue:
    query = str(view.filters.get("query", ""))
    title = view.name if view.is_own and not view.unit else f"{view.name} · {_('共享')}"
    return Queue(title, query, is_same(query, here), view=view.id if view.is_own else None)


def is_same(query: str, here: str) -> bool:
    """Whether two addresses ask for the same list."""
    return narrowed(query) == narrowed(here)


def narrowed(query: str) -> str:
    """An address without what narrows nothing, in one order; rows of fields keep theirs."""
    told = QueryDict(query)
    left_out = {*NOT_COUNTED, *IN_ROWS}
    pairs = [(name, value) for name in sorted(told) if name not in left_out for value in told.getlist(name) if value]
    return urlencode([*pairs, *in_rows(attributes_of(told))])


def as_listed(query: str) -> str:
    """The same with its order, where that is not the usual one: views and files come as the list stands."""
    order = order_of(QueryDict(query))
    return "&".join(filter(None, (narrowed(query), "" if order == USUAL else urlencode({"sort": order}))))
