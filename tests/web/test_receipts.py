"""A delivered paper is signed for once: by its receiver, at the latest with the step that goes on with it."""

import pytest
from tests.cases.house import RECORD, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases.actions import Refused
from shouwen.documents import actions as documents
from shouwen.documents.queries import of_subjects
from shouwen.engine.facts import Assignee
from shouwen.runtime.models import Ledger

pytestmark = pytest.mark.django_db
BUTTON = "/receive/"


def delivered(house: House, case_id: int) -> None:
    """A notice to the branch's agents and one to a party outside."""
    draft = documents.Draft(
        subject=case_id, key="notice@1", edition="DESK/1", paper="record", sort="notice", template="", title="通知单",
        number="T1", printed=(), signers=(), clauses=(), unit=str(house.branch),
    )  # fmt: skip
    to = [
        documents.Receiver(
            Assignee(post="agent", unit=str(house.branch)), "华东一分 客服", "in_app", needs_receipt=True
        )
    ]
    documents.issue(draft=draft, receivers=to, by=None, at=now())


def test_the_step_of_the_receiver_signs_for_it_too(house: House) -> None:
    case_id = house.open(now())
    delivered(house, case_id)
    alice = signed_in("alice")
    assert BUTTON in text_of(alice.get(f"/cases/{case_id}/"))
    house.record(case_id, now())
    page = text_of(alice.get(f"/cases/{case_id}/"))
    assert BUTTON not in page
    assert "已签收" in page
    ((line,),) = [one.deliveries for one in of_subjects([case_id])]
    assert (line.received_by, line.note) == ("Alice", "办理环节时签收")
    assert list(
        Ledger.objects.filter(subject=case_id, kind="PaperReceived").values_list("event__paper_id", flat=True)
    ) == ["notice@1"]


def test_only_the_receiver_signs(house: House) -> None:
    case_id = house.open(now())
    delivered(house, case_id)
    lee = signed_in("lee")
    page = text_of(lee.get(f"/cases/{case_id}/"))
    assert BUTTON not in page
    assert "待签收" in page
    ((line,),) = [one.deliveries for one in of_subjects([case_id])]
    assert "由收件人签收" in text_of(lee.post(f"/deliveries/{line.id}/receive/", follow=True))
    ((line,),) = [one.deliveries for one in of_subjects([case_id])]
    assert line.received_at is None
    assert "已签收" in text_of(signed_in("alice").post(f"/deliveries/{line.id}/receive/", follow=True))


def test_a_step_that_is_refused_signs_for_nothing_and_stays_on_record(house: House) -> None:
    case_id = house.open(now())
    delivered(house, case_id)
    with pytest.raises(Refused):
        house.finish(case_id, "record#1", "no_such_outcome", by="alice", at=now(), fields=RECORD)
    ((line,),) = [one.deliveries for one in of_subjects([case_id])]
    assert line.received_at is None
    assert Ledger.objects.filter(subject=case_id, refused=True).count() == 1


def test_a_step_sent_twice_signs_once(house: House) -> None:
    case_id = house.open(now())
    delivered(house, case_id)
    for _ in range(2):
        house.finish(case_id, "record#1", "recorded", by="alice", at=now(), fields=RECORD, key="one")
    assert Ledger.objects.filter(subject=case_id, kind="PaperReceived").count() == 1


def test_the_last_step_signs_too(house: House) -> None:
    case_id = house.open(now())
    delivered(house, case_id)
    house.finish(
        case_id,
        "record#1",
        "nothing",
        by="alice",
        at=now(),
        reason="客户撤回",
        fields=RECORD,
    )
    ((line,),) = [one.deliveries for one in of_subjects([case_id])]
    assert line.received_at is not None
