"""The workspace: queues, the list, the open case, on one screen; an address asks for the list, and names the case beside it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.words import STATES
from shouwen.people.queries import units_for
from shouwen.people.snapshot import Place
from shouwen.web.cases.asked import USUAL, order_of, plain
from shouwen.web.cases.conditions import IN_SHEET, carried, told
from shouwen.web.cases.lines import Lines, options
from shouwen.web.cases.page import case_context
from shouwen.web.cases.queues import as_listed, narrowed, shelves
from shouwen.web.cases.wrong import wanted_or_nothing, wrong_in
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, staff_page

ON_ONE_PAGE = 25
"""What a screen and a bit more holds; the next stretch is one key away."""
LOOKS = ("cards", "table")
ORDERS: tuple[tuple[queries.Order, str], ...] = (("new", "最新"), ("old", "最早"), ("due", "最急"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to sort."""

    title: str
    query: str
    here: bool


@staff_page
def cases(request: StaffRequest) -> HttpResponse:
    """The whole screen, or for a part of it the list alone."""
    if request.headers.get("HX-Target") == "list":
        response = render(request, "cases/rows.html", listed(request))
    else:
        response = render(request, "cases/list.html", {**listed(request), **_beside(request)})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def listed(request: StaffRequest) -> dict[str, Any]:
    """What the list shows."""
    filters, order = wanted_or_nothing(request.viewer, request.GET), order_of(request.GET)
    listing = queries.listing(request.viewer, filters, request.GET.get("after"), limit=ON_ONE_PAGE, order=order)
    here = narrowed(request.GET.urlencode())
    found = shelves(request.viewer, here)
    tags = told(request, filters)
    sheet = carried(request.GET, IN_SHEET)
    return {
        "listing": listing,
        "lines": Lines(request, request.at).cases_as_rows(listing.rows),
        "filters": filters,
        "wrong": wrong_in(request.viewer, request.GET),
        "states": STATES.items(),
        "unit_options": options(units_for(request.viewer), filters.unit),
        "orders": [
            Choice(_(title), plain(request.GET, sort=key, after="", case=""), key == order) for key, title in ORDERS
        ],
        "shelves": found,
        "own_views": [queue for shelf in found for queue in shelf.queues if queue.view],
        "more_query": plain(request.GET, after=listing.after, case="") if listing.after else "",
        "narrowed": here,
        "address": as_listed(request.GET.urlencode()),
        "told": [(one.words, one.look, one.query) for one in tags],
        "carried": [*carried(request.GET), *([("sort", order)] if order != USUAL else [])],
        "sheet": sheet,
        "conditions": sum(1 for _name, value in sheet if value) or "",
        "look": look_of(request),
        "share_units": shareable(request),
    }


def look_of(request: StaffRequest) -> str:
    """Cards or a table, as the person last chose."""
    chosen = request.COOKIES.get("list", "")
    return chosen if chosen in LOOKS else "table"


def shareable(request: StaffRequest) -> list[Place]:
    """The units of the viewer's posts, with whose people a view can be shared."""
    units = request.viewer.organisation.units
    own = dict.fromkeys(post.unit for post in request.viewer.posts if post.instead_of is None and post.unit in units)
    return [units[each] for each in own]


def _beside(request: StaffRequest) -> dict[str, Any]:
    """The case that the address names, if the viewer may see it."""
    asked = id_in(request.GET.get("case", ""))
    if asked is None:
        return {}
    try:
        return case_context(request, asked)
    except queries.NoSuchCase:
        return {}
