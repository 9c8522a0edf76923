"""How many questions a page asks the database: within a budget, and no more with more rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.house import DESK, START, House
from tests.web.signed_in import signed_in

from shouwen.authoring import actions as authoring
from shouwen.authoring import queries
from shouwen.base.clock import now
from shouwen.customers import actions as customers
from shouwen.knowledge import actions as knowledge
from shouwen.people import actions as people
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db

BUDGETS = {
    "/": 15,
    "/home/": 18,
    "/cases/": 16,
    "/cases/?own=work&sort=due": 16,
    "/cases/queues/": 8,
    "/cases/conditions/": 6,
    "/exports/": 8,
    "/cases/new/": 15,
    "/customers/": 12,
    "/customers/import/": 10,
    "/customers/export/": 12,
    "/cases/new/caller/?phone=13800000001": 12,
    "/guesses/": 10,
    "/board/": 24,
    "/board/?by=unit": 26,
    "/board/?by=post": 28,
    "/board/?by=person": 30,
    "/duty/": 14,
    "/supervisions/": 14,
    "/overrides/": 14,
    "/approvals/": 20,
    "/notices/settings/": 10,
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


ADMIN_BUDGETS = {
    "/admin/people/": 11,
    "/admin/people/{person}/": 11,
    "/admin/units/": 8,
    "/admin/posts/": 8,
    "/admin/offices/": 8,
    "/admin/channels/": 10,
    "/admin/categories/": 8,
    "/admin/people/import/": 8,
    "/admin/views/": 9,
}
OTHER_OFFICES = {
    "/admin/scopes/": ("security", 8),
    "/admin/exports/": ("security", 9),
    "/admin/audit/": ("audit", 11),
    "/admin/keeping/": ("security", 15),
}


@pytest.mark.parametrize("url", [*ADMIN_BUDGETS, *OTHER_OFFICES])
def test_a_page_of_the_administration_asks_no_more_with_more_people(house: House, url: str) -> None:
    office, budget = OTHER_OFFICES.get(url, ("system", ADMIN_BUDGETS.get(url, 0)))
    people.appoint_administrator(person=int(house["fay"]), office=office, by=None, at=now())
    fay, url = signed_in("fay"), url.format(person=house["alice"])
    few = asked(fay, url)
    for number in range(12):
        person = people.hire(name=f"员工{number}", by=None, at=now()).pk
        people.place(person=person, post="agent", unit=house.branch, starts_on=START, by=None, at=now())
        people.grant_scope(post=f"post{number}", reach="own", acts=("see",), by=None, at=now())
    fill(house, 4)
    many = asked(fay, url)
    assert many <= budget
    assert many <= few + 1


def test_the_list_of_canned_replies_asks_no_more_with_more_of_them(house: House) -> None:
    dora = signed_in("dora")
    few = asked(dora, "/replies/")
    for number in range(12):
        knowledge.save_reply(
            reply=None, title=f"话{number}", text="您好", reach="shared", unit=None, by=house.viewer("dora"), at=now()
        )
    assert asked(dora, "/replies/") <= min(few + 1, 9)


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
