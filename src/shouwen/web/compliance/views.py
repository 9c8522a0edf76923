"""The page nobody else has: per clause kept, late, open, overridden, each a link to the cases."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.rows import ClauseFigures, Kept
from shouwen.cases.words import FIGURES
from shouwen.people.queries import units_for
from shouwen.runtime import rulebooks
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

PERIODS = {"month": "本月", "quarter": "近90天", "year": "近一年", "all": "全部"}
DAYS = {"quarter": 90, "year": 365}
LOOKS = {"late": "tag is-late", "broken": "tag is-warn"}


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of a clause, and the list of the cases behind it."""

    word: str
    look: str
    times: int
    cases: int
    query: str


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
    asked = (request.viewer, key, since, request.at, unit or None)
    figures = queries.compliance(*asked) if key else ()
    link = {"edition": key, "unit": unit, "since": _written(since), "until": _written(request.at)}
    quiet = request.GET.get("quiet") == "1"
    context = {
        "keys": keys,
        "key": key,
        "title": rulebooks.rulebook(key).header.title if key else "",
        "periods": [(name, _(word)) for name, word in PERIODS.items()],
        "period": period if period in PERIODS else "month",
        "units": units,
        "unit": unit,
        "rows": [_row(one, link) for one in figures if quiet or _happened(one)],
        "totals": queries.compliance_totals(*asked) if key else Kept(),
        "silent": sum(1 for one in figures if not _happened(one)),
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


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _row(one: ClauseFigures, link: dict[str, str]) -> dict[str, Any]:
    kept, *others = (_result(one, name, link) for name in FIGURES)
    return {"figures": one, "look": _look(one), "kept": kept, "others": [each for each in others if each.times]}


def _result(one: ClauseFigures, name: str, link: dict[str, str]) -> Result:
    """The link carries what the figure was counted over, so that the list shows its cases and no others."""
    asked = {"clause": one.clause, "result": name, **{key: value for key, value in link.items() if value}}
    return Result(_(FIGURES[name]), LOOKS.get(name, ""), getattr(one, name), one.cases[name], urlencode(asked))


def _happened(one: ClauseFigures) -> bool:
    return bool(one.kept or one.late or one.broken or one.overridden or one.open)


def _look(one: ClauseFigures) -> str:
    if one.share is None or one.share >= 0.95:
        return ""
    return "low" if one.share >= 0.8 else "bad"
