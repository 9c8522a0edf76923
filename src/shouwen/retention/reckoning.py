"""From a term in months, or a paper's time of keeping, to the instant before which a record must have ended."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shouwen.cases.queries.keeping import PaperFloor
from shouwen.people.snapshot import TOP_ZONE
from shouwen.rulebook.span import Span, parse_span, show_span
from shouwen.runtime import rulebooks

MONTHS = {"mo": 1, "q": 3, "y": 12}
DAYS = {"d": 1, "w": 7}
# A week of five days with a holiday of a week in it: longer than any count of working days comes to.
DAYS_OF_A_WORKING_DAY = 3


def months_before(at: datetime, months: int) -> datetime:
    """The first instant of the day so many months ago, in the zone of the company; the last day where a month is shorter."""
    return _midnight(_earlier(_today(at), months))


def floors_of(editions: Sequence[str], at: datetime) -> tuple[PaperFloor, ...]:
    """Papers of these editions that say how long they are kept."""
    return tuple(
        PaperFloor(edition, name, _before(keep, at)) for edition in editions for name, _, keep in _kept(edition)
    )


def paper_words() -> tuple[tuple[str, str, str], ...]:
    """Rulebook, paper and time of keeping in words, of every edition in use."""
    return tuple(
        (rulebooks.rulebook(key).header.title, title, _words(keep))
        for key in rulebooks.installed()
        for _, title, keep in _kept(key)
    )


def _kept(edition: str) -> Iterator[tuple[str, str, str]]:
    for name, paper in rulebooks.rulebook(edition).papers.items():
        if paper.keep is not None and paper.keep.value:
            yield name, paper.title or name, paper.keep.value


def _before(keep: str, at: datetime) -> datetime | None:
    """None for good: what is no span of time is not guessed at."""
    span = _span(keep)
    if span is None:
        return None
    today = _today(at)
    if span.unit in MONTHS:
        return _midnight(_earlier(today, span.n * MONTHS[span.unit]))
    return _midnight(today - timedelta(days=span.n * DAYS.get(span.unit, DAYS_OF_A_WORKING_DAY)))


def _span(keep: str) -> Span | None:
    try:
        return parse_span(keep)
    except ValueError:
        return None


def _words(keep: str) -> str:
    span = _span(keep)
    return show_span(span) if span else keep


def _today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(TOP_ZONE)).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(TOP_ZONE))


def _earlier(day: date, months: int) -> date:
    """A term longer than the calendar reaches back takes nothing."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min.replace(year=2)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
