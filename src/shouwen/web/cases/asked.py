"""What a page's address asks of the list."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from shouwen.analytics import queries as history
from shouwen.base.days import instant_of
from shouwen.cases.queries import ORDERS, Filters, Order, Sought
from shouwen.dispatch.queries import NoSuchSpotError, cases_of_spot
from shouwen.people.access import Viewer
from shouwen.web.ui.addresses import id_in

FLAGS = (
    "mine", "open_only", "late", "nearly_late", "not_taken", "unassigned", "rests_long", "carried_late", "urgent",
    "repeated", "reopened",
)  # fmt: skip
WORDS = (
    "text",
    "unit",
    "handler",
    "carried_by",
    "edition",
    "clause",
    "result",
    "rule",
    "own",
    "post",
    "severity",
    "channel",
)
NUMBERS = ("customer", "object")
SEVERAL = ("state", "case_type", "without")
INSTANTS = ("since", "until")
LONGEST = 100
MOST_FIELDS = 5
IN_ROWS = ("field", "how", "is", "to")
"""Names of an address that belong together by their places."""
LONGEST_RUN = 7
USUAL: Order = "new"
# Outside of these an instant of some zone is none in another.


def filters_of(query: QueryDict) -> Filters:
    """Unknown words are ignored, long ones cut: an address is typed by anybody."""
    asked: dict[str, Any] = {name: str(query.get(name, ""))[:LONGEST].strip() for name in WORDS}
    asked |= {name: tuple(value for value in query.getlist(name) if value) for name in SEVERAL}
    asked |= {name: bool(query.get(name)) for name in FLAGS}
    asked |= {name: moment_of(str(query.get(name, ""))) for name in INSTANTS}
    asked |= {name: id_in(str(query.get(name, ""))) for name in NUMBERS}
    return Filters(**asked, attributes=attributes_of(query))


def wanted(viewer: Viewer, query: QueryDict) -> Filters:
    """The same, narrowed to the cases of one import or hot spot that the address names: lists, counts and files ask alike."""
    filters, run, spot = filters_of(query), str(query.get("run", "")), str(query.get("spot", ""))
    if spot.isdecimal() and len(spot) <= LONGEST_RUN:
        return replace(filters, among=_of_a_spot(viewer, int(spot)))
    if not run.isdecimal() or len(run) > LONGEST_RUN:
        return filters
    return replace(filters, among=history.cases_of(viewer, int(run), str(query.get("reply", ""))))


def _of_a_spot(viewer: Viewer, spot: int) -> frozenset[int]:
    """Nothing for a hot spot that is none of the viewer's."""
    try:
        return cases_of_spot(viewer, spot)
    except NoSuchSpotError:
        return frozenset()


def attributes_of(query: QueryDict) -> tuple[Sought, ...]:
    """Each `field` with what stands in the same places of `how`, `is` and `to`; one of which nothing is asked is left out."""
    lists = (query.getlist(name) for name in IN_ROWS)
    rows = (tuple(str(each or "")[:LONGEST].strip() for each in row) for row in zip_longest(*lists))
    found = (Sought(name, value, how or "is", until) for name, how, value, until in rows if name)
    return tuple(each for each in found if each.value or each.until or each.how != "is")[:MOST_FIELDS]


def in_rows(sought: Iterable[Sought]) -> list[tuple[str, str]]:
    """The same as pairs of an address; what every row leaves unsaid is left out."""
    rows = list(sought)
    said = {"field", "is"} | ({"how"} if any(each.how != "is" for each in rows) else set())
    said |= {"to"} if any(each.until for each in rows) else set()
    pairs = ((("field", each.path), ("how", each.how), ("is", each.value), ("to", each.until)) for each in rows)
    return [pair for row in pairs for pair in row if pair[0] in said]


def order_of(query: QueryDict) -> Order:
    """As asked; what is no order is the newest first."""
    asked = query.get("sort", "")
    return next((order for order in ORDERS if order == asked), USUAL)


def moment_of(asked: str) -> datetime | None:
    """An ISO instant of an address, without a zone of the house's own; None for what is no such thing."""
    try:
        found = instant_of(asked)
    except ValueError:
        return None
    return (found if found.tzinfo else timezone.make_aware(found)).astimezone(UTC)


def plain(query: QueryDict, **changed: str | list[str]) -> str:
    """The same address with some words changed, for the next stretch of a list."""
    kept: dict[str, str | list[str]] = {name: query.getlist(name) for name in query if name not in changed}
    return urlencode(kept | changed, doseq=True)
