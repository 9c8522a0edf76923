"""A post of a rulebook is held where the rulebook holds, and nowhere else."""

import pytest
from tests.cases.house import AT, DESK, START, found_house

from shouwen.people import actions as people
from shouwen.people.actions import ChangeRefused
from shouwen.people.models import Holding
from shouwen.rulebook.load import shipped
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db


def test_a_post_of_another_companys_rulebook_is_refused_with_words() -> None:
    house = found_house()
    power = next(path for name, _edition, path in shipped() if name == "power")
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=AT)
    rulebooks.install(path=power, units=(str(house.other),), by=None, at=AT)
    frank = int(house["frank"])

    def place(post: str, unit: int) -> None:
        people.place(person=frank, post=post, unit=unit, starts_on=START, by=None, at=AT)

    with pytest.raises(ChangeRefused) as refused:
        place("shift_leader", house.branch)
    assert "没有实行设这个岗位的制度" in refused.value.zh
    place("shift_leader", house.other)
    place("porter", house.branch)
    rulebooks.install(path=power, units=(str(house.group),), by=None, at=AT)
    place("shift_leader", house.branch)
    held = Holding.objects.filter(person=frank).exclude(post="fixer").values_list("post", "unit")
    assert set(held) == {("shift_leader", house.other), ("porter", house.branch), ("shift_leader", house.branch)}
