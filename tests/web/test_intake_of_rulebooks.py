"""Whatever a shipped rulebook lets somebody take in can be taken in with what the page asks for, and no more."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cases.house import AT, START, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.cases.models import Case
from shouwen.cases.rows import FieldView
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.documents.actions import add_file
from shouwen.documents.queries import files_of
from shouwen.people import actions as people
from shouwen.people.models import Unit
from shouwen.rulebook.load import shipped
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import state_of

pytestmark = pytest.mark.django_db
SHIPPED = {name: path for name, _edition, path in shipped()}
WRITTEN = {
    "phone": "13812340000", "date": "2026-03-02", "datetime": "2026-03-02T10:00", "time": "10:00", "number": "1",
    "money": "1", "score": "1", "yes_no": "false",
}  # fmt: skip


def at_work(house: House, rulebook: str) -> Client:
    """Alice, with every post that the rulebook knows."""
    key = rulebooks.install(path=SHIPPED[rulebook], units=(str(house.branch),), by=None, at=AT)
    for kind in rulebooks.rulebook(key).header.unit_kinds:
        people.found_unit(code=f"{kind}-1", name=f"{kind} 一", kind=kind, parent=house.branch, by=None, at=AT)
    for post in rulebooks.rulebook(key).posts:
        people.place(person=int(house["alice"]), post=post, unit=house.branch, starts_on=START, by=None, at=AT)
        people.grant_scope(post=post, reach="subtree", acts=("see", "open_case"), by=None, at=AT)
    return signed_in("alice")


def asked_of(page: Any) -> Iterator[tuple[str, FieldView]]:
    fields = page["fields"]
    yield from ((f"{fields.channel_prefix}.{one.name}", one) for one in [fields.channel] if one)
    paper = page["paper"]
    yield from ((f"{paper.paper}.{one.name}", one) for one in (*fields.first, *fields.more) if paper)


def written(name: str, field: FieldView, house: House) -> dict[str, str]:
    """What somebody writes into it."""
    if field.type == "table":
        return {f"{name}.0.{column.name}": written("", column, house)[""] for column in field.columns}
    if field.choices:
        return {name: field.choices[0][0]}
    units = Unit.objects.filter(kind=field.kind) if field.kind else Unit.objects.filter(pk=house.branch)
    who = {"unit": str(units.latest("pk").pk), "person": house["alice"]}
    return {name: str(field.value or who.get(field.type) or WRITTEN.get(field.type, "一句话"))}


def filled(client: Client, house: House, case_type: str, **more: str) -> dict[str, str]:
    """Every field that the page draws, with the customer as they were looked for."""
    typed = {"case_type": case_type, "unit": str(house.branch), "key": case_type, "title": "一件事", **more}
    page = client.post("/cases/new/", {**typed, "look": "1"}).context
    for name, field in asked_of(page):
        if field.shown and field.type not in ("photo", "file"):
            typed = {**written(name, field, house), **typed}
    return typed


@pytest.mark.parametrize("rulebook", SHIPPED)
def test_every_kind_that_is_offered_can_be_taken_in(house: House, rulebook: str) -> None:
    client = at_work(house, rulebook)
    offered = queries.case_types(house.viewer("alice", now()), str(house.branch), now())
    assert offered
    left = {}
    for case_type, title in offered:
        answer = client.post("/cases/new/", filled(client, house, case_type))
        if answer.status_code != 302:
            left[title] = answer.context["errors"]
    assert left == {}


def cao() -> int:
    """A customer whom the branch knows already."""
    phone = customers.NewContact(kind="phone", value="13812345678")
    return customers.register_customer(name="曹永强", contacts=[phone], by=None, at=now()).pk


def test_the_customer_who_was_found_stands_in_the_form(house: House) -> None:
    client = at_work(house, "luoyang")
    typed = filled(client, house, "renovation", customer=str(cao()))
    del typed["renovation_intake.customer"]
    assert client.post("/cases/new/", typed).status_code == 302
    assert state_of(Case.objects.get().pk).facts["renovation_intake.customer"] == "曹永强"


def test_a_caller_nobody_knows_gets_a_dossier_under_the_name_in_the_form(house: House) -> None:
    client = at_work(house, "luoyang")
    typed = filled(client, house, "renovation", phone="13911112222")
    lacking = client.post("/cases/new/", {**typed, "renovation_intake.customer": ""})
    assert lacking.status_code == 422
    assert "“业主或商户”必填" in text_of(lacking).partition('id="kind-form"')[2]
    assert not Customer.objects.exists()
    assert client.post("/cases/new/", {**typed, "renovation_intake.customer": "新来的商户"}).status_code == 302
    assert Customer.objects.get().name == "新来的商户"


def test_who_gave_no_name_goes_by_the_number_of_the_dossier(house: House) -> None:
    client = at_work(house, "keyacc")
    phone = customers.NewContact(kind="phone", value="13812345678")
    known = customers.register_customer(name="", unit=house.branch, contacts=[phone], by=None, at=now())
    typed = filled(client, house, "urgent_supply", customer=str(known.pk))
    del typed["supply_intake.customer"]
    assert client.post("/cases/new/", typed).status_code == 302
    assert state_of(Case.objects.get().pk).facts["supply_intake.customer"] == known.number


def test_a_form_that_asks_for_a_name_asks_for_no_customer_beside_it(house: House) -> None:
    client = at_work(house, "luoyang")
    page = client.post("/cases/new/", {"case_type": "complaint", "unit": str(house.branch), "look": "1"})
    assert "complaint_intake.name" in text_of(page)
    assert "complaint_intake.customer" not in text_of(page)


def test_rows_of_a_table_are_still_there_when_something_else_lacks(house: House) -> None:
    client = at_work(house, "luoyang")
    typed = filled(client, house, "goods_release")
    rows = {
        "goods_request.goods.0.name": "沙发",
        "goods_request.goods.0.count": "2",
        "goods_request.goods.2.name": "柜",
    }
    answer = client.post("/cases/new/", {**typed, **rows, "goods_request.customer": ""})
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'name="goods_request.goods.0.name" value="沙发"' in page
    assert re.search('name="goods_request.goods.0.count"[^>]* value="2"', page)
    assert 'name="goods_request.goods.1.name" value="柜"' in page


def test_what_lacks_without_a_field_on_the_page_is_told_at_its_head(house: House) -> None:
    client = at_work(house, "luoyang")
    typed = filled(client, house, "consultation")
    page = text_of(client.post("/cases/new/", {**typed, "demand": "长" * 30_000}))
    head = page.partition('role="alert"')[2].partition("</div>")[0]
    assert "内容最多" in head
    assert "补齐下面标红" not in head


def test_a_photo_sent_with_the_form_belongs_to_the_case_even_after_a_refusal(house: House) -> None:
    client = at_work(house, "green")
    typed = filled(client, house, "maintenance_incident")
    photo = SimpleUploadedFile("倒树.png", picture(), content_type="image/png")
    lacking = client.post("/cases/new/", {**typed, "incident_report.found": "", "incident_report.photos": photo})
    assert lacking.status_code == 422
    kept = re.search(r'name="incident_report\.photos" value="(file:\d+)"', text_of(lacking))
    assert kept is not None
    assert client.post("/cases/new/", {**typed, "incident_report.photos": kept[1]}).status_code == 302
    case_id = Case.objects.get().pk
    assert [file.name for file in files_of(case_id)] == ["倒树.png"]
    assert state_of(case_id).facts["incident_report.photos"] == (kept[1],)


def test_a_file_of_somebody_else_is_not_claimed_by_naming_it(house: House) -> None:
    client = at_work(house, "green")
    others = add_file(subject=None, name="他人的.png", content=picture(), by=house["amy"], at=now())
    typed = filled(client, house, "maintenance_incident")
    client.post("/cases/new/", {**typed, "incident_report.photos": f"file:{others.pk}"})
    others.refresh_from_db()
    assert others.subject is None


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "PNG")
    return made.getvalue()


def test_limits_that_are_only_counted_stand_apart_from_those_that_press(house: House) -> None:
    client = at_work(house, "messages")
    page = text_of(client.post("/cases/new/", {"case_type": "message", "unit": str(house.branch), "look": "1"}))
    panel = page.partition("登记后开始计时")[2].partition("</section>")[0]
    pressing, _, counted = panel.partition("另外只作统计：")
    assert pressing.index("15个工作日内答复") < pressing.index("30日内答复")
    assert "3日内答复" not in pressing.replace("30日内答复", "")
    assert "3日内答复、7日内答复、15日内答复、5个工作日内答复、7个工作日内答复" in counted
