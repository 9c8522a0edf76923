"""The first page of whoever leads: approvals at hand, the team as it stands, and what many complain of."""

from datetime import timedelta

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_space import at_work

from shouwen.base.clock import now
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.dispatch import actions as dispatch
from shouwen.dispatch.hot import Figures, Found

pytestmark = pytest.mark.django_db


def test_who_leads_sees_approvals_the_team_and_what_many_complain_of(house: House) -> None:
    at_work(house)
    dispatch.set_presence(person=house["frank"], state="here", at=now())
    group = Found(tuple(house.open(now(), title="电梯困人") for _ in range(2)), 2, "电梯困人", "complaint",
        str(house.branch), Figures(2, timedelta(days=30), 60))  # fmt: skip
    customer_of(house, group.cases)
    spot = dispatch.keep_hot_spots(group=group, at=now())
    assert spot is not None
    pages = {who: text_of(signed_in(who).get("/home/")) for who in ("alice", "lee", "dora")}
    for who in ("lee", "dora"):
        assert pages[who].count("请我审批") == 1
        assert f'href="/cases/?spot={spot.pk}">2</a>' in pages[who]
    assert "空闲 1" in pages["lee"]
    assert 'class="dot is-here" role="img" aria-label="空闲"' in pages["lee"]
    assert "?spot=" not in pages["alice"]
    dispatch.acknowledge(spot=spot.pk, note="已请电梯公司到场", by=house["lee"], at=now())
    assert "?spot=" not in text_of(signed_in("dora").get("/home/"))


def customer_of(house: House, cases: tuple[int, ...]) -> None:
    """Each of its own customer."""
    for n, case_id in enumerate(cases):
        known = customers.register_customer(name=f"客户{n}", unit=house.branch, contacts=[], by=None, at=now()).pk
        Case.objects.filter(pk=case_id).update(customer=known)
