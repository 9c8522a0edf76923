"""Customers known by a code only are registered many at a time, and never taken for somebody else."""

import pytest
from tests.people.company import AT

from shouwen.customers.actions import merge_customers, register_coded, register_customer
from shouwen.customers.models import Customer

pytestmark = pytest.mark.django_db


def test_each_code_is_one_dossier_however_often_it_comes() -> None:
    first = register_coded(codes=["A1", "A2", " A1 ", ""], by=None, at=AT)
    again = register_coded(codes=["A2", "A3"], by=None, at=AT)
    assert set(first) == {"A1", "A2"}
    assert again["A2"] == first["A2"]
    assert list(Customer.objects.order_by("number").values_list("number", "name")) == [
        ("A1", "A1"),
        ("A2", "A2"),
        ("A3", "A3"),
    ]


def test_a_code_that_is_somebody_elses_number_is_left_out() -> None:
    register_customer(name="王女士", number="A1", by=None, at=AT)
    assert set(register_coded(codes=["A1", "A2"], by=None, at=AT)) == {"A2"}


def test_a_merged_dossier_stands_for_the_one_that_was_kept() -> None:
    codes = register_coded(codes=["A1", "A2"], by=None, at=AT)
    merge_customers(keep=codes["A1"], drop=codes["A2"], reason="同一人", by=None, at=AT)
    assert register_coded(codes=["A2"], by=None, at=AT) == {"A2": codes["A1"]}
