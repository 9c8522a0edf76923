"""The page nobody else has: per clause kept, late, open, overridden, each a link to the cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.rows import ClauseFigures
from shouwen.people.queries import units_for
from shouwen.runtime import rulebooks
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

PERIODS = {"month": "本月", "quarter": "近90天", "year": "近一年", "all": "全部"}
DAYS = {"quarter": 90, "year": 365}


@dataclass(frozen=True, slots=True)
class Totals:
    """The line above the table."""

    share: float | None
    late: int
    overridden: int
    silent: int
    """Clauses about which nothing has happened yet."""


@staff_page
@needs("see_compliance")
def compliance(request: StaffRequest) -> HttpResponse:
    """One edition, one period, perhaps one unit."""
    keys = rulebooks.installed()
    key = request.GET.get("edition", "")
    key = key if key in keys else (keys[0] if keys else "")
    period = request.GET.get("period", "month")
    units = units_for(request.viewer)
    unit = request.GET.get("unit", "")
    unit = unit if unit in {str(place.id) for place in units} else ""
    since = _since(period, request.at)
    figures = queries.compliance(request.viewer, key, since, request.at, unit or None) if key else ()
    quiet = request.GET.get("quiet") == "1"
    context = {
        "keys": keys,
        "key": key,
        "title": rulebooks.rulebook(key).header.title if key else "",
        "periods": [(name, _(word)) for name, word in PERIODS.items()],
        "period": period if period in PERIODS else "month",
        "units": units,
        "unit": unit,
        "rows": [{"figures": one, "look": _look(one)} for one in figures if quiet or _happened(one)],
        "totals": _totals(figures),
        "quiet": quiet,
    }
    return render(request, "compliance/compliance.html", context)


def _since(period: str, at: datetime) -> datetime:
    local = timezone.localtime(at)
    if period in DAYS:
        return at - timedelta(days=DAYS[period])
    if period == "all":
        return at - timedelta(days=365 * 50)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _happened(one: ClauseFigures) -> bool:
    return bool(one.kept or one.late or one.broken or one.overridden or one.open)


def _look(one: ClauseFigures) -> str:
    if one.share is None or one.share >= 0.95:
        return ""
    return "low" if one.share >= 0.8 else "bad"


def _totals(figures: tuple[ClauseFigures, ...]) -> Totals:
    kept = sum(one.kept for one in figures)
    decided = kept + sum(one.late + one.broken for one in figures)
    return Totals(
        share=kept / decided if decided else None,
        late=sum(one.late for one in figures),
        overridden=sum(one.overridden for one in figures),
        silent=sum(1 for one in figures if not _happened(one)),
    )
