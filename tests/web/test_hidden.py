"""Hidden facts on the page of a case: who may open one, what is written down, and that nothing stays open."""

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.people.models import AccessLog

pytestmark = pytest.mark.django_db
NAME = "举报人赵某"


def _url(case_id: int, path: str = "intake.caller") -> str:
    return reverse("case-hidden", args=[case_id, path])


def test_whom_the_gate_names_opens_a_sealed_fact_once_and_the_look_is_on_record(house: House) -> None:
    case_id = recent(house, fields={"caller": NAME})
    lee, page = signed_in("lee"), reverse("case", args=[case_id])
    shown = text_of(lee.get(page))
    assert _url(case_id) in shown
    assert NAME not in shown
    response = lee.post(_url(case_id), {"reason": "须当面核实"}, headers={"HX-Request": "true"})
    assert NAME in text_of(response)
    assert "<html" not in text_of(response)
    assert response["Cache-Control"] == "no-store"
    row = AccessLog.objects.get()
    assert (str(row.person_id), row.field, row.reason) == (house["lee"], "intake.caller", "须当面核实")
    assert row.subject.startswith("sealed:")
    assert NAME not in text_of(lee.get(page))


def test_without_scripts_the_value_stands_on_a_page_of_its_own(house: House) -> None:
    case_id = recent(house, fields={"caller": NAME})
    shown = text_of(signed_in("lee").post(_url(case_id), {"reason": "核实"}))
    assert NAME in shown
    assert reverse("case", args=[case_id]) in shown


def test_without_a_reason_it_stays_closed(house: House) -> None:
    case_id = recent(house, fields={"caller": NAME})
    response = signed_in("lee").post(_url(case_id), {"reason": " "}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "请写明查看原因" in text_of(response)
    assert NAME not in text_of(response)
    assert not AccessLog.objects.exists()


def test_a_reason_has_a_length(house: House) -> None:
    case_id = recent(house, fields={"caller": NAME})
    response = signed_in("lee").post(_url(case_id), {"reason": "长" * 501}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "最多 500 字" in text_of(response)
    assert NAME not in text_of(response)
    assert not AccessLog.objects.exists()
    assert signed_in("lee").post(_url(case_id), {"reason": "长" * 500}).status_code == 200


def test_others_have_no_button_and_are_refused_even_with_every_right_of_their_post(house: House) -> None:
    case_id = recent(house, fields={"caller": NAME})
    for name in ("alice", "dora"):
        client = signed_in(name)
        shown = text_of(client.get(reverse("case", args=[case_id])))
        assert "（已密封）" in shown
        assert _url(case_id) not in shown
        response = client.post(_url(case_id), {"reason": "想看"})
        assert response.status_code == 404
        assert NAME not in text_of(response)
    assert not AccessLog.objects.exists()


def test_numbers_and_addresses_in_forms_are_masked_until_somebody_with_the_right_says_why(house: House) -> None:
    given = {"caller": NAME, "phone": "13912345678", "address": "江海市滨江路88号3栋1201室"}
    case_id = recent(house, fields=given)
    for name in ("alice", "lee", "dora"):
        shown = text_of(signed_in(name).get(reverse("case", args=[case_id])))
        assert "江海市滨江路" not in shown.replace("江海市滨江路****", ""), name
        assert "88号" not in shown
        assert "13912345678" not in shown
    assert signed_in("alice").post(_url(case_id, "intake.address"), {"reason": "上门"}).status_code == 404
    opened = signed_in("dora").post(_url(case_id, "intake.address"), {"reason": "上门"})
    assert "江海市滨江路88号3栋1201室" in text_of(opened)
    row = AccessLog.objects.get()
    assert (row.subject, row.field, row.reason) == (f"case:{case_id}", "intake.address", "上门")
