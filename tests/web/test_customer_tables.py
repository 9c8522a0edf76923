"""Customers in and out as tables: mapped, checked and taken in on one page; out with a reason, and many by two people."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.cases.counter import open_counter
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.customers import actions
from shouwen.customers.models import Customer, CustomerExport
from shouwen.people.models import AccessLog

pytestmark = pytest.mark.django_db
TABLE = "客户姓名,手机号,家里有几层,客户等级\n王敏,13812345678,3,重要\n,12,,\n"


@pytest.fixture
def dora(house: House) -> Client:
    open_counter()
    return signed_in("dora")


def upload(client: Client, content: bytes, name: str = "客户.csv") -> str:
    answer = client.post("/customers/import/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"]


def test_from_the_file_to_the_dossier_on_one_page(house: House, dora: Client) -> None:
    url = upload(dora, TABLE.encode("gbk"))
    page = text_of(dora.get(url))
    assert "家里有几层" in page
    assert 'value="name" selected' in page
    assert 'value="grade" selected' in page
    sent = {"column-0": "name", "column-1": "phone", "column-2": "attribute.floor", "column-3": "grade"}
    checked = text_of(dora.post(url, {**sent, "unit": house.branch, "act": "check"}, follow=True))
    assert "共 2 行：1 行可导入（新客户 1，已有 0），1 行有误" in checked
    assert "不像电话号码" in checked
    assert Customer.objects.count() == 0
    faults = dora.post(f"{url}faults/")
    assert load_workbook(io.BytesIO(faults.content)).worksheets[0].cell(2, 1).value == "3"
    done = text_of(dora.post(url, {"act": "take", "doubles": "skip"}, follow=True))
    assert "新建 1 位，更新 0 位，跳过 0 位；有误未导入 1 行" in done
    customer = Customer.objects.get()
    assert (customer.name, customer.attributes) == ("王敏", {"floor": 3})
    assert "楼层" in text_of(dora.get(f"/customers/{customer.pk}/"))
    assert "客户.csv" in text_of(dora.get("/customers/import/"))


def test_a_wrong_file_and_a_wrong_mapping_say_what_to_do(house: House, dora: Client) -> None:
    wrong = dora.post("/customers/import/", {"file": SimpleUploadedFile("x.csv", b"\xff\xfe\xff")})
    assert wrong.status_code == 422
    assert "文字编码认不出来" in text_of(wrong)
    assert "请先选一个文件" in text_of(dora.post("/customers/import/", {}))
    url = upload(dora, TABLE.encode())
    refused = dora.post(url, {"column-3": "grade", "act": "check"})
    assert refused.status_code == 422
    assert "请至少指定一列" in text_of(refused)
    twice = dora.post(url, {"column-0": "name", "column-1": "name", "act": "check"})
    assert "只能对应一列" in text_of(twice)
    assert "已放弃" in text_of(dora.post(url, {"act": "drop"}, follow=True))


def test_a_kind_of_object_brings_its_own_columns(house: House, dora: Client) -> None:
    url = upload(dora, "姓名,电话,合同号,面积\n王敏,13812345678,HT-1,90\n".encode())
    columns = {"column-0": "name", "column-1": "phone"}
    page = text_of(dora.post(url, {**columns, "object_kind": "house", "act": "check"}, follow=True))
    assert 'value="object.number" selected' in page
    assert 'value="object.area" selected' in page


@pytest.mark.parametrize(("asked", "start"), [("", b"PK"), ("?as=csv", "\ufeff姓名或单位名称,电话,电话 2".encode())])
def test_the_template_names_every_column_and_comes_back_as_it_is(dora: Client, asked: str, start: bytes) -> None:
    content = dora.get(f"/customers/import/template/{asked}").content
    assert content.startswith(start)
    url = upload(dora, content, "模板.xlsx")
    page = text_of(dora.get(url))
    assert 'value="phone" selected' in page
    assert 'value="attribute.tie" selected' in page


def test_the_page_of_a_running_import_asks_again_and_then_shows_the_whole(house: House, dora: Client) -> None:
    rows = "".join(f"客户{place},139{place:08}\n" for place in range(700))
    url = upload(dora, f"姓名,电话\n{rows}".encode())
    page = text_of(dora.post(url, {"column-0": "name", "column-1": "phone", "act": "check"}, follow=True))
    assert 'hx-trigger="every 1s"' in page
    assert "已看 500 行" in page
    actions.go_on_with_import(import_id=int(url.split("/")[-2]), at=now())
    assert dora.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "700 行可导入" in text_of(dora.get(url))


def people(house: House, count: int) -> None:
    for place in range(count):
        contacts = [actions.NewContact(kind="phone", value=f"139{place:08}")]
        actions.register_customer(name=f"=客户{place}", unit=house.branch, contacts=contacts, by=None, at=now())


def test_few_leave_at_once_hidden_and_on_record(house: House, dora: Client) -> None:
    people(house, 3)
    assert "请写明导出用途" in text_of(dora.post("/customers/export/", {"q": "", "reason": " "}, follow=True))
    assert "可以下载了" in text_of(dora.post("/customers/export/", {"q": "", "reason": "年度回访"}, follow=True))
    row = CustomerExport.objects.get()
    sheet = load_workbook(io.BytesIO(dora.post(f"/customers/export/{row.pk}/file/").content)).worksheets[0]
    assert [sheet.cell(2, 2).value, sheet.cell(2, 6).value] == ["=客户0", "139****0000"]
    assert sheet.cell(2, 2).data_type == "s"
    assert sheet.cell(2, 12).data_type == "d"
    assert str(sheet.cell(2, 12).value) == f"{timezone.localdate()} 00:00:00"
    chosen = text_of(dora.get("/customers/export/"))
    assert chosen.index("只有文件名里有导出号") < chosen.index("CSV GBK")
    plain = dora.post(f"/customers/export/{row.pk}/file/", {"as": "csv"})
    assert f"customers-{row.pk}.csv" in plain.headers["Content-Disposition"]
    assert "导出人" not in plain.content.decode()
    told = dora.post(f"/customers/export/{row.pk}/file/", {"as": "gbk"}).content.decode("gbk")
    assert "'=客户0" in told
    assert "13900000000" not in told
    assert AccessLog.objects.filter(subject=f"customer_export:{row.pk}", reason="年度回访").count() == 3
    assert signed_in("lee").post(f"/customers/export/{row.pk}/file/").status_code == 404


def test_many_need_a_second_person_who_sees_them_all(house: House, dora: Client) -> None:
    people(house, 101)
    assert "等第二人同意" in text_of(dora.post("/customers/export/", {"reason": "搬迁通知"}, follow=True))
    row = CustomerExport.objects.get()
    assert dora.post(f"/customers/export/{row.pk}/file/").status_code == 404
    assert dora.post(f"/customers/export/{row.pk}/decide/", {"agrees": "yes"}).status_code == 404
    lee = signed_in("lee")
    assert "搬迁通知" in text_of(lee.get("/customers/export/"))
    assert "不同意时请写明理由" in text_of(
        lee.post(f"/customers/export/{row.pk}/decide/", {"agrees": "no"}, follow=True)
    )
    lee.post(f"/customers/export/{row.pk}/decide/", {"agrees": "yes"})
    people(house, 1)
    content = dora.post(f"/customers/export/{row.pk}/file/").content
    assert load_workbook(io.BytesIO(content)).worksheets[0].max_row == 102


def test_nobody_agrees_to_what_they_do_not_see(house: House, dora: Client) -> None:
    people(house, 101)
    actions.register_customer(name="外区", unit=house.other, by=None, at=now())
    dora.post("/customers/export/", {"reason": "搬迁通知"})
    row = CustomerExport.objects.get()
    told = text_of(signed_in("lee").post(f"/customers/export/{row.pk}/decide/", {"agrees": "yes"}, follow=True))
    assert "其中有您看不到的客户" in told
    row.refresh_from_db()
    assert row.state == "waiting"
