"""What people type is found as they type it: numbers as shown or read out, words as spoken, colleagues of one's own company."""

import json

import pytest
from tests.cases.house import DESK, House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.cases.models import Case
from shouwen.cases.phrases import forbidden_hits
from shouwen.customers import actions as customers
from shouwen.rulebook.load import load, shipped
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db


def test_a_number_is_found_as_pages_show_it_and_by_its_end(house: House) -> None:
    contacts = [customers.NewContact(kind="phone", value="13792578931")]
    customers.register_customer(name="曹子涵", unit=house.branch, contacts=contacts, by=None, at=now())
    dora = signed_in("dora")
    assert "曹子涵" in text_of(dora.get("/search/quick/?q=137****8931"))
    assert "曹子涵" not in text_of(dora.get("/search/quick/?q=138****8931"))
    assert "曹子涵" in text_of(dora.get("/cases/new/caller/?phone=8931"))


def test_a_case_is_found_by_its_number_without_the_dash(house: House) -> None:
    case_id = recent(house)
    number = Case.objects.get(pk=case_id).number
    assert "-" in number
    found = text_of(signed_in("alice").get(f"/search/quick/?q={number.replace('-', '').lower()}"))
    assert f'href="/cases/{case_id}/"' in found


def test_the_clause_of_exactly_this_number_stands_first(house: House) -> None:
    found = queries.clauses_like(house.viewer("dora", now()), "desk-1", most=3)
    assert found[0].id == "DESK-1"


def test_only_colleagues_of_ones_own_company_are_found(house: House) -> None:
    path = next(path for name, _edition, path in shipped() if name == "dept")
    rulebooks.install(path=path, units=(str(house.other),), by=None, at=now())
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=now())
    assert "carried_by" not in text_of(signed_in("alice").get("/search/quick/?q=Olga"))
    assert "Amy" in text_of(signed_in("alice").get("/search/quick/?q=Amy"))


def test_commands_are_spoken_by_the_server(house: House) -> None:
    answer = signed_in("alice").get("/search/latin/", {"w": ["内部备注", "催办"]})
    assert json.loads(answer.content) == {"内部备注": ["neibubeizhu", "nbbz"], "催办": ["cuiban", "cb"]}


def test_what_nobody_can_see_is_no_note(house: House) -> None:
    case_id = recent(house)
    answer = signed_in("alice").post(
        f"/cases/{case_id}/message/", {"kind": "note", "text": "\u200b \u2060", "key": "k"}
    )
    assert answer.status_code == 422
    assert "内容必填" in text_of(answer)


def test_a_forbidden_word_is_seen_through_signs_without_a_width() -> None:
    book = load(next(path for name, _edition, path in shipped() if name == "decor")).rulebook
    assert book is not None
    phrase = next(
        one for block in book.blocks if block.kind == "wording" and block.sort != "use" for one in block.phrases
    )
    hidden = "\u200b".join(phrase[:1] + " " + phrase[1:])
    assert phrase in forbidden_hits(f"您好，{hidden}。", book)


def test_a_view_for_a_unit_of_others_is_refused_and_not_kept(house: House) -> None:
    alice = signed_in("alice")
    sent = {"name": "别处", "address": "", "unit": str(house.other)}
    assert "只能与自己任职的单位共用" in text_of(alice.post("/cases/views/", sent, follow=True))
    assert queries.saved_views(house["alice"]) == ()


def test_what_was_taken_in_most_is_offered_first(house: House) -> None:
    alice = house.viewer("alice", now())
    types = (("matter", "事项"), ("survey", "勘查"), ("complaint", "客户投诉"))
    assert queries.usual_type(alice, types) == "complaint"
    assert queries.usual_type(alice, types[:2]) == "matter"
    house.open(now())
    assert queries.usual_type(alice, types) == "complaint"


def test_a_page_follows_the_device_until_somebody_chooses(house: House) -> None:
    alice = signed_in("alice")
    assert 'data-theme="auto"' in text_of(alice.get("/"))
    alice.post("/preferences/", {"theme": "light"})
    assert 'data-theme="light"' in text_of(alice.get("/"))
    alice.post("/preferences/", {"theme": "auto"})
    assert 'data-theme="auto"' in text_of(alice.get("/"))
