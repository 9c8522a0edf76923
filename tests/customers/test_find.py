"""A caller is found by whatever is at hand, and only by those who may see the customer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.customers.desk import Desk
from tests.people.company import AT

from shouwen.customers import actions, queries
from shouwen.people.access import NotAllowedError

FIND_QUERIES = 8


@pytest.mark.parametrize(
    "asked",
    ["13812340000", "138-1234 0000", "+86 138 1234 0000", "1234", "340000", "王", "王敏", "wm", "WM", "wangm", "HT-77"],
)
def test_finds_by_number_name_and_pinyin(desk: Desk, asked: str) -> None:
    wanted = desk.customer("王敏", "13812340000", number="HT-77")
    desk.customer("李强", "13955556666")
    found = queries.find(desk.all_seeing, asked)
    assert [card.id for card in found] == [wanted]


@pytest.mark.parametrize("asked", ["", "  ", "**", "赵", "敏王", "8134", "13812340001", "zz", "%", "_", "'"])
def test_finds_nothing_that_does_not_fit(desk: Desk, asked: str) -> None:
    desk.customer("王敏", "13812340000")
    assert queries.find(desk.all_seeing, asked) == ()


def test_fragments_that_lie_apart_are_no_match(desk: Desk) -> None:
    desk.customer("王敏", "13812345678")
    # 1234 and 5678 are pieces of the number, 12345679 is not in it.
    assert queries.find(desk.all_seeing, "12345679") == ()
    assert len(queries.find(desk.all_seeing, "12345678")) == 1


def test_finds_by_object_address_and_number(desk: Desk) -> None:
    wanted = desk.customer("王敏")
    actions.add_object(
        customer=wanted,
        kind="house",
        name="东方花园3栋",
        number="DF-3-1201",
        address="高新区科学大道８８号",
        by=None,
        at=AT,
    )
    for asked in ("东方", "科学大道88号", "DF-3-1201", "df-3"):
        assert [card.id for card in queries.find(desk.all_seeing, asked)] == [wanted], asked


def test_an_object_is_found_by_how_its_name_is_spoken(desk: Desk) -> None:
    company = desk.company
    there = desk.customer("王敏", unit=company.branch)
    desk.customer("李强", unit=company.other)
    row = actions.add_object(customer=there, kind="house", name="翠湖花园3栋", number="CH-3", by=None, at=AT)
    for asked in ("chhy", "CHHY", "chhy3d", "cuihu", "ch-3"):
        found = queries.find_objects(desk.all_seeing, asked)
        assert [(owner, thing.name) for owner, thing in found] == [(there, "翠湖花园3栋")], asked
    assert queries.find_objects(desk.all_seeing, "hhy") == ()
    assert len(queries.find_objects(desk.viewer(desk.branch_clerk), "chhy")) == 1
    assert queries.find_objects(desk.viewer(desk.other_clerk), "chhy") == ()
    actions.correct_object(
        object_id=row.pk, name="东湖名苑3栋", address="", unit=None, attributes={}, by=None, at=AT
    )  # fmt: skip
    assert queries.find_objects(desk.all_seeing, "chhy") == ()
    assert len(queries.find_objects(desk.all_seeing, "dhmy")) == 1


def test_lists_in_pinyin_order_and_page_by_page(desk: Desk) -> None:
    for name in ("张三", "阿明", "单女士", "李四"):
        desk.customer(name)
    first = queries.listing(desk.all_seeing, most=3)
    rest = queries.listing(desk.all_seeing, after=queries.place_in_order(first[-1].id), most=3)
    assert [card.name for card in (*first, *rest)] == ["阿明", "李四", "单女士", "张三"]


def test_only_customers_in_reach_are_found(desk: Desk) -> None:
    company = desk.company
    near = desk.customer("王敏", "13812340000", unit=company.branch)
    nobodys = desk.customer("王五", "13812341111")
    clerk, other, newcomer = (desk.viewer(each) for each in (desk.branch_clerk, desk.other_clerk, desk.newcomer))
    assert {card.id for card in queries.find(clerk, "王")} == {near}
    # Several companies may share the installation: what belongs to no unit is not everybody's.
    assert queries.find(other, "王") == ()
    assert {card.id for card in queries.find(desk.all_seeing, "王")} == {near, nobodys}
    assert queries.find(newcomer, "王") == ()
    assert queries.find_by_phone(other, "13812340000") == ()
    with pytest.raises(NotAllowedError):
        queries.get_for(other, near)
    assert queries.listing(newcomer) == ()


def test_an_object_in_ones_unit_opens_its_owner(desk: Desk) -> None:
    customer = desk.customer("王敏", unit=desk.company.branch)
    other = desk.viewer(desk.other_clerk)
    assert queries.find(other, "王敏") == ()
    actions.add_object(customer=customer, kind="house", name="二分的房子", unit=desk.company.other, by=None, at=AT)
    assert [card.id for card in queries.find(other, "王敏")] == [customer]


def test_asking_costs_as_many_queries_for_twenty_as_for_one(desk: Desk) -> None:
    def cost(asked: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert queries.find(desk.all_seeing, asked)
        return len(made)

    desk.customer("王敏", "13812340000")
    viewer_once = cost("王")
    for number in range(20):
        desk.customer(f"王{number}", f"1391234{number:04}")
    assert cost("王") <= viewer_once
    assert cost("wm") <= FIND_QUERIES
