"""From when and where an edition holds: proposed as it is meant, asked about where it is not, and changed later."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_drafts import sound

from shouwen.authoring.models import Draft, Proposal
from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.queries import all_units
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


def chosen(page: str) -> list[str]:
    """Names of the units that are marked in the form that sends a draft out."""
    select = page.partition('<select id="units"')[2].partition("</select>")[0]
    return [part.partition(">")[2].partition("<")[0] for part in select.split("<option")[1:] if " selected" in part]


def test_a_draft_is_proposed_for_tomorrow_and_the_units_of_the_edition_before_it(
    draft: Draft, branch_only: House
) -> None:
    page = text_of(signed_in("dora").get(f"/drafts/{draft.pk}/"))
    tomorrow = localdate(now()) + timedelta(days=1)
    assert f'name="in_force" type="date" value="{tomorrow}"' in page
    names = {place.id: place.name for place in all_units()}
    assert chosen(page) == [names[branch_only.branch]]
    trial = text_of(signed_in("dora").get(f"/drafts/{draft.pk}/preview/"))
    assert f'<option value="{branch_only.branch}" selected>' in trial


def test_a_past_day_and_more_units_are_asked_about_and_nothing_typed_is_lost(draft: Draft, branch_only: House) -> None:
    dora, url = signed_in("dora"), f"/drafts/{draft.pk}/propose/"
    sent = {"in_force": "2026-01-01", "reason": "缩短时限"}
    refused = dora.post(url, sent)
    page = unescape(text_of(refused))
    assert refused.status_code == 422
    for words in ("生效日 2026-01-01 已经过去", "适用范围变大", "全部单位", 'value="缩短时限"', 'value="2026-01-01"'):
        assert words in page
    assert chosen(page) == []
    assert dora.post(url, {**sent, "sure": "past"}).status_code == 422
    assert not Proposal.objects.exists()
    answer = dora.post(url, {**sent, "sure": "past wider"})
    assert answer.status_code == 302
    shown = unescape(text_of(signed_in("lee").get(answer["Location"])))
    assert "生效日 2026-01-01 已经过去" in shown
    assert "适用范围变大" in shown


def test_what_was_typed_stays_when_publishing_is_refused(draft: Draft, branch_only: House) -> None:
    day = localdate(now()) + timedelta(days=9)
    sent = {"in_force": str(day), "units": [str(branch_only.branch)], "reason": "缩短时限"}
    refused = signed_in("dora").post(f"/drafts/{draft.pk}/publish/", sent)
    page = text_of(refused)
    assert refused.status_code == 422  # her own last change
    assert "须由另一人发布" in page
    assert f'value="{day}"' in page
    assert 'value="缩短时限"' in page
    assert len(chosen(page)) == 1
    assert "已经过去" not in page


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
    assert "适用范围变大" in text_of(signed_in("lee").get(asked["Location"]))
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


def test_a_file_brought_from_elsewhere_is_compared_with_the_newest_edition(branch_only: House) -> None:
    upload = SimpleUploadedFile(FILE, numbered("4", "2027-05-01").encode())
    client: Client = signed_in("dora")
    client.post("/drafts/", {"way": "import", "file": upload, "name": "外来版"})
    page = text_of(client.get(f"/drafts/{Draft.objects.get().pk}/"))
    ahead = max(localdate(now()) + timedelta(days=1), localdate(now()).replace(year=2027, month=5, day=1))
    assert f'name="in_force" type="date" value="{ahead}"' in page
    assert len(chosen(page)) == 1
