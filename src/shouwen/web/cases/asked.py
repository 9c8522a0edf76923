"""What a page's address asks of the list, and the words for it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.queries import Filters

FLAGS = ("mine", "open_only", "late", "nearly_late", "not_taken", "unassigned", "rests_long", "carried_late", "urgent")
WORDS = ("text", "unit", "handler", "carried_by", "edition", "clause", "result", "rule")
SEVERAL = ("state", "case_type")
INSTANTS = ("since", "until")
LONGEST = 100
# Outside of these an instant of some zone is none in another.
YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True)
class Tab:
    """One link above the list."""

    title: str
    query: str
    here: bool


def filters_of(query: QueryDict) -> Filters:
    """Unknown words are ignored, long ones cut: an address is typed by anybody."""
    asked: dict[str, Any] = {name: str(query.get(name, ""))[:LONGEST].strip() for name in WORDS}
    asked |= {name: tuple(value for value in query.getlist(name) if value) for name in SEVERAL}
    asked |= {name: bool(query.get(name)) for name in FLAGS}
    asked |= {name: instant_of(str(query.get(name, ""))) for name in INSTANTS}
    customer = str(query.get("customer", ""))
    return Filters(**asked, customer=int(customer) if customer.isdecimal() and len(customer) <= LONGEST else None)


def instant_of(asked: str) -> datetime | None:
    """An ISO instant of an address, without a zone of the house's own; None for what is no such thing."""
    try:
        found = datetime.fromisoformat(asked)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return (found if found.tzinfo else timezone.make_aware(found)).astimezone(UTC)


def tabs_of(query: QueryDict) -> list[Tab]:
    """全部, and the ways of looking that people ask for most."""
    ways: tuple[tuple[str, dict[str, str]], ...] = (
        (_("全部"), {}),
        (_("在办"), {"open_only": "1"}),
        (_("我参与的"), {"mine": "1"}),
        (_("超时"), {"late": "1"}),
        (_("即将超时"), {"nearly_late": "1"}),
        (_("待接单"), {"not_taken": "1"}),
        (_("紧急"), {"urgent": "1", "open_only": "1"}),
    )
    asked = {name: query.get(name) for name in FLAGS if query.get(name)}
    return [Tab(title, urlencode(way), asked == way) for title, way in ways]


def plain(query: QueryDict, **changed: str) -> str:
    """The same address with some words changed, for the next stretch of a list."""
    kept = {name: query.getlist(name) for name in query if name not in changed}
    return urlencode(kept | changed, doseq=True)
