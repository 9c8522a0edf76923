"""通知: in the order of time, each row saying what it is about."""

from datetime import timedelta

import pytest
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Notice

pytestmark = pytest.mark.django_db
NEXT = 'id: "2", in_force: 2026-01-02'


def test_the_newest_stands_first_whatever_was_written_last(house: House) -> None:
    for text, hours in (("昨天的事", 24), ("刚才的事", 0), ("上月的事", 720)):
        Notice.objects.create(person=house["lee"], kind="rule", text=text, at=now() - timedelta(hours=hours))
    shown = text_of(signed_in("lee").get("/notices/"))
    assert sorted(("刚才的事", "昨天的事", "上月的事"), key=shown.index) == ["刚才的事", "昨天的事", "上月的事"]


def test_a_rule_without_words_of_its_own_says_at_which_step_it_told(house: House) -> None:
    text = (DESK / "desk.yaml").read_text(encoding="utf-8").replace('id: "1", in_force: 2026-01-01', NEXT)
    text = text.replace("      title: 登记\n", "      title: 登记\n      do: [{notify: [leader]}]\n", 1)
    rulebooks.install_texts(files={"desk.yaml": text}, units=(), by=None, at=now())
    house.open(now())
    shown = text_of(signed_in("lee").get("/notices/"))
    assert "登记：按制度告知您，请查看事项" in shown
