"""A list is narrowed by what its own rulebooks know: other companies' kinds and fields are not offered."""

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.rulebook.load import shipped
from shouwen.runtime import rulebooks
from shouwen.web.cases.narrowing import fields_for, types_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(house: House) -> str:
    """A second company's rulebook, in force in the other branch alone."""
    path = next(path for name, _edition, path in shipped() if name == "dept")
    return rulebooks.install(path=path, units=(str(house.other),), by=None, at=now())


def test_only_the_rulebooks_where_one_works_are_offered(house: House, other: str) -> None:
    alice, olga = house.viewer("alice", now()), house.viewer("olga", now())
    foreign = set(rulebooks.rulebook(other).procedures) - {name for name, _ in types_for(alice)}
    assert foreign
    assert foreign <= {name for name, _ in types_for(olga)}
    assert len(fields_for(alice)) < len(fields_for(olga))
    shown = text_of(signed_in("alice").get("/cases/conditions/"))
    assert not any(f'value="{name}"' in shown for name in foreign)


def test_alike_names_say_where_they_stand(house: House, other: str) -> None:
    titles = [one.title for one in fields_for(house.viewer("olga", now())).values()]
    assert len(titles) == len(set(titles))
    words = [word for _, word in types_for(house.viewer("dora", now()))]
    assert len(words) == len(set(words))
