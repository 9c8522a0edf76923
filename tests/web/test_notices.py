"""通知: in the order of time, each row saying what it is about."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases.actions import hand_over_all, read_notices
from shouwen.cases.queries import notices
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Notice
from shouwen.runtime.telling import tell

pytestmark = pytest.mark.django_db
NEXT = 'id: "2", in_force: 2026-01-02'


def test_the_newest_stands_first_whatever_was_written_last(house: House) -> None:
    for text, hours in (("昨天的事", 24), ("刚才的事", 0), ("上月的事", 720)):
        Notice.objects.create(person=house["lee"], kind="rule", text=text, at=now() - timedelta(hours=hours))
    shown = text_of(signed_in("lee").get("/notices/"))
    assert sorted(("刚才的事", "昨天的事", "上月的事"), key=shown.index) == ["刚才的事", "昨天的事", "上月的事"]


def test_a_hand_over_of_many_is_one_line_with_each_behind_it_and_one_on_the_bell(house: House) -> None:
    cases = [house.open(now(), title=f"第{n}件") for n in range(12)]
    read_notices(person=house["amy"], at=now())
    hand_over_all(person=house["alice"], to=house["amy"], reason="离职交接", by=house["fay"], at=now())
    (line,) = notices(house["amy"], unread_only=True)
    assert (line.title, line.text, line.count) == ("转派给您", "离职交接", 12)
    amy = signed_in("amy")
    page = text_of(amy.get("/notices/"))
    assert "等 12 件" in page
    assert all(reverse("case", args=[case]) in page for case in cases)
    assert text_of(amy.get("/notices/count/")).startswith("<b>1<")
    amy.post("/notices/")
    assert text_of(amy.get("/notices/count/")).strip() == ""


def test_one_limit_missed_in_many_cases_within_the_hour_is_one_line_and_leaves_the_others_in_sight(
    house: House,
) -> None:
    at = now().replace(minute=5)
    tell(persons=[house["lee"]], kind="hotspot.found", text="厨房漏水", at=at - timedelta(minutes=1))
    subjects = [house.open(now(), title=f"第{n}件") for n in range(60)]
    Notice.objects.filter(subject__in=subjects).delete()
    for n, subject in enumerate(subjects):
        said = "超时：及时应答" if n else "超时：回访时限"
        tell(persons=[house["lee"]], kind="rule", text=said, subject=subject, at=at + timedelta(seconds=n))
    told = [(line.text, line.count) for line in notices(house["lee"])]
    assert told == [("超时：及时应答", 59), ("超时：回访时限", 1), ("厨房漏水", 1)]


def test_what_a_rule_wants_told_at_once_stands_by_itself(house: House) -> None:
    for subject in (house.open(now()), house.open(now())):
        tell(persons=[house["dora"]], kind="rule", text="立即上报", subject=subject, urgent=True, at=now())
    assert [line.count for line in notices(house["dora"])] == [1, 1]


def test_a_rule_without_words_of_its_own_says_at_which_step_it_told(house: House) -> None:
    text = (DESK / "desk.yaml").read_text(encoding="utf-8").replace('id: "1", in_force: 2026-01-01', NEXT)
    text = text.replace("      title: 登记\n", "      title: 登记\n      do: [{notify: [leader]}]\n", 1)
    rulebooks.install_texts(files={"desk.yaml": text}, units=(), by=None, at=now())
    house.open(now())
    shown = text_of(signed_in("lee").get("/notices/"))
    assert "登记：按制度告知您，请查看事项" in shown
