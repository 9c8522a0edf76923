"""Figures that lead to their cases: of a clause, of everything, of a week."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.figures import Kept
from shouwen.cases.words import FIGURES
from shouwen.people.access import Viewer

LOOKS = {"late": "tag is-late", "broken": "tag is-warn"}
Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of a clause, and the list of the cases behind it."""

    word: str
    look: str
    times: int
    cases: int
    query: str


@dataclass(frozen=True, slots=True)
class Week:
    """How a week went, for the chart and the table beside it."""

    monday: date
    share: float | None
    kept: Result
    missed: tuple[Result, ...]
    decided: str
    """The address of the cases over which the share is counted."""

    @property
    def percent(self) -> int:
        return round(100 * (self.share or 0))

    @property
    def missed_times(self) -> int:
        return sum(each.times for each in self.missed)


def result_of(figures: Kept, name: str, link: dict[str, str], *, clause: str = "") -> Result:
    """The link carries what the figure was counted over, so that the list shows its cases and no others."""
    query = query_of(name, link, clause=clause)
    return Result(_(FIGURES[name]), LOOKS.get(name, ""), getattr(figures, name), figures.cases.get(name, 0), query)


def query_of(name: str, link: dict[str, str], *, clause: str = "") -> str:
    """The address of the list behind a figure."""
    asked = {"clause": clause, "result": name, **link}
    return urlencode({key: value for key, value in asked.items() if value})


def trend(viewer: Viewer, key: str, period: Period, unit: str) -> list[Week]:
    """Week by week, oldest first; a week in which nothing was decided is left out."""
    zone = timezone.get_current_timezone_name()
    found = queries.compliance_weeks(viewer, key, *period, unit or None, zone=zone)
    return [_week(monday, kept, key, period, unit) for monday, kept in sorted(found.items())]


def within(monday: date, period: Period) -> Period:
    """The part of a week that lies in the period."""
    zone = timezone.get_current_timezone()
    first, after = (datetime.combine(monday + timedelta(days=days), time.min, tzinfo=zone) for days in (0, 7))
    return max(first, period[0]), min(after, period[1])


def written(at: datetime) -> str:
    """As an address carries an instant."""
    return at.astimezone(UTC).isoformat()


def _week(monday: date, kept: Kept, key: str, period: Period, unit: str) -> Week:
    since, until = within(monday, period)
    link = {"edition": key, "unit": unit, "since": written(since), "until": written(until)}
    missed = (result_of(kept, name, link) for name in ("late", "broken"))
    known = tuple(each for each in missed if each.times)
    return Week(monday, kept.share, result_of(kept, "kept", link), known, query_of("decided", link))
