"""What a page's address asks of the list."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from shouwen.analytics import queries as history
from shouwen.cases.queries import ORDERS, Filters, Order
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
LONGEST_RUN = 7
# Outside of these an instant of some zone is none in another.
YEARS = range(1900, 3000)


def filters_of(query: QueryDict) -> Filters:
    """Unknown words are ignored, long ones cut: an address is typed by anybody."""
    asked: dict[str, Any] = {name: str(query.get(name, ""))[:LONGEST].strip() for name in WORDS}
    asked |= {name: tuple(value for value in query.getlist(name) if value) for name in SEVERAL}
    asked |= {name: bool(query.get(name)) for name in FLAGS}
    asked |= {name: instant_of(str(query.get(name, ""))) for name in INSTANTS}
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


def attributes_of(query: QueryDict) -> tuple[tuple[str, str], ...]:
    """Each `field` with the value of the same place; a field without a value asks for nothing."""
    names, values = query.getlist("field")[:MOST_FIELDS], query.getlist("is")[:MOST_FIELDS]
    pairs = ((name[:LONGEST], value.strip()[:LONGEST]) for name, value in zip(names, values, strict=False))
    return tuple((name, value) for name, value in pairs if name and value)


def order_of(query: QueryDict) -> Order:
    """As asked; what is no order is the newest first."""
    asked = query.get("sort", "")
    return next((order for order in ORDERS if order == asked), "new")


def instant_of(asked: str) -> datetime | None:
    """An ISO instant of an address, without a zone of the house's own; None for what is no such thing."""
    try:
        found = datetime.fromisoformat(asked)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return (found if found.tzinfo else timezone.make_aware(found)).astimezone(UTC)


def plain(query: QueryDict, **changed: str | list[str]) -> str:
    """The same address with some words changed, for the next stretch of a list."""
    kept: dict[str, str | list[str]] = {name: query.getlist(name) for name in query if name not in changed}
    return urlencode(kept | changed, doseq=True)
