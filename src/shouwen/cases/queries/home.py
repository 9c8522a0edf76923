"""The numbers of a home page that are grouped: by unit, by severity, by what a rulebook marks a case with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from shouwen.cases.attributes import Attribute
from shouwen.cases.queries.known import known_attributes
from shouwen.cases.queries.seeing import readable, unit_name, value_title
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks

SET = ".set"
MOST_UNITS = 12
MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """Open cases of one unit, and how many of them are over a limit."""

    unit: str
    name: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Level:
    """How many open cases stand at one level of severity, or have one mark."""

    key: str
    title: str
    count: int
    rank: int = 0


def units_compared(viewer: Viewer) -> tuple[UnitLoad, ...]:
    """Those with most late first."""
    late = Count("pk", filter=Q(next_due_at__lt=viewer.at))
    rows = readable(viewer).filter(closed_at__isnull=True).order_by().values("unit")
    found = rows.annotate(open=Count("pk"), late=late).order_by("-late", "-open", "unit")[:MOST_UNITS]
    return tuple(UnitLoad(row["unit"], unit_name(viewer, row["unit"]), row["open"], row["late"]) for row in found)


def levels(viewer: Viewer) -> tuple[Level, ...]:
    """Open cases by what they were judged to be, the gravest levels of the rulebooks' scales first."""
    rows = readable(viewer).filter(closed_at__isnull=True).exclude(severity="").order_by()
    counted = rows.values("severity", "edition").annotate(count=Count("pk"))
    found: dict[str, Level] = {}
    for row in counted:
        value, book = row["severity"], rulebooks.rulebook(row["edition"])
        scales = (fact.scale for fact in book.facts.values() if fact.scale and value in fact.scale)
        rank = max((len(scale) * scale.index(value) for scale in scales), default=-1)
        known = found.get(value)
        if rank > 0:
            count = row["count"] + (known.count if known else 0)
            found[value] = Level(value, value_title(book, value), count, max(rank, known.rank if known else 0))
    return tuple(sorted(found.values(), key=lambda level: (-level.rank, level.key))[:MOST_LEVELS])


def marks(viewer: Viewer) -> tuple[Level, ...]:
    """Open cases by the yes/no facts of the rulebooks that hold for them, as 重复投诉 or 已投诉到媒体; one query."""
    good = frozenset[str]().union(*(good_news(rulebooks.rulebook(key)) for key in rulebooks.installed()))
    named = [one for one in _marks(known_attributes().values()) if one.path not in good]
    if not named:
        return ()
    conditions: dict[str, Any] = {
        f"m{number}": Count("pk", filter=Q(attributes__contains={one.path: True})) for number, one in enumerate(named)
    }
    counted = readable(viewer).filter(closed_at__isnull=True).order_by().aggregate(**conditions)
    found = [Level(one.path, one.title, counted[f"m{number}"]) for number, one in enumerate(named)]
    return tuple(sorted((level for level in found if level.count), key=lambda level: -level.count)[:MOST_LEVELS])


def good_news(book: Rulebook) -> frozenset[str]:
    """Facts with which a limit is kept, as 已回复到客户: whoever looks for trouble does not look for these."""
    rules = book.case_types.values()
    dues = [due for rule in rules for due in rule.due.values()]
    dues += [due for rule in rules for step in rule.steps.values() for due in step.due.values()]
    return frozenset(due.until.removesuffix(SET) for due in dues if due.until and due.until.endswith(SET))


def _marks(known: Any) -> Sequence[Attribute]:
    """Facts that are declared, not fields of forms."""
    return [one for one in known if one.kind == "yes_no" and "." not in one.path]
