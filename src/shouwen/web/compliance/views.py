"""The page nobody else has: per clause kept, late, open, overridden, each a link to the cases."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.base.days import day_of
from shouwen.cases import queries
from shouwen.cases.figures import ClauseFigures, Kept
from shouwen.cases.words import FIGURES
from shouwen.people.queries import units_for
from shouwen.runtime import rulebooks
from shouwen.web.compliance.editions import offered, own
from shouwen.web.compliance.figures import query_of, result_of, trend, within, written
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

PERIODS = {"month": "本月", "quarter": "近90天", "year": "近一年", "all": "全部"}
YEARS = range(1900, 3000)
DAYS = {"quarter": 90, "year": 365}


@staff_page
@needs("see_compliance")
def compliance(request: StaffRequest) -> HttpResponse:
    """One edition, one period or a week of it, perhaps one unit."""
    keys = offered(request.viewer)
    key = request.GET.get("edition", "")
    key = key if key in keys else own(request.viewer, keys)
    period = request.GET.get("period", "month")
    units = units_for(request.viewer)
    unit = request.GET.get("unit", "")
    unit = unit if unit in {str(place.id) for place in units} else ""
    of_period = _since(period, request.at), request.at
    week = _monday(request.GET.get("week", ""))
    since, until = within(week, of_period) if week else of_period
    asked = (request.viewer, key, since, until, unit or None)
    figures = queries.compliance(*asked) if key else ()
    link = {"edition": key, "unit": unit, "since": written(since), "until": written(until)}
    quiet = request.GET.get("quiet") == "1"
    context = {
        "editions": [(one, rulebooks.rulebook(one).header.title) for one in keys],
        "key": key,
        "title": rulebooks.rulebook(key).header.title if key else "",
        "periods": [(name, _(word)) for name, word in PERIODS.items()],
        "period": period if period in PERIODS else "month",
        "units": units,
        "unit": unit,
        "week": week,
        "trend": trend(request.viewer, key, of_period, unit) if key else (),
        "rows": [_row(one, link) for one in figures if quiet or _happened(one)],
        **_totals(queries.compliance_totals(*asked) if key else Kept(), link),
        "silent": sum(1 for one in figures if not _happened(one)),
        "quiet": quiet,
    }
    return render(request, "compliance/compliance.html", context)


WEEKS_SHOWN = 8


@staff_page
@needs("see_compliance")
def brief(request: StaffRequest) -> HttpResponse:
    """The last weeks of the viewer's own rulebook, for other pages to show."""
    key = own(request.viewer, offered(request.viewer))
    weeks = trend(request.viewer, key, (_since("quarter", request.at), request.at), "")[-WEEKS_SHOWN:] if key else []
    context = {"trend": weeks, "title": rulebooks.rulebook(key).header.title if key else ""}
    return render(request, "compliance/brief.html", context)


def _totals(totals: Kept, link: dict[str, str]) -> dict[str, Any]:
    found = {name: result_of(totals, name, link) for name in ("late", "overridden")}
    return {"totals": totals, "decided": query_of("decided", link), **found}


def _monday(asked: str) -> date | None:
    """The Monday of the week of a day; None for what is no day."""
    try:
        day = day_of(asked)
    except ValueError:
        return None
    return day - timedelta(days=day.weekday()) if day.year in YEARS else None


def _since(period: str, at: datetime) -> datetime:
    local = timezone.localtime(at)
    if period in DAYS:
        return at - timedelta(days=DAYS[period])
    if period == "all":
        return at - timedelta(days=365 * 50)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _row(one: ClauseFigures, link: dict[str, str]) -> dict[str, Any]:
    kept, *others = (result_of(one, name, link, clause=one.clause) for name in FIGURES)
    return {
        "figures": one,
        "look": _look(one),
        "decided": query_of("decided", link, clause=one.clause),
        "kept": kept,
        "others": [each for each in others if each.times],
    }


def _happened(one: ClauseFigures) -> bool:
    return bool(one.kept or one.late or one.broken or one.overridden or one.open)


def _look(one: ClauseFigures) -> str:
    if one.share is None or one.share >= 0.95:
        return ""
    return "low" if one.share >= 0.8 else "bad"
