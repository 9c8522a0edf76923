"""Where an edition holds: tried there, replaced there, taken in for one company, and changed later by two people."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_drafts import sound

from shouwen.authoring.models import Draft
from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.shipped import shipped

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"


def numbered(number: str, day: str = "2026-01-01") -> str:
    return sound().replace('id: "1", in_force: 2026-01-01', f'id: "{number}", in_force: {day}')


@pytest.fixture
def branch_only(house: House) -> House:
    """DESK/2 holds for the branch alone; Dora and Lee manage rulebooks."""
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    rulebooks.install_texts(files={FILE: numbered("2")}, units=(str(house.branch),), by=None, at=now())
    return house


@pytest.fixture
def draft(branch_only: House) -> Draft:
    """Made from DESK/2, with a number of its own."""
    sent = {"way": "copy", "edition": "DESK/2", "number": "3", "name": "明年版"}
    assert signed_in("dora").post("/drafts/", sent).status_code == 302
    found = Draft.objects.get()
    text = found.files.get().text.replace('id: "2"', 'id: "3"')
    version = found.files.get().version
    signed_in("dora").post(f"/drafts/{found.pk}/file/", {"file": FILE, "version": version, "text": text})
    return found


def test_a_trial_begins_where_the_edition_before_it_holds(draft: Draft, branch_only: House) -> None:
    trial = text_of(signed_in("dora").get(f"/drafts/{draft.pk}/preview/"))
    units = trial.partition('<select id="unit"')[2].partition("</select>")[0]
    assert f'<option value="{branch_only.branch}" selected>' in units
    assert units.index(f'value="{branch_only.branch}"') < units.index(f'value="{branch_only.other}"')


def test_the_edition_that_was_replaced_is_shown_as_replaced(branch_only: House) -> None:
    rulebooks.install_texts(files={FILE: numbered("10")}, units=(str(branch_only.branch),), by=None, at=now())
    listed = text_of(signed_in("dora").get("/rulebooks/"))
    assert "由 DESK/10 取代" in listed
    assert rulebooks.in_force(localdate(now()), (str(branch_only.branch),))[0].key == "DESK/10"
    shown = text_of(signed_in("dora").get("/rulebooks/DESK/2/edition/"))
    assert "已有新版本" in shown
    assert "由 DESK/10 取代" in shown
    assert "取代" not in text_of(signed_in("dora").get("/rulebooks/DESK/1/edition/"))  # elsewhere it still holds


def test_the_units_of_an_edition_are_changed_by_two_people_from_a_day_on(branch_only: House) -> None:
    house, today = branch_only, localdate(now())
    dora, url = signed_in("dora"), "/rulebooks/DESK/2/edition/"
    sent = {"scope": "1", "units": [str(house.other)], "from": str(today), "reason": "另一分公司试行"}
    assert dora.post(url, {**sent, "units": []}).status_code == 422
    assert dora.post(url, {**sent, "from": str(today - timedelta(days=1))}).status_code == 422
    asked = dora.post(url, sent)
    assert asked.status_code == 302
    assert rulebooks.edition("DESK/2").units == {str(house.branch)}
    assert dora.post(asked["Location"], {"verb": "agree"}).status_code == 422
    assert signed_in("lee").post(asked["Location"], {"verb": "agree"}).status_code == 302
    assert dora.post(f"{asked['Location']}carry-out/").status_code == 302
    assert rulebooks.edition("DESK/2").units == {str(house.other)}
    shown = text_of(dora.get(url))
    assert "改适用单位" in shown
    assert "另一分公司试行" in shown


def test_units_do_not_change_before_their_day(branch_only: House) -> None:
    dora, day = signed_in("dora"), localdate(now()) + timedelta(days=3)
    sent = {"scope": "1", "everywhere": "1", "from": str(day), "reason": "全公司推行"}
    asked = dora.post("/rulebooks/DESK/2/edition/", sent)
    assert "更广" in text_of(signed_in("lee").get(asked["Location"]))
    signed_in("lee").post(asked["Location"], {"verb": "agree"})
    early = dora.post(f"{asked['Location']}carry-out/")
    assert early.status_code == 422
    assert "到那天再执行" in text_of(early)


def test_a_second_rulebook_is_taken_in_for_the_company_that_is_chosen(house: House) -> None:
    """Both companies have agents; Alice, who is one here, is none there."""
    people.appoint_administrator(person=int(house["dora"]), office="system", by=None, at=now())
    second = people.found_unit(
        name="第二物业公司", code="WY", kind="company", parent=None, is_department=False, by=None, at=now()
    )
    dora, key = signed_in("dora"), next(name for name in shipped() if name.startswith("POWER"))
    refused = dora.post("/start/rulebook/", {"edition": key})
    assert refused.status_code == 422
    assert "用于哪个单位" in text_of(refused)
    assert key not in rulebooks.installed()
    assert dora.post("/start/rulebook/", {"edition": key, "unit": str(second.pk)}).status_code == 302
    assert rulebooks.edition(key).units == {str(second.pk)}
    rows = dora.get(f"/start/posts/?edition={key}").context["rows"]
    assert not next(row for row in rows if row.seat.post == "agent").seat.holders
    assert {place.name for row in rows for place in row.seat.units} == {"第二物业公司"}
