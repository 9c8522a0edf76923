"""A draft on its way to publication: for which units, under which number, from which day."""

import pytest
from django.test import Client
from lxml import html
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft, DraftFile
from shouwen.base.clock import now
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db


def test_who_manages_rulebooks_and_sees_no_unit_chooses_among_all_of_them(
    dora: Client, draft: Draft, house: House
) -> None:
    people.grant_scope(post="fixer", reach="own", acts=("manage_rulebook",), by=None, at=now())
    page = html.fromstring(text_of(signed_in("frank").get(f"/drafts/{draft.pk}/")))
    offered = {option.get("value"): option.text for option in page.xpath('//select[@id="units"]/option')}
    assert {str(house.group), str(house.branch)} <= set(offered)
    assert all(offered.values())


def file(draft: Draft, name: str = "desk.yaml") -> str:
    return DraftFile.objects.get(draft=draft, name=name).text


def test_a_copy_asks_for_the_number_of_the_new_edition_and_writes_it(dora: Client, draft: Draft) -> None:
    page = html.fromstring(text_of(dora.get("/drafts/")))
    proposed = page.xpath('//input[@id="copy-number"]')[0].get("value")
    assert proposed == str(now().year)
    assert dora.post("/drafts/", {"way": "copy", "edition": "DESK/1", "number": proposed}).status_code == 302
    copy = Draft.objects.latest("pk")
    assert file(copy) == file(draft).replace('id: "1"', f"id: {proposed}")
    assert f"DESK-{proposed}.zip" in dora.get(f"/drafts/{copy.pk}/export/")["Content-Disposition"]
    again = dora.post("/drafts/", {"way": "copy", "edition": "DESK/1", "number": "1"})
    assert again.status_code == 422
    assert "已有 DESK/1" in text_of(again)


def test_the_head_of_a_draft_has_a_form(dora: Client, draft: Draft) -> None:
    url = f"/drafts/{draft.pk}/"
    page = html.fromstring(text_of(dora.get(url)))
    form = page.xpath('//section[@id="head"]//form')[0]
    before = file(draft)
    assert (form.fields["number"], form.fields["title"], form.fields["in_force"]) == ("1", "小服务台制度", "2026-01-01")
    sent = {"version": "1", "number": "2027", "title": "服务台制度: 新", "in_force": "2027-03-01"}
    assert dora.post(f"{url}header/", sent).status_code == 302
    assert file(draft) == before.replace("小服务台制度", "'服务台制度: 新'", 1).replace(
        'id: "1", in_force: 2026-01-01', "id: 2027, in_force: 2027-03-01"
    )
    assert "DESK/2027" in text_of(dora.get(url))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"number": ""}, "都要填写"), ({"title": " "}, "都要填写"), ({"in_force": "明年"}, "请填写生效日")],
)
def test_a_head_that_cannot_be_is_told_and_what_was_typed_stays(
    dora: Client, draft: Draft, wrong: dict[str, str], told: str
) -> None:
    before = file(draft)
    sent = {"version": "1", "number": "2027", "title": "新的名称", "in_force": "2027-03-01", **wrong}
    answer = dora.post(f"/drafts/{draft.pk}/header/", sent)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert file(draft) == before


def test_a_number_that_is_taken_is_told(dora: Client, draft: Draft) -> None:
    url = f"/drafts/{draft.pk}/header/"
    sent = {"version": "1", "number": "2", "title": "小服务台制度", "in_force": "2027-03-01"}
    assert dora.post(url, sent).status_code == 302
    answer = dora.post(url, {**sent, "version": "2", "number": "1"})
    assert answer.status_code == 422
    assert "已有 DESK/1" in text_of(answer)
