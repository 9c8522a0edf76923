"""转派 and 加派 offer the people and units of the case's own company, and take no others."""

import pytest
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases.models import Case
from shouwen.runtime import rulebooks
from shouwen.runtime.models import TaskSeat

pytestmark = pytest.mark.django_db


def test_only_the_company_of_the_case_is_offered(house: House) -> None:
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=now())
    case_id = house.open(now())
    page = text_of(signed_in("dora").get(f"/cases/{case_id}/"))
    dialog = page.partition('id="act-co_handle"')[2].partition("</dialog>")[0]
    assert f'<option value="{house["fay"]}">Fay' in dialog
    assert f'<option value="{house.branch}">' in dialog
    assert "Olga" not in dialog
    assert "华东二分" not in dialog


def test_what_is_typed_by_hand_is_refused_beside_its_field(house: House) -> None:
    case_id = house.open(now())
    house.to_handling(case_id, now())
    frank = signed_in("frank")
    frank.post(f"/cases/{case_id}/act/", {"act": "take", "task": "handle#1", "key": "k0"})
    sent = {"act": "transfer", "task": "handle#1", "person": "999999", "reason": "换人", "key": "k1"}
    answer = frank.post(f"/cases/{case_id}/act/", sent)
    assert answer.status_code == 422
    dialog = text_of(answer).partition('id="act-transfer-handle1"')[2].partition("</dialog>")[0]
    assert "所选人员不存在或已离职" in dialog
    assert "换人</textarea>" in dialog
    assert Case.objects.get(pk=case_id).handler == house["frank"]
    assert "999999" not in TaskSeat.objects.values_list("person", flat=True)


def test_a_reason_that_is_too_long_is_told_in_its_dialog(house: House) -> None:
    case_id = house.open(now())
    answer = signed_in("dora").post(f"/cases/{case_id}/act/", {"act": "urge", "reason": "长" * 20_001, "key": "k"})
    assert answer.status_code == 422
    dialog = text_of(answer).partition('id="act-urge"')[2].partition("</dialog>")[0]
    assert "内容最多 20000 字，现有 20001 字" in dialog
    assert 'class="field bad"' in dialog
