"""Who calls without a name and gives it at a later step is called so from then on: in the dossier, in lists, in search."""

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import text_of
from tests.web.test_intake_of_rulebooks import at_work, filled, written

from shouwen.cases.models import Case
from shouwen.customers.actions import name_customer
from shouwen.customers.models import Customer

pytestmark = pytest.mark.django_db
NUMBER = "13977120045"


@pytest.fixture
def desk(house: House) -> Client:
    """A complaint by a new number, without a name."""
    client = at_work(house, "norm")
    nameless = {"phone": NUMBER, "complaint_intake.name": "", "complaint_intake.customer": ""}
    assert client.post("/cases/new/", filled(client, house, "complaint") | nameless).status_code == 302
    return client


def recorded(desk: Client, house: House, name: str) -> None:
    case_id = Case.objects.get().pk
    (step,) = desk.get(f"/cases/{case_id}/").context["page"].steps
    typed: dict[str, object] = {"task": step.task, "outcome": step.outcomes[0].key}
    for paper in step.papers:
        for field in paper.fields:
            typed |= written(f"{paper.paper}.{field.name}", field, house)
    answer = desk.post(f"/cases/{case_id}/step/", typed | {"complaint_record.name": name})
    assert answer.status_code == 302, text_of(answer)


def test_the_dossier_without_a_name_gets_the_one_that_the_step_was_told(desk: Client, house: House) -> None:
    customer = Customer.objects.get()
    assert customer.name == ""
    page = f"/cases/{Case.objects.get().pk}/"
    assert f">{customer.number}<" in text_of(desk.get(page))
    recorded(desk, house, "赵小玉")
    assert Customer.objects.get().name == "赵小玉"
    assert ">赵小玉<" in text_of(desk.get(page))
    assert "赵小玉" in text_of(desk.get("/search/", {"q": "zxy"}))


def test_a_dossier_that_has_a_name_keeps_it(desk: Client, house: House) -> None:
    assert name_customer(customer=Customer.objects.get().pk, name="赵小玉")
    recorded(desk, house, "赵小玉之母")
    assert Customer.objects.get().name == "赵小玉"
