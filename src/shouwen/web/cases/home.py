"""The first page of a day: numbers by what somebody's posts let them do, each a link to exactly those cases, above their duties."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.dispatch import queries as dispatch
from shouwen.people.access import SEE, Viewer, may, visible
from shouwen.runtime import rulebooks
from shouwen.web.cases.asked import filters_of
from shouwen.web.ui.fragments import part_of
from shouwen.web.ui.staff import StaffRequest, staff_page


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with its words and the address of the list that it counts."""

    title: str
    query: str
    count: int = 0
    more: bool = False
    look: str = ""
    page: str = "cases"


@dataclass(frozen=True, slots=True)
class Row:
    """Tiles that belong to one way of working."""

    name: str
    title: str
    tiles: tuple[Tile, ...]

    @property
    def is_needed(self) -> bool:
        """Whether any of its numbers is more than nothing."""
        return any(tile.count for tile in self.tiles)


@part_of("tasks")
@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """The numbers alone; the page asks for them after its duties stand, and again when something happened."""
    return render(request, "cases/home.html", {**numbers(request.viewer), "exports": _exports(request.viewer)})


def numbers(viewer: Viewer) -> dict[str, Any]:
    """Which rows there are follows from the acts of the viewer's posts and how far they reach, never from a post's name."""
    rows = _rows(viewer)
    found = counted(viewer, rows)
    leads = may(viewer, "see_compliance")
    return {
        "rows": [row for row in found if row.name != "own" or row.is_needed or (len(found) == 1 and viewer.home)],
        "units": queries.units_compared(viewer) if leads else (),
        **_team(viewer),
        "trend_url": f"{reverse('compliance-brief')}" if leads else "",
    }


MOST_LOADS = 8
MOST_SPOTS = 5
TO_APPROVE = "own=approve"


def _rows(viewer: Viewer) -> list[Row]:
    """Who leads has the approvals always at hand; with others they stand among their own work."""
    approvals = (Tile(_("请我审批"), TO_APPROVE),)
    leading = []
    if is_over_all(viewer):
        leading.append(Row("director", _("要情"), (*_director(viewer), *approvals)))
    if may(viewer, "supervise"):
        leading.append(Row("supervise", _("督办"), (*_supervised(), *(() if leading else approvals))))
    own = Row("own", _("我的"), (*_own(), *(() if leading else approvals)))
    before, after = (leading[:1], leading[1:]) if leading and leading[0].name == "director" else ([], leading)
    return [*before, own, *after]


def _team(viewer: Viewer) -> dict[str, Any]:
    """For whoever leads: who carries how much, who is there, and what several customers complain of now."""
    if not (may(viewer, "supervise") or is_over_all(viewer)):
        return {"load": (), "states": (), "spots": ()}
    load = queries.load(viewer)[:MOST_LOADS] if may(viewer, "supervise") else ()
    people = dispatch.team_presence(viewer, [each.person for each in load])
    spots = [spot for spot in dispatch.hot_spots(viewer) if spot.seen_at is None]
    return {
        "load": [(each, people.get(each.person)) for each in load],
        "states": dispatch.team_states(viewer) if load else (),
        "spots": spots[:MOST_SPOTS],
    }


def is_over_all(viewer: Viewer) -> bool:
    """Whether the viewer sees everywhere some rulebook holds, and how it is kept: what is reported up ends with them."""
    if not may(viewer, "see_compliance"):
        return False
    reach = visible(viewer, SEE)
    if reach.everything:
        return True
    tops = {str(place.id) for place in viewer.organisation.units.values() if place.parent is None}
    held = (rulebooks.edition(key).units or tops for key in rulebooks.installed())
    seen = {str(each) for each in reach.units}
    return any(units <= seen for units in held)


def _own() -> tuple[Tile, ...]:
    return (
        Tile(_("已超时"), "own=late", look="late"),
        Tile(_("今天到期"), "own=today", look="warn"),
        Tile(_("约定回复"), "own=promised"),
        Tile(_("等待客户"), "own=waiting"),
        Tile(_("可接单"), "own=to_take"),
        Tile(_("我的草稿"), "own=drafts"),
    )


def _supervised() -> tuple[Tile, ...]:
    return (
        Tile(_("超时"), "late=1", look="late"),
        Tile(_("即将超时"), "nearly_late=1", look="warn"),
        Tile(_("未指派"), "unassigned=1", look="late"),
        Tile(_("未签收"), "not_taken=1"),
        Tile(_("长期挂起"), "rests_long=1"),
        Tile(_("反复来找"), "repeated=1", look="warn"),
    )


def _director(viewer: Viewer) -> tuple[Tile, ...]:
    """What was reported up, then the gravest levels and the marks that the rulebooks know, as far as any case has them."""
    graves = (Tile(one.title, f"severity={one.key}&open_only=1", look="late") for one in queries.levels(viewer)[:3])
    marks = (Tile(one.title, f"field={one.key}&is=true&open_only=1", look="warn") for one in queries.marks(viewer)[:3])
    return (
        Tile(_("报给我的"), "own=told", look="late"),
        Tile(_("紧急"), "urgent=1&open_only=1", look="late"),
        *graves,
        *marks,
    )


def counted(viewer: Viewer, rows: list[Row]) -> list[Row]:
    """All tiles by one question, each by the same filters as the list behind it."""
    wanted = [filters_of(QueryDict(tile.query)) for row in rows for tile in row.tiles]
    found = iter(queries.counts(viewer, wanted))
    return [
        Row(row.name, row.title, tuple(_where(viewer, _told(tile, *next(found))) for tile in row.tiles)) for row in rows
    ]


def _where(viewer: Viewer, tile: Tile) -> Tile:
    """Approvals are decided in their inbox, which knows whose turn it is."""
    if tile.query != TO_APPROVE or not tile.count:
        return tile
    count = len(queries.approvals(viewer))
    return replace(tile, page="approvals", query="", count=count, look="" if count else "none")


def _told(tile: Tile, count: int, more: bool) -> Tile:  # noqa: FBT001  # as the count comes
    return Tile(tile.title, tile.query, count, more, tile.look if count else "none")


def _exports(viewer: Viewer) -> int:
    return len(queries.exports_to_decide(viewer))
