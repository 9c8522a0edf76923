"""Every procedure of every rulebook gets from its first page to its end, by what the pages offer alone."""

import pytest
from pytest_django import Settings
from tests.web.walked.company import codes, found
from tests.web.walked.walker import Walk

from shouwen.rulebook.model import ProcedureRule
from shouwen.runtime import rulebooks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def is_taken_in(rule: ProcedureRule) -> bool:
    """Whether somebody opens it; what only rules open is walked where they open it."""
    return rule.opens is not None and rule.opens.by is not None


@pytest.mark.parametrize("code", codes())
def test_every_procedure_gets_from_its_first_page_to_its_end(code: str, settings: Settings) -> None:
    settings.SHOUWEN_DEMO = True
    place = found(code)
    dead = []
    for name, rule in rulebooks.rulebook(place.key).procedures.items():
        if is_taken_in(rule):
            walk = Walk(place, name)
            walk.whole()
            dead += walk.dead
    assert not dead, "\n".join(map(str, dead))
