"""Whoever is named in an act is there, can act, and belongs to the company of the case; else nothing happens."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.cases.house import AT, DESK, HOUR, START, House

from shouwen.cases import actions, queries
from shouwen.cases.forms import Invalid, Known, clean
from shouwen.people import actions as people
from shouwen.people.teams import teams
from shouwen.rulebook.model import PaperRule
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Ledger, TaskSeat

NOBODY = ("99999999999999999999", "999999", "-1", "abc<script>", "٣", "01", "+1", "0")


def hired(name: str, unit: int | None = None) -> str:
    person = people.hire(name=name, email=f"{name}@example.com", by=None, at=AT).pk
    if unit is not None:
        people.place(person=person, post="fixer", unit=unit, starts_on=START, by=None, at=AT)
    return str(person)


def ways(house: House, case_id: int, person: str) -> tuple[Callable[[], object], ...]:
    return (
        lambda: actions.transfer(case_id=case_id, task="handle#1", reason="x", person=person, by=house["frank"], at=AT),
        lambda: actions.co_handle(case_id=case_id, person=person, reason="x", by=house["dora"], at=AT),
        lambda: actions.supervise(case_id=case_id, person=person, reason="x", limit=AT + HOUR, by=house["dora"], at=AT),
        lambda: actions.set_party(case_id=case_id, role="first_contact", person=person, by=house["dora"], at=AT),
    )


@pytest.mark.parametrize("person", NOBODY)
def test_nobody_gets_nothing(house: House, person: str) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    before = Ledger.objects.count()
    for way in ways(house, case_id, person):
        with pytest.raises(Invalid) as refusal:
            way()
        assert list(refusal.value.errors) == ["person"]
    assert Ledger.objects.count() == before
    assert house.page(case_id, "frank").steps[0].is_mine


@pytest.mark.parametrize("written", [" {}", "{} ", "\u3000{}", "{}\t", "{}\x00", " "])
def test_an_id_is_read_in_one_way_by_every_act(house: House, written: str) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    before = Ledger.objects.count()
    for way in ways(house, case_id, written.format(house["fay"])):
        with pytest.raises(Invalid) as refusal:
            way()
        assert list(refusal.value.errors) == ["person"]
    elsewhere = written.format(house.branch)
    with pytest.raises(Invalid) as refusal:
        actions.transfer(case_id=case_id, task="handle#1", reason="x", unit=elsewhere, by=house["frank"], at=AT)
    assert list(refusal.value.errors) == ["unit"]
    assert Ledger.objects.count() == before


@pytest.mark.parametrize("act", ["add_signer", "hand_over", "lend", "copy_to"])
def test_nobody_signs_nor_gets_a_copy(house: House, act: str) -> None:
    case_id = house.open()
    house.record(case_id)
    house.finish(case_id, "review#1", "serious", by="lee")
    named: dict[str, Any] = {"persons": ["999999"]} if act == "copy_to" else {"person": "999999"}
    with pytest.raises(Invalid):
        getattr(actions, act)(case_id=case_id, task="sign#1", by=house["dora"], at=AT, **named)
    assert [each.person for each in TaskSeat.objects.filter(task__key="sign#1") if each.person] == []


def test_who_has_left_has_no_post_or_is_away_alone_gets_nothing(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    people.leave(person=int(house["fay"]), last_day=date(2026, 2, 1), by=None, at=AT)
    people.set_absence(
        person=int(house["amy"]), substitute=None, starts_at=AT - HOUR, ends_at=AT + HOUR, by=None, at=AT
    )
    said = []
    for person in (house["fay"], hired("Nora"), house["amy"]):
        with pytest.raises(Invalid) as refusal:
            ways(house, case_id, person)[0]()
        said.append(refusal.value.errors["person"])
    assert ["已离职" in said[0], "任职" in said[1], "不在岗" in said[2]] == [True] * 3


def test_a_stand_in_makes_somebody_away_reachable(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    people.set_absence(
        person=int(house["amy"]), substitute=int(house["fay"]), starts_at=AT - HOUR, ends_at=AT + HOUR, by=None, at=AT
    )
    ways(house, case_id, house["amy"])[0]()
    assert queries.my_tasks(house.viewer("fay"), AT)


def test_a_case_stays_in_the_company_of_its_rulebook(house: House) -> None:
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=AT)
    case_id = house.open()
    house.to_handling(case_id)

    def help_by(**whom: str) -> None:
        actions.act(case_id=case_id, act="co_handle", facts=whom, reason="x", by=house["dora"], at=AT)

    with pytest.raises(Invalid) as refusal:
        help_by(person=house["olga"])
    assert "公司" in refusal.value.errors["person"]
    for unit in (str(house.other), "999999", f"0{house.branch}"):
        with pytest.raises(Invalid) as refusal:
            help_by(unit=unit)
        assert list(refusal.value.errors) == ["unit"]
    help_by(unit=str(house.branch))
    help_by(person=house["lee"])
    # The director sits above the company, where its higher posts stand.
    help_by(person=house["dora"])
    units = queries.units_of_company(str(house.branch), house.page(case_id, "dora").edition)
    assert units == {house.group, house.branch}
    offered = [team.name for team in teams(house.viewer("dora"), house.branch, within=units)]
    assert offered == ["华东一分", "集团"]


def test_a_form_names_only_people_at_work(house: House) -> None:
    paper = PaperRule.model_validate({"name": "sheet", "fields": {"who": {"type": "person", "title": "经办人"}}})
    known = Known(rulebooks.get(house.page(house.open(), "alice").edition).rulebook, {}, AT)
    assert clean(paper, {"who": house["frank"]}, known).values == {"sheet.who": house["frank"]}
    assert clean(paper, {"who": "999999"}, known).errors == {"sheet.who": "“经办人”请选在职的人员。"}
