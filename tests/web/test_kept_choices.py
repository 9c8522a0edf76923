"""What was chosen before an act did not pass is chosen still; photos are pictures; refused tries stay short."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def surveyed(house: House, name: str, content: bytes) -> tuple[int, str]:
    case_id = house.open(now(), case_type="survey", fields={})
    sent = {"task": "look#1", "file": "sheet", "sheet.seen": "起拱", "sheet.picture": SimpleUploadedFile(name, content)}
    return case_id, text_of(signed_in("alice").post(f"/cases/{case_id}/step/", sent, follow=True))


def test_a_photo_is_a_picture_and_nothing_else_is_kept(house: House) -> None:
    case_id, page = surveyed(house, "说明.txt", "不是照片".encode())
    assert "这里只收照片" in page
    assert "说明.txt" not in text_of(signed_in("alice").get(f"/cases/{case_id}/"))
    case_id, page = surveyed(house, "现场.png", PNG)
    assert "现场.png" in page


def test_the_person_chosen_for_a_refused_transfer_is_still_chosen(house: House) -> None:
    case_id = house.open(now())
    sent = {"act": "transfer", "task": "record#1", "person": house["amy"], "reason": ""}
    answer = signed_in("alice").post(f"/cases/{case_id}/act/", sent)
    assert answer.status_code == 422
    assert f'value="{house["amy"]}" selected' in text_of(answer)


def test_what_was_typed_into_a_step_that_is_over_meanwhile_can_still_be_copied(house: House) -> None:
    case_id = house.open(now())
    seen = house.page(case_id, "alice").seq
    house.record(case_id, now())
    sent = {"task": "record#1", "outcome": "recorded", "record.what": "三楼也渗水", "record.kind": "noise", "seq": seen}
    answer = signed_in("alice").post(f"/cases/{case_id}/step/", sent)
    assert answer.status_code == 409
    assert "三楼也渗水" in text_of(answer)


def test_the_same_refused_try_is_one_short_line_with_its_number(house: House) -> None:
    case_id = house.open(now())
    alice = signed_in("alice")
    for key in "abc":
        alice.post(
            f"/cases/{case_id}/act/", {"act": "transfer", "task": "record#1", "person": house["amy"], "key": key}
        )
    entries = [entry for entry in house.page(case_id, "alice").timeline if entry.refused]
    assert [(entry.title, entry.times, entry.facts) for entry in entries] == [("转派", 3, ())]
    assert "被拒绝 ×3" in text_of(alice.get(f"/cases/{case_id}/"))


def test_a_case_that_was_withdrawn_is_not_offered_for_the_archive(house: House) -> None:
    case_id = house.open(now())
    signed_in("dora").post(f"/cases/{case_id}/act/", {"act": "withdraw", "reason": "客户撤回"})
    offered = {act.act for act in house.page(case_id, "dora").acts}
    assert "archive" not in offered
    assert "reopen" in offered


def test_why_a_case_cannot_be_opened_there_is_said_with_who_could(house: House) -> None:
    sent = {"case_type": "survey", "unit": str(house.branch), "title": "看现场", "key": "k1"}
    page = text_of(signed_in("lee").post("/cases/new/", sent))
    assert "您不是“华东一分”里能登记“现场查看”的岗位；请核对所属单位，或由客服专员登记" in page
