"""A list as one value asks for the same as a place for each."""

from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from shouwen.base import actions
from shouwen.base.models import User
from shouwen.base.oneof import one_of, within_few

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NAMES = ("chen", "li", "wang", "o'neil", "{a,b}")

pytestmark = pytest.mark.django_db


@pytest.fixture
def users() -> dict[str, int]:
    return {name: actions.create_user(username=name, password=None, at=AT).pk for name in NAMES}


@pytest.mark.parametrize("wanted", [(), ("li",), ("li", "wang", "nobody"), ("o'neil", "{a,b}"), {"wang", "chen"}])
def test_finds_those_that_are_named_and_no_others(users: dict[str, int], wanted: Collection[str]) -> None:
    found = set(User.objects.filter(one_of("username", wanted)).values_list("username", flat=True))
    assert found == set(wanted) & set(NAMES)


def test_an_inner_question_may_have_values_of_its_own(users: dict[str, int]) -> None:
    few = within_few("pk", "SELECT id FROM base_user WHERE username = %s OR username = %s", ["li", "nobody"])
    assert User.objects.filter(few).get().pk == users["li"]
    assert not User.objects.filter(few & one_of("username", ["wang"])).exists()
    assert User.objects.exclude(few).count() == len(NAMES) - 1


def test_however_many_values_there_is_one_place(users: dict[str, int]) -> None:
    sql, values = User.objects.filter(one_of("username", map(str, range(500)))).query.sql_with_params()
    assert sql.count("%s") == len(values) == 1
