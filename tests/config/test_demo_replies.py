"""The demonstration's canned replies can be saved as they are written, and everybody has them."""

import pytest
from tests.cases.house import found_house

from shouwen.base.clock import now
from shouwen.config.demo.replies import write_replies
from shouwen.knowledge.queries import replies
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db


def test_they_are_everybody_s() -> None:
    house = found_house()
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    write_replies(by=house["fay"], at=now())
    titles = [reply.title for reply in replies(house.viewer("olga"))]
    assert sorted(titles) == sorted(["受理告知", "致歉", "请补充照片", "回访开场"])
