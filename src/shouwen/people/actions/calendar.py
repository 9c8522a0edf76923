"""Loads the national calendar: the years that come with the program, and the yearly notice of the State Council."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from shouwen.people.actions.change import ChangeRefused, begin_change
from shouwen.people.calendars import check_hours
from shouwen.people.holidays import FIRST_YEAR, LAST_YEAR, SATURDAY, Day, announced, statutory
from shouwen.people.listeners import CalendarPublished, tell_calendar
from shouwen.people.models import CalendarDay, CalendarYear
from shouwen.people.notice import NoticeProblem, read_notice

SHIPPED = "chinesecalendar"
STATUTORY = "statutory holidays"
BY_HAND = "by hand"


class NoticeRefused(ChangeRefused):
    """The notice cannot be loaded; every fault of it is listed."""

    def __init__(self, problems: Sequence[NoticeProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class YearChanged(ChangeRefused):
    """Somebody else changed the year after the page was made."""

    def __init__(self, year: int, version: int, by: int | None, at: datetime | None) -> None:
        super().__init__(f"{year} was changed meanwhile: look at it again.")
        self.year = year
        self.version = version
        self.by = None if by is None else str(by)
        self.at = at


@transaction.atomic
def seed_years(*, at: datetime) -> tuple[int, ...]:
    """Years that the program knows and the database does not, and after them one year as the law has it; gives those loaded."""
    known = dict(CalendarYear.objects.values_list("year", "provisional"))
    missing = [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if known.get(year, True)]
    following = LAST_YEAR + 1
    if not missing and following in known:
        return ()
    begin_change(at=at, calendar=True)
    for year in missing:
        _replace(year, announced(year), provisional=False, source=SHIPPED, by=None, at=at)
    if following not in known:
        _replace(following, statutory(following), provisional=True, source=STATUTORY, by=None, at=at)
        missing.append(following)
    return tuple(missing)


@transaction.atomic
def publish_year(
    *,
    year: int,
    days: Iterable[Day],
    source: str,
    provisional: bool = False,
    version: int | None = None,
    by: int | None,
    at: datetime,
) -> CalendarYear:
    """A year's notice, or its correction: replaces what was loaded, and limits that reach into it are worked out anew.

    With the `version` that the change was made from, a year that somebody else changed meanwhile is left alone.
    """
    begin_change(at=at, calendar=True)
    if version is not None:
        _must_be(year, version)
    wanted = tuple(sorted(days, key=lambda day: day.date))
    _check(year, wanted)
    before = loaded_days(year)
    row = _replace(year, wanted, provisional=provisional, source=source, by=by, at=at)
    _prepare_following(year, at=at)
    person = None if by is None else str(by)
    told = CalendarPublished(year=year, provisional=provisional, by=person, at=at, days=_changed(before, wanted))
    tell_calendar(told)
    return row


def _changed(before: Iterable[Day], after: Iterable[Day]) -> tuple[date, ...]:
    """A name alone changes nothing that is counted."""
    old, new = ({(day.date, day.kind, day.hours) for day in days} for days in (before, after))
    return tuple(sorted({day for day, _, _ in old ^ new}))


def change_day(*, year: int, day: date, to: Day | None, version: int, by: int | None, at: datetime) -> CalendarYear:
    """One day off, worked, or as its weekday says again; the rest of the year stays as it is."""
    row = CalendarYear.objects.filter(year=year).first()
    # A year that nobody loaded begins with what the law fixes.
    kept = {each.date: each for each in (loaded_days(year) if row else statutory(year))}
    kept.pop(day, None)
    if to is not None:
        kept[to.date] = to
    return publish_year(
        year=year, days=kept.values(), source=row.source if row else BY_HAND,
        provisional=row.provisional if row else True, version=version, by=by, at=at,
    )  # fmt: skip


def loaded_days(year: int) -> tuple[Day, ...]:
    """As they stand in the table."""
    rows = CalendarDay.objects.filter(year=year).order_by("date")
    return tuple(Day(row.date, "off" if row.kind == "off" else "work", row.name, tuple(row.hours)) for row in rows)


def import_notice(*, text: str, source: str, by: int | None, at: datetime) -> CalendarYear:
    """A notice written as lines `2027-02-06,off,春节`; nothing is loaded unless every line is right."""
    year, days, problems = read_notice(text)
    if problems or year is None:
        raise NoticeRefused(problems)
    return publish_year(year=year, days=days, source=source, by=by, at=at)


def _prepare_following(year: int, *, at: datetime) -> None:
    """The year after a published one is provisional until its own notice comes."""
    if not CalendarYear.objects.filter(year=year + 1).exists():
        _replace(year + 1, statutory(year + 1), provisional=True, source=STATUTORY, by=None, at=at)


def _replace(
    year: int, days: Iterable[Day], *, provisional: bool, source: str, by: int | None, at: datetime
) -> CalendarYear:
    CalendarDay.objects.filter(year_id=year).delete()
    before = CalendarYear.objects.filter(year=year).values_list("version", flat=True).first() or 0
    told = {"provisional": provisional, "source": source, "loaded_at": at, "loaded_by_id": by, "version": before + 1}
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults=told)
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day.date, year_id=year, kind=day.kind, name=day.name, hours=list(day.hours)) for day in days
    )
    return row


def _must_be(year: int, version: int) -> None:
    row = CalendarYear.objects.filter(year=year).first()
    now = row.version if row else 0
    if now != version:
        raise YearChanged(year, now, None if row is None else row.loaded_by_id, None if row is None else row.loaded_at)


def _check(year: int, days: Sequence[Day]) -> None:
    for day in days:
        if day.date.year != year:
            raise ChangeRefused(f"{day.date} does not belong to {year}: load each year by itself.")
        check_hours(day.hours)
        if day.kind == "off" and day.hours:
            raise ChangeRefused(f"{day.date} is a day off and has no hours.")
        if day.kind == "work" and day.date.weekday() < SATURDAY and not day.hours:
            raise ChangeRefused(f"{day.date} is a working day by the week already: name only days that differ from it.")
    if len({day.date for day in days}) != len(days):
        raise ChangeRefused(f"A day of {year} is named twice.")
