"""A draft on its way to publication: for which units, under which number, from which day."""

import pytest
from django.test import Client
from lxml import html
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft
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
