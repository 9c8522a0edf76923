"""Supervisions, overrides and approvals with sixty rows ask the database no more than with six."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cases.house import House
from tests.dispatch.giving import giving_house
from tests.web.signed_in import signed_in, text_of
from tests.web.test_approvals import to_sign
from tests.web.test_query_counts import BUDGETS

from shouwen.base.clock import now
from shouwen.cases import actions as cases

pytestmark = pytest.mark.django_db

ASKED = "- {gate: asked, title: 催办前先看进度, act: urge, mode: warn, needs: {flood: true}, cites: [DESK-4]}\n"
LISTS = ("/supervisions/", "/supervisions/?all=1", "/overrides/", "/approvals/")


def fill(house: House, number: int) -> None:
    """Each case waits for a decision, is supervised, and was urged in spite of a warning."""
    for place in range(number):
        case_id = to_sign(house, f"第{place}件")
        limit = now() + timedelta(hours=2)
        cases.supervise(case_id=case_id, reason="抓紧", limit=limit, by=house["dora"], at=now())
        cases.urge(case_id=case_id, reason="客户连打三次", by=house["lee"], at=now())


def asked(client: Client, url: str) -> int:
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_ten_times_the_rows_ask_for_no_more() -> None:
    house = giving_house(ASKED)
    dora = signed_in("dora")
    fill(house, 6)
    few = {url: asked(dora, url) for url in LISTS}
    fill(house, 54)
    many = {url: asked(dora, url) for url in LISTS}
    # One more where the case in view has become like others.
    assert all(many[url] <= few[url] + 1 for url in LISTS)
    assert all(many[url] <= BUDGETS[url.partition("?")[0]] for url in LISTS)
    shown = {url: text_of(dora.get(url)) for url in LISTS}
    assert shown["/supervisions/"].count("data-row=") == shown["/overrides/"].count("data-row=") == 50
    assert "data-next" in shown["/supervisions/"]
    assert shown["/approvals/"].count("第") >= 60
