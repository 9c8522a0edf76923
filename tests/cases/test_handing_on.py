"""转派 is offered to those from whom the rules take it, and to nobody else who only supervises."""

import pytest
from tests.cases.house import AT, House

from shouwen.cases import actions
from shouwen.people import actions as people
from shouwen.runtime.subjects import Refused

pytestmark = pytest.mark.django_db
EVERYBODY = ("alice", "amy", "lee", "dora", "frank")


def offered(house: House, case_id: int, name: str) -> bool:
    return ("transfer", "handle#1") in {(act.act, act.task) for act in house.page(case_id, name).acts}


def passes(house: House, case_id: int, name: str) -> bool:
    try:
        actions.transfer(case_id=case_id, task="handle#1", person=house["fay"], reason="分担", by=house[name], at=AT)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_offered_passes_and_what_is_not_would_be_refused(house: House, name: str) -> None:
    people.grant_scope(post="agent", reach="subtree", acts=("see", "supervise"), by=None, at=AT)
    case_id = house.open()
    house.to_handling(case_id)
    assert offered(house, case_id, name) == passes(house, case_id, name)


def test_who_supervises_without_standing_above_is_not_offered_it(house: House) -> None:
    people.grant_scope(post="agent", reach="subtree", acts=("see", "supervise"), by=None, at=AT)
    case_id = house.open()
    house.to_handling(case_id)
    assert not offered(house, case_id, "amy")
    assert offered(house, case_id, "lee")
