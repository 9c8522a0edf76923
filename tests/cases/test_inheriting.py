"""Somebody leaves: what is open now, what comes later in their name, and what they had saved all go to the successor."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, RECORD, House

from shouwen.cases import queries
from shouwen.cases.models import Draft, Follow, HandedDraft, SavedView
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db
TOMORROW = AT + timedelta(days=1)


def leaves(house: House, name: str, successor: str, days: int = 1) -> None:
    people.leave(
        person=int(house[name]),
        successor=int(house[successor]),
        last_day=(AT + timedelta(days=days - 1)).date(),
        by=None,
        at=AT + timedelta(days=days),
    )


def mine(house: House, name: str, days: int = 1) -> set[int]:
    at = AT + timedelta(days=days)
    return {duty.case_id for duty in queries.my_tasks(house.viewer(name, at), at)}


def test_what_comes_later_in_the_name_of_who_left_reaches_the_successor(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    assert queries.open_tasks(house["alice"]) == ()
    leaves(house, "alice", "amy")
    house.handle(case_id, TOMORROW)  # closed, and followed up by whoever took it in
    assert mine(house, "amy") == {house.child(case_id)}
    assert queries.case_page(house.viewer("amy", TOMORROW), case_id, TOMORROW).case.id == case_id


def test_so_it_does_when_the_successor_leaves_too(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    leaves(house, "alice", "olga")
    leaves(house, "olga", "amy", days=2)
    house.handle(case_id, AT + timedelta(days=2))
    assert mine(house, "amy", days=2) == {house.child(case_id)}
    copy = house.viewer("amy", AT + timedelta(days=2)).organisation
    assert copy.heirs == {int(house["alice"]): int(house["amy"]), int(house["olga"]): int(house["amy"])}


def test_the_successor_goes_on_with_what_was_begun(house: House) -> None:
    case_id = house.open()
    leaves(house, "alice", "amy")
    house.finish(case_id, "record#1", "recorded", by="amy", at=TOMORROW, fields=RECORD)
    assert mine(house, "lee") == {case_id}


def test_views_followed_cases_and_unsent_words_go_too_and_spoil_nothing(house: House) -> None:
    case_id, other = house.open(), house.open(title="二")
    for person, name in (("alice", "漏水"), ("alice", "我的"), ("amy", "我的")):
        SavedView.objects.create(person=house[person], name=name, filters={"q": person}, at=AT)
    for person, case in (("alice", case_id), ("alice", other), ("amy", other)):
        Follow.objects.create(person=house[person], case_id=case, at=AT)
    for person, form in (("alice", "message"), ("alice", "step"), ("amy", "step")):
        Draft.objects.create(person=house[person], form_key=form, values={"text": person}, at=AT)
    HandedDraft.objects.create(
        case_id=case_id, giver=house["lee"], taker=house["alice"], kind="reply", text="王女士您好", at=AT
    )
    leaves(house, "alice", "amy")
    views = SavedView.objects.filter(person=house["amy"]).order_by("name").values_list("name", "filters__q")
    assert set(views) == {("我的", "amy"), ("我的（Alice）", "alice"), ("漏水", "alice")}
    assert set(Follow.objects.values_list("person", "case_id")) == {(house["amy"], case_id), (house["amy"], other)}
    own = dict(Draft.objects.filter(person=house["amy"]).values_list("form_key", "values__text"))
    assert own == {"message": "alice", "step": "amy"}
    assert HandedDraft.objects.get().taker == house["amy"]
