"""Tables of customers: read as people write them, looked through row by row, taken in whole batches and gone on with after a stop."""

import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from tests.cases.counter import open_counter
from tests.cases.house import AT, House, found_house

from shouwen.base.tables import Unreadable, headings_of, lines_of
from shouwen.customers import actions, imports, queries
from shouwen.customers.actions.importing import Run, next_import
from shouwen.customers.jobs import Imports
from shouwen.customers.models import ContactPoint, Customer, CustomerImport, ServiceObject
from shouwen.customers.sheets import comma_text
from shouwen.people.access import NotAllowedError

pytestmark = pytest.mark.django_db
HEADINGS = ("姓名", "手机", "备用电话", "级别", "服务单位", "楼层", "关系", "合同号", "面积")
GOOD = ("王敏", "138 1234 5678", "021-55556666", "重要客户", "华东一分", "12", "业主", "HT-1", "89.5")


@pytest.fixture
def house() -> House:
    made = found_house()
    open_counter()
    return made


def book(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def text(*rows: Sequence[str], encoding: str = "utf-8-sig") -> bytes:
    return comma_text(HEADINGS, rows, encoding)


def brought(house: House, content: bytes, *, kind: str = "house") -> int:
    dora = house.viewer("dora")
    made = actions.bring_table(name="客户.csv", content=content, by=dora, at=AT)
    columns = [each.target for each in imports.columns_of(dora, made)]
    actions.map_columns(import_id=made, columns=columns, unit=house.branch, object_kind=kind, by=dora, at=AT)
    actions.go_on_with_import(import_id=made, at=AT)
    return made


def finished(house: House, made: int, doubles: str = "skip") -> CustomerImport:
    actions.take_in_table(import_id=made, doubles=doubles, by=house.viewer("dora"), at=AT)
    job = Imports()
    for _ in range(50):
        job.look(AT)
        row = CustomerImport.objects.get(pk=made)
        if row.state != "taking":
            return row
    raise AssertionError("the worker came to no end")


def test_a_table_becomes_dossiers_with_several_numbers_attributes_and_houses(house: House) -> None:
    made = brought(house, text(GOOD))
    view = imports.import_for(house.viewer("dora"), made)
    assert (view.rows, view.good, view.faulty, view.known) == (1, 1, 0, 0)
    assert Customer.objects.count() == 0
    row = finished(house, made)
    assert (row.state, row.made, bytes(row.content)) == ("done", 1, b"")
    customer = Customer.objects.get()
    assert (customer.name, customer.grade, customer.unit_id) == ("王敏", "important", house.branch)
    assert customer.attributes == {"floor": 12, "tie": "owner"}
    phones = ContactPoint.objects.order_by("id").values_list("normal", "label", "is_main")
    assert list(phones) == [("13812345678", "手机", True), ("02155556666", "备用电话", False)]
    thing = ServiceObject.objects.get()
    assert (thing.kind, thing.number, thing.attributes) == ("house", "HT-1", {"area": "89.5"})
    assert [card.id for card in queries.find(house.viewer("dora"), "wm")] == [customer.pk]
    dossier = queries.get_for(house.viewer("dora"), customer.pk)
    assert dossier.attributes == (("楼层", "12"), ("关系", "业主"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "gbk"])
def test_encodings_of_the_country_are_read(encoding: str) -> None:
    content = text(GOOD, encoding=encoding)
    assert headings_of(content) == HEADINGS
    assert [line.cells for line in lines_of(content)] == [GOOD]


def test_a_workbook_is_read_as_people_see_it() -> None:
    content = book(
        ("姓名", "电话", "楼层", "入住日期"),
        [("王敏", 13812345678.0, 12.0, AT.replace(tzinfo=None, hour=0)), (None,) * 4],
    )
    assert [line.cells for line in lines_of(content)] == [("王敏", "13812345678", "12", "2026-03-02")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 no workbook", "这个文件打不开"),
        (b"\xff\xfe\xff", "文字编码认不出来"),
        ('姓名,电话\n"王敏,1'.encode(), "引号"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        [headings_of(content), *lines_of(content)]


@pytest.mark.parametrize(
    ("place", "cell", "column", "what"),
    [
        (1, "没有", "手机", "不像电话号码"),
        (3, "特级", "级别", "不是可选的值"),
        (4, "火星分公司", "服务单位", "没有这个单位"),
        (5, "十二", "楼层", "不是数字"),
        (6, "房东", "关系", "不是可选的值"),
    ],
)
def test_each_fault_names_row_column_and_what_to_do(
    house: House, place: int, cell: str, column: str, what: str
) -> None:
    bad = [*GOOD]
    bad[place] = cell
    made = brought(house, text(("李雷", "13900000001", *[""] * 7), bad))
    view = imports.import_for(house.viewer("dora"), made)
    assert (view.good, view.faulty) == (1, 1)
    (fault,) = view.faults
    assert (fault["row"], fault["column"], fault["value"]) == (3, column, cell)
    assert what in fault["what"]
    assert fault["todo"].startswith("请")
    assert finished(house, made).made == 1


def test_rows_without_anybody_and_rows_told_twice_are_faults(house: House) -> None:
    empty = ("", "", "", "重要", *[""] * 5)
    again = ("王女士", *GOOD[1:7], "HT-2", "")
    family = ("李雷", *GOOD[1:7], "HT-3", "")
    view = imports.import_for(house.viewer("dora"), brought(house, text(GOOD, empty, ("王敏", *again[1:]), family)))
    assert [(fault["row"], fault["what"]) for fault in view.faults] == [
        (3, "既没有姓名，也没有电话"),
        (4, "与第 2 行是同一个电话和姓名"),
    ]
    assert view.good == 2


def known(house: House) -> int:
    contacts = [actions.NewContact(kind="phone", value="13812345678")]
    return actions.register_customer(
        name="王敏", unit=house.branch, notes="老客户", contacts=contacts, by=None, at=AT
    ).pk


def test_who_is_there_already_is_shown_and_skipped(house: House) -> None:
    there = known(house)
    made = brought(house, text(GOOD, ("李雷", "13812345678", *[""] * 7)))
    view = imports.import_for(house.viewer("dora"), made)
    assert [(one["row"], one["customer"], one["phone"]) for one in view.found] == [(2, there, "138****5678")]
    row = finished(house, made)
    assert (row.made, row.updated, row.skipped) == (1, 0, 1)
    assert Customer.objects.get(pk=there).grade == "normal"


def test_who_is_there_already_is_completed_when_asked(house: House) -> None:
    there = known(house)
    row = finished(house, brought(house, text(GOOD)), doubles="update")
    assert (row.made, row.updated) == (0, 1)
    customer = Customer.objects.get()
    assert (customer.pk, customer.grade, customer.notes) == (there, "important", "老客户")
    assert customer.contacts.filter(kind="phone").count() == 2
    assert ServiceObject.objects.get().customer_id == there


def many(count: int) -> bytes:
    return text(*[(f"客户{place}", f"139{place:08}", *[""] * 7) for place in range(count)])


def test_a_long_table_goes_on_behind_what_was_done_when_a_worker_dies(house: House) -> None:
    made = brought(house, many(1200))
    view = imports.import_for(house.viewer("dora"), made)
    assert (view.state, view.rows) == ("checking", 500)
    Imports().look(AT)
    assert imports.import_for(house.viewer("dora"), made).rows == 1200
    actions.take_in_table(import_id=made, doubles="skip", by=house.viewer("dora"), at=AT)
    dying = Run.claim(made, AT)
    assert dying is not None
    assert not dying.batch(AT)
    assert Customer.objects.count() == 500
    # Nobody else touches it while it may still live.
    assert next_import(AT) is None
    later = AT + timedelta(minutes=3)
    Imports().look(later)
    row = CustomerImport.objects.get(pk=made)
    assert (row.state, row.made) == ("done", 1200)
    assert Customer.objects.count() == 1200
    # The one that was thought dead comes back and finds its work done.
    assert dying.batch(later)
    assert Customer.objects.count() == 1200


def test_a_batch_costs_the_same_few_questions_whatever_its_size(house: House) -> None:
    from django.db import connection  # noqa: PLC0415  # beside the only test that counts

    asked = []
    for count in (20, 400):
        Customer.objects.all().delete()
        made = brought(house, many(count))
        actions.take_in_table(import_id=made, doubles="skip", by=house.viewer("dora"), at=AT)
        run = Run.claim(made, AT)
        assert run is not None
        with CaptureQueriesContext(connection) as captured:
            run.batch(AT)
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert asked[0] < 20


def test_only_who_may_edit_customers_brings_a_table_and_sees_their_own(house: House) -> None:
    with pytest.raises(NotAllowedError):
        actions.bring_table(name="x.csv", content=text(GOOD), by=house.viewer("alice"), at=AT)
    made = brought(house, text(GOOD))
    with pytest.raises(NotAllowedError):
        imports.import_for(house.viewer("alice"), made)
