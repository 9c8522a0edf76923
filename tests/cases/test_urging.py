"""催办: counted on the case; how often and how soon again says a gate of the rulebook, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.cases.gated import with_rules
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.runtime.subjects import Refused

TWICE = "- {gate: urged_twice, title: 催办次数, act: urge, needs: {case.urged_count: {less_than: 2}}, say: 已催过两次，请改用督办, cites: [DESK-3.1]}"
HOURLY = (
    "- {gate: urged_lately, title: 催办间隔, act: urge, needs: {any: [{case.urged: {known: false}},"
    " {case.urged: {past: 1h}}]}, say: 一小时内刚催过, cites: [DESK-3.2]}"
)


def urge(house: House, case_id: int, at: object = AT) -> None:
    actions.urge(case_id=case_id, reason="客户来电", by=house["lee"], at=at)  # type: ignore[arg-type]  # an instant


def test_where_no_rulebook_limits_it_it_is_counted_only(house: House) -> None:
    case_id = house.open()
    for _ in range(5):
        urge(house, case_id)
    assert Case.objects.get(pk=case_id).urged_count == 5
    assert house.page(case_id, "lee").case.urged_count == 5


def test_a_limit_of_the_rulebook_refuses_with_its_words_and_clause(house: House, tmp_path: Path) -> None:
    with_rules(tmp_path, TWICE)
    case_id = house.open()
    for _ in range(2):
        urge(house, case_id)
    with pytest.raises(Refused) as refused:
        urge(house, case_id)
    (one,) = refused.value.refusals
    assert (one.say, one.cites) == ("已催过两次，请改用督办", ("DESK-3.1",))
    assert Case.objects.get(pk=case_id).urged_count == 2


def test_so_does_an_interval_and_to_the_second(house: House, tmp_path: Path) -> None:
    with_rules(tmp_path, HOURLY)
    case_id = house.open()
    urge(house, case_id)
    with pytest.raises(Refused) as refused:
        urge(house, case_id, AT + HOUR - timedelta(seconds=1))
    assert refused.value.refusals[0].cites == ("DESK-3.2",)
    urge(house, case_id, AT + HOUR)
    assert Case.objects.get(pk=case_id).urged_count == 2
