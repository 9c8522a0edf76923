"""How many questions a page asks the database: within a budget, and no more with more rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in

from shouwen.authoring import actions as authoring
from shouwen.authoring import queries
from shouwen.base.clock import now
from shouwen.customers import actions as customers
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db

BUDGETS = {
    "/": 15,
    "/home/": 12,
    "/cases/": 16,
    "/cases/?own=work&sort=due": 16,
    "/cases/queues/": 8,
    "/cases/conditions/": 6,
    "/exports/": 8,
    "/cases/new/": 15,
    "/customers/": 12,
    "/board/": 20,
    "/compliance/": 15,
    "/rulebooks/": 10,
    "/rulebooks/DESK/1/table/repair_power/?f.grade=serious&f.flood=true": 10,
    "/drafts/": 12,
    "/proposals/": 10,
    "/rulebooks/DESK/1/edition/": 14,
    "/rulebooks/DESK/2/moves/": 25,
    "/calendar/": 12,
    "/calendar/notice/": 8,
    "/operations/": 12,
    "/notices/": 10,
    "/search/?q=漏水": 18,
    "/search/quick/?q=漏水": 16,
    "/search/quick/?q=wns": 18,
}
CASE_BUDGET = 25


def asked(client: Client, url: str) -> int:
    """Of a second visit: the first fills what a process keeps."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def newer_edition() -> None:
    """Of a later day, so that cases still begin under the first one."""
    text = (DESK / "desk.yaml").read_text(encoding="utf-8")
    text = text.replace('id: "1", in_force: 2026-01-01', 'id: "2", in_force: 2099-01-01')
    rulebooks.install_texts(files={"desk.yaml": text}, units=(), by=None, at=now())


def fill(house: House, number: int) -> None:
    for index in range(number):
        at = now() - timedelta(minutes=3)
        contacts = [customers.NewContact(kind="phone", value=f"1380000{index:04}")]
        made = customers.register_customer(name=f"客户{index}", unit=house.branch, contacts=contacts, by=None, at=at)
        house.open(at, by="amy" if index % 2 else "alice", title=f"厨房漏水{index}", customer=made.pk)


@pytest.mark.parametrize("url", BUDGETS)
def test_a_page_stays_within_its_budget_and_asks_no_more_with_more_rows(house: House, url: str) -> None:
    dora = signed_in("dora")
    newer_edition()
    fill(house, 2)
    few = asked(dora, url)
    fill(house, 8)
    many = asked(dora, url)
    assert many <= BUDGETS[url]
    assert many <= few + 1


DRAFT_BUDGETS = {"": 16, "part/?part=complaint.steps.record": 10, "preview/": 12, "file/?name=desk.yaml": 10}


@pytest.mark.parametrize("end", DRAFT_BUDGETS)
def test_a_draft_stays_within_its_budget_however_often_it_was_saved(house: House, end: str) -> None:
    draft = authoring.copy_edition(key="DESK/1", name="", by=None, at=now())
    dora, url = signed_in("dora"), f"/drafts/{draft}/{end}"
    few = asked(dora, url)
    for version in (1, 2, 3):
        text = queries.draft(draft).files["desk.yaml"].text
        authoring.save_file(
            draft=draft, name="desk.yaml", text=f"{text}# {version}\n", version=version, by=None, at=now()
        )
    many = asked(dora, url)
    assert many <= DRAFT_BUDGETS[end]
    assert many <= few + 1


def test_a_case_stays_within_its_budget_however_long_its_history(house: House) -> None:
    case_id = house.open(now() - timedelta(minutes=3))
    alice = signed_in("alice")
    url = reverse("case", args=[case_id])
    few = asked(alice, url)
    for number in range(6):
        alice.post(
            reverse("case-act", args=[case_id]), {"act": "urge", "reason": f"第 {number} 次", "key": str(number)}
        )
    many = asked(alice, url)
    assert many <= CASE_BUDGET
    assert many <= few + 1
