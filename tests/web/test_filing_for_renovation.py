"""The first step of a LUOYANG renovation filing: papers that are only brought, one to be signed first, and all the rest of the form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import text_of
from tests.web.test_intake_of_rulebooks import at_work, filled

from shouwen.cases.models import Case
from shouwen.runtime.queries import state_of

pytestmark = pytest.mark.django_db
BROUGHT = (
    "application", "undertaking", "floor_plans", "works_scheme", "manager_identity", "worker_identities", "owner_contract",
)  # fmt: skip
TYPED = {
    "task": "guide#1",
    "filing_form.items": "厨房卫生间翻新", "filing_form.starts_on": "2026-12-01", "filing_form.until": "2027-01-31",
    "filing_form.months": "2", "filing_form.breaks_waterproofing": "false", "filing_form.manager": "郑工",
    "filing_form.manager_phone": "13812340000", "worker_register.workers.0.name": "老王",
    "worker_register.workers.0.identity": "410300199001011234", "licence.sealed": "true", "qualification.sealed": "true",
}  # fmt: skip


@pytest.fixture
def desk(house: House) -> Client:
    client = at_work(house, "luoyang")
    assert client.post("/cases/new/", filled(client, house, "renovation")).status_code == 302
    return client


def sent(desk: Client, **more: object) -> int:
    case_id = Case.objects.get().pk
    return desk.post(f"/cases/{case_id}/step/", {**TYPED, "outcome": "handed_in", **more}).status_code


def filed() -> set[str]:
    return {mark.paper for mark in state_of(Case.objects.get().pk).papers if mark.filled_at is not None}


def test_what_is_brought_is_ticked_as_received_and_the_step_passes(desk: Client) -> None:
    page = text_of(desk.get(f"/cases/{Case.objects.get().pk}/"))
    assert "已收到 <b>装修申请书</b>" in page
    received = {f"{paper}.received": "true" for paper in BROUGHT}
    assert sent(desk, **received) == 302
    assert set(BROUGHT) <= filed()


def test_what_was_not_brought_is_named_and_what_was_ticked_stays_ticked(desk: Client) -> None:
    case_id = Case.objects.get().pk
    received = {f"{paper}.received": "true" for paper in BROUGHT[1:]}
    answer = desk.post(f"/cases/{case_id}/step/", {**TYPED, **received, "outcome": "handed_in"})
    assert answer.status_code == 422
    assert "缺少《装修申请书》" in text_of(answer)
    assert "缺少《装修承诺书》" not in text_of(answer)
    assert 'name="undertaking.received" value="true" checked' in text_of(answer)
    assert 'name="application.received" value="true" >' in text_of(answer)


def test_a_scan_is_as_good_as_a_tick_and_lies_in_the_case(desk: Client) -> None:
    received: dict[str, object] = {f"{paper}.received": "true" for paper in BROUGHT[1:]}
    scan = SimpleUploadedFile("申请书.pdf", b"%PDF-1.4 scan")
    assert sent(desk, **received, **{"application.copy": scan}) == 302
    assert "申请书.pdf" in text_of(desk.get(f"/cases/{Case.objects.get().pk}/"))


def test_an_interface_may_say_that_a_paper_is_not_there(desk: Client) -> None:
    received = {f"{paper}.received": "true" for paper in BROUGHT[1:]}
    assert sent(desk, **received, **{"application.received": "false"}) == 422


def test_filing_one_form_to_be_signed_leaves_everything_else_as_it_was_typed(desk: Client) -> None:
    case_id = Case.objects.get().pk
    wet = {"filing_form.breaks_waterproofing": "true", "filing_form.reminded": "true", "reason": "业主明早来签"}
    scope = {"waterproof_undertaking.scope": "主卫地面"}
    typed = {**TYPED, **wet, **scope, "application.received": "true", "file": "waterproof_undertaking"}
    assert desk.post(f"/cases/{case_id}/step/", typed).status_code == 302
    assert "waterproof_undertaking" in filed()
    page = text_of(desk.get(f"/cases/{case_id}/"))
    for kept in (
        "厨房卫生间翻新",
        "2027-01-31",
        "老王",
        "业主明早来签",
        'name="application.received" value="true" checked',
    ):
        assert kept in page
