"""Many people and several workers at the same moment, each on a connection of its own."""

import pytest
from tests.cases.house import AT, START, House
from tests.dispatch.giving import come, taken_by, waits_for_a_fixer
from tests.runtime.together import together

from shouwen.cases import actions as cases
from shouwen.dispatch import actions
from shouwen.dispatch.models import Choice
from shouwen.people import actions as people
from shouwen.runtime.models import Ledger
from shouwen.runtime.subjects import Receipt, Refused
from shouwen.runtime.verify import verify


@pytest.mark.slow
def test_of_fifty_people_who_claim_one_case_at_once_exactly_one_gets_it(real_house: House) -> None:
    house = real_house
    fixers = []
    for n in range(50):
        person = people.hire(name=f"维修{n}", by=None, at=AT).pk
        people.place(person=person, post="fixer", unit=house.branch, starts_on=START, by=None, at=AT)
        fixers.append(str(person))
    case_id = waits_for_a_fixer(house)
    answers = together(
        50, lambda n: cases.take(case_id=case_id, task="handle#1", by=fixers[n], at=AT, key=f"claim-{n}")
    )
    winners = [fixers[n] for n, answer in enumerate(answers) if isinstance(answer, Receipt)]
    assert winners == [taken_by(case_id)]
    losers = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(losers) == 49
    assert {lack for refused in losers for lack in refused.lacks} == {f"taken:{winners[0]}"}
    taken = Ledger.objects.filter(subject=case_id, event__act="take", refused=False)
    assert taken.count() == 1
    assert list(verify()) == []


def test_two_workers_make_one_offer_of_each_task(real_house: House) -> None:
    house = real_house
    come(house, "frank", "fay")
    waiting = [waits_for_a_fixer(house, title=f"第{n}件") for n in range(4)]
    answers = together(4, lambda _: actions.give_out(at=AT))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    offers = Choice.objects.filter(state="offered")
    assert sorted(offers.values_list("subject_id", flat=True)) == waiting
