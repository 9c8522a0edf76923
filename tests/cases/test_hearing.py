"""Open work follows when people leave and dossiers merge."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, House

from shouwen.cases import queries
from shouwen.customers import actions as customers
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db


def test_tasks_in_the_name_of_somebody_who_leaves_go_to_the_successor(house: House) -> None:
    case_id = house.open()
    later = AT + timedelta(hours=1)
    assert case_id in {duty.case_id for duty in queries.my_tasks(house.viewer("alice", later), later)}
    amy, lee = int(house["amy"]), int(house["lee"])
    people.leave(person=int(house["alice"]), successor=amy, last_day=AT.date(), by=lee, at=later)
    tomorrow = AT + timedelta(days=1)
    people.close_departures(at=tomorrow)
    assert case_id in {duty.case_id for duty in queries.my_tasks(house.viewer("amy", tomorrow), tomorrow)}


def test_cases_of_a_merged_dossier_stand_under_the_kept_one(house: House) -> None:
    kept = customers.register_customer(name="王敏", unit=house.branch, by=None, at=AT).pk
    dropped = customers.register_customer(name="王 敏", unit=house.branch, by=None, at=AT).pk
    case_id = house.open(customer=dropped)
    customers.merge_customers(keep=kept, drop=dropped, reason="同一人", by=None, at=AT)
    assert queries.get_for(house.viewer("dora"), case_id).customer_id == kept
