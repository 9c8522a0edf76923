"""A duty that recurs opens its cases by the calendar: for whom, until when, once, and late rather than never."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.cases.house import House

from shouwen.cases import queries
from shouwen.cases.actions.occasions import open_occasions
from shouwen.cases.models import Case, Occasion
from shouwen.people import actions as people
from shouwen.people.models import Holding
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, Finding, Notice, Task
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import verify

REGULAR = Path(__file__).parent / "regular"
TAKEN = datetime(2026, 2, 10, 1, 0, tzinfo=UTC)
FEB_END = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
"""Midnight in Shanghai, as March begins."""
MARCH = FEB_END + timedelta(hours=1)


@pytest.fixture
def regular(house: House) -> House:
    rulebooks.install(path=REGULAR, by=None, at=TAKEN)
    return house


def opened(case_type: str) -> list[Case]:
    return list(Case.objects.filter(case_type=case_type).order_by("subject"))


def test_every_branch_with_a_leader_has_its_month_to_report_until_the_tenth(regular: House) -> None:
    olga = int(regular["olga"])
    people.place(person=olga, post="leader", unit=regular.other, starts_on=date(2026, 1, 1), by=None, at=TAKEN)
    open_occasions(at=MARCH, since=TAKEN)
    reports = opened("month_report")
    assert {case.unit for case in reports} == {str(regular.branch), str(regular.other)}
    assert {case.title for case in reports} == {"上月月报（2026年2月）"}
    clocks = Clock.objects.filter(subject__in=[case.pk for case in reports])
    assert {(clock.rule, clock.due_at) for clock in clocks} == {
        ("month_report.month", datetime(2026, 3, 10, 16, 0, tzinfo=UTC))
    }
    mine = queries.my_tasks(regular.viewer("lee", MARCH), MARCH)
    assert [(row.title, row.step_title) for row in mine] == [("上月月报（2026年2月）", "分公司月报")]


def test_looking_again_opens_nothing_a_second_time(regular: House) -> None:
    first = open_occasions(at=MARCH, since=TAKEN)
    assert first
    assert open_occasions(at=MARCH + timedelta(hours=5)) == ()
    assert Occasion.objects.count() == len(first) == Case.objects.count()
    assert list(verify()) == []


def test_twice_a_week_are_two_cases_in_the_unit_of_the_post(regular: House) -> None:
    open_occasions(at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), since=datetime(2026, 3, 1, 1, 0, tzinfo=UTC))
    found = [(case.title, case.unit) for case in opened("visits")]
    assert found == [
        ("本周走访（2026-03-02起一周，第1次）", str(regular.group)),
        ("本周走访（2026-03-02起一周，第2次）", str(regular.group)),
    ]


def test_what_is_handed_in_in_time_is_kept_for_its_clause(regular: House) -> None:
    open_occasions(at=MARCH, since=TAKEN)
    (case,) = opened("month_report")
    at = MARCH + timedelta(days=2)
    regular.finish(case.pk, "record#1", "done", by="lee", at=at, fields={"month_sheet": {"summary": "本月投诉三件"}})
    case.refresh_from_db()
    assert case.closed_at == at
    findings = set(Finding.objects.filter(subject=case.pk, is_limit=True).values_list("clause", "result"))
    assert findings == {("REGULAR-1", "kept")}
    Clock.objects.get(subject=case.pk, stopped_at=at)


def test_what_is_not_handed_in_is_missed_told_and_counted(regular: House) -> None:
    open_occasions(at=MARCH, since=TAKEN)
    (case,) = opened("month_report")
    sweep(now=datetime(2026, 3, 8, tzinfo=UTC))
    assert Notice.objects.filter(subject=case.pk, person=regular["lee"]).exists()
    sweep(now=datetime(2026, 3, 11, tzinfo=UTC))
    assert ("REGULAR-1", "broken") in set(Finding.objects.filter(subject=case.pk).values_list("clause", "result"))
    assert Notice.objects.filter(subject=case.pk, person=regular["dora"]).exists()
    assert Task.objects.filter(subject=case.pk, state="open").exists()


def test_a_duty_that_opens_a_procedure_owes_its_first_step_once(regular: House) -> None:
    open_occasions(at=datetime(2026, 3, 10, 1, 0, tzinfo=UTC), since=datetime(2026, 3, 9, 1, 0, tzinfo=UTC))
    (case,) = opened("checking")
    assert case.title == "发起自查（2026年3月）"
    at = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
    regular.finish(case.pk, "plan#1", "planned", by="dora", at=at)
    (limit,) = Clock.objects.filter(subject=case.pk, rule="self_check.half")
    assert (limit.due_at, limit.stopped_at) == (datetime(2026, 3, 20, 16, 0, tzinfo=UTC), at)
    regular.finish(case.pk, "read#1", "again", by="dora", at=at)
    assert Clock.objects.filter(subject=case.pk, rule="self_check.half").count() == 1


def test_the_same_procedure_begun_by_hand_owes_nothing_to_the_duty(regular: House) -> None:
    case = regular.open(MARCH, by="dora", case_type="checking", unit=str(regular.group), fields={})
    assert not Clock.objects.filter(subject=case).exists()


def test_windows_open_before_the_rulebook_came_are_not_asked_for(regular: House) -> None:
    open_occasions(at=TAKEN + timedelta(days=1))
    assert opened("month_report") == []


def test_a_duty_whose_post_nobody_holds_waits_for_somebody(house: House) -> None:
    leader = int(house["lee"])
    held = Holding.objects.get(person=leader, post="leader")
    people.end_holding(holding=held.pk, last_day=date(2026, 2, 1), by=None, at=TAKEN)
    rulebooks.install(path=REGULAR, by=None, at=TAKEN)
    open_occasions(at=MARCH)
    assert opened("month_report") == []
    people.place(person=leader, post="leader", unit=house.branch, starts_on=date(2026, 3, 4), by=None, at=MARCH)
    open_occasions(at=MARCH + timedelta(days=4))
    (case,) = opened("month_report")
    assert Clock.objects.get(subject=case.pk).due_at == datetime(2026, 3, 10, 16, 0, tzinfo=UTC)


def test_what_is_owed_to_each_customer_opens_nothing(regular: House) -> None:
    open_occasions(at=datetime(2027, 1, 5, tzinfo=UTC), since=TAKEN)
    assert opened("for_each_customer") == []
