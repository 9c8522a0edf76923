"""催办: counted on the case; how often and how soon again says a gate of the rulebook, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.cases.gated import with_rules
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.cases.queries import desk as desk_queries
from shouwen.notices.words import title_of
from shouwen.runtime.models import Notice, Outbox
from shouwen.runtime.subjects import Refused

MINUTE = timedelta(minutes=1)
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


def test_several_urgings_are_one_unread_notice_and_one_letter(house: House) -> None:
    """It tells how often and the latest words; whoever has read it, or was left in peace for a while, is rung up again."""
    case_id = house.open()
    for n in range(5):
        urge(house, case_id, AT + n * MINUTE)
    found = Notice.objects.filter(person=house["alice"], subject=case_id, kind__startswith="case.urged")
    (told,) = found
    assert (told.kind, told.text, told.at) == ("case.urged_from_above", "催办 5 次，最近：客户来电", AT + 4 * MINUTE)
    letters = Outbox.objects.filter(to=house["alice"], channel="email_parcel")
    assert letters.count() == 1
    assert [row.title for row in desk_queries.notices(house["alice"], unread_only=True)] == ["上级催办"]
    actions.read_notices(person=house["alice"], at=AT + 5 * MINUTE)
    urge(house, case_id, AT + 6 * MINUTE)
    assert (found.all().count(), letters.count()) == (2, 2)
    urge(house, case_id, AT + HOUR)
    assert (found.all().count(), letters.count()) == (2, 3)


def test_only_where_the_customer_urged_it_is_called_so_and_may_be_recorded_by_whoever_it_waits_for(
    house: House,
) -> None:
    case_id = house.open()
    with pytest.raises(Refused) as refused:
        actions.urge(case_id=case_id, reason="快一点", by=house["alice"], at=AT)
    assert refused.value.lacks == ("own:",)
    assert not Notice.objects.filter(subject=case_id, kind__startswith="case.urged").exists()
    house.to_handling(case_id)
    actions.urge(case_id=case_id, reason="客户来电", customer=True, by=house["alice"], at=AT)
    told = Notice.objects.filter(subject=case_id, kind__startswith="case.urged").values_list("person", "kind")
    assert set(told) == {(house[name], "case.urged_by_customer") for name in ("frank", "fay")}
    assert title_of("case.urged_by_customer") == "客户催办"
    page = house.page(case_id, "alice")
    assert page.case.urged_count == 1


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
