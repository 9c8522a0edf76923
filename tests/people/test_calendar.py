"""Working days as China announced them, and the years whose notice is still to come."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.company import AT, Company

from shouwen.people import actions, listeners, queries
from shouwen.people.actions import ChangeRefused, NoticeRefused
from shouwen.people.calendars import (
    CalendarGap,
    HoursAreWrong,
    calendar_for,
    calendar_gaps,
    calendars_for,
    national_days,
)
from shouwen.people.holidays import Day
from shouwen.people.listeners import CalendarPublished
from shouwen.rulebook.model import CalendarRule

OFFICE = CalendarRule(days="china", hours=("09:00-12:00", "13:30-18:00"))
NOTICE_2027 = """日期,类型,名称
2027-01-01,放假,元旦
2027-02-05,放假,春节
2027-02-13,上班,调休
"""


def _working(company: Company, rule: CalendarRule, first: date, last: date) -> list[date]:
    calendar = calendar_for(company.branch, "office", rule)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if calendar.is_working_day(day)]


def test_the_autumn_of_2026_as_announced(company: Company) -> None:
    working = _working(company, OFFICE, date(2026, 9, 24), date(2026, 10, 12))
    assert [f"{day:%m-%d}" for day in working] == [
        "09-24", "09-28", "09-29", "09-30", "10-08", "10-09", "10-10", "10-12",
    ]  # fmt: skip


def test_an_old_year_as_announced(company: Company) -> None:
    # The spring festival of 2011: 2 to 8 February off, 30 January and 12 February worked.
    working = _working(company, OFFICE, date(2011, 1, 29), date(2011, 2, 13))
    assert [f"{day:%m-%d}" for day in working] == ["01-30", "01-31", "02-01", "02-09", "02-10", "02-11", "02-12"]


def test_a_made_up_saturday_has_the_hours_of_a_working_day(company: Company) -> None:
    calendar = calendar_for(company.branch, "office", OFFICE)
    assert calendar.windows_on(date(2026, 10, 10)) == ((540, 720), (810, 1080))
    assert calendar.windows_on(date(2026, 10, 5)) == ()


def test_other_weeks_know_no_holidays(company: Company) -> None:
    golden_week = (date(2026, 10, 1), date(2026, 10, 4))
    assert len(_working(company, CalendarRule(days="all"), *golden_week)) == 4
    assert len(_working(company, CalendarRule(days="weekdays"), *golden_week)) == 2


def test_a_calendar_runs_on_the_wall_clock_of_its_unit(company: Company) -> None:
    actions.describe_unit(unit=company.east, name="西区", head_post="", zone="Asia/Urumqi", by=None, at=AT)
    calendar = calendar_for(company.branch, "office", OFFICE)
    assert calendar.midnight(date(2026, 3, 2)) == datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
    assert calendar_for(company.group, "office", OFFICE).timezone == "Asia/Shanghai"


@pytest.mark.parametrize("hours", ["9 to 5", "09:00", "09:00-17:60", "a:b-c:d"])
def test_hours_that_are_no_hours_are_named(company: Company, hours: str) -> None:
    with pytest.raises(HoursAreWrong, match=hours):
        calendar_for(company.branch, "office", CalendarRule(hours=(hours,)))


def test_the_next_year_is_provisional_until_its_notice_comes(company: Company) -> None:
    assert calendar_for(company.branch, "office", OFFICE).known_until == date(2026, 12, 31)
    assert calendar_gaps(date(2026, 11, 22)) == (CalendarGap(year=2027, provisional=True),)
    assert CalendarGap(year=2029, provisional=False) in calendar_gaps(date(2028, 1, 1))
    spring = _working(company, OFFICE, date(2027, 2, 4), date(2027, 2, 9))
    assert spring == [date(2027, 2, 4), date(2027, 2, 9)]


def test_a_notice_replaces_what_was_provisional(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[CalendarPublished] = []
    monkeypatch.setattr(listeners, "_on_calendar", [heard.append])
    before = calendar_for(company.branch, "office", OFFICE)
    actions.import_notice(text=NOTICE_2027, source="国办发明电〔2026〕9号", by=None, at=AT)
    after = calendar_for(company.branch, "office", OFFICE)
    saturday = date(2027, 2, 13)
    assert (before.is_working_day(saturday), after.is_working_day(saturday)) == (False, True)
    assert after.known_until == date(2027, 12, 31)
    assert [(each.year, each.provisional) for each in heard] == [(2027, False)]
    assert calendar_gaps(date(2027, 1, 1)) == (CalendarGap(year=2028, provisional=True),)


def test_a_wrong_notice_tells_every_fault_and_changes_nothing(company: Company) -> None:
    text = "2027-01-01,off,元旦\n2027-13-01,off\n2027-02-13,maybe\n2027-02-15,work\n2027-01-01,off\n2028-01-01,off\nx"
    with pytest.raises(NoticeRefused) as refused:
        actions.import_notice(text=text, source="", by=None, at=AT)
    assert [problem.line for problem in refused.value.problems] == [2, 3, 4, 5, 7, 1]
    assert "2027-13-01" in str(refused.value)
    assert national_days().provisional[2027]


def test_an_empty_notice_is_refused(company: Company) -> None:
    with pytest.raises(NoticeRefused, match="no day is named"):
        actions.import_notice(text="日期,类型\n", source="", by=None, at=AT)


def test_days_of_another_year_are_refused(company: Company) -> None:
    with pytest.raises(ChangeRefused, match="does not belong"):
        actions.publish_year(year=2027, days=[Day(date(2028, 1, 1), "off", "")], source="", by=None, at=AT)


def test_seeding_again_loads_nothing(company: Company) -> None:
    assert actions.seed_years(at=AT) == ()


def test_calendars_cost_no_query_with_a_known_version(company: Company) -> None:
    version = queries.current_version()
    calendars_for(company.branch, {"office": OFFICE}, version=version)
    with CaptureQueriesContext(connection) as asked:
        found = calendars_for(company.branch, {"office": OFFICE}, version=version)
    assert found["office"].is_working_day(date(2026, 3, 2))
    assert len(asked) == 0
