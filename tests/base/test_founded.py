"""A founding that is copied leaves the rows that it left when it was acted out, and takes numbers from nobody."""

import pytest
from django.db import connection, transaction
from tests.cases.house import AT, House, found_house
from tests.founded import read_rows

from shouwen.people.actions import hire
from shouwen.people.models import Person

pytestmark = pytest.mark.django_db


def founded() -> tuple[House, dict[str, list[bytes]]]:
    """What it wrote goes again, as it does between tests."""
    with transaction.atomic():
        house, rows = found_house(), read_rows()
        # No two organisations of a process have the same version.
        del rows["people_organisationversion"]
        transaction.set_rollback(True)
    return house, rows


def test_it_comes_back_to_the_letter_each_time() -> None:
    (house, rows), (again, rows_again) = founded(), founded()
    assert (again, rows_again) == (house, rows)
    assert len(rows["people_person"]) == len(house.people)


def test_what_a_test_does_to_its_house_is_not_there_in_the_next() -> None:
    house, _ = founded()
    house.count, house.people["alice"] = 9, "nobody"
    again, _ = founded()
    assert again.count == 0
    assert again["alice"] != "nobody"


def test_whoever_comes_after_it_has_a_number_of_their_own() -> None:
    house = found_house()
    new = hire(name="新人", email="new@example.com", by=None, at=AT).pk
    assert str(new) not in house.people.values()
    assert Person.objects.count() == len(house.people) + 1
    connection.check_constraints()
