"""A party outside signs behind a link: once, in time, this version, and nobody else by it."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.cases.house import House
from tests.runtime.together import together
from tests.web.signed_in import signed_in, text_of
from tests.web.test_papers import PNG, SHEET, filed, signs

from shouwen.base import actions as base
from shouwen.base import clock
from shouwen.base.clock import now
from shouwen.documents import actions as documents
from shouwen.documents.links import token_of
from shouwen.documents.models import SigningLink, StoredFile
from shouwen.people import actions as people
from shouwen.runtime.models import Ledger

pytestmark = pytest.mark.django_db
DRAWN = "data:image/png;base64," + b64encode(PNG).decode()
SIGNED = {"name": "王女士", "drawing": DRAWN}


@pytest.fixture(autouse=True)
def _a_new_minute() -> None:
    cache.clear()


def sent(case_id: int, party: str = "customer", **more: Any) -> str:
    """The address of a new link to the sheet of the case."""
    answer = signed_in("alice").post(f"/cases/{case_id}/papers/sheet/link/", {"party": party, **more}, follow=True)
    assert "签字链接已生成" in text_of(answer)
    return f"/s/{token_of(SigningLink.objects.latest('pk').key)}/"


def test_the_customer_reads_draws_and_the_step_can_be_finished(house: House) -> None:
    case_id = filed(house)
    signs(case_id, "agent")
    address = sent(case_id)
    assert address in text_of(signed_in("alice").get(f"/cases/{case_id}/papers/?paper=sheet"))
    phone = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Phone")
    page = phone.get(address)
    assert "地板起拱两处" in text_of(page)
    assert "rail" not in text_of(page)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert "您已经签字" in text_of(phone.post(address, SIGNED, follow=True))
    event = Ledger.objects.get(subject=case_id, event__party="customer")
    assert (event.kind, event.actor_id, event.event["name"], event.event["ip"]) == (
        "PaperSigned", None, "王女士", "203.0.113.7"
    )  # fmt: skip
    assert event.event["scan"] == f"file:{StoredFile.objects.get().pk}"
    case = text_of(signed_in("alice").get(f"/cases/{case_id}/"))
    assert "王女士，凭签字链接手写签字" in case
    assert "客户签字.png" in case
    assert signed_in("alice").post(f"/cases/{case_id}/step/", {**SHEET, "outcome": "seen"}).status_code == 302


def test_the_address_names_nobody_and_cannot_be_guessed(house: House) -> None:
    case_id = filed(house)
    address = sent(case_id)
    assert str(case_id) not in address.strip("/").split("/")
    for other in (address[:-2] + ("A/" if address[-2] != "A" else "B/"), "/s/x/", "/s/abc~def/"):
        answer = Client().get(other)
        assert answer.status_code == 410
        assert "地板起拱" not in text_of(answer)


def test_an_english_telephone_gets_the_page_in_the_language_of_the_paper(house: House) -> None:
    address = sent(filed(house))
    phone = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = phone.get(address)
    assert '<html lang="zh-hans"' in text_of(answer)
    assert "不签字的原因" in text_of(answer)
    assert answer["Content-Language"] == "zh-hans"
    assert "请写明您的姓名" in text_of(phone.post(address, {"drawing": DRAWN}))


def test_the_address_of_a_link_has_a_button_that_copies_it(house: House) -> None:
    case_id = filed(house)
    sent(case_id)
    panel = text_of(signed_in("alice").get(f"/cases/{case_id}/papers/?paper=sheet"))
    beside = panel[panel.index("data-whole") :].partition("</div>")[0]
    assert 'data-copy="已复制"' in beside


def test_it_serves_once(house: House) -> None:
    case_id = filed(house)
    address = sent(case_id)
    Client().post(address, SIGNED)
    again = Client().post(address, {**SIGNED, "name": "别人"})
    assert (again.status_code, "您刚才填写的没有登记" in text_of(again)) == (410, True)
    assert "您已经签字" not in text_of(again)
    assert "您已经签字" in text_of(Client().post(address, SIGNED))
    assert "已经凭这个链接签过字" in text_of(Client().get(address))
    assert "地板起拱" not in text_of(Client().get(address))
    assert Ledger.objects.filter(subject=case_id, kind="PaperSigned").count() == 1


def test_a_revoked_an_older_and_an_expired_link_open_nothing(house: House, settings: Any) -> None:
    base.found_installation(company="示范公司", is_demo=True, at=now())
    settings.SHOUWEN_DEMO = True
    clock.forget()
    case_id = filed(house)
    older = sent(case_id)
    newer = sent(case_id, replaces=SigningLink.objects.get().pk)
    assert Client().get(older).status_code == 410
    alice = signed_in("alice")
    revoked = alice.post(f"/signing-links/{SigningLink.objects.latest('pk').pk}/revoke/", follow=True)
    assert "签字链接已撤销" in text_of(revoked)
    assert Client().post(newer, SIGNED).status_code == 410
    third = sent(case_id)
    assert Client().get(third).status_code == 200
    base.move_demo_clock(by=settings.SIGN_LINK_LIVES + timedelta(minutes=1))
    clock.forget()
    assert Client().get(third).status_code == 410
    assert "上一个链接已过期" in text_of(signed_in("alice").get(f"/cases/{case_id}/papers/?paper=sheet"))
    assert not Ledger.objects.filter(subject=case_id, kind="PaperSigned").exists()


def test_a_paper_that_changed_meanwhile_is_not_signed_by_the_old_link(house: House) -> None:
    case_id = filed(house)
    address = sent(case_id)
    signed_in("alice").post(f"/cases/{case_id}/step/", {**SHEET, "sheet.seen": "地板起拱三处", "file": "sheet"})
    for answer in (Client().get(address), Client().post(address, SIGNED)):
        assert (answer.status_code, "已经变动" in text_of(answer)) == (410, True)
        assert "地板起拱" not in text_of(answer)
    assert "请换一个链接" in text_of(signed_in("alice").get(f"/cases/{case_id}/papers/?paper=sheet"))
    assert not StoredFile.objects.exists()


def test_who_does_not_sign_says_why_and_the_desk_reads_it(house: House) -> None:
    case_id = filed(house)
    address = sent(case_id)
    lacking = Client().post(address, {"refuse": "1", "name": "王女士", "reason": ""})
    assert (lacking.status_code, "不签字的原因" in text_of(lacking)) == (422, True)
    said = {"refuse": "1", "name": "王女士", "reason": "起拱不止两处"}
    assert "不签字" in text_of(Client().post(address, said, follow=True))
    alice = signed_in("alice")
    assert "不签《现场查看单》（客户 王女士）：起拱不止两处" in text_of(alice.get(f"/cases/{case_id}/"))
    assert "起拱不止两处" in text_of(alice.get(f"/cases/{case_id}/papers/?paper=sheet"))
    assert not Ledger.objects.filter(subject=case_id, kind="PaperSigned").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"drawing": ""}, "请在框内手写签字"),
        ({"drawing": "data:image/png;base64,AAAA"}, "请在框内手写签字"),
        ({"drawing": "data:image/svg+xml;base64,AAAA"}, "请在框内手写签字"),
        ({"drawing": DRAWN + "A" * 400_000}, "请在框内手写签字"),
        ({"name": "  "}, "请写明您的姓名"),
        ({"name": "王" * 81}, "姓名最多 80 字，现有 81 字"),
        ({"name": "王" * 81, "refuse": "1", "reason": "不同意"}, "姓名最多 80 字，现有 81 字"),
        ({"refuse": "1", "reason": "不" * 501}, "不签字的原因最多 500 字，现有 501 字"),
        ({"refuse": "1", "reason": "不" * 30_000}, "不签字的原因最多 500 字，现有 30000 字"),
    ],
)
def test_what_lacks_is_told_and_nothing_is_signed(house: House, wrong: dict[str, str], told: str) -> None:
    case_id = filed(house)
    address = sent(case_id)
    answer = Client().post(address, {**SIGNED, **wrong})
    assert (answer.status_code, told in text_of(answer)) == (422, True)
    assert Client().get(address).status_code == 200


def test_too_many_tries_from_one_address_have_to_wait(house: House, settings: Any) -> None:
    settings.SIGN_LINK_TRIES = 5
    caller = Client(REMOTE_ADDR="203.0.113.9")
    assert {caller.get("/s/guess~guess/").status_code for _ in range(settings.SIGN_LINK_TRIES)} == {410}
    assert caller.get("/s/guess~guess/").status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.10").get("/s/guess~guess/").status_code == 410


def test_a_proxy_is_believed_only_where_one_stands(house: House, settings: Any) -> None:
    for behind, known in ((False, "203.0.113.7"), (True, "198.51.100.4")):
        case_id = filed(house)
        settings.SHOUWEN_BEHIND_PROXY = behind
        phone = Client(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.4")
        phone.post(sent(case_id), SIGNED)
        assert SigningLink.objects.latest("pk").ip == known


def test_only_a_party_outside_that_has_to_sign_gets_a_link_and_only_from_the_case(house: House) -> None:
    case_id = filed(house)
    for party in ("agent", "stranger"):
        answer = signed_in("alice").post(f"/cases/{case_id}/papers/sheet/link/", {"party": party}, follow=True)
        assert "不能凭链接签字" in text_of(answer)
    assert signed_in("olga").post(f"/cases/{case_id}/papers/sheet/link/", {"party": "customer"}).status_code == 404
    sent(case_id)
    number = SigningLink.objects.get().pk
    assert signed_in("olga").post(f"/signing-links/{number}/revoke/").status_code == 404
    assert SigningLink.objects.get().revoked_at is None


def test_who_only_sees_the_case_neither_makes_nor_revokes_nor_reads_a_link(house: House) -> None:
    case_id = filed(house)
    people.grant_scope(post="fixer", reach="subtree", acts=("see",), by=None, at=now())
    address, panel = sent(case_id), f"/cases/{case_id}/papers/?paper=sheet"
    frank = signed_in("frank")
    assert "现场查看单" in text_of(frank.get(panel))
    assert address not in text_of(frank.get(panel))
    kept = SigningLink.objects.get().pk
    for to in (f"/cases/{case_id}/papers/sheet/link/", f"/signing-links/{kept}/revoke/"):
        answer = frank.post(to, {"party": "customer", "replaces": kept}, follow=True)
        assert "签字链接只由这件事项的经办人" in text_of(answer)
    assert SigningLink.objects.get().revoked_at is None
    assert "换一个链接" in text_of(signed_in("lee").get(panel))


def test_an_open_link_is_replaced_only_by_who_was_told_so_and_the_case_tells_it_all(house: House) -> None:
    case_id = filed(house)
    first = sent(case_id)
    alice = signed_in("alice")
    again = alice.post(f"/cases/{case_id}/papers/sheet/link/", {"party": "customer"}, follow=True)
    assert "已有一个有效的签字链接，没有再生成" in text_of(again)
    assert Client().get(first).status_code == 200
    assert "随即失效" in text_of(alice.get(f"/cases/{case_id}/papers/?paper=sheet"))
    sent(case_id, replaces=SigningLink.objects.get().pk)
    assert Client().get(first).status_code == 410
    alice.post(f"/signing-links/{SigningLink.objects.latest('pk').pk}/revoke/")
    told = [entry for entry in house.page(case_id, "lee", now()).timeline if entry.kind == "paper_link"]
    assert [entry.title for entry in told] == ["生成签字链接", "更换签字链接（之前的链接随即失效）", "撤销签字链接"]
    assert {(entry.by, entry.text) for entry in told} == {("Alice", told[0].text)}
    assert "现场查看单" in told[0].text
    assert "客户" in told[0].text
    assert first.split("/")[2] not in str(list(Ledger.objects.filter(subject=case_id).values_list("event", flat=True)))


def test_an_issued_paper_is_signed_in_its_register_too(house: House) -> None:
    case_id = house.open(now())
    draft = documents.Draft(
        subject=case_id, key="k", edition="DESK/1", paper="record", sort="notice", template="", title="《协议书》",
        number="X1", printed=(), signers=(("customer", "客户"),), clauses=(), unit=str(house.branch),
    )  # fmt: skip
    document = documents.issue(draft=draft, receivers=[], by=None, at=now())
    alice = signed_in("alice")
    alice.post(f"/documents/{document.pk}/link/", {"party": "customer"})
    assert "发给对方，只能用一次" in text_of(alice.get(f"/cases/{case_id}/"))
    Client().post(f"/s/{token_of(SigningLink.objects.get().key)}/", SIGNED)
    assert document.signatures.get().name == "王女士"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_sign_once(real_house: House) -> None:
    case_id = filed(real_house)
    address = sent(case_id)
    answers: list[Any] = together(4, lambda n: Client().post(address, {**SIGNED, "name": f"第{n}位"}).status_code)
    assert answers.count(302) == 1
    assert Ledger.objects.filter(subject=case_id, kind="PaperSigned").count() == 1
    assert StoredFile.objects.count() == 1
