"""An edition goes out for the units and from a day that its author sees, and nobody widens it by not looking."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_drafts import next_edition

from shouwen.authoring.models import Draft, Proposal
from shouwen.base.clock import now
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(house: House, dora: Client, draft: Draft) -> Draft:
    """The next edition of a rulebook that holds in one branch only."""
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=now())
    next_edition(dora, draft)
    return draft


def outlet(page: str) -> str:
    return page.partition('id="publish"')[2].partition("</details>")[0]


def test_the_form_begins_tomorrow_and_where_the_rulebook_holds_now(dora: Client, house: House, ours: Draft) -> None:
    form = outlet(text_of(dora.get(f"/drafts/{ours.pk}/")))
    assert f'value="{localdate(now()) + timedelta(days=1)}"' in form
    assert re.findall(r'<option value="(\d+)" selected>', form) == [str(house.branch)]


def test_a_copy_that_has_no_number_of_its_own_yet_begins_there_too(dora: Client, house: House, draft: Draft) -> None:
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=now())
    form = outlet(text_of(dora.get(f"/drafts/{draft.pk}/")))
    assert re.findall(r'<option value="(\d+)" selected>', form) == [str(house.branch)]
    assert form.index(f'value="{house.branch}" selected') < form.index(f'value="{house.group}"')


def test_what_was_chosen_is_still_there_when_it_is_refused(dora: Client, house: House, ours: Draft) -> None:
    sent = {"in_force": "2099-12-01", "units": [house.branch], "reason": "新学年"}
    answer = dora.post(f"/drafts/{ours.pk}/publish/", sent)
    assert answer.status_code == 422
    form = outlet(text_of(answer))
    assert 'value="2099-12-01"' in form
    assert 'value="新学年"' in form
    assert re.findall(r'<option value="(\d+)" selected>', form) == [str(house.branch)]


def test_more_units_than_before_are_asked_about_and_told_to_whoever_agrees(
    dora: Client, house: House, ours: Draft
) -> None:
    lee = signed_in("lee")
    for address in ("publish", "propose"):
        asked = lee.post(f"/drafts/{ours.pk}/{address}/", {"in_force": "2099-12-01"})
        assert asked.status_code == 422
        assert "适用单位比 DESK/1 更广：原为华东一分，现为全部单位" in text_of(asked)
        assert 'name="wider"' in outlet(text_of(asked))
    assert "DESK/2" not in rulebooks.installed()
    sent = {"in_force": "2026-01-01", "wider": "1", "reason": "推广"}
    assert dora.post(f"/drafts/{ours.pk}/propose/", sent).status_code == 302
    seen = text_of(lee.get(reverse("proposal", args=[Proposal.objects.get().pk])))
    assert "原为华东一分，现为全部单位" in seen
    assert "生效日 2026-01-01 已经过去" in seen


def test_fewer_units_or_the_same_ask_nothing(house: House, ours: Draft) -> None:
    sent = {"in_force": "2099-12-01", "units": [house.branch]}
    assert signed_in("lee").post(f"/drafts/{ours.pk}/publish/", sent).status_code == 302
    assert rulebooks.edition("DESK/2").units == frozenset({str(house.branch)})
