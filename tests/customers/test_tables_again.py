"""Objects that somebody holds, files brought twice, formulas, and faults in the reader's language."""

import pytest
from django.utils import translation
from tests.cases.counter import open_counter
from tests.cases.house import AT, House, found_house
from tests.customers.test_tables import GOOD, HEADINGS, book, brought, finished, text

from shouwen.customers import actions, imports
from shouwen.customers.models import Customer, ServiceObject

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    made = found_house()
    open_counter()
    return made


def test_an_object_that_somebody_holds_is_told_row_by_row_and_stays_with_them(house: House) -> None:
    finished(house, brought(house, text(GOOD)))
    held = Customer.objects.get()
    again = ("李雷", "13900000001", *GOOD[2:7], "HT-1", "")
    twins = [("韩梅", "13900000002", *[""] * 5, "ht-2", ""), ("韩磊", "13900000003", *[""] * 5, "HT-2", "")]
    made = brought(house, text(again, *twins))
    view = imports.import_for(house.viewer("dora"), made)
    assert (view.good, view.faulty, view.found) == (3, 0, [])
    assert [dict(each) for each in view.left] == [
        {"row": 2, "name": "李雷", "object": "HT-1", "customer": held.pk},
        {"row": 4, "name": "韩磊", "object": "HT-2", "first": 3},
    ]
    assert finished(house, made).made == 3
    owners = ServiceObject.objects.order_by("pk").values_list("number", "customer__name")
    assert list(owners) == [("HT-1", "王敏"), ("ht-2", "韩梅")]


@pytest.mark.parametrize("doubles", ["skip", "update"])
def test_the_same_file_brought_twice_makes_nobody_twice(house: House, doubles: str) -> None:
    nameless = ("", "13900000009", *[""] * 7)
    only_a_house = ("韩梅", *[""] * 6, "HT-7", "")
    only_a_name = ("孙七", *[""] * 8)
    file = text(GOOD, nameless, only_a_house, only_a_name)
    assert finished(house, brought(house, file)).made == 4
    second = brought(house, file)
    view = imports.import_for(house.viewer("dora"), second)
    assert (view.known, view.left) == (4, [])
    row = finished(house, second, doubles)
    assert (row.made, row.skipped + row.updated) == (0, 4)
    assert (Customer.objects.count(), ServiceObject.objects.count()) == (4, 2)


def test_a_formula_in_a_table_is_text_like_any_other(house: House) -> None:
    made = brought(house, book(HEADINGS, [("=1+1", "13900000001", *[""] * 7), ("@SUM(A1)", "13900000002", *[""] * 7)]))
    view = imports.import_for(house.viewer("dora"), made)
    finished(house, made)
    assert view.rows == 2
    # What a workbook computes is read as its last result; this one was never opened, so it has none.
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["", "@SUM(A1)"]


def test_what_is_wrong_is_told_in_the_readers_language(house: House) -> None:
    dora = house.viewer("dora")
    made = brought(house, text(("", "x", *[""] * 7), ("李雷", "", "", "特级", *[""] * 5)))
    with translation.override("en"):
        view = imports.import_for(dora, made)
    assert [each["what"] for each in view.faults] == [
        "does not look like a telephone number",
        "neither a name nor a telephone",
        "is none of the values to choose from",
    ]
    torn = '姓名,手机\n王敏,13900000001\n"李,1'.encode()
    broken = actions.bring_table(name="x.csv", content=torn, by=dora, at=AT)
    actions.map_columns(import_id=broken, columns=["name", "phone"], unit=house.branch, object_kind="", by=dora, at=AT)
    actions.go_on_with_import(import_id=broken, at=AT)
    assert imports.import_for(dora, broken).trouble.startswith("第 3 行读不下去")
    with translation.override("en"):
        assert imports.import_for(dora, broken).trouble.startswith("Line 3 cannot be read")
