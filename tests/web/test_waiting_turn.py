"""Whoever waits for others reads what they can do, and signs only when it is their turn."""

import pytest
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
AGREE = 'value="approve.agree"'


def in_turn() -> None:
    """The desk with signers one after the other."""
    text = (DESK / "desk.yaml").read_text(encoding="utf-8")
    text = text.replace('id: "1", in_force: 2026-01-01', 'id: "2", in_force: 2026-01-02')
    text = text.replace("by: {all: [director, fixer]}", "by: {turn: [director, fixer]}")
    rulebooks.install_texts(files={"desk.yaml": text}, units=(), by=None, at=now())


def test_nobody_is_offered_to_sign_before_their_turn(house: House) -> None:
    in_turn()
    case_id = house.open(now())
    house.record(case_id, now())
    house.finish(case_id, "review#1", "serious", by="lee", at=now())
    assert AGREE in text_of(signed_in("dora").get(f"/cases/{case_id}/"))
    frank, address = signed_in("frank"), f'href="/cases/{case_id}/"'
    assert address in text_of(signed_in("dora").get("/"))
    assert address not in text_of(frank.get("/"))
    page = text_of(frank.get(f"/cases/{case_id}/"))
    assert AGREE not in page
    assert "还没有轮到您审批，先由：" in page
    actions.agree(case_id=case_id, task="sign#1", by=house["dora"], at=now())
    assert AGREE in text_of(frank.get(f"/cases/{case_id}/"))
    assert address in text_of(frank.get("/"))
    assert address not in text_of(signed_in("dora").get("/"))
    actions.agree(case_id=case_id, task="sign#1", by=house["frank"], at=now())
    assert "handle#1" in house.open_tasks(case_id)


@pytest.mark.parametrize(
    ("name", "said"), [("lee", "催办、督办或留言"), ("alice", "催办或留言"), ("frank", "您可以留言")]
)
def test_only_what_is_offered_is_named(house: House, name: str, said: str) -> None:
    case_id = house.open(now())
    if name == "frank":
        house.to_handling(case_id, now())
        actions.take(case_id=case_id, task="handle#1", by=house["fay"], at=now())
    elif name == "alice":
        house.record(case_id, now())
    page = text_of(signed_in(name).get(f"/cases/{case_id}/"))
    assert f"这一环节由上面的岗位办理；您可以{said.removeprefix('您可以')}。" in page
