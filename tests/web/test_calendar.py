"""The working calendar in the browser: seen by month, changed by the day, read from the notice, nobody's change lost."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from tests.cases.house import DESK, House
from tests.people.test_announcement import NOTICE_2026
from tests.web.signed_in import signed_in, text_of

from shouwen.people import actions
from shouwen.people.calendars import calendar_for, national_days, year_view
from shouwen.people.holidays import Day, announced, statutory
from shouwen.rulebook.model import CalendarRule
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, Ledger

pytestmark = pytest.mark.django_db
OFFICE = CalendarRule(days="china", hours=("09:00-12:00", "13:00-18:00"))
AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def dora(house: House) -> Client:
    years = ((2026, announced(2026), False), (2027, statutory(2027), True))
    for year, days, provisional in years:
        actions.publish_year(year=year, days=days, source="", provisional=provisional, by=None, at=AT)
    return signed_in("dora")


def save(client: Client, day: str, **more: object) -> int:
    version = year_view(int(day[:4])).version
    return int(client.post("/calendar/day/", {"day": day, "version": version, **more}).status_code)


def test_a_month_shows_what_is_off_worked_and_not_yet_sure(dora: Client) -> None:
    october = text_of(dora.get("/calendar/?month=2026-10"))
    assert october.count('<td class="off') == 7
    assert '<td class="work' in october
    assert "国庆节" in october
    assert "已公布" in october
    assert "暂定：通知未到" in text_of(dora.get("/calendar/?month=2027-02"))
    assert "未登记" in text_of(dora.get("/calendar/?month=2031-02"))
    assert dora.get("/calendar/?month=never&day=x").status_code == 200


def test_a_day_is_made_free_worked_or_short_by_its_form(dora: Client, house: House) -> None:
    assert save(dora, "2026-11-24", kind="off", name="公司年会") == 302
    assert save(dora, "2026-11-29", kind="work", name="补班") == 302
    assert save(dora, "2026-12-31", kind="work", name="半天班", hours="09:00-12:00") == 302
    office = calendar_for(house.branch, "office", OFFICE)
    assert office.windows_on(date(2026, 11, 24)) == ()
    assert office.windows_on(date(2026, 11, 29)) == ((540, 720), (780, 1080))
    assert office.windows_on(date(2026, 12, 31)) == ((540, 720),)
    assert save(dora, "2026-11-24", kind="") == 302
    assert date(2026, 11, 24) not in national_days().days
    assert "公司年会" not in text_of(dora.get("/calendar/?month=2026-11"))
    for wrong in ("9-12", "12:00-09:00", "09:00-12:00 11:00-15:00"):
        assert save(dora, "2026-12-31", kind="work", hours=wrong) == 422
    assert save(dora, "2026-12-30", kind="work") == 422
    assert dora.post("/calendar/day/", {"day": "x", "kind": "off"}).status_code == 422
    assert save(dora, "2031-05-02", kind="off", name="司庆") == 302
    assert date(2031, 10, 1) in year_view(2031).days


def test_a_second_save_from_an_older_page_is_not_taken_over_silently(dora: Client) -> None:
    before = year_view(2026).version
    assert save(dora, "2026-11-24", kind="off", name="甲") == 302
    late = dora.post("/calendar/day/", {"day": "2026-11-25", "version": before, "kind": "off", "name": "乙"})
    assert late.status_code == 409
    shown = unescape(text_of(late))
    assert "Dora 刚改过 2026 年的日历" in shown
    assert 'value="乙"' in shown
    assert date(2026, 11, 25) not in national_days().days
    assert year_view(2026).version == before + 1


def test_the_notice_is_read_shown_to_be_confirmed_and_published(dora: Client) -> None:
    actions.publish_year(year=2026, days=statutory(2026), source="", provisional=True, by=None, at=AT)
    asked = dora.post("/calendar/notice/", {"text": NOTICE_2026})
    page = unescape(text_of(asked))
    assert "2026 年，共 39 天" in page
    assert national_days().provisional[2026]
    lines = [f"{day.date},{day.kind},{day.name}" for day in announced(2026)]
    version = year_view(2026).version
    assert dora.post("/calendar/notice/", {"days": lines, "version": version}).status_code == 302
    assert not national_days().provisional[2026]
    assert set(year_view(2026).days) == {day.date for day in announced(2026)}
    assert dora.post("/calendar/notice/", {"days": lines, "version": version}).status_code == 409
    doubtful = unescape(
        text_of(dora.post("/calendar/notice/", {"text": "春节：2月15日至23日放假，共8天。", "year": "2026"}))
    )
    assert "写明 8 天，读到的是 9 天" in doubtful
    assert "现有日历里的这些天不在通知里" in doubtful
    assert "看不出是哪一年" in text_of(dora.post("/calendar/notice/", {"text": "春节：2月15日放假。"}))


def test_limits_in_working_time_of_running_cases_move_with_the_day(dora: Client, house: House) -> None:
    text = (DESK / "desk.yaml").read_text(encoding="utf-8").replace('id: "1"', 'id: "2"')
    text = text.replace("days: weekdays", "days: china").replace(
        "from: step.opened, within: 1h", "from: step.opened, within: 2wd"
    )
    rulebooks.install_texts(files={"desk.yaml": text}, units=(), by=None, at=AT)
    moving = house.open(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    ends = Clock.objects.get(subject=moving, rule="complaint.record.record").due_at
    assert save(dora, "2026-11-24", kind="off", name="公司年会") == 302
    moved = Clock.objects.get(subject=moving, rule="complaint.record.record").due_at
    assert ends is not None
    assert moved == ends + timedelta(days=1)
    assert Ledger.objects.filter(subject=moving, kind="CalendarPublished").count() == 1
    for other in ("2026-12-30", "2026-11-20"):
        assert save(dora, other, kind="off", name="与它无关") == 302
    assert save(dora, "2026-11-24", kind="off", name="年会改名") == 302
    assert Ledger.objects.filter(subject=moving, kind="CalendarPublished").count() == 1


def test_who_does_not_keep_the_calendar_looks_only(dora: Client) -> None:
    alice = signed_in("alice")
    page = text_of(alice.get("/calendar/?month=2026-10&day=2026-10-01"))
    assert "国庆节" in page
    assert "保存这一天" not in page
    assert save(alice, "2026-11-24", kind="off") == 404
    assert alice.get("/calendar/notice/").status_code == 404


def test_a_day_of_hours_survives_the_table(dora: Client) -> None:
    short = Day(date(2026, 12, 31), "work", "半天班", ("09:00-12:00",))
    actions.change_day(year=2026, day=short.date, to=short, version=year_view(2026).version, by=None, at=AT)
    assert year_view(2026).days[short.date] == short
