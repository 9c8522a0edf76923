"""Every procedure of every rulebook gets from its first page to its end, by what the pages offer alone."""

import os
from typing import Any

import pytest
from tests.web.walked.company import codes, found
from tests.web.walked.walker import Walk

from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", codes())
def test_every_procedure_gets_from_its_first_page_to_its_end(code: str, settings: Any) -> None:
    settings.SHOUWEN_DEMO = True
    place = found(code)
    dead, closed = [], set()
    for name, rule in rulebooks.rulebook(place.key).procedures.items():
        if rule.opens and rule.opens.by and (not os.environ.get("WALK") or name in os.environ["WALK"].split(",")):
            walk = Walk(place, name)
            walk.whole()
            dead += walk.dead
            for one in walk.refused: print('REFUSED', one)
            closed |= walk.closed
            print(name, "closed" if name in walk.closed else "NOT CLOSED", walk.waits, walk.passed)
    print(len(dead))
    assert not dead, "\n".join(map(str, dead))
