"""Who agreed to a paper in an approval step has signed it; a paper changed afterwards has to be agreed to again."""

from datetime import datetime

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions
from shouwen.cases.queries.papers import papers_of, printable
from shouwen.documents import queries as documents
from shouwen.documents.printed import Letterhead, printed

pytestmark = pytest.mark.django_db

LATER = AT + HOUR


def drafted(house: House) -> int:
    """A letter that waits for the leader's signature, and then for the director's."""
    case_id = house.open(case_type="offering", fields={})
    draft(house, case_id, 1, "渗漏维修", AT)
    return case_id


def draft(house: House, case_id: int, visit: int, about: str, at: datetime) -> None:
    house.finish(case_id, f"draft#{visit}", "drafted", by="alice", at=at, fields={"offer": {"about": about}})


def signed(house: House, case_id: int) -> dict[str, str]:
    """Party → name on the letter of the case."""
    found = next(each for each in papers_of(house.viewer("alice"), case_id) if each.paper == "offer")
    return {one.party: one.name for one in found.signatures}


def deliver(house: House, case_id: int, way: str) -> documents.DocumentRow:
    house.finish(case_id, "send#1", "sent", by="alice", at=LATER, fields={"delivery": {"way": way}})
    (letter,) = documents.of_subjects([case_id])
    return letter


def test_an_approval_is_the_signature_of_its_post(house: House) -> None:
    case_id = drafted(house)
    assert signed(house, case_id) == {"客服主管": "", "总监": ""}
    actions.agree(case_id=case_id, task="sign#1", by=house["lee"], at=AT + HOUR)
    assert signed(house, case_id) == {"客服主管": "Lee", "总监": ""}


def test_the_letter_leaves_with_name_and_day_of_all_who_agreed(house: House) -> None:
    case_id = drafted(house)
    actions.agree(case_id=case_id, task="sign#1", by=house["lee"], at=AT)
    actions.agree(case_id=case_id, task="sign#1", by=house["dora"], at=LATER)
    letter = deliver(house, case_id, "hand")
    places = printed(letter, head=Letterhead("集团"), zone="Asia/Shanghai")["signatures"]
    assert places == [
        {"party": "客服主管", "name": "Lee", "date": "2026年3月2日"},
        {"party": "总监", "name": "Dora", "date": "2026年3月2日"},
    ]
    own = printable(house.viewer("alice"), case_id, "offer")
    assert [one.name for one in own.signatures] == [one.name for one in letter.signatures]
    assert house.page(case_id, "alice", LATER).case.closed_at is not None


def test_what_was_sent_back_and_drafted_anew_is_not_signed(house: House) -> None:
    case_id = drafted(house)
    actions.agree(case_id=case_id, task="sign#1", by=house["lee"], at=AT)
    actions.send_back(case_id=case_id, task="sign#1", opinion="事由不清", by=house["dora"], at=AT)
    assert signed(house, case_id) == {"客服主管": "", "总监": ""}
    draft(house, case_id, 2, "厨房渗漏维修", LATER)
    assert signed(house, case_id) == {"客服主管": "", "总监": ""}


@pytest.mark.parametrize(("way", "asks"), [("hand", True), ("letter", False)])
def test_only_what_is_handed_over_is_to_be_signed_for(house: House, way: str, asks: bool) -> None:  # noqa: FBT001
    case_id = drafted(house)
    for name in ("lee", "dora"):
        actions.agree(case_id=case_id, task="sign#1", by=house[name], at=AT)
    (line,) = deliver(house, case_id, way).deliveries
    assert (line.via, line.needs_receipt) == (way, asks)
