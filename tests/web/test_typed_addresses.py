"""What nobody's page sends, and anybody can: refused in words, never by a broken page."""

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases.models import Draft
from shouwen.customers import actions as customers

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.mark.parametrize("after", ["99999999999999999999", "9" * 5000, "123456789", "x", "-1", "²"])
def test_the_list_of_customers_begins_anew_after_a_customer_that_is_not_there(house: House, after: str) -> None:
    customers.register_customer(name="王女士", unit=house.branch, by=None, at=now())
    answer = signed_in("dora").get("/customers/", {"after": after})
    assert (answer.status_code, "王女士" in text_of(answer)) == (200, True)


@pytest.mark.parametrize("name", ["after", "customer"])
@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000])
def test_the_list_of_cases_bears_a_number_that_is_none(house: House, name: str, number: str) -> None:
    house.open(now())
    assert signed_in("alice").get("/cases/", {name: number}).status_code == 200


@pytest.mark.parametrize(
    "body", ["[1]", "1", "null", '"abc"', "{", "", '{"a": "\\u0000"}', '{"a": ["\\ud800"]}', "[" * 90_000]
)
def test_a_draft_that_is_no_form_is_refused_and_the_kept_one_stays(house: House, body: str) -> None:
    alice, case_id = signed_in("alice"), house.open(now())
    for address in (f"/cases/{case_id}/draft/?form=x", "/cases/new/draft/"):
        assert alice.post(address, '{"what": "漏水"}', content_type=JSON).status_code == 200
        answer = alice.post(address, body, content_type=JSON)
        assert (answer.status_code, answer.json()["words"]) == (400, "草稿未保存")
    assert [draft.values for draft in Draft.objects.all()] == [{"what": "漏水"}] * 2


def test_a_draft_that_is_too_long_says_so(house: House) -> None:
    alice, case_id = signed_in("alice"), house.open(now())
    for address in (f"/cases/{case_id}/draft/?form=x", "/cases/new/draft/"):
        answer = alice.post(address, '{"what": "' + "a" * 200_000 + '"}', content_type=JSON)
        assert (answer.status_code, answer.json()["words"]) == (413, "内容太长，草稿未保存")
