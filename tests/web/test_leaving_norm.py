"""The shipped NORM rulebook: customers' material leaves by the heads alone, and the quality supervisor is told."""

from pathlib import Path
from typing import Any

import pytest
from tests.cases.house import AT, START, House
from tests.web.signed_in import signed_in, text_of

import shouwen
from shouwen.base.actions import create_user
from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.cases.models import Export
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Ledger, Notice

pytestmark = pytest.mark.django_db
NORM = Path(shouwen.__file__).parent / "rulebooks" / "norm" / "2024"
POSTS = {"jie": "reception", "head": "service_head", "watch": "quality_supervisor"}
SAY = "含客户信息的资料不得擅自导出、打印或外发"


@pytest.fixture
def company(house: House) -> House:
    rulebooks.install(path=NORM, units=(str(house.branch),), by=None, at=AT)
    for name, post in POSTS.items():
        user = create_user(username=name, password=None, email=f"{name}@example.com", at=AT)
        person = people.hire(name=name, email=user.email, user=user.pk, by=None, at=AT).pk
        people.place(person=person, post=post, unit=house.branch, starts_on=START, by=None, at=AT)
        people.grant_scope(post=post, reach="subtree", acts=("see", "open_case"), by=None, at=AT)
        house.people[name] = str(person)
    return house


def consultation(house: House) -> int:
    fields: dict[str, Any] = {"channel": "phone", "matter": "合作意向"}
    intake = actions.Intake(
        case_type="consultation", unit=str(house.branch), title="合作意向", channel="phone", fields=fields
    )
    return actions.open_case(intake=intake, by=house["jie"], at=now()).subject


def test_the_reception_is_refused_the_list_and_the_head_passes(company: House) -> None:
    case_id = consultation(company)
    jie, head = signed_in("jie"), signed_in("head")
    answer = text_of(jie.post("/cases/export/", {"reason": "回家看"}, follow=True))
    assert SAY in answer
    assert "NORM-4.5b" in answer
    assert not Export.objects.exists()
    assert not Notice.objects.filter(person=company["watch"]).exists()
    head.post("/cases/export/", {"reason": "月度例会"})
    assert head.post(f"/exports/{Export.objects.get().pk}/file/").content.startswith(b"PK")
    tries = Ledger.objects.filter(subject=case_id, event__act="export").order_by("seq")
    assert [row.refused for row in tries] == [True, False]
    assert Notice.objects.get(person=company["watch"]).subject_id == case_id


def test_the_reception_prints_no_form_and_the_head_does(company: House) -> None:
    case_id = consultation(company)
    url = f"/cases/{case_id}/papers/consultation_intake.pdf"
    refused = signed_in("jie").get(url)
    assert refused.status_code == 403
    assert SAY in text_of(refused)
    assert signed_in("head").get(url).content.startswith(b"%PDF-")
