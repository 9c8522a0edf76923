"""值班表: a supervisor fills it by hand or pastes a month; what cannot be is told line by line, and nothing is lost."""

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.dispatch.models import DutyShift
from shouwen.people.models import AuditEntry

pytestmark = pytest.mark.django_db
WEEK = "2026-12-01"
MONTH = "\n".join(f"2026-12-{day:02} 08:00-20:00 {'Frank' if day % 2 else 'Fay'}" for day in range(1, 32))


def test_a_month_is_pasted_and_shown_week_by_week(house: House) -> None:
    lee = signed_in("lee")
    sent = {"unit": str(house.branch), "week": WEEK, "post": "fixer", "lines": MONTH}
    answer = lee.post(reverse("duty-write"), sent, follow=True)
    assert DutyShift.objects.count() == 31
    shown = text_of(answer)
    assert "已登记 31 班" in shown
    assert shown.count("08:00–20:00") == 6, "Tuesday the first to Sunday the sixth"
    assert "原有的 31 班不变" in text_of(lee.post(reverse("duty-write"), sent, follow=True))
    assert DutyShift.objects.count() == 31


def test_what_cannot_be_is_told_line_by_line_and_the_text_stays(house: House) -> None:
    lines = "2026-12-01 08:00-20:00 Frank\n明天 08:00-20:00 Frank\n2026-12-02 08:00-20:00 Nobody"
    sent = {"unit": str(house.branch), "week": WEEK, "post": "fixer", "lines": lines}
    answer = signed_in("lee").post(reverse("duty-write"), sent)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "第 2 行 “明天”：日期看不懂" in shown
    assert "第 3 行 “Nobody”：这个岗位没有这个人" in shown
    assert lines in shown
    assert not DutyShift.objects.exists()


def test_one_shift_by_hand_and_away_again(house: House) -> None:
    lee = signed_in("lee")
    fields = {"post": "fixer", "person": house["frank"], "day": WEEK, "from": "20:00", "to": "08:00", "week": WEEK}
    assert lee.post(reverse("duty-write"), fields).status_code == 302
    row = DutyShift.objects.get()
    assert (row.unit_id, row.by, (row.ends_at - row.starts_at).seconds) == (house.branch, house["lee"], 12 * 3600)
    again = lee.post(reverse("duty-write"), {**fields, "from": "21:00"})
    assert (again.status_code, "已经排了班" in text_of(again)) == (422, True)
    assert lee.post(reverse("duty-write"), {**fields, "from": "soon"}).status_code == 422
    assert lee.post(reverse("duty-write"), {**fields, "person": house["olga"]}).status_code == 400
    assert lee.post(reverse("duty-drop", args=[row.pk])).status_code == 302
    assert not DutyShift.objects.exists()
    kept = AuditEntry.objects.filter(kind="staff", act__startswith="duty").order_by("id").values_list("act", "name")
    assert list(kept) == [("duty_set", "华东一分"), ("duty_dropped", "华东一分")]


def test_nobody_writes_the_roster_of_a_unit_they_do_not_supervise(house: House) -> None:
    lee = signed_in("lee")
    assert lee.get(reverse("duty"), {"unit": house.other}).status_code == 404
    sent = {"unit": str(house.other), "post": "agent", "lines": f"{WEEK} 08:00-20:00 Olga"}
    assert lee.post(reverse("duty-write"), sent).status_code == 404


@pytest.mark.parametrize("week", ["", "nonsense", "0001-01-01", "9999-12-31", WEEK])
def test_any_week_that_an_address_names_gives_a_page(house: House, week: str) -> None:
    assert signed_in("lee").get(reverse("duty"), {"week": week}).status_code == 200
