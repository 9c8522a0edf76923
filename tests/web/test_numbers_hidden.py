"""Telephone numbers stand on no page in clear, whoever looks; who gave no name goes by a number."""

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.customers import actions as customers
from shouwen.runtime.queries import state_of

pytestmark = pytest.mark.django_db


def test_numbers_of_customers_stand_nowhere_in_clear(house: House) -> None:
    """Neither on the dossier, nor in lists, nor in a case that was taken in with one."""
    case_id = house.open(now(), title="来电报修", fields={"caller": "李先生", "phone": "13912345678"})
    contacts = [customers.NewContact(kind="phone", value="13812345678")]
    made = customers.register_customer(name="王女士", unit=house.branch, contacts=contacts, by=None, at=now())
    dora = signed_in("dora")
    urls = [
        "/",
        "/cases/",
        f"/cases/{case_id}/",
        "/customers/",
        reverse("customer", args=[made.pk]),
        "/search/?q=王女士",
        "/board/",
    ]
    urls += ["/customers/?q=1381234", "/cases/new/caller/?phone=13812345678"]
    for url in urls:
        shown = text_of(dora.get(url))
        assert "13812345678" not in shown.replace('value="13812345678"', ""), url
        assert "13912345678" not in shown, url


def test_a_caller_without_a_name_goes_by_the_number_of_the_dossier(house: House) -> None:
    made = customers.register_customer(name="", unit=house.branch, by=None, at=now())
    case_id = house.open(now(), title="匿名来电", customer=made.pk)
    page = reverse("customer", args=[made.pk])
    dora = signed_in("dora")
    assert f'<a href="{page}"><b>{made.number}</b></a>' in text_of(dora.get(f"/cases/{case_id}/"))
    assert f'href="{page}">{made.number}</a>' in text_of(dora.get("/customers/"))
    assert f"<h1>{made.number}</h1>" in text_of(dora.get(page))


def test_the_next_form_hides_the_number_and_the_page_as_sent_keeps_it(house: House) -> None:
    at = now()
    case_id = house.open(at, title="来电报修", fields={"caller": "李先生", "phone": "13912345678"})
    house.to_handling(case_id, at)
    frank = signed_in("frank")
    frank.post(reverse("case-act", args=[case_id]), {"act": "take", "task": "handle#1"})
    shown = text_of(frank.get(f"/cases/{case_id}/"))
    assert 'value="139****5678"' in shown
    assert "13912345678" not in shown
    sent = {"task": "handle#1", "outcome": "handled", "result.done": "修好了", "result.call": "139****5678"}
    frank.post(reverse("case-step", args=[case_id]), sent)
    assert state_of(case_id).facts["result.call"] == "13912345678"
    assert "13912345678" not in text_of(frank.get(f"/cases/{case_id}/"))
