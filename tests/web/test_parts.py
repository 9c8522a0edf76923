"""Parts of pages that need a case of their own to be seen."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base import actions as base
from shouwen.base import clock
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.cases.rows import FieldView
from shouwen.rulebook.model import Condition

pytestmark = pytest.mark.django_db


def shown(field: FieldView, **more: Any) -> str:
    return render_to_string("ui/parts/field.html", {"field": field, "prefix": "paper", "errors": {}, **more})


def test_who_approves_sees_the_three_answers_and_others_do_not(house: House) -> None:
    case_id = house.open(now())
    house.record(case_id, now())
    house.finish(case_id, "review#1", "serious", by="lee", at=now())
    page = text_of(signed_in("dora").get(f"/cases/{case_id}/"))
    assert 'value="approve.agree"' in page
    assert 'value="approve.send_back"' in page
    assert 'value="approve.reject"' in page
    assert "approve.agree" not in text_of(signed_in("alice").get(f"/cases/{case_id}/"))


def test_units_are_picked_by_name_and_the_present_one_stands_chosen() -> None:
    units = [SimpleNamespace(id=1, name="华东一分"), SimpleNamespace(id=2, name="华东二分")]
    field = FieldView(name="unit", type="unit", title="责任单位", required=True, shown=True, value="2")
    html = shown(field, all_units=units)
    assert '<option value="2" selected>华东二分</option>' in html
    assert '<label class="must" for="f-paper.unit">责任单位</label>' in html


def test_several_persons_may_be_picked() -> None:
    field = FieldView(name="who", type="person", title="参加人", required=False, shown=True, value=("7",), many=True)
    html = shown(field, teams=[SimpleNamespace(name="工程部", members=[SimpleNamespace(id=7, name="李工")])])
    assert "multiple" in html
    assert '<option value="7" selected>李工</option>' in html


def test_a_table_has_its_rows_and_empty_ones_to_go_on_with() -> None:
    columns = (FieldView(name="what", type="text", title="项目", required=False, shown=True),)
    rows: Any = [{"what": "墙砖"}]
    field = FieldView(name="items", type="table", title="明细", required=False, shown=True, value=rows, columns=columns)
    html = shown(field)
    assert 'name="paper.items.0.what" value="墙砖"' in html
    assert html.count('aria-label="项目"') == 4


def test_the_time_machine_stands_in_a_demonstration_only(house: House, settings: Any) -> None:
    assert "演示时钟" not in text_of(signed_in("alice").get("/"))
    base.found_installation(company="示范公司", is_demo=True, at=now())
    settings.SHOUWEN_DEMO = True
    clock.forget()
    alice = signed_in("alice")
    assert "演示时钟" in text_of(alice.get("/"))
    before = now()
    assert alice.post("/time-machine/", {"step": "day", "next": "/cases/"})["Location"] == "/cases/"
    assert (now() - before).days == 1


def test_pages_of_the_account_stand_in_our_frame(house: House) -> None:
    alice = User.objects.get(username="alice")
    alice.set_password("梧桐更兼细雨-2026")
    alice.save()
    page = text_of(signed_in("alice").get("/accounts/password/change/"))
    assert 'class="rail"' in page
    assert 'type="password"' in page


def test_a_field_carries_the_condition_under_which_it_must_be_filled() -> None:
    condition = Condition.model_validate({"test": {"path": "paper.kind", "op": "equals", "value": "water"}})
    field = FieldView(name="litres", type="number", title="水量", required=False, shown=True, must_when=condition)
    html = shown(field)
    assert "data-must=" in html
    assert "paper.kind" in html
    assert 'class="must"' not in html
